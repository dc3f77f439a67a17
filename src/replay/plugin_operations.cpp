#include "replay/plugin_operations.h"

#include "base/text.h"
#include "interpreter/reader.h"

namespace migrate::replay {

namespace {

/// The type gets these labels, and the columns of it with it.
void set_labels(Schema& schema, const TableName& type, const std::vector<std::string>& labels) {
    schema.enums.change().insert_or_assign(type, EnumType{type, labels});
    std::vector<TableName> holders;
    const auto is_of_type = [&](const Column& column) {
        return column.type.kind == TypeKind::enumeration && column.type.name == type.name &&
               column.type.name_schema == type.schema;
    };
    for (const auto& [name, table] : schema.tables) {
        for (const Column& column : table.columns) {
            if (is_of_type(column)) holders.push_back(name);
        }
    }
    for (const TableName& holder : holders) {
        for (Column& column : find_table(schema, holder)->columns) {
            if (is_of_type(column)) column.type.labels = labels;
        }
    }
}

/// alembic-postgresql-enum: op.sync_enum_values("public", "mood", ["happy", "sad"], [...]) makes the type anew.
void sync_enum_values(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    const auto text_of_either = [&](std::string_view one, std::string_view other, int place) {
        auto text = reader.text(one, place);
        return text ? *text : reader.text(other).value_or("");
    };
    TableName type{text_of_either("enum_schema", "schema", 0), text_of_either("enum_name", "name", 1)};
    if (type.schema == "public") type.schema.clear();
    const std::vector<std::string> labels = reader.texts("new_values", 2);
    const std::string object = "type " + to_string(type);
    if (!reader.unknown().empty() || type.name.empty() || labels.empty()) {
        const std::string why = reader.unknown().empty() ? "what sync_enum_values is given" : reader.unknown();
        emit_opaque(machine, arguments.source, why,
                    type.name.empty() ? std::vector<std::string>{} : std::vector{object});
        return;
    }
    emit(machine, Execute{"op.sync_enum_values(" + to_string(type) + ": " + base::join(labels, ", ") + ")", {}});
    Schema changed = machine.schema;
    if (machine.can().enum_types) set_labels(changed, type, labels);
    change_schema(machine, std::move(changed));
}

/// alembic_utils: functions, triggers, views, policies, extensions and grants as entities.
bool is_entity(std::string_view name) {
    return name == "create_entity" || name == "drop_entity" || name == "replace_entity" || name == "revert_entity";
}

}  // namespace

bool call_plugin_operation(Machine& machine, std::string_view name, const Arguments& arguments) {
    if (name == "sync_enum_values") {
        sync_enum_values(machine, arguments);
        return true;
    }
    if (!is_entity(name)) return false;
    remark(machine, Remark::Kind::note, "op." + std::string(name) + " is not followed; it makes no table");
    emit(machine, Execute{"op." + std::string(name) + "(...)", {}});
    return true;
}

}  // namespace migrate::replay
