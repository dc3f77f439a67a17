#include "replay/making.h"

#include <algorithm>
#include <map>

#include "schema/doubts.h"
#include "sqlalchemy/conventions.h"

namespace migrate::replay {

std::string code_of_refusal(const Machine& machine, const std::string& reason) {
    if (reason == kLacksName) return "lacks_name";
    if (reason.find(kNoCasts) != std::string::npos) return "sqlite_default";
    return machine.can().rich_types ? "no_such_type" : "sqlite_type";
}

void emit_doubts(Machine& machine, const TableName& table, const std::vector<InDoubt>& doubts,
                 const std::string& source) {
    std::map<std::string, std::vector<std::string>> objects;  // by reason: one remark for each
    for (const InDoubt& doubt : doubts)
        objects[doubt.reason].push_back(doubt.naming ? object_named(machine, table, *doubt.naming) : doubt.object);
    for (auto& [reason, of_reason] : objects) emit_opaque(machine, source, reason, std::move(of_reason));
}

/// A type that the file drops and a table makes again: Alembic remembers for one process that op.create_table has made
/// it, and leaves it out. Here for certain where the same run made it; else on a new database, by an earlier
/// migration's.
static void note_remembered(Machine& machine, const std::string& table, const TableName& type) {
    if (machine.types_of_tables.contains(type)) {
        would_fail(machine, "sqlalchemy.exc.ProgrammingError",
                   "type " + to_string(type) + " does not exist: op.create_table makes it once in a run",
                   "no_such_type");
        return;
    }
    const bool dropped_here = std::ranges::any_of(machine.operations, [&](const Operation& operation) {
        const auto* drop = std::get_if<DropEnum>(&operation);
        return drop && drop->name == type;
    });
    if (!dropped_here) return;
    remark(machine, Remark::Kind::note,
           "making table " + table + " makes the type " + to_string(type) +
               ", which this migration drops before: this passes by itself, and stops on a new database in one process "
               "with an op.create_table that made it first",
           "type_remembered");
}

/// op.create_table makes its types without asking whether they are there, but each only once in a run of Alembic: what
/// another call of the same file has made is made again, and fails. What an earlier migration's has made is remembered
/// for one process: the next deployment makes the type again, and stops.
static void note_made_twice(Machine& machine, const std::string& table, const TableName& type) {
    if (!machine.can().enum_types) return;
    if (!machine.schema.enums.contains(type)) return note_remembered(machine, table, type);
    if (find_doubt_of(machine.schema, "type " + to_string(type))) return;
    const bool made_here = std::ranges::any_of(machine.operations, [&](const Operation& operation) {
        const auto* create = std::get_if<CreateEnum>(&operation);
        return create && create->type.name == type;
    });
    if (made_here) {
        if (!machine.types_of_tables.contains(type))
            would_fail(machine, "sqlalchemy.exc.ProgrammingError",
                       "type " + to_string(type) + " already exists: op.create_table makes it again", "type_exists");
        return;
    }
    remark(machine, Remark::Kind::note,
           "making table " + table + " makes the type " + to_string(type) +
               " again, which an earlier migration made: this passes where both run in one process, and stops where "
               "the earlier one was deployed before",
           "type_made_twice");
}

void number_key(const Machine& machine, Table& table) {
    if (machine.dialect() != Dialect::sqlite || !table.primary_key || table.primary_key->columns.size() != 1) return;
    const Column* column = find_column(std::as_const(table), table.primary_key->columns.front());
    const bool points = std::ranges::any_of(
        table.foreign_keys, [&](const ForeignKey& key) { return key.columns == table.primary_key->columns; });
    if (column != nullptr && is_whole_number(column->type.kind) && !points)
        table.primary_key = PrimaryKey{"", table.primary_key->columns, true};
}

void emit_table(Machine& machine, const Built& built, bool if_not_exists, const std::string& source,
                bool by_operation) {
    const std::string table = to_string(built.table.name);
    for (const std::string& fails : built.fails)
        would_fail(machine, "sqlalchemy.exc.CompileError", table + "." + fails, code_of_refusal(machine, fails));
    for (const std::string& note : built.notes) remark(machine, Remark::Kind::note, note);
    const bool exists = if_not_exists && find_table(std::as_const(machine.schema), built.table.name);
    for (const EnumType& type : built.enums) {
        if (exists || !machine.can().enum_types) continue;
        if (by_operation) note_made_twice(machine, table, type.name);
        if (!machine.schema.enums.contains(type.name)) emit(machine, CreateEnum{type, false});
        if (by_operation) machine.types_of_tables.insert(type.name);
    }
    emit(machine, CreateTable{built.table, if_not_exists});
    for (const Index& index : built.indexes) emit(machine, CreateIndex{built.table.name, index, false, if_not_exists});
    emit_doubts(machine, built.table.name, built.doubts, source);
    if (!built.unknown.empty()) emit_opaque(machine, source, built.unknown, {"table " + table});
}

/// The constraints of the table that are named by this key of a convention.
static std::vector<std::string> named_by(const Table& table, std::string_view key) {
    std::vector<std::string> names;
    const auto add = [&](const auto& constraints) {
        for (const auto& each : constraints)
            names.push_back("name constraint " + to_string(table.name) + "." + each.name);
    };
    if (key == "fk") add(table.foreign_keys);
    if (key == "uq") add(table.uniques);
    if (key == "ck") add(table.checks);
    if (key == "pk" && table.primary_key) add(std::vector{*table.primary_key});
    return names;
}

void doubt_compiled(Machine& machine, const CompilesObject& compiles) {
    static const std::map<std::string_view, std::string_view> constraints = {{"ForeignKeyConstraint", "fk"},
                                                                             {"UniqueConstraint", "uq"},
                                                                             {"CheckConstraint", "ck"},
                                                                             {"PrimaryKeyConstraint", "pk"}};
    const std::string_view path = path_of(compiles.element);
    const std::string_view name = path.substr(path.rfind('.') + 1);
    const bool theirs = path.starts_with("sqlalchemy.") || path.starts_with("alembic.");
    const auto constraint = constraints.find(name);
    const bool statement = name.starts_with("Create") || name.starts_with("Drop") || name.starts_with("Add") ||
                           path.starts_with("alembic.ddl.");
    if (!compiles.here || !theirs || (constraint == constraints.end() && !statement)) return;
    std::vector<std::string> objects;
    if (constraint != constraints.end()) {
        objects.push_back(all_names(std::string(constraint->second)));
        for (const auto& [ignored, table] : machine.schema.tables)
            std::ranges::move(named_by(table, constraint->second), std::back_inserter(objects));
    }
    emit_opaque(machine, "@compiles(" + std::string(name) + ")",
                "the SQL of each " + std::string(name) + " is made by code of the application", std::move(objects));
}

}  // namespace migrate::replay
