// Unique and check constraints, and the removal of constraints by name or by columns.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/sql_words.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
}

std::string place_of(const Refs& refs) {
    return to_string(refs.table) + "(" + base::join(refs.columns, ", ") + ")";
}

std::vector<std::string> constraint_names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& unique : table.uniques) names.push_back(unique.name);
    for (const auto& check : table.checks) names.push_back(check.name);
    for (const auto& key : table.foreign_keys) names.push_back(key.name);
    if (table.primary_key) names.push_back(table.primary_key->name);
    std::erase(names, std::string());
    return names;
}

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    return names;
}

// The unique constraint on these columns, or, when there is none, the one unique index.
Build<RequestedOperation> unique_on(const Table& table, const Refs& refs, Draft& draft) {
    const auto fits = [&](const Unique& unique) { return same_columns(unique.columns, refs.columns); };
    if (std::any_of(table.uniques.begin(), table.uniques.end(), fits)) {
        return RequestedOperation(RequestedDropConstraint{refs.table, {}, ConstraintKind::unique, refs.columns});
    }
    for (const auto& index : table.indexes) {
        std::vector<std::string> columns;
        for (const auto& element : index.elements) columns.push_back(element.column);
        if (!index.unique || !same_columns(columns, refs.columns)) continue;
        draft.assumptions.push_back(place_of(refs) + " is unique by index " + index.name + ": that index is dropped");
        return RequestedOperation(RequestedDropIndex{refs.table, index.name, {}, false});
    }
    return refuse("no_such_constraint", "there is no unique constraint on " + place_of(refs));
}

Build<Draft> drop_named(const Context& context, const Node& node, const std::string& name, Draft draft) {
    std::optional<TableName> only;
    if (const auto* table = find_part(node, "table")) {
        auto found = TRY(resolve_table(context, *table));
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        only = found.table;
    }
    std::vector<std::string> names;
    std::vector<RequestedDropConstraint> readings;
    for (const auto& [table_name, table] : context.schema.tables) {
        if (only && *only != table_name) continue;
        const auto here = constraint_names(table);
        names.insert(names.end(), here.begin(), here.end());
        if (const auto kind = find_constraint(table, name)) readings.push_back({table_name, name, kind, {}});
    }
    if (readings.empty()) {
        const auto near = base::nearest(names, name);
        return refuse("no_such_constraint",
                      "there is no constraint " + name + (only ? " on " + to_string(*only) : std::string()),
                      near.empty() ? "" : "did you mean " + base::join(near, " or ") + "?");
    }
    if (readings.size() > 1) {
        return refuse("ambiguous", "several tables have a constraint " + name,
                      "name the table: drop constraint " + name + " on " + to_string(readings.front().table));
    }
    const auto said = kind_said(node);
    if (said && said != readings.front().kind) {
        return refuse("contradicts", "constraint " + name + " is a " + std::string(name_of(*readings.front().kind)) +
                                         " constraint, not " + std::string(name_of(*said)));
    }
    if (!only) draft.assumptions.push_back("constraint " + name + " is of table " + to_string(readings.front().table));
    draft.operations.emplace_back(std::move(readings.front()));
    return draft;
}

Build<Draft> drop_check(const Context& context, const Node& node, Draft draft) {
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& each : refs) {
        const auto* table = find_table(context.schema, each.table);
        std::vector<std::string> found;
        for (const auto& check : table->checks) {
            if (same_columns(columns_in_expression(check.sql, column_names(*table)), each.columns))
                found.push_back(check.name);
        }
        if (found.empty()) return refuse("no_such_constraint", "there is no check on " + place_of(each));
        if (found.size() > 1)
            return refuse("ambiguous", "there are several checks on " + place_of(each) + ": " + base::join(found, ", "),
                          "drop it by its name");
        RequestedDropConstraint drop{each.table, found.front(), ConstraintKind::check, {}};
        if (drop.name.empty()) drop.columns = each.columns;
        draft.operations.emplace_back(std::move(drop));
    }
    return draft;
}

}  // namespace

Build<Draft> build_create_unique(const Context& context, const Node& node) {
    Draft draft;
    auto refs = refs_of(context, node, draft);
    if (!refs) return tl::unexpected(refs.error());
    const auto* said = find_part(node, "refs");
    if (said != nullptr && speaks_of_several(context, *said)) {
        return refuse("ambiguous", place_of(refs->front()) + ": together, or each on its own?",
                      "name the columns: unique (a, b), or one statement for each");
    }
    const auto* name = find_part(node, "name");
    if (name != nullptr && refs->size() > 1) return not_understood(words_of(context, *name));
    for (const auto& each : *refs) {
        const bool plural = std::any_of(node.marks.begin(), node.marks.end(), [&](const Mark& mark) {
            return context.tokens.list[mark.token].lower == "constraints";
        });
        if (plural && each.columns.size() > 1)
            return refuse("ambiguous", place_of(each) + ": together, or each on its own?",
                          "say it once for each constraint");
        if (has_mark(node, "composite") && each.columns.size() < 2) return not_understood({"composite"});
        const auto* table = find_table(context.schema, each.table);
        const auto same = [&](const Unique& unique) { return same_columns(unique.columns, each.columns); };
        if (std::any_of(table->uniques.begin(), table->uniques.end(), same)) {
            return refuse("constraint_exists", place_of(each) + " is unique already");
        }
        const auto constraint = name == nullptr ? std::string() : spoken_name(context, *name);
        draft.operations.emplace_back(CreateUnique{each.table, {constraint, each.columns, false, {}}, {}});
    }
    return draft;
}

Build<Draft> build_drop_unique(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& each : refs) {
        auto drop = TRY(unique_on(*find_table(context.schema, each.table), each, draft));
        draft.operations.push_back(std::move(drop));
    }
    return draft;
}

Build<Draft> build_create_check(const Context& context, const Node& node) {
    Draft draft;
    auto found = TRY(resolve_table(context, *find_part(node, "table")));
    draft.assumptions = found.assumptions;
    auto sql = read_sql_node(context, *find_part(node, "sql"), found.table, true, draft);
    if (!sql) return tl::unexpected(sql.error());
    const auto* name = find_part(node, "name");
    const bool wrapped = sql->starts_with('(') && sql->ends_with(')') && std::count(sql->begin(), sql->end(), '(') == 1;
    if (wrapped) sql = sql->substr(1, sql->size() - 2);
    draft.operations.emplace_back(
        CreateCheck{found.table, {name == nullptr ? std::string() : spoken_name(context, *name), *sql, false}});
    return draft;
}

Build<Draft> build_drop_constraint(const Context& context, const Node& node) {
    if (const auto* name = find_part(node, "name")) return drop_named(context, node, spoken_name(context, *name), {});
    return drop_check(context, node, {});
}

}  // namespace migrate::intent
