#include "replay/table_calls.h"

#include "interpreter/reader.h"
#include "replay/create_all.h"
#include "replay/making.h"
#include "sqlalchemy/column_types.h"

namespace migrate::replay {

namespace {

std::optional<Value> call_type_method(Machine& machine, const Value& self, const std::string& name,
                                      const Arguments& arguments) {
    Reader reader(machine, arguments);
    if (name == "create" || name == "drop") {
        auto type = enum_of(*object<TypeObject>(self));
        if (!machine.can().enum_types) return none();
        if (!type) {
            emit_opaque(machine, arguments.source,
                        "a type is made or dropped that is not known: " + object<TypeObject>(self)->unknown);
            return none();
        }
        const bool native = object<TypeObject>(self)->python == "postgresql.ENUM";
        const bool check = reader.flag("checkfirst", 1, native);
        if (name == "create" && (!check || !machine.schema.enums.contains(type->name)))
            emit(machine, CreateEnum{*type, false});
        if (name == "drop" && (!check || machine.schema.enums.contains(type->name)))
            emit(machine, DropEnum{type->name, false, false});
        return none();
    }
    return std::nullopt;
}

std::optional<Value> call_table_method(Machine& machine, const TableObject& table, const std::string& name,
                                       const Arguments& arguments) {
    Reader reader(machine, arguments);
    if (name != "create" && name != "drop") return std::nullopt;
    const bool checked = reader.flag("checkfirst", 1);
    const Mapped* mapped = declared_by(machine, table);
    const bool there = find_table(std::as_const(machine.schema), mapped ? mapped->name : table.name) != nullptr;
    if (name == "create" && mapped && !(checked && there)) create_declared(machine, *mapped, arguments.source);
    if (name == "create" && !mapped) create_known(machine, table, checked, arguments.source);
    if (name == "drop" && (!checked || there))
        emit(machine, DropTable{mapped ? mapped->name : table.name, false, false});
    return none();
}

std::optional<Value> call_metadata_method(Machine& machine, const MetadataObject& metadata, const std::string& name,
                                          const Arguments& arguments) {
    if (name == "create_all") create_all(machine, metadata, arguments);
    if (name == "drop_all") drop_all(machine, metadata, arguments);
    return name == "create_all" || name == "drop_all" ? std::optional(none()) : std::nullopt;
}

}  // namespace

std::optional<Value> call_schema_method(Machine& machine, const Value& self, const std::string& name,
                                        const Arguments& arguments) {
    if (object<TypeObject>(self)) return call_type_method(machine, self, name, arguments);
    if (const auto* table = object<TableObject>(self)) return call_table_method(machine, *table, name, arguments);
    const auto* registry = object<RegistryObject>(self);  // db.create_all()
    if (const auto* metadata = object<MetadataObject>(registry ? registry->metadata : self))
        return call_metadata_method(machine, *metadata, name, arguments);
    const bool makes = name == "create";
    if (const auto* index = object<IndexObject>(self); index && index->table && makes) {
        emit(machine, CreateIndex{*index->table, index->index, false, false});
        return none();
    }
    const auto* sequence = object<SequenceObject>(self);
    if (!sequence || !machine.can().sequences || (!makes && name != "drop")) return std::nullopt;
    if (makes) emit(machine, CreateSequence{sequence->name, sequence->options, true});
    if (!makes) emit(machine, DropSequence{sequence->name, true});
    return none();
}

}  // namespace migrate::replay
