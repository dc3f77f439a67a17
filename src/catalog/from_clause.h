/// FROM and WHERE of one query: which rows of which relations stand side by side.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "catalog/evaluate.h"

namespace migrate::sql {

/// One relation of FROM with how it is joined to those before it.
struct Joined {
    std::string alias;
    const Relation* relation = nullptr;
    bool outer = false;           ///< LEFT JOIN
    std::vector<const Node*> on;  ///< of a LEFT JOIN; the conditions of others are filters
    std::vector<std::string> using_columns;
};

/// Holds the relations that its combinations point into: keep it as long as those.
class FromClause {
  public:
    /// `where` says which rows of the catalogs need not be made.
    FromClause(Question& question, const Scope* outer, const Node& where);

    /// Adds an item of FROM, joins and subqueries too. Errors: "unknown" with the reason.
    Result<bool> add(const Node& item);
    /// Keeps only rows for which the condition holds.
    void filter(const Node& condition);
    Result<std::vector<Combination>> combine();

    const std::vector<Joined>& sources() const { return sources_; }
    Scope scope_of(const Combination& rows) const;

  private:
    Result<bool> add_join(const Node& join);
    Result<Relation> relation_of(const Node& range, const std::string& alias);
    std::vector<Wanted> conditions_on(const std::string& alias);
    std::optional<Wanted> condition_on(const std::string& alias, const Node& condition);
    std::optional<Relation> pragma_of(const Node& function);
    std::size_t source_of(const std::string& alias, const std::string& column) const;
    std::size_t last_source(const Node& condition) const;
    Result<bool> holds(const std::vector<const Node*>& conditions, const Combination& rows);
    bool using_matches(const Joined& joined, const Combination& rows) const;
    Result<std::vector<Combination>> keep_if(std::vector<Combination> rows, const std::vector<const Node*>& conditions);
    Result<std::vector<Combination>> join(const std::vector<Combination>& rows, const Joined& joined);

    Question& question_;
    const Scope* outer_;
    std::vector<const Node*> where_;  ///< its parts, where no subquery is among them
    bool may_narrow_ = true;          ///< not what an outer join takes rows from
    std::deque<Relation> relations_;
    std::vector<Joined> sources_;
    std::vector<const Node*> filters_;
};

}  // namespace migrate::sql
