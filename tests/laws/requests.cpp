#include <utility>

#include "laws/cases.h"
#include "laws/words.h"

namespace migrate::laws {

namespace {

/// (table, column) of every key of one column that another table can point to.
std::vector<std::pair<const Table*, std::string>> targets_in(const Schema& schema) {
    std::vector<std::pair<const Table*, std::string>> targets;
    for (const auto& [name, table] : schema.tables) {
        if (table.primary_key && table.primary_key->columns.size() == 1)
            targets.emplace_back(&table, table.primary_key->columns.front());
        for (const Unique& unique : table.uniques) {
            if (unique.columns.size() == 1 && unique.deferrable.empty())
                targets.emplace_back(&table, unique.columns.front());
        }
    }
    return targets;
}

std::string some_on_delete(bool nullable) {
    return one_of<std::string>({"", "CASCADE", "RESTRICT", nullable ? "SET NULL" : ""});
}

/// A column as it is asked for; `table` is the one that has it, or will.
RequestedColumn some_column(const Schema& schema, const std::vector<std::string>& taken, const TableName& own) {
    RequestedColumn column{.name = fresh_column(taken)};
    if (chance(60)) column.nullable = chance(60);
    const auto targets = targets_in(schema);
    if (chance(25) && !targets.empty()) {
        const auto& [target, at] = one_of(targets);
        column.name = fresh_word(
            +[] { return generate::one_of<std::string>({"parent_id", "owner_id", "ref", "Other", "from"}); },
            std::vector<std::string>{}, [](const std::string& name) { return name; });
        if (std::find(taken.begin(), taken.end(), column.name) != taken.end()) column.name += "_2";
        column.references =
            Reference{.table = target->name, .on_delete = some_on_delete(column.nullable.value_or(true))};
        const bool is_key = target->primary_key && target->primary_key->columns == std::vector<std::string>{at};
        if (!is_key || chance(30)) column.references->column = at;
        if (column.references->on_delete == "SET NULL") column.nullable = true;
        return column;
    }
    if (chance(5)) {
        column.name = "parent_key";
        column.references = Reference{.table = own};
        return column;
    }
    if (chance(85)) column.type = some_type();
    const Type type = column.type.value_or(Type{});
    if (column.type && chance(35)) column.server_default = some_default(type);
    if (column.type && is_text(type) && type.length && chance(20)) column.in = {"DRAFT", "SENT", "it's PAID"};
    if (!column.in.empty() && column.server_default) column.server_default = Default{"'SENT'", std::nullopt};
    if ((is_text(type) || is_number(type)) && column.type && chance(15))
        column.check = condition(Column{.name = column.name, .type = type});
    if (!column.check.empty()) column.server_default.reset();
    column.unique = column.type && is_ordered(type) && chance(12);
    column.index = column.type && is_ordered(type) && !column.unique && chance(20);
    if (chance(8)) column.comment = "a comment: 100% \"quoted\", it's";
    return column;
}

Asked create_table(const Schema& schema) {
    RequestedTable request{.table = {"", fresh_table(schema)}};
    Table sketch{.name = request.table};  // for constraints over its columns
    for (int i = number(0, 5); i > 0; --i) {
        std::vector<std::string> taken = names_of(sketch);
        taken.insert(taken.end(), {"id", "created_at"});
        RequestedColumn column = some_column(schema, taken, request.table);
        if (find_column(sketch, column.name)) continue;
        Type unordered{.kind = TypeKind::json};
        sketch.columns.push_back({.name = column.name, .type = column.type.value_or(unordered)});
        request.columns.push_back(std::move(column));
    }
    const std::vector<std::string> ordered =
        sketch.columns.empty() ? std::vector<std::string>{} : some_ordered_columns(sketch);
    if (!ordered.empty() && chance(15)) request.primary_key = ordered;
    if (!ordered.empty() && chance(15)) request.uniques.push_back({.columns = ordered});
    if (!sketch.columns.empty() && chance(20)) request.checks.push_back({.sql = condition(sketch)});
    if (!sketch.columns.empty() && chance(25)) {
        if (Index index = some_index(sketch); !index.elements.empty()) request.indexes.push_back(std::move(index));
    }
    for (RequestedColumn& column : request.columns) {
        if (std::find(request.primary_key.begin(), request.primary_key.end(), column.name) == request.primary_key.end())
            continue;
        column.nullable.reset();
        if (column.references) column.references->on_delete.clear();
    }
    if (!request.columns.empty() && chance(15)) request.house_columns = false;
    if (chance(10)) request.comment = "what it's for";
    return {request, "create_table"};
}

Asked add_column(const Schema& schema, const Table& table) {
    RequestedColumn column = some_column(schema, names_of(table), table.name);
    const bool needs = column.nullable == false && !column.server_default;
    if (!column.server_default && (needs || chance(15))) {
        if (column.references || !column.type || column.unique) {
            column.nullable = true;
        } else if (is_text(*column.type)) {
            column.backfill = "'SENT'";
        } else if (is_number(*column.type)) {
            column.backfill = "1";
        } else {
            column.nullable = true;
        }
    }
    if (column.references && column.references->on_delete == "SET NULL") column.nullable = true;
    return {RequestedAddColumn{table.name, column}, column.backfill ? "add_column backfill" : "add_column"};
}

bool is_pointed_at(const Schema& schema, const TableName& target, const std::string& column = {}) {
    for (const auto& [name, table] : schema.tables) {
        for (const ForeignKey& key : table.foreign_keys) {
            if (key.target != target || (column.empty() && name == target)) continue;
            const auto& columns = key.target_columns;
            if (column.empty() || std::find(columns.begin(), columns.end(), column) != columns.end()) return true;
        }
    }
    return false;
}

bool feeds_computed(const Table& table, const std::string& column) {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& each) {
        return each.computed && !columns_in_expression(*each.computed, {column}).empty();
    });
}

Asked drop_column(const Schema& schema, const Table& table) {
    std::vector<std::string> free;
    for (const Column& column : table.columns) {
        const bool in_key = table.primary_key && std::count(table.primary_key->columns.begin(),
                                                            table.primary_key->columns.end(), column.name) > 0;
        if (!in_key && !is_pointed_at(schema, table.name, column.name) && !feeds_computed(table, column.name))
            free.push_back(column.name);
    }
    if (free.empty()) return add_column(schema, table);
    return {DropColumn{.table = table.name, .column = one_of(free), .cascade = chance(50)}, "drop_column"};
}

/// True when an expression, a key or a computed column hangs on the column, so that not every type will do.
bool is_bound(const Schema& schema, const Table& table, const Column& column) {
    const auto in = [&](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), column.name) != names.end();
    };
    const auto mentioned = [&](const std::string& sql) { return !columns_in_expression(sql, {column.name}).empty(); };
    for (const Check& check : table.checks) {
        if (mentioned(check.sql)) return true;
    }
    for (const Index& index : table.indexes) {
        if (mentioned(index.where) || !index.method.empty()) return true;
        for (const IndexElement& element : index.elements) {
            if (mentioned(element.expression)) return true;
        }
    }
    for (const ForeignKey& key : table.foreign_keys) {
        if (in(key.columns)) return true;
    }
    if (table.primary_key && in(table.primary_key->columns)) return true;
    return is_pointed_at(schema, table.name, column.name) || feeds_computed(table, column.name) || column.computed ||
           column.identity;
}

/// A type that values of the column may become; what a key or an expression over it does not allow is refused.
std::optional<std::string> other_type(const Schema& schema, const Table& table, const Column& column) {
    const bool bound = is_bound(schema, table, column) && !chance(15);
    switch (column.type.kind) {
        case TypeKind::string:
            if (bound) return "string(200)";
            return one_of<std::string>({"string(200)", "text", "string(40)", "text", "datetime_naive", "date",
                                        "integer", "enum(shade,'DRAFT','SENT')"});
        case TypeKind::text:
            return one_of<std::string>({"string(300)", "string", "datetime", "json"});
        case TypeKind::integer:
        case TypeKind::smallint:
            if (bound) return "bigint";
            return one_of<std::string>({"bigint", "numeric(14,2)", "string(30)", "integer", "float", "boolean"});
        case TypeKind::numeric:
            if (bound) return "numeric(18,4)";
            return one_of<std::string>({"numeric(14,2)", "numeric(20,6)", "float", "bigint", "text"});
        case TypeKind::floating:
            return bound ? std::optional<std::string>() : one_of<std::string>({"numeric(14,2)", "integer", "text"});
        case TypeKind::date:
            return bound ? std::optional<std::string>() : one_of<std::string>({"datetime_naive", "text"});
        case TypeKind::datetime:
            return bound ? std::optional<std::string>()
                         : one_of<std::string>({"datetime_naive", "datetime", "date", "text"});
        case TypeKind::json:
            return bound ? std::optional<std::string>() : "jsonb";
        case TypeKind::jsonb:
            return bound ? std::optional<std::string>() : one_of<std::string>({"json", "text"});
        case TypeKind::boolean:
            return bound ? std::optional<std::string>() : one_of<std::string>({"integer", "string(10)"});
        case TypeKind::enumeration:
            return "string(40)";
        case TypeKind::inet:
        case TypeKind::uuid:
            return bound ? std::optional<std::string>() : "text";
        default:
            return std::nullopt;
    }
}

Asked change_type(const Schema& schema, const Table& table) {
    const Column column = one_of(table.columns);
    const std::optional<std::string> type = other_type(schema, table, column);
    AlterColumn alter{.table = table.name, .column = column.name};
    if (!type || *read_type(*type) == column.type) {
        alter.comment = chance(70) ? "another comment" : "";
        return {RequestedAlterColumn{.alter = alter}, "change_comment"};
    }
    alter.type = *read_type(*type);
    if (alter.type->kind == TypeKind::datetime && column.type.kind == TypeKind::datetime && chance(80))
        alter.using_sql = quote_identifier(column.name) + " AT TIME ZONE 'UTC'";
    if (chance(20) && !column.identity && !column.computed) {
        alter.set_default = true;
        alter.server_default = some_default(*alter.type);
    }
    return {RequestedAlterColumn{.alter = alter}, "change_type"};
}

Asked change_nullable(const Schema& schema, const Table& table) {
    const Column column = one_of(table.columns);
    const bool in_key = table.primary_key && std::count(table.primary_key->columns.begin(),
                                                        table.primary_key->columns.end(), column.name) > 0;
    const bool set_null = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
        return key.on_delete == "SET NULL" && std::count(key.columns.begin(), key.columns.end(), column.name) > 0;
    });
    if (in_key || set_null || column.computed || column.identity) return add_column(schema, table);
    AlterColumn alter{.table = table.name, .column = column.name, .nullable = !column.nullable};
    RequestedAlterColumn request{.alter = alter};
    if (!column.nullable) return {request, "make_nullable"};
    if (is_text(column.type) && chance(50)) request.backfill = "'SENT'";
    if (is_number(column.type) && chance(50)) request.backfill = "1";
    return {request, request.backfill ? "make_required backfill" : "make_required"};
}

Asked change_default(const Table& table) {
    const Column column = one_of(table.columns);
    AlterColumn alter{.table = table.name, .column = column.name, .set_default = true};
    const bool fixed = column.identity || column.computed;
    if (fixed) {
        alter.set_default = false;
        alter.comment = "fixed";
        return {RequestedAlterColumn{.alter = alter}, "change_comment"};
    }
    if (!column.server_default || chance(50)) alter.server_default = some_default(column.type);
    if (!alter.server_default && !column.server_default && column.type.kind == TypeKind::enumeration)
        alter.server_default = Default{"'sad'", std::nullopt};
    return {RequestedAlterColumn{.alter = alter}, alter.server_default ? "set_default" : "drop_default"};
}

Asked create_index(const Table& table) {
    Index index = some_index(table);
    if (index.elements.empty()) index.elements.push_back({.column = table.columns.front().name});  // refused if json
    std::string kind = "create_index";
    if (index.unique) kind += " unique";
    if (!index.where.empty()) kind += " partial";
    for (const IndexElement& element : index.elements) {
        if (!element.expression.empty()) {
            kind += " expression";
            break;
        }
    }
    return {CreateIndex{.table = table.name, .index = std::move(index)}, kind};
}

Asked drop_index(const Table& table) {
    if (table.indexes.empty()) return create_index(table);
    const Index index = one_of(table.indexes);
    RequestedDropIndex request{.table = table.name, .name = index.name};
    const bool plain = std::all_of(index.elements.begin(), index.elements.end(),
                                   [](const IndexElement& element) { return !element.column.empty(); });
    if (plain && chance(30)) {
        request.name.clear();
        for (const IndexElement& element : index.elements) request.columns.push_back(element.column);
    } else if (chance(30)) {
        request.table.reset();
    }
    return {request, "drop_index"};
}

Asked create_foreign_key(const Schema& schema, const Table& table) {
    std::vector<ForeignKey> possible;
    for (const auto& [target, at] : targets_in(schema)) {
        const Type wanted = find_column(*target, at)->type;
        for (const Column& column : table.columns) {
            if (column.type != wanted || column.computed || (target->name == table.name && at == column.name)) continue;
            possible.push_back({.columns = {column.name},
                                .target = target->name,
                                .target_columns = {at},
                                .on_delete = some_on_delete(column.nullable),
                                .on_update = chance(15) ? "CASCADE" : ""});
        }
    }
    if (possible.empty()) return add_column(schema, table);
    return {CreateForeignKey{.table = table.name, .foreign_key = one_of(possible)}, "create_foreign_key"};
}

Asked drop_constraint(const Schema& schema, const Table& table) {
    std::vector<RequestedDropConstraint> possible;
    const auto add = [&](const std::string& name, ConstraintKind kind, const std::vector<std::string>& columns) {
        if (name.empty()) return;
        possible.push_back({.table = table.name, .name = name});
        if (!columns.empty()) possible.push_back({.table = table.name, .kind = kind, .columns = columns});
    };
    for (const Unique& unique : table.uniques) {
        if (unique.columns.size() != 1 || !is_pointed_at(schema, table.name, unique.columns.front()))
            add(unique.name, ConstraintKind::unique, unique.columns);
    }
    for (const Check& check : table.checks) add(check.name, ConstraintKind::check, {});
    for (const ForeignKey& key : table.foreign_keys) add(key.name, ConstraintKind::foreign_key, key.columns);
    if (possible.empty()) return add_column(schema, table);
    return {one_of(possible), "drop_constraint"};
}

Asked execute(const Table& table) {
    const auto writable = std::ranges::find_if(
        table.columns, [](const Column& each) { return !each.computed && each.identity != IdentityKind::always; });
    if (writable == table.columns.end()) return create_index(table);
    const std::string column = quote_identifier(writable->name);
    const std::string sql = "UPDATE " + quote_identifier(table.name.name) + " SET " + column + " = " + column +
                            " WHERE '10:30' = ':x' AND '100%' <> '%s'";
    RequestedExecute request{.sql = sql};
    if (chance(50)) request.down_sql = "DELETE FROM " + quote_identifier(table.name.name) + " WHERE 1 = 0";
    if (chance(30)) request.dialect = chance(50) ? Dialect::postgresql : Dialect::sqlite;
    return {request, "execute"};
}

/// Another list of labels: one more, one with another name, one less, or in another order.
Asked change_labels(const EnumType& type) {
    const std::string& first = type.labels.front();
    switch (number(0, 3)) {
        case 0:
            return {AddEnumLabel{.name = type.name, .label = "new: 100%", .before = chance(50) ? first : ""},
                    "add_enum_label"};
        case 1:
            return {RenameEnumLabel{type.name, one_of(type.labels), "no more"}, "rename_enum_label"};
        case 2: {
            RequestedEnumLabels request{type.name, {type.labels.rbegin(), type.labels.rend()}, {}};
            return {request, "reorder_enum_labels"};
        }
        default: {
            RequestedEnumLabels request{type.name, {type.labels.begin() + 1, type.labels.end()}, {}};
            if (!request.labels.empty()) request.rows[first] = request.labels.front();
            return {request, "remove_enum_label"};
        }
    }
}

}  // namespace

Asked some_change(const plan::Heads& heads, const Table& table) {
    const Schema& schema = heads.postgresql;
    switch (number(0, 19)) {
        case 0:
        case 1:
        case 2:
            return add_column(schema, table);
        case 3:
        case 4:
        case 5:
            return drop_column(schema, table);
        case 6:
            return {RenameColumn{table.name, one_of(names_of(table)), fresh_column(names_of(table))}, "rename_column"};
        case 7:
        case 8:
            return change_type(schema, table);
        case 9:
        case 10:
            return change_nullable(schema, table);
        case 11:
            return change_default(table);
        case 12:
        case 13:
            return create_index(table);
        case 14:
            return drop_index(table);
        case 15: {
            const std::vector<std::string> columns = some_ordered_columns(table);
            if (columns.empty()) return add_column(schema, table);
            return {CreateUnique{.table = table.name, .unique = {.columns = columns}}, "create_unique"};
        }
        case 16:
            return {CreateCheck{.table = table.name, .check = {.sql = condition(table)}}, "create_check"};
        case 17:
            return create_foreign_key(schema, table);
        case 18:
            return drop_constraint(schema, table);
        default:
            return chance(40) ? execute(table) : drop_constraint(schema, table);
    }
}

/// A view, with those over it or without.
Asked drop_view(const Schema& schema) {
    std::vector<TableName> names;
    for (const auto& [name, sql] : schema.views) names.push_back(name);
    return {DropView{.name = one_of(names), .cascade = chance(60)}, "drop_view"};
}

Asked some_request(const plan::Heads& heads) {
    const Schema& schema = heads.postgresql;
    if (!schema.views.empty() && chance(4)) return drop_view(schema);
    if (schema.tables.empty() || chance(15)) return create_table(schema);
    const Table table = generate::some_table(schema);
    if (!schema.enums.empty() && chance(15)) return change_labels(schema.enums.begin()->second);
    if (chance(8) && !is_pointed_at(schema, table.name))
        return {DropTable{.table = table.name, .cascade = chance(30)}, "drop_table"};
    if (chance(5)) return {RenameTable{table.name, {"", fresh_table(schema)}}, "rename_table"};
    return some_change(heads, table);
}

}  // namespace migrate::laws
