#include "replay/create_all.h"

#include <algorithm>
#include <set>

#include "interpreter/modules.h"
#include "interpreter/reader.h"
#include "models/project_imports.h"
#include "project/modules.h"
#include "replay/making.h"

namespace migrate::replay {

void run_imported(Machine& machine) {
    const bool any = std::ranges::any_of(machine.loaded, [](const auto& one) { return one.second != nullptr; });
    if (!any) return;
    std::vector<std::string> starts = {std::string(project::kEnvModule)};
    if (machine.module) {
        for (const auto& [name, value] : machine.module->names) {
            std::string path(path_of(value));
            for (; !path.empty(); path.resize(std::max<std::size_t>(path.rfind('.') + 1, 1) - 1))
                starts.push_back(path);
        }
    }
    for (const auto& [name, scope] : machine.loaded) {
        if (scope) starts.push_back(name);
    }
    for (const std::string& name : models::imported_modules(machine, std::move(starts))) {
        if (name != project::kEnvModule) run_module(machine, name);
    }
}

namespace {

/// The tables of the MetaData that the call is about, by name.
std::vector<const Mapped*> tables_for(Machine& machine, const MetadataObject& metadata, const Arguments& arguments) {
    Reader reader(machine, arguments);
    run_imported(machine);
    models::complete_tables(machine);
    std::set<const TableObject*> only;
    const auto listed = reader.value("tables", 1);
    const bool all = !listed || is_none(*listed);
    const auto items = all ? Items{} : is_unknown(*listed) ? std::nullopt : iterate(machine, *listed);
    for (const Value& one : items.value_or(Items{})) only.insert(object<TableObject>(one));
    if (!items || only.contains(nullptr))
        emit_opaque(machine, arguments.source, "which tables it is about is not followed");
    std::vector<const Mapped*> tables;
    for (const Mapped& mapped : machine.mapped) {
        const auto* added = mapped.added ? std::any_cast<TableObject>(&mapped.added->data) : nullptr;
        const bool chosen = all || only.contains(mapped.table ? mapped.table : added);
        const bool read = mapped.table && mapped.table->from_schema;
        if (chosen && !read && models::is_of(machine, mapped, metadata)) tables.push_back(&mapped);
    }
    std::ranges::stable_sort(tables, [](const Mapped* a, const Mapped* b) { return a->name < b->name; });
    return tables;
}

/// Each behind those that its foreign keys name, as far as these are no circle.
std::vector<const Mapped*> targets_first(std::vector<const Mapped*> waiting) {
    std::vector<const Mapped*> ordered;
    while (!waiting.empty()) {
        const auto waits = [&](const Mapped* one) {
            return std::ranges::any_of(one->built.table.foreign_keys, [&](const ForeignKey& key) {
                return std::ranges::any_of(
                    waiting, [&](const Mapped* other) { return other != one && other->name == key.target; });
            });
        };
        auto next = std::ranges::find_if_not(waiting, waits);
        if (next == waiting.end()) next = waiting.begin();
        ordered.push_back(*next);
        waiting.erase(next);
    }
    return ordered;
}

}  // namespace

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

const Mapped* declared_by(Machine& machine, const TableObject& table) {
    models::complete_tables(machine);
    const auto found = std::ranges::find_if(machine.mapped, [&](const Mapped& mapped) {
        return mapped.added && std::any_cast<TableObject>(&mapped.added->data) == &table;
    });
    return found == machine.mapped.end() ? nullptr : &*found;
}

void create_declared(Machine& machine, const Mapped& mapped, const std::string& source) {
    emit_table(machine, mapped.built, false, source);
    for (const Doubt& doubt : mapped.doubts) emit_opaque(machine, source, doubt.reason, {doubt.object});
}

void create_all(Machine& machine, const MetadataObject& metadata, const Arguments& arguments) {
    Reader reader(machine, arguments);
    const bool checked = reader.flag("checkfirst", 2, true);
    std::vector<const Mapped*> tables = targets_first(tables_for(machine, metadata, arguments));
    std::erase_if(tables, [&](const Mapped* mapped) {
        return checked && find_table(std::as_const(machine.schema), mapped->name) != nullptr;
    });
    std::set<TableName> later;  // not made yet: keys of a circle come when all its tables are there
    for (const Mapped* mapped : tables) later.insert(mapped->name);
    std::vector<CreateForeignKey> keys;
    for (const Mapped* mapped : tables) {
        later.erase(mapped->name);
        if (mapped->table) {
            create_known(machine, *mapped->table, checked, arguments.source);
            continue;
        }
        Mapped made = *mapped;
        std::erase_if(made.built.table.foreign_keys, [&](const ForeignKey& key) {
            const bool waits = machine.can().alters && later.contains(key.target);
            if (waits) keys.push_back({made.name, key});
            return waits;
        });
        create_declared(machine, made, arguments.source);
    }
    for (CreateForeignKey& key : keys) emit(machine, std::move(key));
}

void drop_all(Machine& machine, const MetadataObject& metadata, const Arguments& arguments) {
    std::vector<const Mapped*> tables = targets_first(tables_for(machine, metadata, arguments));
    for (auto mapped = tables.rbegin(); mapped != tables.rend(); ++mapped) {
        if (find_table(std::as_const(machine.schema), (*mapped)->name))
            emit(machine, DropTable{(*mapped)->name, false, false});
    }
}

}  // namespace migrate::replay
