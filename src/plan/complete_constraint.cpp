#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/function_text.h"
#include "plan/unnamed.h"
#include "plan/work.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

struct NamedConstraint {
    std::string name;
    ConstraintKind kind;
    std::vector<std::string> columns;  ///< of a CHECK: those it mentions, in the table's order
    std::string sql;                   ///< of a CHECK
};

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    return names;
}

std::vector<NamedConstraint> constraints_of(const Table& table) {
    std::vector<NamedConstraint> all;
    if (table.primary_key)
        all.push_back({table.primary_key->name, ConstraintKind::primary_key, table.primary_key->columns, {}});
    for (const Unique& unique : table.uniques) {
        all.push_back({unique.name, ConstraintKind::unique, unique.columns, {}});
    }
    for (const ForeignKey& key : table.foreign_keys)
        all.push_back({key.name, ConstraintKind::foreign_key, key.columns, {}});
    const std::vector<std::string> names = column_names(table);
    for (const Check& check : table.checks) {
        all.push_back({check.name, ConstraintKind::check, columns_in_expression(check.sql, names), check.sql});
    }
    for (const Exclude& exclude : table.excludes) {
        all.push_back({exclude.name, ConstraintKind::exclude, {}, {}});
    }
    return all;
}

bool fits(const NamedConstraint& constraint, const RequestedDropConstraint& request) {
    if (request.kind && *request.kind != constraint.kind) return false;
    if (request.columns.empty() || constraint.columns == request.columns) return true;
    if (constraint.kind != ConstraintKind::check) return false;
    std::vector<std::string> mentioned = constraint.columns, wanted = request.columns;
    std::sort(mentioned.begin(), mentioned.end());
    std::sort(wanted.begin(), wanted.end());
    return mentioned == wanted;
}

std::string names_of(const std::vector<NamedConstraint>& constraints) {
    std::string names;
    for (const NamedConstraint& constraint : constraints) {
        names += (names.empty() ? "" : ", ") + (constraint.name.empty() ? "(unnamed)" : constraint.name);
        if (!constraint.sql.empty()) names += " (" + constraint.sql + ")";
    }
    return names;
}

/// The constraint that the request means on one table.
Result<NamedConstraint> choose(const Table& table, const RequestedDropConstraint& request) {
    const std::vector<NamedConstraint> all = constraints_of(table);
    std::vector<NamedConstraint> found;
    for (const NamedConstraint& constraint : all) {
        const bool wanted = request.name.empty() ? fits(constraint, request) : constraint.name == request.name;
        if (wanted) found.push_back(constraint);
    }
    if (found.size() == 1) return found.front();
    const std::string table_name = to_string(table.name);
    if (found.size() > 1) {
        return fail("ambiguous", "several constraints of " + table_name + " fit: " + names_of(found),
                    "name the one to drop");
    }
    const std::string wanted = request.name.empty() ? "such constraint" : "constraint " + request.name;
    return fail("no_such_constraint", "table " + table_name + " has no " + wanted,
                all.empty() ? "it has no constraints" : "its constraints: " + names_of(all));
}

}  // namespace

Result<void> complete_operation(const RequestedDropConstraint& request, Work& work) {
    const Table* there = TRY(work.table(request.table));
    const Result<NamedConstraint> chosen = choose(*there, request);
    const std::string& wanted = chosen ? chosen->name : request.name;
    TRY(work.certain_part(request.table, "constraint", wanted));
    if (!chosen) return tl::unexpected(chosen.error());
    if (chosen->name.empty()) {
        const bool check = chosen->kind == ConstraintKind::check;
        auto drop = drop_without_name(chosen->kind, check ? std::vector{chosen->sql} : chosen->columns, *there);
        return drop ? work.add_all_only(std::move(*drop), Dialect::sqlite) : tl::unexpected(drop.error());
    }
    return work.add(DropConstraint{.table = request.table, .name = chosen->name, .kind = chosen->kind});
}

/// What the SQL drops by the statement that a refusal proposes.
static std::vector<Attachment> dropped_by(const std::string& sql, const Heads& heads) {
    std::vector<Attachment> found;
    for (const Schema* schema : {&heads.postgresql, &heads.sqlite}) {
        for (const Attachment& thing : schema->attachments) {
            const std::string drop = drop_statement(thing, schema->dialect);
            const bool function = thing.kind == "function" && drops_function(sql, thing.name);
            if (function || (!drop.empty() && base::equal_ignoring_case(base::trim(sql), drop))) found.push_back(thing);
        }
    }
    return found;
}

/// DROP FUNCTION … CASCADE takes the triggers along that run it.
static void tell_what_cascades(Execute& execute, Work& work) {
    if (!base::lower(base::trim(execute.sql)).ends_with("cascade")) return;
    const std::vector<Attachment> gone = execute.takes;
    for (const Attachment& thing : work.now().postgresql.attachments) {
        const bool runs_it = std::any_of(gone.begin(), gone.end(), [&](const Attachment& function) {
            return function.kind == "function" && calls(thing, function.name);
        });
        if (!runs_it) continue;
        execute.takes.push_back(thing);
        work.warn("cascade", thing.kind + " " + thing.name + " of " + to_string(thing.owner) +
                                 " goes with the function: " + execute.sql.substr(0, 80));
    }
}

Result<void> complete_operation(const RequestedExecute& request, Work& work) {
    Execute execute{.sql = request.sql, .down_sql = request.down_sql, .takes = dropped_by(request.sql, work.now())};
    tell_what_cascades(execute, work);
    if (!request.down_sql) {
        work.warn("irreversible_sql", "no down_sql was given: downgrade() does not undo: " + request.sql.substr(0, 80));
    }
    if (request.dialect) return work.add_only(std::move(execute), *request.dialect);
    return work.add(std::move(execute));
}

}  // namespace migrate::plan
