#include "models/models.h"

#include <algorithm>

#include "base/allowance.h"
#include "base/text.h"
#include "interpreter/modules.h"
#include "models/machine.h"
#include "models/portable.h"
#include "models/sources.h"

namespace migrate::models {

namespace {

constexpr int kMaxSteps = 8;  // of foreign keys whose targets are foreign keys themselves

/// Finds the modules among the files alone: from the folder that they are all relative to.
ModuleReader among(const std::vector<SourceFile>& files) {
    std::map<std::string, const SourceFile*> by_path;
    for (const SourceFile& file : files) by_path[file.path] = &file;
    return [by_path](const std::string& module) -> std::optional<SourceFile> {
        const std::string path = base::replace_all(module, ".", "/");
        for (const std::string& ending : {path + "/__init__.py", path + ".py"}) {
            if (const auto found = by_path.find(ending); found != by_path.end()) return *found->second;
        }
        return std::nullopt;
    };
}

/// The type of the column that a column without one refers to, through keys of keys; nullptr when it is not there.
const ColumnObject* typed_target(const Machine& machine, const Mapped& from, const ColumnObject& column) {
    const Mapped* mapped = &from;
    const ColumnObject* current = &column;
    for (int i = 0; i < kMaxSteps; ++i) {
        TableName target;
        std::string name;
        if (!current->foreign_keys.empty()) {
            target = current->foreign_keys.front().target;
            name = current->foreign_keys.front().column;
            if (name.empty()) name = current->column.name;
        }
        for (const ConstraintObject& constraint : mapped->parts.constraints) {
            const bool is_key = constraint.kind == ConstraintKind::foreign_key && name.empty();
            if (!is_key || constraint.columns != std::vector<std::string>{current->column.name}) continue;
            target = constraint.target;
            name = constraint.target_columns.empty() ? "" : constraint.target_columns.front();
        }
        const auto next = std::ranges::find_if(machine.mapped, [&](const Mapped& one) { return one.name == target; });
        if (name.empty() || next == machine.mapped.end()) return nullptr;
        const auto found =
            std::ranges::find_if(next->columns, [&](const ColumnObject& one) { return one.column.name == name; });
        if (found == next->columns.end()) return nullptr;
        if (found->has_type) return &*found;
        mapped = &*next;
        current = &*found;
    }
    return nullptr;
}

void find_types(Machine& machine) {
    for (Mapped& mapped : machine.mapped) {
        for (ColumnObject& column : mapped.columns) {
            if (column.has_type) continue;
            const ColumnObject* target = typed_target(machine, mapped, column);
            if (target) column.type = target->type;
            if (target) column.type.checked = false;
            if (!target && column.unknown.empty())
                column.unknown = "it has no type of its own, and what it refers to is not among the models";
        }
    }
}

/// Runs the files' statements for one dialect, and puts the tables together.
void run(Machine& machine, const std::vector<std::string>& names, Sources& sources) {
    const auto safely = [](const auto& work) {
        try {
            work();
        } catch (const Raised&) {
        } catch (const NotKnown&) {
        } catch (const Stopped&) {
        }
    };
    for (const std::string& name : names) {
        const std::string path = sources.path_of(name);
        const base::Doing now("reading the models of", path);
        machine.loading_steps = 0;
        safely([&] { run_module(machine, name); });
        machine.paths = sources.paths();
    }
    for (Mapped& mapped : machine.mapped) mapped.where = machine.path_in(mapped.where);
    ++machine.loading;  // a question that only a real run answers is a doubt
    for (Mapped& mapped : machine.mapped) safely([&] { assemble(machine, mapped); });
    find_types(machine);
    for (Mapped& mapped : machine.mapped) safely([&] { build(machine, mapped); });
    machine.paths = sources.paths();
}

void add_problems(const ParsedModules& parsed, const std::vector<std::string>& names, const Sources& sources,
                  std::vector<Model>& models) {
    for (const std::string& name : names) {
        const auto found = parsed.by_name.find(name);
        const std::string path = sources.path_of(name);
        const auto* module = found == parsed.by_name.end() ? nullptr : found->second.module.get();
        if (module && module->errors.empty()) continue;
        Model broken;
        broken.where = module ? path + ":" + std::to_string(module->errors.front().span.line) : path;
        const std::string message = module ? module->errors.front().message : "it cannot be parsed";
        broken.doubts.push_back({"*", broken.where + ": " + message, broken.where});
        models.push_back(std::move(broken));
    }
}

}  // namespace

std::vector<Model> read_models(const std::vector<SourceFile>& files, const ModuleReader& given_reader) {
    Sources sources(given_reader ? given_reader : among(files));
    std::vector<std::string> names;
    for (const SourceFile& file : files) names.push_back(sources.add(file));
    const Setting setting = setting_for(sources);
    Machine postgresql(setting, Dialect::postgresql);
    run(postgresql, names, sources);
    Machine sqlite(setting, Dialect::sqlite);
    run(sqlite, names, sources);
    std::vector<Model> models;
    for (const Mapped& mapped : postgresql.mapped) {
        const auto other = std::ranges::find_if(
            sqlite.mapped, [&](const Mapped& one) { return one.name == mapped.name && one.where == mapped.where; });
        models.push_back(portable_model(postgresql, mapped, other == sqlite.mapped.end() ? mapped : *other));
    }
    add_problems(*setting.parsed, names, sources, models);
    return models;
}

const Model* find_model(const std::vector<Model>& models, const TableName& table) {
    for (const Model& model : models) {
        if (model.table.name == table && !table.name.empty()) return &model;
    }
    return nullptr;
}

}  // namespace migrate::models
