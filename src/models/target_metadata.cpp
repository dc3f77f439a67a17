#include "models/target_metadata.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "models/class_body.h"
#include "models/walk_statements.h"

namespace migrate::models {

using namespace python;

namespace {

/// A call of context.configure, and the function that it stands in.
struct Configure {
    const Call* call = nullptr;
    const FunctionDef* function = nullptr;
    Span span;
};

std::vector<Configure> find_configures(const WalkedModule& env) {
    std::vector<Configure> found;
    walk_statements(env.file().module.statements, nullptr,
                    [&](const Statement& statement, const FunctionDef* function) {
                        const auto* expression = statement.as<ExpressionStatement>();
                        const auto* call = expression == nullptr ? nullptr : expression->expression.as<Call>();
                        const auto name = call == nullptr ? std::nullopt : dotted_name(*call->callee);
                        if (name && (*name == "context.configure" || name->ends_with(".context.configure")))
                            found.push_back({call, function, statement.span});
                    });
    // Those for a script without a database often leave the metadata out.
    const auto has_connection = [](const Configure& one) { return find_keyword(*one.call, "connection") != nullptr; };
    if (std::ranges::any_of(found, has_connection)) std::erase_if(found, std::not_fn(has_connection));
    return found;
}

/// What a dict that is written out has for a key: `{"key": x}` or `dict(key=x)`; nullptr for none.
const Expression* value_in_dict(const Expression& dict, std::string_view key) {
    if (const auto* call = dict.as<Call>()) {
        const auto* callee = call->callee->as<Name>();
        return callee != nullptr && callee->id == "dict" ? find_keyword(*call, key) : nullptr;
    }
    const auto* literal = dict.as<Dict>();
    if (literal == nullptr) return nullptr;
    for (const DictItem& item : literal->items) {
        if (!item.key) continue;
        const auto* text = item.key->as<String>();
        if (text != nullptr && text->value == key) return &item.value;
    }
    return nullptr;
}

/// The one value that a function gives to a name; nullptr when it gives none or several.
const Expression* local_value(const FunctionDef* function, const std::string& name, bool& is_local) {
    const Expression* found = nullptr;
    if (function == nullptr) return nullptr;
    is_local = std::ranges::any_of(function->parameters, [&](const Parameter& one) { return one.name == name; });
    bool several = is_local;
    walk_statements(function->body, function, [&](const Statement& statement, const FunctionDef*) {
        const auto* assign = statement.as<Assign>();
        if (assign == nullptr || !assign->value) return;
        for (const Expression& target : assign->targets) {
            const auto* id = target.as<Name>();
            if (id == nullptr || id->id != name) continue;
            is_local = true;
            several = several || found != nullptr;
            found = &*assign->value;
        }
    });
    return several ? nullptr : found;
}

MetadataNaming not_known(const WalkedModule& module, const Span& span, std::string why) {
    MetadataNaming naming;
    naming.unknown = std::move(why);
    naming.where = place_in(module, span);
    return naming;
}

/// "X.naming_convention = {...}" or "X.metadata = ..." of a file.
struct Change {
    const Assign* assign = nullptr;
    const Attribute* target = nullptr;
    bool nested = false;  ///< not at the module's level
    Span span;
};

std::vector<Change> find_changes(const WalkedModule& module) {
    std::vector<Change> changes;
    const Body& whole = module.file().module.statements;
    walk_statements(whole, nullptr, [&](const Statement& statement, const FunctionDef* function) {
        const auto* assign = statement.as<Assign>();
        if (assign == nullptr || !assign->value) return;
        for (const Expression& target : assign->targets) {
            const auto* item = target.as<Subscript>();
            const auto* attribute = item == nullptr ? target.as<Attribute>() : item->object->as<Attribute>();
            if (attribute == nullptr) continue;
            const bool names = attribute->name == "naming_convention";
            if (!names && (item != nullptr || attribute->name != "metadata")) continue;
            const bool top = std::ranges::any_of(whole, [&](const Statement& one) { return &one == &statement; });
            changes.push_back({assign, attribute, function != nullptr || !top || item != nullptr, statement.span});
        }
    });
    return changes;
}

/// A line at the module's level that gives something a `metadata`.
bool sets_metadata(const std::string& text) {
    for (const std::string& line : base::split(text, '\n')) {
        const std::size_t at = line.find(".metadata");
        if (at == std::string::npos || line.front() == ' ' || line.front() == '#') continue;
        const std::string_view rest = base::trim(std::string_view(line).substr(at + 9));
        if (rest.starts_with("=") && !rest.starts_with("==")) return true;
    }
    return false;
}

class TargetReader {
  public:
    TargetReader(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding)
        : walk_(modules), holding_(holding), metadata_(walk_, holding), env_(*walk_.add(env)) {}

    TargetNaming read() {
        MetadataNaming naming = configured();
        if (naming.unknown.empty()) apply_changes(naming);
        if (naming.unknown.empty()) return {std::move(naming.patterns), "", ""};
        if (is_foreign(naming.library) || is_hinted()) {
            if (naming.patterns.empty()) naming.patterns = likely_patterns();
            return {std::move(naming.patterns), std::move(naming.unknown), std::move(naming.where)};
        }
        return {};
    }

  private:
    MetadataNaming configured() {
        std::optional<MetadataNaming> agreed;
        for (const Configure& configure : find_configures(env_)) {
            const MetadataNaming one = of_configure(configure);
            if (!one.unknown.empty()) return one;
            if (agreed && (agreed->patterns != one.patterns || agreed->identity != one.identity))
                return not_known(env_, configure.span, "context.configure is given different metadata");
            agreed = one;
        }
        return agreed ? *agreed : not_known(env_, {0, 0, 1}, "no call of context.configure was found");
    }

    MetadataNaming of_configure(const Configure& configure) {
        const Expression* given = find_keyword(*configure.call, "target_metadata");
        if (given == nullptr) given = unpacked_metadata(configure);
        const bool unpacked =
            std::ranges::any_of(configure.call->keywords, [](const Keyword& keyword) { return keyword.name.empty(); });
        if (given == nullptr && unpacked)
            return not_known(env_, configure.span, "what context.configure is given is not written out");
        if (given == nullptr) return {};
        if (const auto imported = imported_meaning(configure.function, *given))
            return metadata_.of_found(env_, *given, *imported);
        const auto* name = given->as<Name>();
        bool is_local = false;
        const Expression* local = name == nullptr ? nullptr : local_value(configure.function, name->id, is_local);
        if (is_local && local == nullptr) return not_known(env_, given->span, name->id + " is not followed");
        return metadata_.of(env_, local == nullptr ? *given : *local);
    }

    /// `target_metadata` of a dict that the function makes and unpacks into the call; nullptr where there is none.
    const Expression* unpacked_metadata(const Configure& configure) {
        for (const Keyword& keyword : configure.call->keywords) {
            const auto* name = keyword.name.empty() ? keyword.value.as<Name>() : nullptr;
            if (name == nullptr) continue;
            bool is_local = false;
            const Expression* dict = local_value(configure.function, name->id, is_local);
            const Expression* found = dict == nullptr ? nullptr : value_in_dict(*dict, "target_metadata");
            if (found != nullptr) return found;
        }
        return nullptr;
    }

    /// What a dotted name means that an import inside the function binds; nullopt when none does.
    std::optional<Meaning> imported_meaning(const FunctionDef* function, const Expression& expression) {
        const auto dotted = dotted_name(expression);
        if (function == nullptr || !dotted) return std::nullopt;
        std::optional<Meaning> found;
        const std::string root = dotted->substr(0, dotted->find('.'));
        walk_statements(function->body, function, [&](const Statement& statement, const FunctionDef*) {
            const auto* import = statement.as<ImportFrom>();
            if (import == nullptr) return;
            const bool binds = std::ranges::any_of(import->names, [&](const ImportedName& name) {
                return (name.alias.empty() ? name.name : name.alias) == root;
            });
            if (binds) found = walk_.find_imported(env_, *import, *dotted);
        });
        return found;
    }

    /// What is set on the metadata after it is made.
    void apply_changes(MetadataNaming& naming) {
        std::vector<SourceFile> files = holding_(".naming_convention");
        for (SourceFile& file : holding_(".metadata")) {
            if (sets_metadata(file.text)) files.push_back(std::move(file));
        }
        std::set<std::string> seen;
        for (const SourceFile& file : files) {
            if (seen.insert(file.path).second) apply_changes_in(*walk_.add(file), naming);
        }
        if (!seen.contains(env_.file().path)) apply_changes_in(env_, naming);
    }

    void apply_changes_in(const WalkedModule& module, MetadataNaming& naming) {
        const std::string identity = naming.identity;
        for (const Change& change : find_changes(module)) {
            const bool names = change.target->name == "naming_convention";
            const MetadataNaming changed =
                names ? metadata_.of(module, *change.target->object) : of_class(module, change);
            if (changed.unknown.empty() && changed.identity != identity) continue;
            const bool unclear = !changed.unknown.empty() || change.nested;
            if (unclear && !names) continue;  // anything may have an attribute `metadata`
            if (unclear || (&module != &env_ && !walk_.imports(env_, module.file().path))) {
                const MetadataNaming why = not_known(module, change.span, "it may be changed here");
                naming.unknown = why.unknown;
                naming.where = why.where;
                return;
            }
            MetadataNaming made = names ? metadata_.of_convention(module, *change.assign->value)
                                        : metadata_.of(module, *change.assign->value);
            naming.patterns = std::move(made.patterns);
            naming.unknown = std::move(made.unknown);
            naming.where = std::move(made.where);
        }
    }

    /// The metadata of the class or object whose `metadata` is set.
    MetadataNaming of_class(const WalkedModule& module, const Change& change) {
        for (const Expression& target : change.assign->targets) {
            if (target.as<Attribute>() == change.target) return metadata_.of(module, target);
        }
        return {};
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

    bool is_hinted() {
        return !holding_("naming_convention").empty() ||
               env_.file().module.source.find("naming_convention") != std::string::npos;
    }

    /// The convention that all of the project's files with one agree on; none when they do not.
    std::map<std::string, std::string> likely_patterns() {
        std::map<std::string, std::string> likely;
        for (const SourceFile& file : holding_("naming_convention")) {
            const WalkedModule& module = *walk_.add(file);
            for (const MetadataNaming& one : conventions_in(module)) {
                if (!likely.empty() && likely != one.patterns) return {};
                likely = one.patterns;
            }
        }
        return likely;
    }

    std::vector<MetadataNaming> conventions_in(const WalkedModule& module) {
        std::vector<MetadataNaming> found;
        walk_statements(module.file().module.statements, nullptr, [&](const Statement& statement, const FunctionDef*) {
            const auto* assign = statement.as<Assign>();
            if (assign != nullptr && assign->value) add_conventions(module, *assign->value, found, 0);
        });
        return found;
    }

    void add_conventions(const WalkedModule& module, const Expression& value, std::vector<MetadataNaming>& found,
                         int depth) {
        const auto* call = value.as<Call>();
        if (call == nullptr || depth > 8) return;
        for (const Keyword& keyword : call->keywords) {
            if (keyword.name == "naming_convention") found.push_back(metadata_.of_convention(module, keyword.value));
            add_conventions(module, keyword.value, found, depth + 1);
        }
        for (const Expression& argument : call->positional) add_conventions(module, argument, found, depth + 1);
    }

    ModuleWalk walk_;
    const FilesHolding& holding_;
    MetadataReader metadata_;
    const WalkedModule& env_;
};

}  // namespace

TargetNaming read_target_naming(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding) {
    return TargetReader(env, modules, holding).read();
}

}  // namespace migrate::models
