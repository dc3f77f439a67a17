#include "replay/making.h"

#include "sqlalchemy/conventions.h"

namespace migrate::replay {

std::string code_of_refusal(const Machine& machine, const std::string& reason) {
    if (reason == kLacksName) return "lacks_name";
    if (reason.find(kNoCasts) != std::string::npos) return "sqlite_default";
    return machine.on_postgresql() ? "no_such_type" : "sqlite_type";
}

void emit_table(Machine& machine, const Built& built, bool if_not_exists, const std::string& source) {
    const std::string table = to_string(built.table.name);
    for (const std::string& fails : built.fails)
        would_fail(machine, "sqlalchemy.exc.CompileError", table + "." + fails, code_of_refusal(machine, fails));
    for (const std::string& note : built.notes) remark(machine, Remark::Kind::note, note);
    const bool exists = if_not_exists && find_table(std::as_const(machine.schema), built.table.name);
    for (const EnumType& type : built.enums) {
        if (!exists && machine.on_postgresql() && !machine.schema.enums.contains(type.name))
            emit(machine, CreateEnum{type, false});
    }
    emit(machine, CreateTable{built.table, if_not_exists});
    for (const Index& index : built.indexes) emit(machine, CreateIndex{built.table.name, index, false, if_not_exists});
    for (const std::string& doubt : built.doubts) {
        const std::string column = doubt.substr(0, doubt.find(':'));
        emit_opaque(machine, source, doubt.substr(doubt.find(": ") + 2),
                    {column.empty() ? "table " + table : "column " + table + "." + column});
    }
    if (!built.unknown.empty()) emit_opaque(machine, source, built.unknown, {"table " + table});
}

}  // namespace migrate::replay
