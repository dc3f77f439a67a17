// sa.Table, sa.table, MetaData: tables as values, and the few calls on them that change the schema.
#include "sqlalchemy/tables.h"

#include <algorithm>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "schema/naming.h"
#include "schema/version_table.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/column_types.h"

namespace migrate::sqlalchemy {

namespace {

/// The column as SQLAlchemy reads it from the database.
ColumnObject read_back(const Machine& machine, const Table& table, const Column& column) {
    ColumnObject made;
    made.column = column;
    made.type.type = column.type;
    if (changes_when_read(machine, column.type))
        made.type.unknown = "SQLite's " + sql_of(column.type, Dialect::sqlite) + " may be read back as another type";
    made.nullable = column.nullable;
    made.primary_key = table.primary_key &&
                       std::ranges::find(table.primary_key->columns, column.name) != table.primary_key->columns.end();
    if (!machine.can().sequences) return made;
    const bool counts = column.identity == IdentityKind::serial;
    made.autoincrement = counts ? Autoincrement::yes : Autoincrement::no;
    made.identity_given = column.identity && !counts;
    if (counts && !made.primary_key) {
        made.column.identity.reset();
        made.column.server_default =
            Default{"nextval('" + sql_name(serial_sequence(table.name, column.name)) + "'::regclass)", {}};
    }
    return made;
}

TableObject from_schema(const Machine& machine, const Table& table) {
    TableObject made;
    made.name = table.name;
    made.from_schema = true;
    for (const Column& column : table.columns) made.columns.push_back(read_back(machine, table, column));
    return made;
}

/// The table in the database, where Alembic's own is too.
const Table* there(const Machine& machine, const TableName& name) {
    return name == version_table().name && machine.version_table_schema.empty()
               ? &version_table()
               : find_table(std::as_const(machine.schema), name);
}

void reflect(Machine& machine, MetadataObject& metadata, const Arguments& arguments) {
    Reader reader(machine, arguments);
    const std::string schema = reader.text("schema", 1).value_or(metadata.schema);
    const bool some = reader.given("only", 3);
    const std::vector<std::string> only = reader.texts("only", 3);
    const auto read = [&](const Table& table) {
        const bool listed =
            !some || !reader.unknown().empty() || std::ranges::find(only, table.name.name) != only.end();
        if (!listed || table.name.schema != (schema == "public" ? "" : schema)) return;
        metadata.tables.push_back(as<Object>(keep(machine.heap, from_schema(machine, table))));
    };
    if (there(machine, version_table().name)) read(version_table());
    for (const auto& [name, table] : machine.schema.tables) read(table);
    metadata.reflected = true;
}

Value make_statement(Machine& machine, std::string_view verb, const TableObject& table) {
    Clause clause;
    clause.kind = Clause::Kind::statement;
    clause.known = false;
    std::string_view between = verb == "insert" ? " INTO " : verb == "delete" || verb == "select" ? " FROM " : " ";
    clause.sql = base::upper(verb) + std::string(between) + to_string(table.name);
    return keep(machine.heap, std::move(clause));
}

Value column_of(Machine& machine, const TableObject& table, const std::string& name) {
    for (const ColumnObject& column : table.columns) {
        if (column.column.name != name) continue;
        ColumnObject made = column;
        made.table = to_string(table.name);
        return keep(machine.heap, std::move(made));
    }
    ColumnObject made;
    made.column.name = name;
    made.table = to_string(table.name);
    return keep(machine.heap, std::move(made));
}

}  // namespace

Value make_table(Machine& machine, const Arguments& arguments, bool light) {
    Reader reader(machine, arguments);
    TableName name = read_table_name(reader.text("name", 0).value_or(""));
    auto schema = reader.text("schema");
    if (schema && *schema != "public") name.schema = *schema;
    Items parts(arguments.positional.begin() +
                    std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(arguments.positional.size())),
                arguments.positional.end());
    MetadataObject* metadata = nullptr;
    Items columns;
    for (const Value& part : parts) {
        const auto* clause = object<Clause>(part);
        if (auto* found = object<MetadataObject>(part)) {
            metadata = found;
        } else if (light && clause && clause->kind == Clause::Kind::column) {
            ColumnObject column;
            column.column.name = clause->column;
            columns.push_back(keep(machine.heap, std::move(column)));
        } else if (!light || !is_unknown(part)) {
            columns.push_back(part);
        }
    }
    TableObject made = collect_parts(machine, name, columns);
    auto autoload = reader.value("autoload_with");
    if ((autoload && !is_none(*autoload)) || reader.flag("autoload")) {
        const Table* found = there(machine, name);
        if (!found && !find_doubt(machine.schema, name))
            raise(machine, "sqlalchemy.exc.NoSuchTableError", to_string(name));
        if (found) made = from_schema(machine, *found);
    }
    if (auto comment = reader.text("comment"); comment && machine.can().comments) made.comment = *comment;
    if (auto given = reader.value("metadata"); given && !metadata) metadata = object<MetadataObject>(*given);
    if (metadata) made.naming = metadata->naming;
    if (metadata) made.schema = metadata->schema;
    if (metadata && !schema && made.name.schema.empty()) made.name.schema = metadata->schema;
    if (metadata && !schema && made.unknown.empty()) made.unknown = metadata->schema_unknown;
    if (metadata && made.unknown.empty()) made.unknown = metadata->unknown;
    Value value = keep(machine.heap, std::move(made));
    if (metadata) metadata->tables.push_back(as<Object>(value));
    return value;
}

Value table_attribute(Machine& machine, const Value& self, std::string_view name) {
    const auto& table = *object<TableObject>(self);
    if (name == "c" || name == "columns") return keep(machine.heap, ColumnsObject{&table});
    if (name == "name" || name == "fullname") return machine.heap.text(table.name.name);
    if (name == "schema") return table.name.schema.empty() ? none() : machine.heap.text(table.name.schema);
    if (name == "indexes" || name == "constraints" || name == "primary_key" || name == "foreign_keys") {
        return unknown(machine, "the table's " + std::string(name) + " are not followed");
    }
    return {machine.heap.make<Method>(self, std::string(name))};
}

Value table_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments) {
    auto& table = *object<TableObject>(self);
    if (name == "insert" || name == "update" || name == "delete" || name == "select" || name == "join" ||
        name == "outerjoin") {
        return make_statement(machine, name == "join" || name == "outerjoin" ? "select" : name, table);
    }
    if (name == "alias" || name == "subquery") return self;
    if (name == "append_column" || name == "append_constraint") {
        const TableObject more = collect_parts(machine, table.name, arguments.positional);
        table.columns.insert(table.columns.end(), more.columns.begin(), more.columns.end());
        table.constraints.insert(table.constraints.end(), more.constraints.begin(), more.constraints.end());
        table.indexes.insert(table.indexes.end(), more.indexes.begin(), more.indexes.end());
        if (table.unknown.empty()) table.unknown = more.unknown;
        return none();
    }
    if (name == "count") return make_statement(machine, "select", table);
    return unknown(machine, "the method " + std::string(name) + " of a table is not followed");
}

Value columns_attribute(Machine& machine, const ColumnsObject& columns, const std::string& name) {
    return column_of(machine, *columns.table, name);
}

Value metadata_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments) {
    auto& metadata = *object<MetadataObject>(self);
    if (name == "reflect") {
        reflect(machine, metadata, arguments);
        return none();
    }
    if (name == "clear" || name == "bind") return none();
    return unknown(machine, "the method " + std::string(name) + " of a MetaData is not followed");
}

Value metadata_tables(Machine& machine, const MetadataObject& metadata) {
    Value made = machine.heap.dict();
    for (Object* table : metadata.tables) {
        put(machine.heap, *as<Dict>(made), to_string(std::any_cast<TableObject>(&table->data)->name), Value{table});
    }
    return made;
}

}  // namespace migrate::sqlalchemy
