#include "models/target_metadata.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "interpreter/modules.h"
#include "models/env_statements.h"
#include "models/machine.h"
#include "models/project_imports.h"
#include "models/sources.h"
#include "models/walk_statements.h"
#include "sqlalchemy/conventions.h"

namespace migrate::models {

namespace {

/// What one MetaData names its constraints by.
struct Found {
    std::map<std::string, std::string> patterns;
    const void* identity = nullptr;  ///< of the MetaData
    std::string unknown;
    std::string where;
    std::string library;  ///< the full name of what comes from outside, when that is why it is not known
};

class TargetReader {
  public:
    TargetReader(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding,
                 const std::shared_ptr<python::ParsedTexts>& texts)
        : sources_(modules),
          holding_(holding),
          env_(env),
          setting_(setting_for(sources_, texts)),
          machine_(setting_, Dialect::postgresql) {
        machine_.follows_annotations = true;
        machine_.application = [this] { return application(); };
        ++machine_.loading;
        name_ = sources_.add(env);
    }

    TargetNaming read() {
        const std::vector<std::string> changing = changing_modules();
        for (const std::string& name : changing) {
            if (name != name_ && !imports_module(machine_, name_, name)) continue;
            imported_.insert(name);
            run_changes(name);
        }
        sqlmodel_ = object<MetadataObject>(machine_.sqlmodel);
        Found found = configured();
        for (const std::string& name : changing) {
            if (found.unknown.empty()) find_doubt(name, found);
        }
        TargetNaming naming = {{}, "", "", version_schema_};
        if (!found.unknown.empty() && !is_foreign(found.library) && !is_hinted()) return naming;
        if (!found.unknown.empty() && found.patterns.empty()) found.patterns = likely_patterns();
        naming.patterns = std::move(found.patterns);
        if (found.unknown.empty()) return naming;
        machine_.paths = sources_.paths();
        naming.unknown = std::move(found.unknown);
        naming.where = machine_.path_in(found.where);
        return naming;
    }

  private:
    Found configured() {
        const python::Module* env = parsed_text(machine_, name_);
        Scope* scope = module_scope(machine_, name_);
        std::optional<Found> agreed;
        for (const Configure& configure : env&& scope ? find_configures(*env) : std::vector<Configure>{}) {
            Found one = of_configure(configure, *scope);
            if (!one.unknown.empty()) return one;
            if (agreed && (agreed->patterns != one.patterns || agreed->identity != one.identity))
                return not_known(name_, configure.line, "context.configure is given different metadata");
            agreed = std::move(one);
        }
        return agreed ? *agreed : not_known(name_, 1, "no call of context.configure was found");
    }

    Found of_configure(const Configure& configure, Scope& module) {
        Scope* scope = configure.function ? local_scope(*configure.function, module) : &module;
        machine_.line = configure.line;
        if (const auto* given = python::find_keyword(*configure.call, "version_table_schema")) {
            const Value schema = value_of(*scope, *given);
            if (text_of(schema)) version_schema_ = *text_of(schema);
        }
        if (const auto* given = python::find_keyword(*configure.call, "target_metadata"))
            return of(value_of(*scope, *given), configure.line);
        for (const python::Keyword& keyword : configure.call->keywords) {
            if (!keyword.name.empty()) continue;
            const Value unpacked = value_of(*scope, keyword.value);
            const auto* dict = as<Dict>(unpacked);
            if (!dict) return not_known(name_, configure.line, "what context.configure is given is not written out");
            if (const Value* given = find(*dict, "target_metadata")) return of(*given, configure.line);
        }
        return {};
    }

    /// The names of a function that has not been called: what its statements bind, whatever is asked on the way to
    /// them; not known where they bind a name twice.
    Scope* local_scope(const python::FunctionDef& function, Scope& module) {
        auto made = std::make_shared<Scope>();
        Scope* scope = machine_.heap.keep(made);
        scope->outer = &module;
        for (const python::Parameter& parameter : function.parameters)
            scope->names.insert_or_assign(parameter.name, unknown(machine_, parameter.name + " is not followed"));
        std::set<std::string> bound;
        walk_statements(function.body, &function, [&](const python::Statement& statement, const auto* around) {
            const bool imports = statement.as<python::Import>() || statement.as<python::ImportFrom>();
            const auto* assign = statement.as<python::Assign>();
            if (around != &function || (!imports && (!assign || !assign->value))) return;
            machine_.line = statement.span.line;
            run(*scope, module, statement);
            for (const python::Expression& target : assign ? assign->targets : std::vector<python::Expression>{}) {
                const auto* name = target.as<python::Name>();
                if (name && !bound.insert(name->id).second)
                    scope->names.insert_or_assign(name->id, unknown(machine_, name->id + " is not followed"));
            }
        });
        return scope;
    }

    void run(Scope& scope, Scope& module, const python::Statement& statement) {
        Scope* around = std::exchange(machine_.module, &module);
        try {
            execute(machine_, scope, statement);
        } catch (const Raised&) {
        } catch (const NotKnown&) {
        }
        machine_.module = around;
    }

    Value value_of(Scope& scope, const python::Expression& written) {
        Scope* module = &scope;
        while (module->outer) module = module->outer;
        Scope* around = std::exchange(machine_.module, module);
        Value value = none();
        try {
            value = settled(machine_, evaluate(machine_, scope, written));
        } catch (const Raised& raised) {
            value = unknown(machine_, display(machine_, raised.exception));
        } catch (const NotKnown&) {
            value = unknown(machine_, "the metadata depends on what only the real run knows");
        }
        machine_.module = around;
        return value;
    }

    /// What a target_metadata says; of several, Alembic takes no convention.
    Found of(const Value& value, int line) {
        if (is_none(value) || as<List>(value) || as<Tuple>(value) || as<Set>(value)) return {};
        if (const auto* metadata = object<MetadataObject>(value))
            return {metadata->naming, metadata, metadata->unknown, metadata->where, ""};
        Found found = not_known(name_, line, "the metadata is not followed");
        if (const auto* source = as<Unknown>(value)) {
            found.unknown = source->reason;
            found.where = source->where;
        }
        const std::string path(path_of(value));
        if (is_ours(path)) found.unknown = path + " is not followed";
        if (path.empty() || is_ours(path)) return found;
        found.unknown = path + " is not of the project";
        found.library = path;
        return found;
    }

    /// True for a name in a module of the project.
    bool is_ours(const std::string& path) {
        const std::size_t dot = path.rfind('.');
        return dot != std::string::npos && module_scope(machine_, path.substr(0, dot)) != nullptr;
    }

    static Found not_known(const std::string& module, int line, std::string why) {
        Found found;
        found.unknown = std::move(why);
        found.where = module + ":" + std::to_string(line);
        return found;
    }

    /// Files that may set something on a metadata after it is made, with the names of their modules.
    std::vector<std::string> changing_modules() {
        std::vector<std::string> names = {name_};
        const auto add = [&](const SourceFile& file) {
            if (file.path == env_.path) return;
            const std::string name = sources_.add(file);
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        };
        for (const SourceFile& file : holding_(".naming_convention")) add(file);
        for (const SourceFile& file : holding_(".metadata")) {
            if (sets_metadata(file.text)) add(file);
        }
        return names;
    }

    template <typename Visit>
    void each_change(const std::string& name, const Visit& visit) {
        const python::Module* text = parsed_text(machine_, name);
        Scope* scope = module_scope(machine_, name);
        if (!text || !scope) return;
        for (const Change& change : find_changes(text->statements)) {
            machine_.line = change.statement->span.line;
            visit(change, *scope);
        }
    }

    /// What the modules that env.py imports set on metadata.
    void run_changes(const std::string& name) {
        each_change(name, [&](const Change& change, Scope& scope) {
            if (!change.nested) run(scope, scope, *change.statement);
        });
    }

    /// A change of the metadata that may be made or not.
    void find_doubt(const std::string& name, Found& found) {
        const bool imported = imported_.contains(name);
        each_change(name, [&](const Change& change, Scope& scope) {
            if (!found.unknown.empty() || (imported && !change.nested)) return;
            const Value holder = value_of(scope, *change.holder);
            const auto* metadata = object<MetadataObject>(holder);
            const bool sqlmodels =
                !change.names && !change.nested && is_sqlmodel(holder) && found.identity == sqlmodel_;
            if (!sqlmodels && (!change.names || (metadata && metadata != found.identity))) return;
            const Found why = not_known(name, change.statement->span.line, "it may be changed here");
            found.unknown = why.unknown;
            found.where = why.where;
        });
    }

    /// Which of the application's SQLAlchemy(...) objects it is only a run can say; all of them must agree.
    Value application() {
        std::optional<Value> agreed;
        bool differ = false;
        const auto take = [&](const Value& made) {
            const auto* registry = object<RegistryObject>(made);
            const auto* metadata = registry ? object<MetadataObject>(registry->metadata) : nullptr;
            const auto* before = agreed ? object<RegistryObject>(*agreed) : nullptr;
            if (!metadata) return;
            differ = differ || (before && object<MetadataObject>(before->metadata)->naming != metadata->naming);
            agreed = made;
        };
        for (const SourceFile& file : holding_("SQLAlchemy")) {
            const std::string name = sources_.add(file);
            const python::Module* text = parsed_text(machine_, name);
            Scope* scope = module_scope(machine_, name);
            if (!text || !scope) continue;
            walk_statements(text->statements, nullptr, [&](const python::Statement& statement, const auto*) {
                const auto* assign = statement.as<python::Assign>();
                const auto* call = assign && assign->value ? assign->value->as<python::Call>() : nullptr;
                if (!call || !is_flask_class(value_of(*scope, *call->callee))) return;
                const auto* target = assign->targets.size() == 1 ? assign->targets[0].as<python::Name>() : nullptr;
                const Value bound = target ? value_of(*scope, assign->targets[0]) : none();
                // What the module has bound is the one that later lines change; in a function it is not made yet.
                take(object<RegistryObject>(bound) ? bound : value_of(*scope, *assign->value));
            });
        }
        if (differ) return unknown(machine_, "the application has several SQLAlchemy objects");
        return agreed ? *agreed : unknown(machine_, "the application's SQLAlchemy object was not found");
    }

    /// True for a name of a library: no folder and no file of the project is called as its first part.
    bool is_foreign(const std::string& full_name) {
        const std::string root = full_name.substr(0, full_name.find('.'));
        return !root.empty() && std::ranges::none_of(holding_(""), [&](const SourceFile& file) {
            const std::vector<std::string> parts = base::split(file.path, '/');
            return std::ranges::any_of(parts,
                                       [&](const std::string& part) { return part == root || part == root + ".py"; });
        });
    }

    /// Whether anything but a batch of a migration speaks of a naming convention.
    bool is_hinted() {
        const auto hints = [](const SourceFile& file) {
            if (file.text.find("naming_convention") == std::string::npos) return false;
            return std::ranges::any_of(
                std::array{".naming_convention", "MetaData(", "SQLAlchemy(", "declarative_base(", "registry("},
                [&](const char* made) { return file.text.find(made) != std::string::npos; });
        };
        return hints(env_) || std::ranges::any_of(holding_("naming_convention"), hints);
    }

    /// The convention that all of the project's files with one agree on; none when they do not.
    std::map<std::string, std::string> likely_patterns() {
        std::map<std::string, std::string> likely;
        bool differ = false;
        for (const SourceFile& file : holding_("naming_convention")) {
            const std::string name = sources_.add(file);
            const python::Module* text = parsed_text(machine_, name);
            Scope* scope = module_scope(machine_, name);
            if (!text || !scope) continue;
            walk_statements(text->statements, nullptr, [&](const python::Statement& statement, const auto*) {
                const auto* assign = statement.as<python::Assign>();
                if (!assign || !assign->value) return;
                for (const python::Expression* written : conventions_in(*assign->value)) {
                    std::string unknown;
                    const auto one = convention_from(machine_, value_of(*scope, *written), unknown);
                    differ = differ || (!likely.empty() && likely != one);
                    likely = one;
                }
            });
        }
        return differ ? std::map<std::string, std::string>{} : likely;
    }

    /// What the calls of an expression are given as naming_convention.
    static std::vector<const python::Expression*> conventions_in(const python::Expression& value, int depth = 0) {
        std::vector<const python::Expression*> found;
        const auto* call = value.as<python::Call>();
        if (!call || depth > 8) return found;
        const auto add = [&](const python::Expression& inner) {
            for (const python::Expression* one : conventions_in(inner, depth + 1)) found.push_back(one);
        };
        for (const python::Keyword& keyword : call->keywords) {
            if (keyword.name == "naming_convention") found.push_back(&keyword.value);
            add(keyword.value);
        }
        for (const python::Expression& argument : call->positional) add(argument);
        return found;
    }

    Sources sources_;
    const FilesHolding& holding_;
    const SourceFile& env_;
    Setting setting_;
    Machine machine_;
    std::string name_;  ///< env.py's, as a module
    std::string version_schema_;
    std::set<std::string> imported_;  ///< of the modules that change metadata, those that it imports
    const void* sqlmodel_ = nullptr;  ///< SQLModel.metadata
};

}  // namespace

TargetNaming read_target_naming(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding,
                                const std::shared_ptr<python::ParsedTexts>& texts) {
    return TargetReader(env, modules, holding, texts).read();
}

}  // namespace migrate::models
