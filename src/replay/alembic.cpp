#include "replay/alembic.h"

#include <algorithm>
#include <map>

#include "interpreter/interpreter.h"
#include "replay/database_handles.h"
#include "replay/foreign_calls.h"
#include "replay/plugin_operations.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/conventions.h"

namespace migrate::replay {

namespace {

/// The names of a batch method's positional arguments; the table's name goes before them by itself.
const std::map<std::string_view, std::vector<std::string_view>>& batch_parameters() {
    static const std::map<std::string_view, std::vector<std::string_view>> names = {
        {"add_column", {"column"}},
        {"drop_column", {"column_name"}},
        {"alter_column", {"column_name", "nullable"}},
        {"create_primary_key", {"constraint_name", "columns"}},
        {"create_foreign_key", {"constraint_name", "referent_table", "local_cols", "remote_cols"}},
        {"create_unique_constraint", {"constraint_name", "columns"}},
        {"create_check_constraint", {"constraint_name", "condition"}},
        {"drop_constraint", {"constraint_name", "type_"}},
        {"create_index", {"index_name", "columns"}},
        {"drop_index", {"index_name"}},
        {"create_table_comment", {"comment"}},
        {"drop_table_comment", {}},
    };
    return names;
}

std::string_view table_argument(std::string_view name) {
    return name == "create_foreign_key" ? "source_table" : "table_name";
}

OperationHandler find_handler(std::string_view name) {
    if (auto handler = find_table_operation(name)) return handler;
    if (auto handler = find_column_operation(name)) return handler;
    return find_key_operation(name);
}

Value start_batch(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    BatchObject batch;
    batch.table = read_table_name(reader.text("table_name", 0).value_or(""));
    auto schema = reader.text("schema", 1);
    if (schema && *schema != "public") batch.table.schema = *schema;
    batch.naming = convention_from(machine, reader.value("naming_convention"), batch.naming_doubt);
    batch.anew = reader.text("recreate").value_or("auto") == "always";
    batch.never = reader.text("recreate").value_or("auto") == "never";
    if (auto given = reader.value("table_args"); given && !is_none(*given)) {
        const auto items = items_of(machine.heap, *given);
        TableObject parts = collect_parts(machine, batch.table, items.value_or(Items{}));
        batch.table_args = std::move(parts.constraints);
        for (const ConstraintObject& each : batch.table_args) reader.note_unknown(each.unknown);
        if (!items) reader.note_unknown("the table_args of a batch are not known");
        reader.note_unknown(parts.unknown);
    }
    const Value options = reader.value("table_kwargs").value_or(none());
    const auto* named = as<Dict>(options);
    const Value* counts = named ? find(*named, "sqlite_autoincrement") : nullptr;
    if (named || is_none(options)) batch.autoincrement = counts && truth(machine, *counts);
    if (!reader.unknown().empty()) batch.unknown = reader.unknown();
    if (const Table* before = find_table(std::as_const(machine.schema), batch.table))
        std::ranges::copy_if(before->checks, std::back_inserter(batch.unnamed),
                             [](const Check& check) { return check.name.empty(); });
    return keep(machine.heap, std::move(batch));
}

/// Operations of Alembic that leave the schema alone or only give a value.
std::optional<Value> call_helper(Machine& machine, std::string_view name, const Arguments& arguments) {
    Reader reader(machine, arguments);
    Value first = arguments.positional.empty() ? none() : arguments.positional[0];
    if (name == "get_bind") return make_handle(machine, DatabaseHandle::bind);
    if (name == "get_context") return make_handle(machine, DatabaseHandle::context);
    if (name == "f") {
        if (!text_of(first)) return first;
        Value made = machine.heap.text(*text_of(first));
        machine.final_names.insert(text_of(made));
        return made;
    }
    if (name == "inline_literal") return call_clause(machine, "literal", arguments);
    if (name == "execute") {
        auto statement = reader.value("sqltext", 0);
        execute_sql(machine, statement.value_or(none()), none(), false);
        return none();
    }
    if (name == "batch_alter_table") return start_batch(machine, arguments);
    if (name == "implementation_for" || name == "register_operation") return none();
    return std::nullopt;
}

bool is_side_object(std::string_view name) {
    return name.find("_function") != std::string_view::npos || name.find("_trigger") != std::string_view::npos ||
           name.find("_policy") != std::string_view::npos || name.find("_extension") != std::string_view::npos ||
           name.find("grant") != std::string_view::npos;
}

}  // namespace

TableName OperationCall::table(std::string_view name, int place, std::string_view schema) {
    TableName made = read_table_name(reader.text(name, place).value_or(""));
    auto said = reader.text(schema);
    if (said && *said != "public") made.schema = *said;
    return made;
}

bool OperationCall::unclear(const TableName& table, const std::string& reason) {
    std::string why = !reader.unknown().empty() ? reader.unknown() : reason;
    if (why.empty() && table.name.empty() && wants_table) why = "the table's name is not known";
    if (why.empty() && arguments().rest) why = arguments().rest->reason;
    if (why.empty()) return false;
    std::vector<std::string> objects;
    if (!part.empty()) {
        objects = {part};
    } else if (!table.name.empty()) {
        objects = {"table " + to_string(table)};
    }
    emit_opaque(machine, source(), why, objects);
    return true;
}

void OperationCall::done(Operation operation, const TableName& table) {
    if (!unclear(table)) emit(machine, std::move(operation));
}

Value call_operation(Machine& machine, std::string_view name, const Arguments& arguments) {
    machine.step();
    if (auto value = call_helper(machine, name, arguments)) return *value;
    if (auto handler = find_handler(name)) {
        OperationCall call{machine, Reader(machine, arguments), false};
        handler(call);
        return call.result;
    }
    if (is_side_object(name)) {
        remark(machine, Remark::Kind::note, "op." + std::string(name) + " is not followed; it makes no table");
        emit(machine, Execute{"op." + std::string(name) + "(...)", std::nullopt});
        return none();
    }
    if (call_plugin_operation(machine, name, arguments)) return none();
    emit_opaque(machine, arguments.source, "op." + std::string(name) + " is no operation of Alembic's own",
                named_tables(machine, arguments));
    return unknown(machine, "the result of op." + std::string(name));
}

/// True for a drop, by its name, of what the batch has already lost with a column.
bool is_lost_name(Machine& machine, BatchObject& batch, std::string_view name, const Arguments& arguments) {
    if (name != "drop_index" && name != "drop_constraint") return false;
    const auto given = Reader(machine, arguments).text(name == "drop_index" ? "index_name" : "constraint_name");
    if (!given || !batch.lost.contains(*given)) return false;
    const auto named = [&](const auto& part) { return part.name == *given; };
    std::erase_if(batch.gone.indexes, named);
    std::erase_if(batch.gone.uniques, named);
    std::erase_if(batch.gone.foreign_keys, named);
    return true;
}

Value batch_method(Machine& machine, const BatchObject& batch, std::string_view name, const Arguments& arguments) {
    if (name == "execute" || name == "get_bind" || name == "get_context" || name == "f" || name == "inline_literal") {
        return *call_helper(machine, name, arguments);
    }
    auto found = batch_parameters().find(name);
    const bool exclude = name == "create_exclude_constraint";
    if (found == batch_parameters().end() && !exclude) {
        emit_opaque(machine, arguments.source, "batch_op." + std::string(name) + " is no operation of Alembic's own",
                    {"table " + to_string(batch.table)});
        return none();
    }
    Arguments named = arguments;
    if (!exclude) {
        named.positional.clear();
        for (std::size_t i = 0; i < arguments.positional.size() && i < found->second.size(); ++i) {
            named.named.emplace_back(found->second[i], arguments.positional[i]);
        }
    }
    named.named.emplace_back(table_argument(name), machine.heap.text(batch.table.name));
    std::string_view schema = name == "create_foreign_key" ? "source_schema" : "schema";
    if (!batch.table.schema.empty()) named.named.emplace_back(schema, machine.heap.text(batch.table.schema));
    OperationCall call{machine, Reader(machine, named), true};
    if (!batch.unknown.empty()) call.reader.note_unknown(batch.unknown);
    const bool open = std::ranges::find(machine.batches, &batch) != machine.batches.end();
    const bool altered = name == "add_column" || name == "create_index" || name == "drop_index";  // or not: its handler
    if (open && !altered) const_cast<BatchObject&>(batch).anew = true;
    if (open && is_lost_name(machine, const_cast<BatchObject&>(batch), name, named)) return none();
    const Table* table = find_table(std::as_const(machine.schema), batch.table);
    const std::optional<Table> before = open && table && !machine.can().alters ? std::optional(*table) : std::nullopt;
    find_handler(name)(call);
    if (before) note_what_is_lost(machine, const_cast<BatchObject&>(batch), *before, name);
    return none();
}

}  // namespace migrate::replay
