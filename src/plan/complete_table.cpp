#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "plan/names.h"
#include "plan/unnamed.h"
#include "plan/work.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

Column house_key(const Work& work) {
    Column key{.name = "id", .type = house_key_type(work.rules(), work.now()), .nullable = false};
    if (key.type.kind == TypeKind::bigint) key.type.on_sqlite = {Type{.kind = TypeKind::integer}};
    if (is_whole_number(key.type.kind))
        key.identity = IdentityKind::serial;
    else if (work.rules().key_default)
        key.server_default = default_generated_uuid();
    return key;
}

bool has_column(const Table& table, const std::string& name) {
    return find_column(table, name) != nullptr;
}

/// Settles the requested columns into the table, with their keys and checks; collects their indexes.
Result<void> settle_columns(const RequestedTable& request, Table& table, std::vector<Index>& indexes, Work& work) {
    for (const RequestedColumn& requested : request.columns) {
        if (has_column(table, requested.name)) {
            return fail("column_exists",
                        "the column " + requested.name + " is asked for twice in table " + to_string(table.name),
                        "name each column once");
        }
        Result<SettledColumn> settled = settle_column(requested, table.name, true, &table, work);
        if (!settled) return tl::unexpected(settled.error());
        table.columns.push_back(settled->column);
        if (settled->foreign_key) table.foreign_keys.push_back(*settled->foreign_key);
        for (Check& check : checks_of(requested, settled->column.type, table.name, work))
            table.checks.push_back(std::move(check));
        if (requested.unique) table.uniques.push_back({.columns = {requested.name}});
        if (requested.index) indexes.push_back({.elements = {IndexElement{.column = requested.name}}});
    }
    return {};
}

/// The columns that the request makes the key; none where the house's key is to be it.
std::vector<std::string> requested_key(const RequestedTable& request) {
    std::vector<std::string> columns = request.primary_key;
    for (const RequestedColumn& column : request.columns) {
        if (column.primary_key && std::find(columns.begin(), columns.end(), column.name) == columns.end())
            columns.push_back(column.name);
    }
    return columns;
}

void add_primary_key(const RequestedTable& request, Table& table, const Work& work) {
    std::vector<std::string> columns = requested_key(request);
    if (columns.empty() && request.house_columns) {
        if (!has_column(table, "id")) table.columns.insert(table.columns.begin(), house_key(work));
        columns = {"id"};
    }
    for (const std::string& name : columns) {
        if (Column* column = find_column(table, name)) column->nullable = false;
    }
    if (!columns.empty()) table.primary_key = PrimaryKey{.columns = columns};
}

/// The times of creation and of the last change, as most tables of the house have them.
void add_times(const RequestedTable& request, Table& table, const Work& work) {
    const project::HouseRules& rules = work.rules();
    const auto add = [&](const std::string& name, bool nullable, bool by_database) {
        if (has_column(table, name)) return;
        Column column{.name = name, .nullable = nullable};
        if (by_database) column.server_default = default_now();
        column.type = {.kind = TypeKind::datetime, .timezone = rules.time_zone};
        table.columns.push_back(std::move(column));
    };
    if (!request.house_columns) return;
    if (rules.created_at) add(rules.created_at_name, rules.created_at_nullable, rules.created_at_default);
    if (rules.updated_at) add(rules.updated_at_name, rules.updated_at_nullable, rules.updated_at_default);
}

Result<void> add_constraints(const RequestedTable& request, Table& table, Work& work) {
    const project::HouseRules& rules = work.rules();
    for (ForeignKey key : request.foreign_keys) {
        ForeignKey settled = TRY(settle_foreign_key(std::move(key), table.name, &table, work));
        table.foreign_keys.push_back(settled);
    }
    for (const Unique& unique : request.uniques) {
        const auto same = std::find_if(table.uniques.begin(), table.uniques.end(),
                                       [&](const Unique& known) { return known.columns == unique.columns; });
        if (same == table.uniques.end())
            table.uniques.push_back(unique);
        else
            *same = unique;  // said of the column, too
    }
    for (Unique& unique : table.uniques) {
        if (unique.name.empty()) {
            unique.name = free_name(fill_name(rules.unique_name, table.name, unique.columns), table.name, work.now());
        }
    }
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    for (Check check : request.checks) {
        if (check.name.empty()) {
            const std::vector<std::string> mentioned = columns_in_expression(check.sql, names);
            check.name = free_name(fill_name(rules.check_name, table.name, mentioned), table.name, work.now());
        }
        table.checks.push_back(std::move(check));
    }
    return {};
}

/// Two names given by the house to one table may meet ("chk_t_a" twice): number the later ones.
void number_equal_names(Table& table) {
    std::vector<std::string> seen;
    const auto settle = [&](std::string& name) {
        const std::string wanted = name;
        for (int number = 2; std::find(seen.begin(), seen.end(), name) != seen.end(); ++number) {
            name = shorten_identifier(wanted + "_" + std::to_string(number));
        }
        seen.push_back(name);
    };
    for (Unique& unique : table.uniques) settle(unique.name);
    for (Check& check : table.checks) settle(check.name);
    for (ForeignKey& key : table.foreign_keys) settle(key.name);
}

}  // namespace

Result<void> complete_operation(const RequestedTable& request, Work& work) {
    TRY(work.certain(request.table));
    if (find_table(work.now().postgresql, request.table) || find_table(work.now().sqlite, request.table)) {
        const Table* there = work.table(request.table).value();
        std::string columns;
        for (const Column& column : there->columns) columns += (columns.empty() ? "" : ", ") + column.name;
        return fail("table_exists",
                    "table " + to_string(request.table) + " exists already, with the columns " + columns,
                    "add columns to it, or choose another name");
    }
    Table table{.name = request.table, .comment = request.comment};
    std::vector<Index> indexes;
    if (const std::vector<std::string> key = requested_key(request); !key.empty()) {
        table.primary_key = PrimaryKey{.columns = key};  // what columns that point to their own table look for
    }
    TRY(settle_columns(request, table, indexes, work));
    add_primary_key(request, table, work);
    for (Column& column : table.columns) {
        const bool is_key = table.primary_key && table.primary_key->columns == std::vector{column.name};
        TRY(check_numbering(column, table.name, is_key, work));
        if (is_key && column.identity && column.type.kind != TypeKind::integer && column.type.on_sqlite.empty())
            column.type.on_sqlite = {Type{.kind = TypeKind::integer}};  // the one that SQLite numbers
    }
    add_times(request, table, work);
    TRY(add_constraints(request, table, work));
    number_equal_names(table);
    if (table.columns.empty()) {
        return fail("no_columns", "table " + to_string(request.table) + " would have no columns",
                    "name at least one column");
    }
    for (const Index& index : request.indexes) indexes.push_back(index);
    for (const Column& column : table.columns) {
        TRY(make_enum(column.type, work));
    }
    const std::vector<ForeignKey> keys = table.foreign_keys;
    TRY(work.add(CreateTable{.table = std::move(table)}));
    for (const Index& index : indexes) {
        TRY(complete_operation(CreateIndex{.table = request.table, .index = index}, work));
    }
    for (const ForeignKey& key : keys) {
        TRY(index_foreign_key(request.table, key, work));
    }
    return {};
}

static std::vector<Referrer> keys_to(const TableName& table, const std::string& column, const Schema& schema) {
    return column.empty() ? referrers(schema, table, false) : referrers_of_column(schema, table, column);
}

Result<void> drop_keys_to(const TableName& table, const std::string& column, Work& work) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const bool first = dialect == Dialect::postgresql;
        const Schema& schema = first ? work.now().postgresql : work.now().sqlite;
        for (const Referrer& key : keys_to(table, column, schema)) {
            TRY(work.certain_part(key.table, "constraint", key.name));
            if (key.name.empty()) {
                const Table& from = *find_table(schema, key.table);
                const auto same =
                    std::find_if(from.foreign_keys.begin(), from.foreign_keys.end(), [&](const auto& each) {
                        const auto& ends = each.target_columns;
                        return each.name.empty() && each.target == table &&
                               (column.empty() || std::find(ends.begin(), ends.end(), column) != ends.end());
                    });
                if (same == from.foreign_keys.end()) continue;
                std::vector<Operation> drop = TRY(drop_without_name(ConstraintKind::foreign_key, same->columns, from));
                TRY(work.add_all_only(std::move(drop), dialect));
                continue;
            }
            const std::vector<Referrer> others = keys_to(table, column, work.now().sqlite);
            const bool on_both = first && std::any_of(others.begin(), others.end(), [&](const Referrer& other) {
                                     return other.table == key.table && other.name == key.name;
                                 });
            const DropConstraint drop{.table = key.table, .name = key.name, .kind = ConstraintKind::foreign_key};
            TRY(on_both ? work.add(drop) : work.add_only(drop, dialect));
        }
    }
    return {};
}

Result<void> complete_operation(const DropTable& request, Work& work) {
    TRY(work.table(request.table));
    TRY(work.certain_within(request.table));
    if (request.cascade) {
        TRY(drop_keys_to(request.table, "", work));
        TRY(drop_views_over(request.table, "", work));
    }
    std::vector<std::string> indexes;
    for (const Schema* schema : {&work.now().postgresql, &work.now().sqlite}) {
        const Table* table = find_table(*schema, request.table);
        if (table == nullptr) continue;
        for (const Index& index : table->indexes) {
            if (std::find(indexes.begin(), indexes.end(), index.name) == indexes.end()) indexes.push_back(index.name);
        }
    }
    for (const std::string& index : indexes) {
        TRY(work.add(DropIndex{.table = request.table, .schema = request.table.schema, .index = index}));
    }
    std::vector<Type> enums;
    if (const Table* table = find_table(work.now().postgresql, request.table)) {
        for (const Column& column : table->columns) enums.push_back(column.type);
    }
    warn_of_unsure(request.table, work);
    TRY(work.add(request));
    for (const Type& type : enums) {
        TRY(drop_unused_enum(type, work));
    }
    return {};
}

void tell_old_names(const TableName& table, const std::string& from, const std::string& to, const TableName& after,
                    const std::string& request, Work& work) {
    const Table* owner = find_table(work.now().postgresql, table);
    if (owner == nullptr) owner = find_table(work.now().sqlite, table);
    if (owner == nullptr || from == to) return;
    std::vector<std::string> kept;
    std::string renames, sequences;
    const auto sequence_call = [&](const std::string& old, const std::string& now) {
        return nlohmann::json("ALTER SEQUENCE " + sql_name({table.schema, old}) + " RENAME TO " + quote_identifier(now))
            .dump();
    };
    const auto look_at = [&](const std::string& name, std::string_view kind) {
        const std::size_t at = ("_" + name + "_").find("_" + from + "_");
        if (at == std::string::npos) return;
        kept.push_back(name);
        std::string wanted = name;
        wanted.replace(at, from.size(), to);
        if (kind == "sequence") {
            sequences += R"(; the sequence by {"op": "execute", "dialect": "postgresql", "sql": )" +
                         sequence_call(name, wanted) + R"(, "down_sql": )" + sequence_call(wanted, name) + "}";
            return;
        }
        renames += " and rename " + std::string(kind) + " " + name + " to " + wanted +
                   (kind == "constraint" ? " on " + to_string(after) : "");
    };
    for (const Index& index : owner->indexes) look_at(index.name, "index");
    for (const Unique& unique : owner->uniques) look_at(unique.name, "constraint");
    for (const Check& check : owner->checks) look_at(check.name, "constraint");
    for (const ForeignKey& key : owner->foreign_keys) look_at(key.name, "constraint");
    if (owner->primary_key) look_at(owner->primary_key->name, "constraint");
    for (const Column& column : owner->columns) {
        if (column.identity && table.name == from) look_at(serial_sequence(table, column.name).name, "sequence");
    }
    if (kept.empty()) return;
    work.assume(base::join(kept, ", ") + (kept.size() == 1 ? " keeps its name" : " keep their names") +
                (renames.empty() ? "" : "; to change them too: " + request + renames) + sequences);
}

Result<void> complete_operation(const RenameTable& request, Work& work) {
    TRY(work.table(request.from));
    TRY(work.certain(request.from));
    const std::string said = "rename table " + to_string(request.from) + " to " + request.to.name;
    tell_old_names(request.from, request.from.name, request.to.name, request.to, said, work);
    return work.add(request);
}

}  // namespace migrate::plan
