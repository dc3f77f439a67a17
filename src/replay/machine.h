/// The state of one path through upgrade() or downgrade(): the schema that it changes and what it has done to it.
#pragma once

#include <set>

#include "models/machine.h"
#include "operations/operation.h"
#include "replay/objects.h"
#include "replay/replay.h"

namespace migrate::replay {

using namespace interpreter;
using namespace sqlalchemy;
using models::Mapped;
using models::RegistryObject;
using sqlalchemy::NamingConvention;
using sqlalchemy::Setting;

struct Machine : models::Machine {
    /// `before` must outlive the machine.
    Machine(const Setting& the_setting, const Schema& before, std::vector<bool> the_decisions);

    const Schema* checkpoint;  ///< with `operations` from `after_checkpoint` on, it gives `schema`
    std::size_t after_checkpoint = 0;
    std::vector<Operation> operations;
    std::vector<Place> places;  ///< of `operations`
    std::vector<Remark> remarks;
    bool complete = true;
    int autocommits = 0;                  ///< `with autocommit_block()` around
    std::set<TableName> types_of_tables;  ///< that op.create_table has made by itself
    std::vector<BatchObject*> batches;    ///< open `with op.batch_alter_table` blocks

    [[nodiscard]] Place place() const;
};

/// Adds a remark about the statement that runs; the same one only once.
void remark(Machine& machine, Remark::Kind kind, std::string text, std::string code = {});

/// What an operation concerns, as in Doubt::object.
std::string object_of(const Operation& operation);
/// Does the operation to the schema and notes it. What the database would refuse becomes a Python exception
/// inside `try`, and a remark of kind `fails` elsewhere; the run goes on.
void emit(Machine& machine, Operation operation);
/// Changes the schema by hand where no operation says it (what a batch loses on SQLite).
void change_schema(Machine& machine, Schema changed);
/// Notes that something unknown may have changed the objects (everything when empty).
void emit_opaque(Machine& machine, std::string source, std::string reason, std::vector<std::string> objects = {});
/// Alembic or the dialect would refuse this call: raises inside `try`, else a remark, and the run goes on as
/// though it worked. `code` as in Remark.
void would_fail(Machine& machine, std::string_view type, std::string text, std::string code = {});

}  // namespace migrate::replay
