#include "models/portable.h"

#include <algorithm>

#include "base/text.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::models {

namespace {

bool is_numeral(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.-+") == std::string_view::npos;
}

/// SQL text to the portable default where it says the same.
Default portable_default(const Default& given, const Type& type) {
    const auto literal = text_of_literal(given.sql);
    if (literal && is_number(type.kind) && is_numeral(*literal)) return Default{*literal, std::nullopt};
    std::string plain = base::lower(base::trim(literal && type.kind == TypeKind::boolean ? *literal : given.sql));
    while (plain.size() > 2 && plain.front() == '(' && plain.back() == ')') plain = plain.substr(1, plain.size() - 2);
    if (plain == "now()" || plain == "current_timestamp" || plain == "current_timestamp()") return default_now();
    if (plain == "gen_random_uuid()") return default_generated_uuid();
    const bool flag = type.kind == TypeKind::boolean;
    if (plain == "true" || (flag && (plain == "t" || plain == "1"))) return default_true();
    if (plain == "false" || (flag && (plain == "f" || plain == "0"))) return default_false();
    return given;
}

const Column* column_named(const Table& table, const std::string& name) {
    const auto found = std::ranges::find_if(table.columns, [&](const Column& one) { return one.name == name; });
    return found == table.columns.end() ? nullptr : &*found;
}

void raise_columns(Table& table, const Table& sqlite) {
    for (Column& column : table.columns) {
        const Column* other = column_named(sqlite, column.name);
        if (!other) continue;
        if (column.type.kind != TypeKind::opaque) column.type = raise_type(column.type, other->type);
        const auto raised = raise_default(column.server_default, other->server_default);
        if (column.server_default) column.server_default = portable_default(*column.server_default, column.type);
        if (!column.server_default && raised) column.server_default = raised;
    }
}

/// An index may have its condition for SQLite alone.
void raise_indexes(Built& built, const Built& sqlite) {
    for (std::size_t i = 0; i < built.indexes.size() && i < sqlite.indexes.size(); ++i) {
        if (built.indexes[i].where.empty()) built.indexes[i].where = sqlite.indexes[i].where;
    }
    for (Index& index : built.indexes) index.where = without_outer_parentheses(index.where);
}

std::vector<Doubt> doubts_of(const Machine& machine, const Mapped& mapped) {
    std::vector<Doubt> doubts = mapped.doubts;
    const std::string table = to_string(mapped.name);
    for (const InDoubt& doubt : mapped.built.doubts) {
        const auto column = std::ranges::find_if(mapped.columns, [&](const ColumnObject& one) {
            return doubt.object == "column " + table + "." + one.column.name;
        });
        const bool placed = column != mapped.columns.end() && !column->where.empty();
        doubts.push_back({doubt.object.empty() ? "table " + table : doubt.object, doubt.reason,
                          machine.path_in(placed ? column->where : mapped.where)});
    }
    for (const ColumnObject& column : mapped.columns) {
        const std::string named = "column " + table + "." + column.column.name;
        if (column.has_sequence)
            doubts.push_back({named, "its Sequence(...) is a sequence of its own", machine.path_in(column.where)});
        if (column.type.type.kind != TypeKind::opaque || !column.type.unknown.empty() || !column.unknown.empty())
            continue;
        doubts.push_back(
            {named, "the type " + column.type.type.name + " is not one that is known", machine.path_in(column.where)});
    }
    if (!mapped.built.unknown.empty()) doubts.push_back({"table " + table, mapped.built.unknown, mapped.where});
    return doubts;
}

}  // namespace

Model portable_model(const Machine& machine, const Mapped& postgresql, const Mapped& sqlite) {
    Built built = postgresql.built;
    built.table.name = postgresql.name;
    raise_columns(built.table, sqlite.built.table);
    raise_indexes(built, sqlite.built);
    built.table.indexes = std::move(built.indexes);
    Model model;
    model.class_name = postgresql.class_name;
    model.where = postgresql.where;
    model.called_at = postgresql.called_at;
    model.doubts = doubts_of(machine, postgresql);
    model.table = std::move(built.table);
    return model;
}

}  // namespace migrate::models
