#include "models/lineage.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "models/annotation.h"
#include "models/constants.h"
#include "schema/naming.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 64;  // of classes above one another
constexpr std::size_t kMaxClasses = 200;
constexpr int kMaxLoops = 4;  // from metadata to a class and back

Scope scope_of(const Library& library, const Target& target) {
    Scope scope;
    scope.library = &library;
    scope.file = target.file;
    return scope;
}

const Expression& without_subscript(const Expression& base) {
    const auto* generic = base.as<Subscript>();
    return generic == nullptr ? base : *generic->object;
}

bool is_declarative_name(const std::string& name) {
    return name == "DeclarativeBase" || name == "DeclarativeBaseNoMeta" || name == "SQLModel" || name == "Model" ||
           name == "AutomapBase";
}

/// Bases from outside that bring no columns.
bool brings_no_columns(const std::string& full_name) {
    static const std::set<std::string> roots = {"builtins",   "abc",         "typing",      "typing_extensions",
                                                "enum",       "dataclasses", "collections", "pydantic",
                                                "sqlalchemy", "flask_login", "types"};
    return roots.contains(full_name.substr(0, full_name.find('.')));
}

/// The type_annotation_map of a base, of its registry, or of a registry(...) call.
void add_annotation_rules(const Scope& scope, const Expression& value, std::vector<AnnotationRule>& rules) {
    const auto* dict = value.as<Dict>();
    if (dict == nullptr) return;
    for (const DictItem& item : dict->items) {
        if (item.key) rules.push_back({annotation_key(*item.key), scope, &item.value});
    }
}

/// `metadata = MetaData(...)` by its name.
Convention convention_of_name(const Scope& scope, const Expression& name) {
    const Target target = find_target(scope, name);
    const auto* call = target.kind == Target::Kind::value && target.rest.empty() ? target.value->as<Call>() : nullptr;
    return call == nullptr ? Convention{} : read_convention(scope_of(*scope.library, target), *call);
}

Convention metadata_at(const Scope& scope, const Expression& metadata, int depth);

void read_registry(const Scope& scope, const Expression& value, Lineage& lineage, int depth) {
    const auto* call = value.as<Call>();
    if (call == nullptr) return;
    if (const Expression* map = find_keyword(*call, "type_annotation_map")) {
        add_annotation_rules(scope, *map, lineage.rules.annotations);
    }
    if (const Expression* metadata = find_keyword(*call, "metadata")) {
        lineage.convention = metadata_at(scope, *metadata, depth + 1);
    }
}

/// What the body of a declarative base says.
void read_base_body(const Scope& scope, const ClassDef& class_def, Lineage& lineage, int depth) {
    if (const Expression* map = own_value(class_def, "type_annotation_map")) {
        add_annotation_rules(scope, *map, lineage.rules.annotations);
    }
    if (const Expression* registry = own_value(class_def, "registry")) {
        const Target target = find_target(scope, *registry);
        const bool named = target.kind == Target::Kind::value && target.rest.empty();
        Scope there = scope;
        if (named) there.file = target.file;
        read_registry(there, named ? *target.value : *registry, lineage, depth);
    }
    if (const Expression* metadata = own_value(class_def, "metadata")) {
        lineage.convention = metadata_at(scope, *metadata, depth + 1);
    }
}

class LineageReader {
  public:
    /// `looped` counts how often the reading of metadata led to a lineage again.
    LineageReader(const Library& library, int looped) : library_(library), looped_(looped) {}

    Lineage read(const Target& target) {
        walk(target, 0);
        return std::move(lineage_);
    }

  private:
    void walk(const Target& target, int depth) {
        if (depth > kMaxDepth || target.class_def == nullptr || !seen_.insert(target.class_def).second) return;
        const Scope scope = scope_of(library_, target);
        for (const Expression& written : target.class_def->bases) {
            if (written.as<Starred>() != nullptr) {
                lineage_.unknown_bases.push_back(source_of(scope, written));
                continue;
            }
            read_base(scope, without_subscript(written), depth);
        }
        if (lineage_.declarative) read_base_body(scope, *target.class_def, lineage_, looped_);
        if (has_decorator(target.class_def->decorators, "mapped") ||
            has_decorator(target.class_def->decorators, "mapped_as_dataclass") ||
            has_decorator(target.class_def->decorators, "as_declarative")) {
            lineage_.declarative = true;
            if (depth == 0) lineage_.is_base = has_decorator(target.class_def->decorators, "as_declarative");
        }
    }

    /// The depth ends also what names only itself: `Base = declarative_base(cls=Base)`.
    void read_base(const Scope& scope, const Expression& base, int depth) {
        if (depth > kMaxDepth) return;
        if (const auto* call = base.as<Call>()) return read_base_call(scope, *call, depth);
        const Target target = find_target(scope, base);
        if (target.kind == Target::Kind::class_def) return walk(target, depth + 1);
        if (target.kind == Target::Kind::value) {
            Scope there = scope_of(library_, target);
            const auto* call = target.value->as<Call>();
            if (call != nullptr) return read_base_call(there, *call, depth);
        }
        const std::string name = sqlalchemy_name(target);
        if (is_declarative_name(name)) {
            lineage_.declarative = true;
            if (depth == 0) lineage_.is_base = name != "Model" && name != "SQLModel";
            lineage_.flask = lineage_.flask || name == "Model";
            lineage_.rules.sqlmodel = lineage_.rules.sqlmodel || name == "SQLModel";
            if (name == "Model") read_flask(scope, base);
        } else if (target.kind != Target::Kind::external || !brings_no_columns(target.name)) {
            lineage_.unknown_bases.push_back(source_of(scope, base));
        }
    }

    /// Base = declarative_base(metadata=..., cls=...), automap_base(), registry.generate_base(); also in
    /// place.
    void read_base_call(const Scope& scope, const Call& call, int depth) {
        const std::string name = last_name(*call.callee);
        if (name == "with_metaclass") {
            for (const Expression& argument : call.positional) read_base(scope, argument, depth + 1);
            return;
        }
        if (name != "declarative_base" && name != "automap_base" && name != "generate_base" &&
            name != "DeclarativeMeta") {
            lineage_.unknown_bases.push_back(name);
            return;
        }
        lineage_.declarative = true;
        if (const Expression* cls = find_keyword(call, "cls")) read_base(scope, *cls, depth + 1);
        if (const Expression* metadata = find_keyword(call, "metadata")) {
            lineage_.convention = metadata_at(scope, *metadata, looped_ + 1);
        } else if (!call.positional.empty() && name == "declarative_base") {
            lineage_.unknown_bases.push_back(name);
        }
        if (name == "generate_base") {
            const auto* method = call.callee->as<Attribute>();
            const Target registry = method == nullptr ? Target{} : find_target(scope, *method->object);
            if (registry.kind == Target::Kind::value)
                read_registry(scope_of(library_, registry), *registry.value, lineage_, looped_);
        }
    }

    /// db = SQLAlchemy(metadata=MetaData(...)).
    void read_flask(const Scope& scope, const Expression& base) {
        const auto* attribute = base.as<Attribute>();
        if (attribute == nullptr) return;
        const Target db = find_target(scope, *attribute->object);
        const auto* call = db.kind == Target::Kind::value ? db.value->as<Call>() : nullptr;
        const Expression* metadata = call == nullptr ? nullptr : find_keyword(*call, "metadata");
        if (metadata != nullptr) lineage_.convention = metadata_at(scope_of(library_, db), *metadata, looped_ + 1);
    }

    const Library& library_;
    Lineage lineage_;
    int looped_ = 0;
    std::set<const ClassDef*> seen_;
};

Convention metadata_at(const Scope& scope, const Expression& metadata, int depth) {
    if (depth > kMaxLoops) return {};
    if (const auto* call = metadata.as<Call>()) return read_convention(scope, *call);
    if (const auto* attribute = metadata.as<Attribute>(); attribute != nullptr && attribute->name == "metadata") {
        const Target owner = find_target(scope, *attribute->object);
        const auto* made = owner.kind == Target::Kind::value ? owner.value->as<Call>() : nullptr;
        const Expression* given = made == nullptr ? nullptr : find_keyword(*made, "metadata");  // Base, db
        const auto* given_call = given == nullptr ? nullptr : given->as<Call>();
        if (given_call != nullptr) return read_convention(scope_of(*scope.library, owner), *given_call);
        if (given != nullptr && dotted_name(*given) != dotted_name(metadata)) {
            return convention_of_name(scope_of(*scope.library, owner), *given);
        }
    }
    const Target target = find_target(scope, metadata);
    if (target.kind == Target::Kind::class_def && target.rest == "metadata")
        return LineageReader(*scope.library, depth + 1).read(target).convention;
    return convention_of_name(scope, metadata);
}

bool is_abstract(const ClassDef& class_def) {
    const Expression* value = own_value(class_def, "__abstract__");
    const auto* constant = value == nullptr ? nullptr : value->as<Constant>();
    return constant != nullptr && *constant == Constant::True;
}

bool has_table_keyword(const Library& library, const Target& target) {
    for (const Keyword& keyword : target.class_def->keywords) {
        if (keyword.name == "table") return flag_of(scope_of(library, target), keyword.value).value_or(false);
    }
    return false;
}

/// Cyclic bases are cut by the set of classes already looked at.
bool inherits_table_name(const Library& library, const Target& target, std::set<const ClassDef*>& seen) {
    if (!seen.insert(target.class_def).second || seen.size() > kMaxClasses) return false;
    for (const Target& base : class_bases(library, target)) {
        if (own_value(*base.class_def, "__tablename__") != nullptr ||
            own_function(*base.class_def, "__tablename__") != nullptr || inherits_table_name(library, base, seen)) {
            return true;
        }
    }
    return false;
}

Lineage lineage_of(const Library& library, const Target& class_target) {
    return LineageReader(library, 0).read(class_target);
}

}  // namespace

std::vector<Target> class_bases(const Library& library, const Target& class_target) {
    std::vector<Target> bases;
    if (class_target.class_def == nullptr) return bases;
    const Scope scope = scope_of(library, class_target);
    for (const Expression& written : class_target.class_def->bases) {
        Target target = find_target(scope, without_subscript(written));
        const auto* call = target.kind == Target::Kind::value ? target.value->as<Call>() : nullptr;
        if (call != nullptr) {  // Base = declarative_base(cls=Mixin)
            const Expression* cls = find_keyword(*call, "cls");
            target = cls == nullptr ? Target{} : find_target(scope_of(library, target), *cls);
        }
        if (target.kind == Target::Kind::class_def && target.rest.empty()) bases.push_back(std::move(target));
    }
    return bases;
}

Convention convention_of_metadata(const Scope& scope, const Expression& metadata) {
    return metadata_at(scope, metadata, 0);
}

const ClassFacts& Classes::facts(const Target& class_target) {
    const auto [slot, added] = known_.try_emplace(class_target.class_def);
    ClassFacts& facts = slot->second;
    if (!added || class_target.class_def == nullptr) return facts;
    facts.lineage = lineage_of(library_, class_target);
    facts.parent = find_parent(class_target);
    facts.mapping = find_mapping(class_target, facts);
    return facts;
}

Target Classes::find_parent(const Target& class_target) {
    for (const Target& base : class_bases(library_, class_target)) {
        const ClassFacts& above = facts(base);
        if (above.mapping.mapped) return base;
        if (above.parent.kind == Target::Kind::class_def) return above.parent;
    }
    return {};
}

Mapping Classes::find_mapping(const Target& class_target, const ClassFacts& facts) {
    const ClassDef& class_def = *class_target.class_def;
    const Lineage& lineage = facts.lineage;
    if (is_abstract(class_def) || lineage.is_base) return {};
    const bool own =
        own_value(class_def, "__tablename__") != nullptr || own_function(class_def, "__tablename__") != nullptr;
    if (!lineage.declarative && (lineage.unknown_bases.empty() || !own)) return {};
    if (lineage.rules.sqlmodel && !has_table_keyword(library_, class_target)) return {};
    if (!own && facts.parent.kind == Target::Kind::class_def) return {};  // shares its parent's table
    std::set<const ClassDef*> seen;
    if (own || inherits_table_name(library_, class_target, seen)) return {true, table_name_of(library_, class_target)};
    if (own_value(class_def, "__table__") != nullptr) return {true, std::nullopt};
    if (lineage.rules.sqlmodel) return {true, base::lower(class_def.name)};
    if (lineage.flask) return {true, to_snake_case(class_def.name)};
    return {};
}

}  // namespace migrate::models
