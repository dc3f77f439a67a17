#include "models/metadata_naming.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/class_body.h"
#include "models/constants.h"
#include "models/walk_statements.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 24;

MetadataNaming not_known(const WalkedModule& module, const Expression& expression, std::string why) {
    MetadataNaming naming;
    naming.unknown = std::move(why);
    naming.where = place_in(module, expression.span);
    return naming;
}

/// A MetaData of its own without a convention.
MetadataNaming plain(const WalkedModule& module, const Span& span) {
    MetadataNaming naming;
    naming.identity = fmt::format("{}:{}", module.file().path, span.begin);
    return naming;
}

bool is_of(const std::string& full_name, std::string_view library, std::string_view end) {
    return full_name.starts_with(library) && full_name.size() > library.size() && full_name[library.size()] == '.' &&
           full_name.substr(full_name.rfind('.') + 1) == end;
}

/// What is unpacked into a call may bring anything.
bool has_unpacked(const Call& call) {
    const bool starred = std::ranges::any_of(call.positional, [](const Expression& e) { return e.as<Starred>(); });
    return starred || std::ranges::any_of(call.keywords, [](const Keyword& keyword) { return keyword.name.empty(); });
}

/// Bases from outside that have no metadata.
bool has_no_metadata(const std::string& full_name) {
    static const std::set<std::string> roots = {"abc",         "typing",   "typing_extensions", "enum",
                                                "dataclasses", "pydantic", "sqlalchemy",        "collections"};
    return roots.contains(full_name.substr(0, full_name.find('.')));
}

MetadataNaming of_library(const std::string& full_name, const WalkedModule& module, const Span& span) {
    MetadataNaming naming;
    if (full_name.starts_with("sqlmodel.") && full_name.ends_with("SQLModel.metadata")) {
        naming.identity = "sqlmodel.SQLModel.metadata";
        return naming;
    }
    naming.unknown = full_name + " is not of the project";
    naming.where = place_in(module, span);
    naming.library = full_name;
    return naming;
}

/// Flask-Migrate's way to the application's `db`: current_app.extensions["migrate"].db
bool leads_to_flask(const Expression& expression) {
    const Expression* at = &expression;
    bool extensions = false;
    for (;;) {
        if (const auto* attribute = at->as<Attribute>()) {
            extensions = extensions || attribute->name == "extensions";
            at = &*attribute->object;
        } else if (const auto* item = at->as<Subscript>()) {
            at = &*item->object;
        } else {
            return extensions;
        }
    }
}

const Expression& without_subscript(const Expression& base) {
    const auto* generic = base.as<Subscript>();
    return generic == nullptr ? base : *generic->object;
}

/// All `return` statements of a function's own body.
void add_returns(const Body& body, std::vector<const Expression*>& found) {
    for (const Statement& statement : body) {
        if (const auto* result = statement.as<Return>(); result != nullptr && result->value)
            found.push_back(&*result->value);
        if (const auto* condition = statement.as<If>()) {
            for (const Branch& branch : condition->branches) add_returns(branch.body, found);
            add_returns(condition->otherwise, found);
        }
        if (const auto* attempt = statement.as<Try>()) {
            add_returns(attempt->body, found);
            for (const Handler& handler : attempt->handlers) add_returns(handler.body, found);
        }
    }
}

}  // namespace

std::string place_in(const WalkedModule& module, const Span& span) {
    return fmt::format("{}:{}", module.file().path, span.line);
}

MetadataNaming MetadataReader::of(const WalkedModule& module, const Expression& metadata, int depth) {
    if (depth > kMaxDepth) return not_known(module, metadata, "the metadata leads too far");
    if (is_none(metadata) || metadata.as<List>() || metadata.as<Tuple>() || metadata.as<Set>())
        return plain(module, metadata.span);  // of several, Alembic takes no convention
    if (metadata.as<Call>()) return of_call(module, metadata, depth + 1);
    if (const auto dotted = dotted_name(metadata)) return of_meaning(module, metadata, *dotted, depth + 1);
    if (const auto* item = metadata.as<Subscript>()) {
        const auto* all = item->object->as<Attribute>();
        if (all != nullptr && all->name == "metadatas" && is_none(*item->index))
            return of_owner(module, *all->object, depth + 1);
    }
    const auto* attribute = metadata.as<Attribute>();
    if (attribute != nullptr && attribute->name == "metadata") return of_owner(module, *attribute->object, depth + 1);
    return not_known(module, metadata, "the metadata is not followed");
}

MetadataNaming MetadataReader::of_meaning(const WalkedModule& module, const Expression& expression,
                                          const std::string& dotted, int depth) {
    return of_found(module, expression, walk_.find(module, dotted), depth);
}

MetadataNaming MetadataReader::of_found(const WalkedModule& module, const Expression& expression,
                                        const Meaning& meaning, int depth) {
    const bool whole = meaning.rest.empty();
    switch (meaning.kind) {
        case Meaning::Kind::outside:
            return of_library(meaning.name, module, expression.span);
        case Meaning::Kind::value:
            if (whole) return of(*meaning.module, *meaning.value, depth + 1);
            if (meaning.rest == "metadata") return of_owner(*meaning.module, *meaning.value, depth + 1);
            if (auto naming = of_property(meaning, depth + 1)) return *naming;
            break;
        case Meaning::Kind::class_def:
            if (meaning.rest == "metadata") {
                if (auto naming = of_class(meaning, depth + 1)) return *naming;
            }
            break;
        case Meaning::Kind::function:
        case Meaning::Kind::unknown:
            break;
    }
    return not_known(module, expression, dotted_name(expression).value_or("the metadata") + " is not followed");
}

MetadataNaming MetadataReader::of_call(const WalkedModule& module, const Expression& expression, int depth) {
    const auto* call = expression.as<Call>();
    const auto name = dotted_name(*call->callee);
    const Meaning callee = name ? walk_.find(module, *name) : Meaning{};
    if (is_of(callee.name, "sqlalchemy", "MetaData") || is_of(callee.name, "sqlmodel", "MetaData"))
        return of_metadata_call(module, expression);
    if (callee.kind == Meaning::Kind::function && callee.rest.empty()) return of_function(callee, depth + 1);
    return not_known(module, expression, "the metadata is made by a call that is not followed");
}

/// `db = make_db()` and `db.Base.metadata`: the class that is called, or that the function says it returns, has the
/// first name as a property with one result.
std::optional<MetadataNaming> MetadataReader::of_property(const Meaning& made, int depth) {
    const auto* call = made.value->as<Call>();
    const auto callee = call == nullptr ? std::nullopt : dotted_name(*call->callee);
    const auto dot = made.rest.find('.');
    if (!callee || made.rest.substr(dot + 1) != "metadata" || depth > kMaxDepth) return std::nullopt;
    Meaning maker = walk_.find(*made.module, *callee);
    if (maker.kind == Meaning::Kind::function && maker.rest.empty() && maker.function->returns) {
        const auto returned = dotted_name(*maker.function->returns);
        maker = returned ? walk_.find(*maker.module, *returned) : Meaning{};
    }
    if (maker.kind != Meaning::Kind::class_def || !maker.rest.empty()) return std::nullopt;
    for (const Statement& statement : maker.class_def->body) {
        const auto* method = statement.as<FunctionDef>();
        const bool property = method != nullptr && method->name == made.rest.substr(0, dot) &&
                              method->decorators.size() == 1 && dotted_name(method->decorators.front()) == "property";
        if (!property) continue;
        std::vector<const Expression*> results;
        add_returns(method->body, results);
        if (results.size() == 1) return of_owner(*maker.module, *results.front(), depth + 1);
    }
    return std::nullopt;
}

MetadataNaming MetadataReader::of_metadata_call(const WalkedModule& module, const Expression& expression) {
    const auto* call = expression.as<Call>();
    MetadataNaming naming;
    if (has_unpacked(*call) || call->positional.size() > 2)
        naming = not_known(module, expression, "what MetaData(...) is given is not written out");
    if (const Expression* convention = find_keyword(*call, "naming_convention"))
        naming = of_convention(module, *convention);
    naming.identity = plain(module, expression.span).identity;
    return naming;
}

MetadataNaming MetadataReader::of_function(const Meaning& function, int depth) {
    std::vector<const Expression*> results;
    add_returns(function.function->body, results);
    std::optional<MetadataNaming> agreed;
    for (const Expression* result : results) {
        const MetadataNaming one = of(*function.module, *result, depth + 1);
        if (!one.unknown.empty()) return one;
        if (agreed && agreed->patterns != one.patterns)
            return not_known(*function.module, *result, "what the function returns differs");
        agreed = one;
    }
    if (agreed) return *agreed;
    MetadataNaming naming;
    naming.unknown = function.function->name + " is not followed";
    naming.where = function.module->file().path;
    return naming;
}

MetadataNaming MetadataReader::of_owner(const WalkedModule& module, const Expression& owner, int depth) {
    if (depth > kMaxDepth) return not_known(module, owner, "the metadata leads too far");
    if (owner.as<Call>()) return of_owner_call(module, owner, depth + 1);
    if (leads_to_flask(owner)) return of_flask(module, owner, depth + 1);
    if (const auto dotted = dotted_name(owner)) return of_meaning(module, owner, *dotted + ".metadata", depth + 1);
    return not_known(module, owner, "the owner of the metadata is not followed");
}

MetadataNaming MetadataReader::of_owner_call(const WalkedModule& module, const Expression& owner, int depth) {
    const auto* call = owner.as<Call>();
    const auto name = dotted_name(*call->callee);
    const Meaning callee = name ? walk_.find(module, *name) : Meaning{};
    if (is_flask_class(callee, depth + 1)) return of_flask_call(module, owner, depth + 1);
    const bool makes_base = is_of(callee.name, "sqlalchemy", "declarative_base") ||
                            is_of(callee.name, "sqlalchemy", "automap_base") ||
                            is_of(callee.name, "sqlalchemy", "registry");
    if (makes_base && !has_unpacked(*call) && call->positional.empty()) {
        if (const Expression* metadata = find_keyword(*call, "metadata")) return of(module, *metadata, depth + 1);
        const Expression* cls = find_keyword(*call, "cls");
        const auto above = cls == nullptr ? std::nullopt : of_base(module, *cls, depth + 1);
        return above.value_or(plain(module, owner.span));
    }
    const auto* method = call->callee->as<Attribute>();
    if (method != nullptr && method->name == "generate_base") return of_owner(module, *method->object, depth + 1);
    return not_known(module, owner, "what is called for the metadata is not followed");
}

MetadataNaming MetadataReader::of_flask_call(const WalkedModule& module, const Expression& owner, int depth) {
    const auto* call = owner.as<Call>();
    if (has_unpacked(*call) || call->positional.size() > 1)
        return not_known(module, owner, "what SQLAlchemy(...) is given is not written out");
    if (const Expression* metadata = find_keyword(*call, "metadata"); metadata != nullptr && !is_none(*metadata))
        return of(module, *metadata, depth + 1);
    const Expression* base = find_keyword(*call, "model_class");
    const auto above = base == nullptr ? std::nullopt : of_base(module, *base, depth + 1);
    return above.value_or(plain(module, owner.span));
}

bool MetadataReader::is_flask_class(const Meaning& callee, int depth) {
    if (callee.kind == Meaning::Kind::outside) return is_of(callee.name, "flask_sqlalchemy", "SQLAlchemy");
    if (callee.kind != Meaning::Kind::class_def || !callee.rest.empty() || depth > kMaxDepth) return false;
    if (own_function(*callee.class_def, "__init__") || own_value(*callee.class_def, "metadata")) return false;
    return std::ranges::any_of(callee.class_def->bases, [&](const Expression& base) {
        const auto name = dotted_name(base);
        return name && is_flask_class(walk_.find(*callee.module, *name), depth + 1);
    });
}

/// Which of the application's SQLAlchemy(...) objects it is only a run can say; all of them must agree.
MetadataNaming MetadataReader::of_flask(const WalkedModule& module, const Expression& expression, int depth) {
    std::vector<MetadataNaming> found;
    for (const SourceFile& file : holding_("SQLAlchemy")) {
        const WalkedModule& there = *walk_.add(file);
        walk_statements(there.file().module.statements, nullptr, [&](const Statement& statement, const FunctionDef*) {
            const auto* assign = statement.as<Assign>();
            const auto* call = assign == nullptr || !assign->value ? nullptr : assign->value->as<Call>();
            const auto callee = call == nullptr ? std::nullopt : dotted_name(*call->callee);
            if (callee && is_flask_class(walk_.find(there, *callee), depth))
                found.push_back(of_flask_call(there, *assign->value, depth + 1));
        });
    }
    std::optional<MetadataNaming> agreed;
    for (const MetadataNaming& one : found) {
        if (!one.unknown.empty()) return one;
        if (agreed && agreed->patterns != one.patterns)
            return not_known(module, expression, "the application has several SQLAlchemy objects");
        agreed = one;
    }
    return agreed ? *agreed : not_known(module, expression, "the application's SQLAlchemy object was not found");
}

std::optional<MetadataNaming> MetadataReader::of_class(const Meaning& meaning, int depth) {
    if (depth > kMaxDepth) return std::nullopt;
    const ClassDef& class_def = *meaning.class_def;
    const WalkedModule& module = *meaning.module;
    if (const Expression* metadata = own_value(class_def, "metadata")) return of(module, *metadata, depth + 1);
    if (const Expression* registry = own_value(class_def, "registry")) return of_owner(module, *registry, depth + 1);
    for (const Expression& decorator : class_def.decorators) {
        const auto* call = decorator.as<Call>();
        const auto name = dotted_name(call == nullptr ? decorator : *call->callee);
        if (!name || !is_of(walk_.find(module, *name).name, "sqlalchemy", "as_declarative")) continue;
        const Expression* metadata = call == nullptr ? nullptr : find_keyword(*call, "metadata");
        return metadata == nullptr ? plain(module, decorator.span) : of(module, *metadata, depth + 1);
    }
    for (const Expression& base : class_def.bases) {
        if (auto naming = of_base(module, without_subscript(base), depth + 1)) {
            const bool made_here = naming->identity == "(new)";
            if (made_here) naming->identity = fmt::format("{}:{}", module.file().path, class_def.name);
            return naming;
        }
    }
    return std::nullopt;
}

/// The metadata that a class gets from one of its bases; nullopt when it brings none.
std::optional<MetadataNaming> MetadataReader::of_base(const WalkedModule& module, const Expression& base, int depth) {
    if (const auto* call = base.as<Call>()) {
        const auto name = dotted_name(*call->callee);
        if (!name || !name->ends_with("with_metaclass")) return of_owner_call(module, base, depth + 1);
        for (const Expression& argument : call->positional) {
            if (auto naming = of_base(module, argument, depth + 1)) return naming;
        }
        return std::nullopt;
    }
    const auto dotted = dotted_name(base);
    if (!dotted) return not_known(module, base, "a base class is not followed");
    const Meaning meaning = walk_.find(module, *dotted);
    if (meaning.kind == Meaning::Kind::class_def && meaning.rest.empty()) return of_class(meaning, depth + 1);
    if (meaning.kind == Meaning::Kind::value && (meaning.rest.empty() || meaning.rest == "Model"))
        return of_owner(*meaning.module, *meaning.value, depth + 1);
    if (meaning.kind == Meaning::Kind::unknown && *dotted == "object") return std::nullopt;
    if (meaning.kind != Meaning::Kind::outside) return not_known(module, base, *dotted + " is not followed");
    if (is_of(meaning.name, "sqlmodel", "SQLModel")) return of_library("sqlmodel.SQLModel.metadata", module, base.span);
    if (is_of(meaning.name, "sqlalchemy", "DeclarativeBase") ||
        is_of(meaning.name, "sqlalchemy", "DeclarativeBaseNoMeta")) {
        MetadataNaming naming;
        naming.identity = "(new)";
        return naming;
    }
    if (has_no_metadata(meaning.name)) return std::nullopt;
    return of_library(meaning.name, module, base.span);
}

}  // namespace migrate::models
