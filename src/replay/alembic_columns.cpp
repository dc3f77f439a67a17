// op.add_column, drop_column, alter_column.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "replay/alembic.h"
#include "replay/making.h"
#include "schema/naming.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/definitions.h"

namespace migrate::replay {

namespace {

/// The type must be there: add_column and alter_column do not make it.
void want_type(Machine& machine, const TypeObject& type) {
    auto made = enum_of(type);
    if (!made || !machine.can().enum_types || machine.schema.enums.contains(made->name)) return;
    if (find_doubt_of(machine.schema, "type " + to_string(made->name))) return;
    would_fail(machine, "sqlalchemy.exc.ProgrammingError",
               "the type " + to_string(made->name) + " does not exist; only create_table makes it by itself",
               "no_such_type");
    EnumType labelled = *made;
    emit(machine, CreateEnum{labelled, true});
}

void add_parts(OperationCall& call, const TableName& table, const Built& built, const std::string& column) {
    const bool plain_sqlite = !call.machine.can().alters && !call.batch;
    if (plain_sqlite && (!built.table.uniques.empty() || !built.table.foreign_keys.empty())) {
        would_fail(call.machine, "builtins.NotImplementedError",
                   "add_column " + to_string(table) + "." + column +
                       ": SQLite cannot add a constraint outside batch_alter_table",
                   "sqlite_alter");
    }
    for (const Unique& unique : built.table.uniques) emit(call.machine, CreateUnique{table, unique, ""});
    for (const Check& check : built.table.checks) emit(call.machine, CreateCheck{table, check});
    for (const ForeignKey& key : built.table.foreign_keys) emit(call.machine, CreateForeignKey{table, key});
    for (const Index& index : built.indexes) emit(call.machine, CreateIndex{table, index, false, false});
}

/// A column by its name, else some of the table's; "" where the table is not known.
std::string column_object(const TableName& table, const std::string& name) {
    if (table.name.empty()) return "";
    return name.empty() ? "columns " + to_string(table) : "column " + to_string(table) + "." + name;
}

/// SQLite has no ADD COLUMN IF NOT EXISTS and no DROP COLUMN IF EXISTS.
void refuse_condition(OperationCall& call, const std::string& what, const TableName& table, const std::string& column,
                      const std::string& condition) {
    if (call.machine.can().alters) return;
    const std::string text =
        what + " " + to_string(table) + "." + column + ": SQLite has no " + condition + " for a column";
    if (!call.batch) {
        would_fail(call.machine, "sqlalchemy.exc.OperationalError", text, "sqlite_alter");
    } else if (!call.machine.batches.empty()) {
        call.machine.batches.back()->refused.push_back(text);
    }
}

void add_column(OperationCall& call) {
    Machine& machine = call.machine;
    TableName table = call.table("table_name", 0);
    auto given = call.reader.value("column", 1);
    const auto* column = given ? object<ColumnObject>(*given) : nullptr;
    if (!column)
        call.reader.note_unknown(given && is_unknown(*given) ? as<Unknown>(*given)->reason : "the column is not known");
    call.part = column_object(table, column ? column->column.name : "");
    if (call.unclear(table)) return;
    ColumnObject plain = *column;
    for (ForeignKeyRef& reference : plain.foreign_keys) reference.use_alter = false;
    const bool key = std::exchange(plain.primary_key, false);
    if (key && !plain.nullable) plain.nullable = false;
    const bool on_sqlite = !machine.can().alters;
    if (on_sqlite && !call.batch) plain.type.checked = false;  // Alembic leaves a type's CHECK out with a warning
    Built built = build_table(machine, table, {plain}, {}, {});
    if (!built.unknown.empty()) {
        call.unclear(table, built.unknown);
        return;
    }
    for (const std::string& fails : built.fails)
        would_fail(machine, "sqlalchemy.exc.CompileError", to_string(table) + "." + fails,
                   code_of_refusal(machine, fails));
    // The primary key itself is not made here, but its column numbers itself as in CREATE TABLE.
    if (key && !on_sqlite && numbers_itself(plain, 1, !plain.foreign_keys.empty()))
        built.table.columns.front().identity = IdentityKind::serial;
    want_type(machine, column->type);
    const bool parts = !built.table.uniques.empty() || !built.table.checks.empty() || !built.table.foreign_keys.empty();
    if (call.batch && !machine.batches.empty() && (parts || plain.default_is_sql)) machine.batches.back()->anew = true;
    const bool if_not_exists = call.reader.flag("if_not_exists");
    if (if_not_exists) refuse_condition(call, "add_column", table, built.table.columns.front().name, "IF NOT EXISTS");
    const Table* before = find_table(std::as_const(machine.schema), table);
    const bool skipped = if_not_exists && before && find_column(*before, built.table.columns.front().name);
    emit(machine, AddColumn{table, built.table.columns.front(), if_not_exists});
    if (!skipped) add_parts(call, table, built, column->column.name);
    emit_doubts(machine, table, built.doubts, call.source());
    const ConstraintObject check = type_check(column->column.name, plain.type);
    const bool renamed = name_by_convention(machine, naming_of(table, check)) != check.name;
    if (on_sqlite && plain.type.checked && !skipped && renamed) {
        emit_opaque(machine, call.source(),
                    "whether the CHECK of the new column's type is made twice, once by its own name and once by the "
                    "naming convention's, depends on SQLAlchemy's version",
                    {"constraints " + to_string(table)});
    }
}

bool names(const std::string& sql, const std::string& column) {
    return !sql.empty() && !columns_in_expression(sql, {column}).empty();
}

bool stands_in(const Index& index, const std::string& column) {
    return names(index.where, column) || std::ranges::any_of(index.elements, [&](const IndexElement& element) {
               return element.column == column || names(element.expression, column);
           });
}

/// What keeps SQLite from dropping the column: its key, a constraint or an index; "" when nothing does.
std::string holder_of(const Table& table, const std::string& column) {
    const auto has = [&](const std::vector<std::string>& columns) {
        return std::ranges::find(columns, column) != columns.end();
    };
    if (table.primary_key && has(table.primary_key->columns)) return "the primary key";
    for (const Unique& unique : table.uniques)
        if (has(unique.columns)) return "unique constraint " + unique.name;
    for (const ForeignKey& key : table.foreign_keys)
        if (has(key.columns)) return "foreign key " + key.name;
    for (const Check& check : table.checks)
        if (names(check.sql, column)) return "CHECK " + check.name;
    for (const Index& index : table.indexes)
        if (stands_in(index, column)) return "index " + index.name;
    return "";
}

/// SQLite drops only columns that nothing else names.
void refuse_held(OperationCall& call, const TableName& name, const std::string& column) {
    if (call.machine.can().alters || call.batch || find_doubt(call.machine.schema, name)) return;
    const Table* table = find_table(std::as_const(call.machine.schema), name);
    const std::string holder = table ? holder_of(*table, column) : "";
    if (holder.empty()) return;
    would_fail(call.machine, "sqlalchemy.exc.OperationalError",
               "drop_column " + to_string(name) + "." + column + ": SQLite drops no column that " +
                   std::string(base::trim(holder)) + " names",
               "sqlite_alter");
}

void drop_column(OperationCall& call) {
    TableName table = call.table("table_name", 0);
    std::string column = call.reader.text("column_name", 1).value_or("");
    if (column.empty() && call.reader.unknown().empty()) call.reader.note_unknown("the column's name is not known");
    call.part = column_object(table, column);
    refuse_held(call, table, column);
    const bool if_exists = call.reader.flag("if_exists");
    if (if_exists) refuse_condition(call, "drop_column", table, column, "IF EXISTS");
    call.done(DropColumn{table, column, if_exists, false}, table);
}

void read_default(OperationCall& call, AlterColumn& alter, std::string& unknown) {
    auto given = call.reader.value("server_default");
    if (!given || bool_of(*given)) return;
    if (const auto* identity = object<IdentityObject>(*given)) {
        alter.set_identity = true;
        alter.identity = identity->kind;
        return;
    }
    alter.set_default = true;
    alter.server_default = default_from(call.machine, *given, unknown);
}

/// Gives the type that the new one stands for as a variant.
std::optional<Type> read_type(OperationCall& call, AlterColumn& alter, std::string& unknown) {
    auto given = call.reader.value("type_");
    if (!given || is_none(*given)) return std::nullopt;
    TypeObject type = type_from(call.machine, *given);
    complete_type(call.machine, type);
    unknown = unknown.empty() ? type.unknown : unknown;
    if (!type.fails.empty())
        would_fail(call.machine, "sqlalchemy.exc.CompileError", alter.column + ": " + type.fails,
                   code_of_refusal(call.machine, type.fails));
    want_type(call.machine, type);
    alter.type = type.type;
    auto using_sql = call.reader.value("postgresql_using");
    if (using_sql && !is_none(*using_sql) && call.machine.can().alters)
        alter.using_sql = condition_from(call.machine, *using_sql, unknown);
    return type.first;
}

/// What comes with a type: alter_column drops the CHECK of the type that it is told was there, and adds the new one's.
struct TypeChecks {
    std::optional<ConstraintObject> old_check;
    std::optional<ConstraintObject> new_check;
};

std::optional<ConstraintObject> check_of(OperationCall& call, std::string_view argument, const std::string& column) {
    const auto given = call.reader.value(argument);
    if (!given || is_none(*given)) return std::nullopt;
    const TypeObject type = type_from(call.machine, *given);
    return type.checked ? std::optional(type_check(column, type)) : std::nullopt;
}

TypeChecks type_checks(OperationCall& call, const AlterColumn& alter) {
    if (!alter.type) return {};
    return {check_of(call, "existing_type", alter.column), check_of(call, "type_", alter.column)};
}

void drop_check(OperationCall& call, const TableName& table, const ConstraintObject& check) {
    const std::string name = name_by_convention(call.machine, naming_of(table, check));
    const Table* there = find_table(std::as_const(call.machine.schema), table);
    const bool known = there && std::ranges::any_of(there->checks, [&](const Check& c) { return c.name == name; });
    if (known || call.machine.can().alters)
        emit(call.machine, DropConstraint{table, name, ConstraintKind::check, false, false});
}

void alter_column(OperationCall& call) {
    AlterColumn alter;
    alter.table = call.table("table_name", 0);
    alter.column = call.reader.text("column_name", 1).value_or("");
    std::string unknown;
    auto nullable = call.reader.value("nullable", 2);
    if (nullable && !is_none(*nullable)) alter.nullable = call.reader.flag("nullable", 2);
    read_default(call, alter, unknown);
    const std::optional<Type> compared = read_type(call, alter, unknown);
    auto comment = call.reader.value("comment");
    const bool says_comment = comment && !bool_of(*comment) && call.machine.can().comments;
    if (says_comment) alter.comment = call.reader.text("comment").value_or("");
    auto renamed = call.reader.text("new_column_name");
    if (!renamed) renamed = call.reader.text("name");
    call.part = column_object(alter.table, alter.column);
    if (call.unclear(alter.table)) return;
    const std::string column = alter.column;
    if (!unknown.empty()) {
        emit_opaque(call.machine, call.source(), unknown, {"column " + to_string(alter.table) + "." + column});
        return;
    }
    const bool changes = alter.type || alter.nullable || alter.set_default || alter.set_identity || alter.comment;
    const bool plain_sqlite = !call.machine.can().alters && !call.batch;
    if (plain_sqlite && (alter.type || alter.nullable || alter.set_default)) {
        would_fail(call.machine, "sqlalchemy.exc.OperationalError",
                   "alter_column " + to_string(alter.table) + "." + column + ": SQLite needs batch_alter_table for it",
                   "sqlite_alter");
    }
    if (has_cast(call.machine, alter.server_default))
        would_fail(call.machine, "sqlalchemy.exc.OperationalError",
                   to_string(alter.table) + "." + column + ": " + kNoCasts + alter.server_default->sql,
                   "sqlite_default");
    TableName table = alter.table;
    const TypeChecks checks = type_checks(call, alter);
    if (checks.old_check) drop_check(call, table, *checks.old_check);
    const std::size_t done = call.machine.operations.size();
    if (changes) emit(call.machine, std::move(alter));
    if (call.machine.operations.size() > done) call.machine.places.back().compared = compared;
    if (checks.new_check && !plain_sqlite) emit(call.machine, operation_of(call.machine, table, *checks.new_check));
    if (renamed && *renamed != column) emit(call.machine, RenameColumn{table, column, *renamed});
}

}  // namespace

OperationHandler find_column_operation(std::string_view name) {
    static const std::map<std::string_view, OperationHandler> handlers = {
        {"add_column", add_column}, {"drop_column", drop_column}, {"alter_column", alter_column}};
    auto found = handlers.find(name);
    return found == handlers.end() ? nullptr : found->second;
}

}  // namespace migrate::replay
