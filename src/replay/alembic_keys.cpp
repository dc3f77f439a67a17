// op.create_index, drop_index, and the constraints.
#include <map>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "replay/alembic.h"
#include "replay/making.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/conventions.h"
#include "sqlalchemy/definitions.h"

namespace migrate::replay {

namespace {

/// The first of the argument's names, newest first, that is given.
std::optional<std::string> text_of_any(OperationCall& call, std::initializer_list<std::string_view> names, int place) {
    for (std::string_view name : names) {
        if (auto text = call.reader.text(name, name == *names.begin() ? place : -1)) return text;
    }
    return std::nullopt;
}

bool final_name(OperationCall& call, std::string_view name) {
    auto value = call.reader.value(name, 0);
    return value && text_of(*value) && call.machine.final_names.contains(text_of(*value));
}

/// A name of op.f() as it reaches the database.
std::string final_text(const Machine& machine, const std::string& name) {
    return name_by_convention(machine, {ConstraintKind::check, false, {}, {}, {}, {}, name, true});
}

TableName table_of_any(OperationCall& call, std::initializer_list<std::string_view> names, int place,
                       std::string_view schema = "schema") {
    TableName table = read_table_name(text_of_any(call, names, place).value_or(""));
    auto said = call.reader.text(schema);
    if (said && *said != "public") table.schema = *said;
    return table;
}

void refuse_on_sqlite(OperationCall& call, const TableName& table) {
    if (call.machine.can().alters || call.batch) return;
    would_fail(
        call.machine, "builtins.NotImplementedError",
        call.source() + " on " + to_string(table) + ": SQLite cannot change constraints outside batch_alter_table",
        "sqlite_alter");
}

/// What has got a name that is not certain is in doubt.
void doubt_name(OperationCall& call, const TableName& table, const Naming& naming) {
    const std::string doubt = doubt_about_name(call.machine, naming);
    if (!doubt.empty()) emit_opaque(call.machine, call.source(), doubt, {object_named(call.machine, table, naming)});
}

/// What is left is the same either way, so that a setting of the environment may stay one.
bool is_concurrent(OperationCall& call) {
    const auto given = call.reader.value("postgresql_concurrently");
    return call.machine.dialect() == Dialect::postgresql && given && !is_unknown(*given) && truth(call.machine, *given);
}

void create_index(OperationCall& call) {
    TableName table = table_of_any(call, {"table_name", "tablename"}, 1);
    CreateIndex made{table, {}, false, false};
    made.index.name = text_of_any(call, {"index_name", "name"}, 0).value_or("");
    auto columns = call.reader.value("columns", 2);
    std::string unknown;
    if (columns && (name_in(*columns) || object<Clause>(*columns))) columns = call.machine.heap.list({*columns});
    auto items = columns && !is_unknown(*columns) ? iterate(call.machine, *columns) : std::nullopt;
    if (!items)
        unknown = columns && is_unknown(*columns) ? as<Unknown>(*columns)->reason : "the index's columns are not known";
    made.index.elements = elements_from(call.machine, items.value_or(Items{}), table, unknown);
    read_index_options(call.machine, call.reader, made.index, unknown);
    made.concurrently = is_concurrent(call);
    made.if_not_exists = call.reader.flag("if_not_exists");
    std::vector<std::string> names;
    for (const IndexElement& element : made.index.elements) names.push_back(element.column);
    Naming naming{
        ConstraintKind::unique, true, table.name, names, {}, {}, made.index.name, final_name(call, "index_name"),
        made.index.unique};
    made.index.name = name_by_convention(call.machine, naming);
    if (!unknown.empty() && !made.index.name.empty() && call.reader.unknown().empty()) {
        emit_opaque(call.machine, call.source(), unknown, {"index " + made.index.name});
        return;
    }
    call.part = made.index.name.empty() ? "indexes " + to_string(table) : "index " + made.index.name;
    if (call.unclear(table, unknown)) return;
    call.done(std::move(made), table);
    doubt_name(call, table, naming);
}

void drop_index(OperationCall& call) {
    call.wants_table = false;
    TableName table = table_of_any(call, {"table_name", "tablename"}, 1);
    DropIndex made;
    made.index = text_of_any(call, {"index_name", "name"}, 0).value_or("");
    if (final_name(call, "index_name")) made.index = final_text(call.machine, made.index);
    made.schema = table.schema;
    if (!table.name.empty()) made.table = table;
    made.concurrently = is_concurrent(call);
    made.if_exists = call.reader.flag("if_exists");
    if (made.index.empty()) call.reader.note_unknown("the index has no name that is known");
    if (!made.index.empty()) call.part = "index " + made.index;
    if (made.index.empty() && !table.name.empty()) call.part = "indexes " + to_string(table);
    call.done(std::move(made), table);
}

ConstraintObject constraint_of(OperationCall& call, ConstraintKind kind) {
    ConstraintObject made;
    made.kind = kind;
    made.name = text_of_any(call, {"constraint_name", "name"}, 0).value_or("");
    made.name_is_final = final_name(call, "constraint_name");
    made.deferrable = deferrable_from(call.reader);
    made.not_valid = call.machine.dialect() == Dialect::postgresql && call.reader.flag("postgresql_not_valid");
    return made;
}

/// A constraint by its name, else some of the table's.
std::string constraint_object(const TableName& table, const std::string& name) {
    if (table.name.empty()) return "";
    return name.empty() ? "constraints " + to_string(table) : "constraint " + to_string(table) + "." + name;
}

void add_constraint(OperationCall& call, const TableName& table, const ConstraintObject& made) {
    call.part = constraint_object(table, made.name);
    if (call.unclear(table, made.unknown)) return;
    refuse_on_sqlite(call, table);
    const Naming naming = naming_of(table, made);
    if (lacks_name(call.machine, naming))
        would_fail(call.machine, "sqlalchemy.exc.InvalidRequestError", kLacksName, "lacks_name");
    if (call.batch) make_room(call.machine, table, made, name_by_convention(call.machine, naming));
    call.done(operation_of(call.machine, table, made), table);
    doubt_name(call, table, naming);
}

void create_unique(OperationCall& call) {
    TableName table = table_of_any(call, {"table_name", "source"}, 1);
    ConstraintObject made = constraint_of(call, ConstraintKind::unique);
    made.columns = call.reader.texts("columns", 2);
    if (made.columns.empty()) made.columns = call.reader.texts("local_cols");
    made.nulls_not_distinct = call.reader.flag("postgresql_nulls_not_distinct");
    add_constraint(call, table, made);
}

void create_primary_key(OperationCall& call) {
    TableName table = table_of_any(call, {"table_name", "table"}, 1);
    ConstraintObject made = constraint_of(call, ConstraintKind::primary_key);
    made.columns = call.reader.texts("columns", 2);
    if (made.columns.empty()) made.columns = call.reader.texts("cols");
    add_constraint(call, table, made);
}

void create_check(OperationCall& call) {
    TableName table = table_of_any(call, {"table_name", "source"}, 1);
    ConstraintObject made = constraint_of(call, ConstraintKind::check);
    if (auto condition = call.reader.value("condition", 2))
        made.sql = condition_from(call.machine, *condition, made.unknown);
    add_constraint(call, table, made);
}

void create_foreign_key(OperationCall& call) {
    TableName table = table_of_any(call, {"source_table", "source"}, 1, "source_schema");
    ConstraintObject made = constraint_of(call, ConstraintKind::foreign_key);
    made.target = table_of_any(call, {"referent_table", "referent"}, 2, "referent_schema");
    made.columns = call.reader.texts("local_cols", 3);
    made.target_columns = call.reader.texts("remote_cols", 4);
    made.on_delete = action_from(call.reader.text("ondelete"));
    made.on_update = action_from(call.reader.text("onupdate"));
    if (made.target.name.empty()) call.reader.note_unknown("the target of the foreign key is not known");
    add_constraint(call, table, made);
}

void create_exclude(OperationCall& call) {
    TableName table = call.table("table_name", 1);
    Arguments parts = call.arguments();
    const std::size_t first = call.batch ? 1 : 2;
    parts.positional.erase(parts.positional.begin(), parts.positional.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                                    first, parts.positional.size())));
    Value built = *call_definition(call.machine, "ExcludeConstraint", parts);
    ConstraintObject made = *object<ConstraintObject>(built);
    made.name = call.reader.text("constraint_name", 0).value_or("");
    add_constraint(call, table, made);
}

std::optional<ConstraintKind> kind_from(const std::string& text) {
    if (text == "primary" || text == "primary_key") return ConstraintKind::primary_key;
    if (text == "unique") return ConstraintKind::unique;
    if (text == "check") return ConstraintKind::check;
    if (text == "foreignkey" || text == "foreign_key") return ConstraintKind::foreign_key;
    return std::nullopt;
}

/// True where None is given as the name, as autogenerate writes it for a constraint without one.
bool is_unnamed(OperationCall& call) {
    auto name = call.reader.value("constraint_name", 0);
    if (!name) name = call.reader.value("name");
    return name && is_none(*name);
}

/// ", which is uq_users_email" for the only constraint of the kind, else what to choose from; "" where there is none.
std::string known_names(const Machine& machine, const TableName& table, std::optional<ConstraintKind> kind) {
    const Table* found = find_table(std::as_const(machine.schema), table);
    std::vector<std::string> names;
    const auto add = [&](const auto& constraints, ConstraintKind of_kind) {
        for (const auto& each : constraints) {
            if (!each.name.empty() && kind.value_or(of_kind) == of_kind) names.push_back(each.name);
        }
    };
    if (found == nullptr) return "";
    add(found->uniques, ConstraintKind::unique);
    add(found->checks, ConstraintKind::check);
    add(found->foreign_keys, ConstraintKind::foreign_key);
    if (names.empty()) return "";
    return (names.size() == 1 ? ", which is " : ", which is one of ") + base::join(names, ", ");
}

/// Only a naming convention can make a name of the table alone, without columns; else Alembic refuses.
void drop_unnamed(OperationCall& call, const TableName& table, DropConstraint made) {
    const Naming naming = {made.kind.value_or(ConstraintKind::check), false, table.name, {}, {}, {}, "", false};
    if (made.kind) made.name = name_by_convention(call.machine, naming);
    const std::string doubt = made.kind ? doubt_about_name(call.machine, naming) : "";
    if (!doubt.empty() && call.machine.guarded > 0 &&
        truth(call.machine, unknown(call.machine, "whether it has a name is not known: " + doubt, boolean(true))))
        raise(call.machine, "sqlalchemy.exc.CompileError", "Alembic cannot drop a constraint without its name");
    call.reader.note_unknown(doubt);
    if (call.unclear(table)) return;
    refuse_on_sqlite(call, table);
    if (!made.name.empty()) {
        call.done(std::move(made), table);
    } else if (call.batch || call.machine.can().alters) {
        would_fail(call.machine, "sqlalchemy.exc.CompileError",
                   call.source() + " on " + to_string(table) + ": Alembic cannot drop a constraint without its name" +
                       known_names(call.machine, table, made.kind),
                   "lacks_name");
    }
}

void drop_constraint(OperationCall& call) {
    TableName table = table_of_any(call, {"table_name", "tablename"}, 1);
    DropConstraint made{table, "", std::nullopt, false, false};
    made.name = text_of_any(call, {"constraint_name", "name"}, 0).value_or("");
    made.kind = kind_from(call.reader.text("type_", 2).value_or(""));
    made.if_exists = call.reader.flag("if_exists");
    call.part = constraint_object(table, made.name);
    if (is_unnamed(call) && !call.unclear(table)) {
        drop_unnamed(call, table, made);
        return;
    }
    if (made.name.empty()) call.reader.note_unknown("the constraint has no name that is known");
    if (final_name(call, "constraint_name")) {
        made.name = final_text(call.machine, made.name);
    } else if (made.kind == ConstraintKind::check) {
        const Naming naming = {ConstraintKind::check, false, table.name, {}, {}, {}, made.name, false};
        made.name = name_by_convention(call.machine, naming);
        call.reader.note_unknown(doubt_about_name(call.machine, naming));
    }
    if (call.unclear(table)) return;
    refuse_on_sqlite(call, table);
    if (call.batch && !call.machine.batches.empty()) name_by_batch(call.machine, *call.machine.batches.back());
    call.done(std::move(made), table);
}

}  // namespace

OperationHandler find_key_operation(std::string_view name) {
    static const std::map<std::string_view, OperationHandler> handlers = {
        {"create_index", create_index},
        {"drop_index", drop_index},
        {"create_unique_constraint", create_unique},
        {"create_primary_key", create_primary_key},
        {"create_check_constraint", create_check},
        {"create_foreign_key", create_foreign_key},
        {"create_exclude_constraint", create_exclude},
        {"drop_constraint", drop_constraint},
    };
    auto found = handlers.find(name);
    return found == handlers.end() ? nullptr : found->second;
}

}  // namespace migrate::replay
