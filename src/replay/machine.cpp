#include "replay/machine.h"

#include <algorithm>

#include "interpreter/interpreter.h"
#include "operations/objects.h"
#include "replay/elsewhere.h"
#include "replay/host.h"
#include "schema/doubts.h"
#include "schema/naming.h"

namespace migrate::replay {

namespace {

constexpr std::size_t kMaxRemarks = 200;
constexpr std::size_t kMaxOperations = 20'000;

/// What may be otherwise than the replay has it, so that the operation may work after all. A possible doubt is one too:
/// that something is not there is never certain then.
const Doubt* doubt_about(const Schema& schema, const Operation& operation) {
    for (const TableName& table : tables_of(operation)) {
        if (const Doubt* doubt = find_doubt_within(schema, table)) return doubt;
        if (const Doubt* doubt = find_doubt(schema, table)) return doubt;
    }
    const auto* alter = std::get_if<AlterColumn>(&operation);
    if (alter && alter->type && alter->type->kind == TypeKind::enumeration) {
        const std::string type = to_string(TableName{alter->type->name_schema, alter->type->name});
        if (const Doubt* doubt = find_doubt_of(schema, "type " + type)) return doubt;
    }
    return find_doubt_of(schema, object_of(operation));
}

/// The schema before an operation that failed: `apply` moves it along instead of copying it, and an error
/// loses it.
Schema rebuilt(Machine& machine) {
    Schema schema = *machine.checkpoint;
    for (std::size_t i = machine.after_checkpoint; i < machine.operations.size(); ++i) {
        machine.step();
        auto after = migrate::apply(machine.operations[i], std::move(schema));
        if (!after) throw Stopped{"an operation that worked before does not work again"};
        schema = std::move(*after);
    }
    return schema;
}

/// The database refuses `operation`. Inside `try` that is an exception, elsewhere a remark.
void refuse(Machine& machine, const Operation& operation, const Error& error) {
    if (const Doubt* doubt = doubt_about(machine.schema, operation)) {
        Value question =
            unknown(machine, "whether this works depends on what is not certain: " + doubt->reason, boolean(false));
        const auto tables = tables_of(operation);
        if (machine.guarded > 0 && truth(machine, question))
            raise(machine, "sqlalchemy.exc.ProgrammingError", error.message);
        emit_opaque(machine, describe(operation), error.message + "; but " + doubt->reason,
                    {error.code == "no_such_table" && !tables.empty() ? "table " + to_string(tables.front())
                                                                      : object_of(operation)});
        return;
    }
    if (machine.guarded > 0) raise(machine, "sqlalchemy.exc.ProgrammingError", error.message);
    remark(machine, Remark::Kind::fails, describe(operation) + ": " + error.message, error.code);
}

}  // namespace

std::string object_of(const Operation& operation) {
    const std::vector<Touched> objects = objects_of(operation);
    if (objects.empty()) return "*";
    const bool is_renamed = objects.size() > 1 && objects[1].use == Use::makes && objects[1].kind == objects[0].kind;
    return doubt_object(is_renamed && objects[0].kind == ObjectKind::column ? objects[1] : objects[0]);
}

Machine::Machine(const Setting& the_setting, const Schema& before, std::vector<bool> the_decisions)
    : models::Machine(the_setting, kHost, before, std::move(the_decisions)), checkpoint(&before) {}

Place Machine::place() const {
    return {line, module && !module->file.empty(), swallowing > 0, autocommits > 0, !batches.empty()};
}

void remark(Machine& machine, Remark::Kind kind, std::string text, std::string code) {
    if (machine.loading > 0) return;
    Remark made{kind, machine.where(), std::move(text), std::move(code)};
    if (std::ranges::find(machine.remarks, made) != machine.remarks.end()) return;
    if (machine.remarks.size() < kMaxRemarks) machine.remarks.push_back(std::move(made));
}

namespace {

/// What is done to Alembic's own table, which is in no schema, as SQL; nullopt for any other operation.
std::optional<Operation> on_version_table(const Operation& operation) {
    const std::optional<TableName> table = table_of(operation);
    if (!table || table->name != "alembic_version" || std::holds_alternative<Opaque>(operation)) return {};
    const auto* alter = std::get_if<AlterColumn>(&operation);
    if (alter == nullptr || !alter->type) return Operation(Execute{describe(operation), std::nullopt});
    return Operation(Execute{"ALTER TABLE alembic_version ALTER COLUMN " + alter->column + " TYPE " +
                                 sql_of(*alter->type, Dialect::postgresql),
                             std::nullopt});
}

}  // namespace

void emit(Machine& machine, Operation operation) {
    if (machine.loading > 0) return;
    if (auto version = on_version_table(operation)) operation = std::move(*version);
    if (machine.operations.size() >= kMaxOperations) throw Stopped{"it does more than 20000 operations"};
    machine.step();
    auto after = migrate::apply(operation, std::move(machine.schema));
    if (!after) {
        machine.schema = rebuilt(machine);
        if (is_part_elsewhere(machine, operation, after.error())) return;
        if (assume_elsewhere(machine, operation, after.error())) return emit(machine, std::move(operation));
        refuse(machine, operation, after.error());
        return;
    }
    machine.schema = std::move(*after);
    machine.operations.push_back(std::move(operation));
    machine.places.push_back(machine.place());
}

void emit_opaque(Machine& machine, std::string source, std::string reason, std::vector<std::string> objects) {
    if (machine.loading > 0) return;
    remark(machine, Remark::Kind::unknown, reason);
    machine.complete = false;
    Opaque opaque{std::move(source), machine.where(), std::move(reason), std::move(objects)};
    if (auto after = migrate::apply(Operation{opaque}, std::move(machine.schema))) machine.schema = std::move(*after);
    machine.operations.emplace_back(std::move(opaque));
    machine.places.push_back(machine.place());
}

void change_schema(Machine& machine, Schema changed) {
    struct Kept {
        Schema schema;
    };
    machine.checkpoint = &machine.heap.keep(std::make_shared<Kept>(Kept{changed}))->schema;
    machine.after_checkpoint = machine.operations.size();
    machine.schema = std::move(changed);
}

void would_fail(Machine& machine, std::string_view type, std::string text, std::string code) {
    if (machine.guarded > 0) raise(machine, std::string(type), std::move(text));
    remark(machine, Remark::Kind::fails, std::move(text), std::move(code));
}

}  // namespace migrate::replay
