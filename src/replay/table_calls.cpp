#include "replay/table_calls.h"

#include "interpreter/reader.h"
#include "replay/making.h"
#include "sqlalchemy/column_types.h"

namespace migrate::replay {

namespace {

void create_known(Machine& machine, const TableObject& table, bool checked, const std::string& source) {
    if (!table.unknown.empty()) {
        emit_opaque(machine, source, table.unknown, {"table " + to_string(table.name)});
        return;
    }
    if (checked && find_table(std::as_const(machine.schema), table.name)) return;
    TableObject whole = table;  // metadata.create_all() adds later what CREATE TABLE leaves out
    for (ConstraintObject& constraint : whole.constraints) constraint.use_alter = false;
    for (ColumnObject& column : whole.columns) {
        for (ForeignKeyRef& reference : column.foreign_keys) reference.use_alter = false;
    }
    const NamingConvention* around = std::exchange(machine.own_naming, &whole.naming);
    Built built = build_table(machine, whole.name, whole.columns, whole.constraints, whole.indexes);
    machine.own_naming = around;
    emit_table(machine, built, false, source);
}

std::optional<Value> call_type_method(Machine& machine, const Value& self, const std::string& name,
                                      const Arguments& arguments) {
    Reader reader(machine, arguments);
    if (name == "create" || name == "drop") {
        auto type = enum_of(*object<TypeObject>(self));
        if (!machine.on_postgresql()) return none();
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
    if (name == "create") {
        create_known(machine, table, reader.flag("checkfirst", 1), arguments.source);
        return none();
    }
    if (name == "drop") {
        if (!reader.flag("checkfirst", 1) || find_table(std::as_const(machine.schema), table.name)) {
            emit(machine, DropTable{table.name, false, false});
        }
        return none();
    }
    return std::nullopt;
}

std::optional<Value> call_metadata_method(Machine& machine, const MetadataObject& metadata, const std::string& name,
                                          const Arguments& arguments) {
    if (name == "create_all") {
        for (Object* table : metadata.tables) {
            const auto& made = *std::any_cast<TableObject>(&table->data);
            if (!made.from_schema) create_known(machine, made, true, arguments.source);
        }
        return none();
    }
    if (name == "drop_all") {
        for (auto at = metadata.tables.rbegin(); at != metadata.tables.rend(); ++at) {
            const auto& made = *std::any_cast<TableObject>(&(*at)->data);
            if (find_table(std::as_const(machine.schema), made.name)) emit(machine, DropTable{made.name, false, false});
        }
        return none();
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> call_schema_method(Machine& machine, const Value& self, const std::string& name,
                                        const Arguments& arguments) {
    if (object<TypeObject>(self)) return call_type_method(machine, self, name, arguments);
    if (const auto* table = object<TableObject>(self)) return call_table_method(machine, *table, name, arguments);
    if (const auto* metadata = object<MetadataObject>(self))
        return call_metadata_method(machine, *metadata, name, arguments);
    const bool makes = name == "create";
    if (const auto* index = object<IndexObject>(self); index && index->table && makes) {
        emit(machine, CreateIndex{*index->table, index->index, false, false});
        return none();
    }
    const auto* sequence = object<SequenceObject>(self);
    if (!sequence || !machine.on_postgresql() || (!makes && name != "drop")) return std::nullopt;
    if (makes) emit(machine, CreateSequence{sequence->name, sequence->options, true});
    if (!makes) emit(machine, DropSequence{sequence->name, true});
    return none();
}

}  // namespace migrate::replay
