// Python annotations of mapped attributes, and the types that SQLAlchemy gives to them.
#include <algorithm>
#include <map>

#include "models/machine.h"
#include "python/syntax.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/column_types.h"

namespace migrate::models {

namespace {

constexpr int kMaxLayers = 16;
constexpr int kMaxDepth = 8;  // of annotations that are compared

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('.') + 1);
}

/// "Optional" of `Optional[int]` and of typing.Optional.
std::string_view outer_name(const GenericObject& generic) {
    return last_part(path_of(generic.origin));
}

/// Names from `from x import *` are looked for in the module that runs.
class InModule {
  public:
    InModule(Machine& machine, Scope* module) : machine_(machine), around_(std::exchange(machine.module, module)) {}
    ~InModule() { machine_.module = around_; }
    InModule(const InModule&) = delete;
    InModule& operator=(const InModule&) = delete;

  private:
    Machine& machine_;
    Scope* around_;
};

class Unwrapper {
  public:
    Unwrapper(Machine& machine, Scope& scope) : machine_(machine), scope_(scope) {}

    Annotated unwrap(const python::Expression& written) {
        result_.type = value_of(written);
        for (int i = 0; i < kMaxLayers && step(); ++i) continue;
        result_.known = result_.known && !is_unknown(result_.type);
        return std::move(result_);
    }

  private:
    Value value_of(const python::Expression& written) {
        Scope* module = &scope_;
        while (module->outer) module = module->outer;
        const InModule inside(machine_, module);
        try {
            return evaluate(machine_, scope_, written);
        } catch (const Raised& raised) {
            return unknown(machine_, display(machine_, raised.exception));
        } catch (const NotKnown&) {
            return unknown(machine_, "it depends on what only the real run knows");
        }
    }

    /// Takes one layer off; false when none is left.
    bool step() {
        if (const auto* text = text_of(result_.type)) {
            auto inside = python::parse_expression(*text);
            if (!inside) return false;
            kept_ = std::make_shared<python::Expression>(std::move(*inside));
            machine_.heap.keep(kept_);
            return take(value_of(*kept_));
        }
        const auto* generic = object<GenericObject>(result_.type);
        if (!generic) return false;
        const std::string_view outer = outer_name(*generic);
        const Items& items = generic->arguments;
        if (outer == "ClassVar") result_.class_var = true;
        if (outer == "ClassVar" || items.empty()) return false;
        if (outer == "Mapped") result_.mapped = true;
        if (outer == "Optional") result_.optional = true;
        if (outer == "Mapped" || outer == "Optional" || outer == "Final" || outer == "Required") return take(items[0]);
        if (outer == "Union") return take_without_none(items);
        if (outer != "Annotated") return false;
        result_.names.push_back(result_.type);
        for (std::size_t i = 1; i < items.size(); ++i) {
            if (object<ColumnObject>(items[i]) || object<FieldObject>(items[i])) result_.columns.push_back(items[i]);
        }
        return take(items[0]);
    }

    bool take(Value inside) {
        result_.type = inside;
        return true;
    }

    bool take_without_none(const Items& items) {
        Items rest;
        for (const Value& item : items) {
            if (!is_none(item)) rest.push_back(item);
        }
        if (rest.size() < items.size()) result_.optional = true;
        return rest.size() == 1 && take(rest[0]);
    }

    Machine& machine_;
    Scope& scope_;
    Annotated result_;
    std::shared_ptr<python::Expression> kept_;
};

/// Two annotations that say the same: `dict[str, Any]` twice.
bool same_type(const Value& a, const Value& b, int depth = 0) {
    const auto* left = object<GenericObject>(a);
    const auto* right = object<GenericObject>(b);
    if (left == right && left) return true;
    if (left && right && depth < kMaxDepth) {
        return same_type(left->origin, right->origin, depth + 1) &&
               std::ranges::equal(left->arguments, right->arguments, [depth](const Value& one, const Value& other) {
                   return same_type(one, other, depth + 1);
               });
    }
    return !left && !right && equal(a, b).value_or(false);
}

std::optional<TypeObject> mapped_by(Machine& machine, const Value& map, const Value& type) {
    const auto* dict = as<Dict>(map);
    for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
        if (same_type(dict->items[i].first, type)) return type_from(machine, dict->items[i].second);
    }
    return std::nullopt;
}

/// The type_annotation_map of the class's base or of its registry.
Value annotation_map(const ClassObject& type) {
    if (const Value* own = find(type.attributes, "type_annotation_map")) return *own;
    const Value* held = find(type.attributes, "registry");
    const auto* registry = held ? object<RegistryObject>(*held) : nullptr;
    return registry ? registry->annotation_map : none();
}

std::string_view default_type(std::string_view path) {
    static const std::map<std::string_view, std::string_view> types = {
        {"builtins.int", "sqlalchemy.Integer"},
        {"builtins.str", "sqlalchemy.String"},
        {"builtins.bool", "sqlalchemy.Boolean"},
        {"builtins.float", "sqlalchemy.Float"},
        {"builtins.bytes", "sqlalchemy.LargeBinary"},
        {"decimal.Decimal", "sqlalchemy.Numeric"},
        {"datetime.datetime", "sqlalchemy.DateTime"},
        {"datetime.date", "sqlalchemy.Date"},
        {"datetime.time", "sqlalchemy.Time"},
        {"datetime.timedelta", "sqlalchemy.Interval"},
        {"uuid.UUID", "sqlalchemy.Uuid"},
    };
    const auto found = types.find(path);
    return found == types.end() ? std::string_view() : found->second;
}

std::optional<TypeObject> made_type(Machine& machine, std::string_view path, const Arguments& arguments) {
    const auto made = call_type(machine, path, arguments);
    const auto* type = made ? object<TypeObject>(*made) : nullptr;
    return type ? std::optional(*type) : std::nullopt;
}

/// What the map gives Enum(enum.Enum, ...) besides: for an enumeration of which it names only a base.
std::vector<std::pair<std::string, Value>> enum_options(const Value& map, const ClassObject& type) {
    const auto* dict = as<Dict>(map);
    for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
        const std::string_view base = path_of(dict->items[i].first);
        const auto* given = object<TypeObject>(dict->items[i].second);
        const bool is_base = base == "enum.Enum" || std::ranges::find(type.bases, base) != type.bases.end();
        if (given && given->of_any_enum && is_base) return given->options;
    }
    return {};
}

/// The types that a class body defines, and what is around it. Its columns do not count: `time: Mapped[...]` further
/// down does not change what `Mapped[time]` above it means.
Scope& types_of_body(Machine& machine, Scope& body) {
    auto& known = machine.types_of_bodies[&body];
    if (known) return *known;
    auto made = std::make_shared<Scope>();
    made->outer = body.outer;
    made->class_body = true;
    for (const auto& [name, value] : body.names) {
        if (object<ClassObject>(value) || object<GenericObject>(value) || as<Named>(value))
            made->names.emplace(name, value);
    }
    return *(known = machine.heap.keep(made));
}

}  // namespace

Annotated read_annotation(Machine& machine, const python::Expression& written, Scope& scope) {
    return Unwrapper(machine, scope.class_body ? types_of_body(machine, scope) : scope).unwrap(written);
}

std::optional<TypeObject> type_of_annotation(Machine& machine, const ClassObject& type, const Annotated& annotated) {
    const Value map = annotation_map(type);
    for (const Value& name : annotated.names) {
        if (auto made = mapped_by(machine, map, name)) return made;
    }
    if (auto made = mapped_by(machine, map, annotated.type)) return made;
    const std::string_view known = default_type(path_of(annotated.type));
    if (!known.empty()) return made_type(machine, known, {});
    if (const auto* own = object<ClassObject>(annotated.type); own && own->enumeration)
        return made_type(machine, "sqlalchemy.Enum", {{annotated.type}, enum_options(map, *own), nullptr, {}, false});
    const auto* generic = object<GenericObject>(annotated.type);
    if (!generic || outer_name(*generic) != "Literal") return std::nullopt;
    Arguments arguments{generic->arguments, {}, nullptr, {}, false};
    arguments.named.emplace_back("native_enum", boolean(false));
    return made_type(machine, "sqlalchemy.Enum", arguments);
}

}  // namespace migrate::models
