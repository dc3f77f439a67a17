#include "replay/elsewhere.h"

#include <algorithm>
#include <iterator>

#include "operations/objects.h"
#include "schema/doubts.h"

namespace migrate::replay {

namespace {

constexpr std::string_view kMadeElsewhere = "it is not made by this chain: taken as it is used";

constexpr std::string_view kOnlyNamed = "it is not made by this chain: taken as foreign keys name it";

// Unlike the first, it says nothing of the tables that other files use.
constexpr std::string_view kUsedBefore = "it is not made by this chain: taken as a file that has run uses it";

bool is_elsewhere(const Doubt& doubt) {
    return doubt.reason == kMadeElsewhere || doubt.reason == kOnlyNamed || doubt.reason == kUsedBefore;
}

bool is_elsewhere(const Schema& schema, const TableName& table) {
    const Doubt* doubt = find_named_doubt_of(schema, some_of(table, Part::columns));
    return doubt != nullptr && is_elsewhere(*doubt);
}

/// True when this run, or a file before, has let the table go.
bool is_gone(const Machine& machine, const TableName& table) {
    if (machine.gone != nullptr && machine.gone->contains(table)) return true;
    return std::ranges::any_of(machine.operations, [&](const Operation& operation) {
        const auto* drop = std::get_if<DropTable>(&operation);
        const auto* rename = std::get_if<RenameTable>(&operation);
        return (drop != nullptr && drop->table == table) || (rename != nullptr && rename->from == table);
    });
}

/// The tables that must be there for it.
std::vector<TableName> used_tables(const Operation& operation) {
    if (const auto* rename = std::get_if<RenameTable>(&operation)) return {rename->from};
    std::vector<TableName> used = targets_of(operation);
    if (!std::holds_alternative<CreateTable>(operation))
        std::ranges::copy(tables_of(operation), std::back_inserter(used));
    return used;
}

void add_table(Machine& machine, Schema& schema, const TableName& name, std::string_view reason) {
    Table table;
    table.name = name;
    schema.tables.emplace(name, std::move(table));
    for (const Part part : {Part::columns, Part::constraints, Part::indexes})
        add_doubt(schema, {some_of(name, part), std::string(reason), machine.where()});
    remark(machine, Remark::Kind::note,
           "table " + to_string(name) + " is not made by this chain: it is taken as it is used");
}

/// The columns of its own table that an operation wants there.
std::vector<std::string> used_columns(const Operation& operation, const TableName& table) {
    std::vector<std::string> columns;
    for (const Touched& each : objects_of(operation)) {
        if (each.kind == ObjectKind::column && each.use != Use::makes && each.owner == table)
            columns.push_back(each.name);
    }
    return columns;
}

bool add_columns(Schema& schema, const TableName& name, const std::vector<std::string>& columns) {
    Table* table = find_table(schema, name);
    bool added = false;
    for (const std::string& column : columns) {
        if (table == nullptr || column.empty() || find_column(*table, column) != nullptr) continue;
        table->columns.push_back(Column{.name = column, .type = {.kind = TypeKind::opaque}});
        added = true;
    }
    return added;
}

}  // namespace

bool assume_elsewhere(Machine& machine, const Operation& operation, const Error& error) {
    const Schema& now = machine.schema;
    Schema changed = now;
    bool any = false;
    const auto* drop = std::get_if<DropIndex>(&operation);  // finds its index by name alone
    const bool lacks_its_table =
        error.code == "no_such_index" && drop != nullptr && drop->table && !now.tables.contains(*drop->table);
    if (error.code == "no_such_table" || lacks_its_table) {
        const bool in_the_middle = now.tables.empty() || std::ranges::any_of(now.doubts, [](const Doubt& doubt) {
                                       return doubt.reason == kMadeElsewhere;
                                   });
        // A file that others follow has run: what it uses was there, and what the keys of its downgrade point to.
        if (!in_the_middle && !machine.has_run) return false;
        const bool used = machine.gone != nullptr;
        for (const TableName& table : in_the_middle || used ? used_tables(operation) : targets_of(operation)) {
            if (table.name.empty() || now.tables.contains(table) || is_gone(machine, table)) continue;
            add_table(machine, changed, table, in_the_middle ? kMadeElsewhere : used ? kUsedBefore : kOnlyNamed);
            any = true;
        }
    } else if (const auto* create = std::get_if<CreateTable>(&operation);
               create && error.code == "table_exists" && is_elsewhere(now, create->table.name)) {
        changed.tables.erase(create->table.name);  // it is made by this chain after all
        forget_doubts_of(changed, create->table.name);
        any = true;
    } else if (error.code == "no_such_column") {
        const std::optional<TableName> table = table_of(operation);
        if (table && is_elsewhere(now, *table)) any = add_columns(changed, *table, used_columns(operation, *table));
    }
    if (any) change_schema(machine, std::move(changed));
    return any;
}

bool is_part_elsewhere(const Machine& machine, const Operation& operation, const Error& error) {
    const bool lacks_part = error.code == "no_such_index" || error.code == "no_such_constraint";
    const std::vector<Touched> objects = objects_of(operation);
    const bool takes_part =
        !objects.empty() && objects.front().use == Use::takes &&
        (objects.front().kind == ObjectKind::index || objects.front().kind == ObjectKind::constraint);
    if (!lacks_part || !takes_part) return false;
    if (const std::optional<TableName> table = table_of(operation)) return is_elsewhere(machine.schema, *table);
    return std::ranges::any_of(machine.schema.doubts, [](const Doubt& doubt) { return is_elsewhere(doubt); });
}

}  // namespace migrate::replay
