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

/// Runs the files' statements for one dialect, and puts the tables together.
void run(Machine& machine, const std::vector<std::string>& names, Sources& sources) {
    for (const std::string& name : names) {
        const std::string path = sources.path_of(name);
        const base::Doing now("reading the models of", path);
        machine.loading_steps = 0;
        try {
            run_module(machine, name);
        } catch (const Raised&) {
        } catch (const NotKnown&) {
        } catch (const Stopped&) {
        }
        machine.paths = sources.paths();
    }
    complete_tables(machine);
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

std::vector<Model> read_models(const std::vector<SourceFile>& files, const ModuleReader& given_reader,
                               const std::shared_ptr<python::ParsedTexts>& texts) {
    Sources sources(given_reader ? given_reader : among(files));
    for (const SourceFile& file : files) sources.note_imports(file);
    std::vector<std::string> names;
    for (const SourceFile& file : files) names.push_back(sources.add(file));
    const Setting setting = setting_for(sources, texts);
    Machine postgresql(setting, Dialect::postgresql);
    run(postgresql, names, sources);
    Machine sqlite(setting, Dialect::sqlite);
    run(sqlite, names, sources);
    std::vector<Model> models;
    for (const Mapped& mapped : postgresql.mapped) {
        const auto other = std::ranges::find_if(sqlite.mapped, [&](const Mapped& one) {
            return one.name == mapped.name && one.where == mapped.where && one.called_at == mapped.called_at;
        });
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
