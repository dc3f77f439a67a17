/// What leads one table from what it is to what it shall be, in the pieces that `diff` puts in order over all
/// tables.
#pragma once

#include <vector>

#include "operations/operation.h"

namespace migrate {

/// What a serial column needs that may be NULL: it is made NOT NULL.
std::optional<AlterColumn> made_nullable(const TableName& table, const Column& column);

class TableChange {
  public:
    /// `present` is a table of `from`, `wanted` the one of the same name in `to`; all four must outlive the
    /// value.
    TableChange(const Schema& from, const Schema& to, const Table& present, const Table& wanted);

    /// Keys that are not wanted, and keys whose target's key is about to be dropped.
    std::vector<Operation> foreign_keys_to_drop() const;
    /// Indexes, constraints, then columns.
    std::vector<Operation> things_to_drop() const;
    /// New columns and altered ones; the table's comment.
    std::vector<Operation> columns_to_change() const;
    /// Primary key, unique constraints, exclusions, checks, indexes.
    std::vector<Operation> things_to_create() const;
    std::vector<Operation> foreign_keys_to_create() const;

  private:
    bool loses_its_key(const ForeignKey& key) const;

    const Schema* from_;
    const Schema* to_;
    const Table* present_;
    const Table* wanted_;
};

}  // namespace migrate
