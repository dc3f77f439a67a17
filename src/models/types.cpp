#include "models/types.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "models/constants.h"
#include "models/type_decorator.h"
#include "models/type_names.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 16;

TypeReading opaque(const Scope& scope, const Expression& expression, std::string_view why) {
    TypeReading reading;
    reading.type.kind = TypeKind::opaque;
    reading.type.name = source_of(scope, expression);
    reading.doubt = fmt::format("the type {} {}", reading.type.name, why);
    return reading;
}

/// UUID on PostgreSQL over 32 to 36 characters of text on SQLite is what the portable uuid is.
Type portable(const Type& postgresql, const Type& sqlite) {
    const bool text =
        sqlite.kind == TypeKind::string || sqlite.kind == TypeKind::char_ || sqlite.kind == TypeKind::uuid;
    if (postgresql.kind == TypeKind::uuid && text) return postgresql;
    return raise_type(postgresql, sqlite);
}

class TypeReader {
  public:
    TypeReading read(const Scope& scope, const Expression& expression, int depth) {
        if (depth > kMaxDepth) return opaque(scope, expression, "leads too deep");
        if (const auto* call = expression.as<Call>()) return read_call(scope, expression, *call, depth);
        const Target target = find_target(scope, expression);
        if (target.kind == Target::Kind::value && target.rest.empty()) {
            Scope there = scope;
            there.file = target.file;
            if (there.file != scope.file) there.class_body = nullptr;
            return read(there, *target.value, depth + 1);
        }
        return read_class(scope, expression, target, nullptr, depth);
    }

  private:
    TypeReading read_call(const Scope& scope, const Expression& expression, const Call& call, int depth) {
        const auto* method = call.callee->as<Attribute>();
        if (method != nullptr && method->name == "with_variant" && call.positional.size() >= 2) {
            return read_variant(scope, *method->object, call, depth);
        }
        const bool wraps_mutable = method != nullptr && method->name == "as_mutable" && call.positional.size() == 1;
        if (wraps_mutable) return read(scope, call.positional.front(), depth + 1);  // MutableDict.as_mutable(JSONB)
        return read_class(scope, expression, find_target(scope, *call.callee), &call, depth);
    }

    TypeReading read_variant(const Scope& scope, const Expression& base_type, const Call& call, int depth) {
        TypeReading base = read(scope, base_type, depth + 1);
        TypeReading variant = read(scope, call.positional.front(), depth + 1);
        for (std::size_t i = 1; i < call.positional.size(); ++i) {
            const auto dialect = string_of(scope, call.positional[i]);
            if (!dialect) base.doubt = "the variant's dialect is not known";
            if (dialect != "postgresql" && dialect != "sqlite") continue;
            if (base.doubt.empty()) base.doubt = variant.doubt;
            const Type on_postgresql = lower(dialect == "postgresql" ? variant.type : base.type, Dialect::postgresql);
            const Type on_sqlite = lower(dialect == "sqlite" ? variant.type : base.type, Dialect::sqlite);
            base.type = portable(on_postgresql, on_sqlite);
        }
        return base;
    }

    TypeReading read_class(const Scope& scope, const Expression& expression, const Target& target, const Call* call,
                           int depth) {
        if (target.kind == Target::Kind::class_def && target.rest.empty()) {
            return read_decorator(scope, expression, target, call, depth);
        }
        const std::string vendor = target.kind == Target::Kind::external ? target.name : "";
        if (vendor.starts_with("pgvector.")) return read_vector(scope, expression, call);
        const std::string name = sqlalchemy_name(target);
        if (name == "ARRAY") return read_array(scope, expression, call, depth);
        if (name == "Enum" || name == "ENUM")
            return call == nullptr ? opaque(scope, expression, "has no labels") : read_enum(scope, expression, *call);
        const auto known = known_type(scope, name.empty() ? vendor : name, call);
        if (!known) return opaque(scope, expression, "is not one of SQLAlchemy's that is known");
        TypeReading reading;
        reading.type = *known;
        return reading;
    }

    static TypeReading read_vector(const Scope& scope, const Expression& expression, const Call* call) {
        const auto size =
            call != nullptr && !call->positional.empty() ? integer_of(scope, call->positional.front()) : std::nullopt;
        if (call != nullptr && !size) return opaque(scope, expression, "is of a size that is not known");
        TypeReading reading;
        reading.type.kind = TypeKind::other;
        reading.type.name = size ? fmt::format("vector({})", *size) : "vector";
        return reading;
    }

    TypeReading read_array(const Scope& scope, const Expression& expression, const Call* call, int depth) {
        if (call == nullptr || call->positional.empty()) return opaque(scope, expression, "has no element type");
        TypeReading element = read(scope, call->positional.front(), depth + 1);
        TypeReading reading;
        reading.type.kind = TypeKind::array;
        reading.doubt = element.doubt;
        reading.type.element.push_back(std::move(element.type));
        return reading;
    }

    static TypeReading read_enum(const Scope& scope, const Expression& expression, const Call& call) {
        TypeReading reading;
        std::vector<std::string> labels;
        std::string class_name;
        for (const Expression& argument : call.positional) {
            const auto* starred = argument.as<Starred>();
            const Target target = find_target(scope, argument);
            if (target.kind == Target::Kind::class_def && is_enum(*scope.library, target)) {
                const auto values = class_labels(scope, target, find_keyword(call, "values_callable") != nullptr);
                if (!values) return opaque(scope, expression, "has labels that are not strings");
                labels = *values;
                class_name = base::lower(target.class_def->name);
            } else if (const auto text = string_of(scope, argument)) {
                labels.push_back(*text);
            } else if (const auto many = starred == nullptr ? std::nullopt : strings_of(scope, *starred->operand)) {
                labels.insert(labels.end(), many->begin(), many->end());
            } else {
                return opaque(scope, expression, "has labels that are not known");
            }
        }
        const std::string name = string_keyword(scope, call, "name").value_or(class_name);
        const bool native = flag_keyword(scope, call, "native_enum").value_or(true);
        if (labels.empty()) return opaque(scope, expression, "has no labels");
        reading.type.labels = labels;
        reading.type.kind = TypeKind::enumeration;
        reading.type.name = name;
        reading.type.name_schema = string_keyword(scope, call, "schema").value_or("");
        if (native && name.empty()) reading.doubt = "the enum type has no name";
        if (native) return reading;
        const int longest = lower(reading.type, Dialect::sqlite).length.value_or(0);
        reading.type = Type{};
        reading.type.kind = TypeKind::string;
        reading.type.length = static_cast<int>(integer_keyword(scope, call, "length").value_or(longest));
        reading.has_check = flag_keyword(scope, call, "create_constraint").value_or(false);
        if (reading.has_check) reading.check_labels = labels;
        reading.check_name = name;
        return reading;
    }

    /// SQLAlchemy stores the members' names, unless values_callable asks for their values.
    static std::optional<std::vector<std::string>> class_labels(const Scope& scope, const Target& target, bool values) {
        std::vector<std::string> labels;
        for (const EnumMember& member : enum_members(*scope.library, target)) {
            if (values && !member.value) return std::nullopt;
            labels.push_back(values ? *member.value : member.name);
        }
        return labels;
    }

    TypeReading read_decorator(const Scope& scope, const Expression& expression, const Target& target, const Call* call,
                               int depth) {
        const DecoratorParts parts = decorator_parts(*scope.library, target);
        if (!parts.sql.empty()) {
            TypeReading reading;
            reading.type = read_sql_type(parts.sql);
            return reading;
        }
        if (parts.impl == nullptr) return opaque(scope, expression, "is not a type that can be read");
        Scope there = scope;
        there.file = parts.file;
        there.class_body = nullptr;
        const bool own_arguments = call != nullptr && (!call->positional.empty() || !call->keywords.empty());
        if (parts.has_init && own_arguments) return opaque(scope, expression, "has its own constructor");
        TypeReading impl = read(there, *parts.impl, depth + 1);
        const bool plain = parts.impl->as<Call>() == nullptr;
        if (own_arguments && plain)
            impl = read_class(there, *parts.impl, find_target(there, *parts.impl), call, depth + 1);
        if (!parts.has_load) return impl;
        if (parts.undecided) return opaque(scope, expression, "chooses its type in a way that cannot be read");
        const TypeReading postgresql = parts.postgresql == nullptr ? impl : read(there, *parts.postgresql, depth + 1);
        const TypeReading sqlite = parts.sqlite == nullptr ? impl : read(there, *parts.sqlite, depth + 1);
        TypeReading reading;
        reading.doubt = postgresql.doubt.empty() ? sqlite.doubt : postgresql.doubt;
        reading.type = portable(lower(postgresql.type, Dialect::postgresql), lower(sqlite.type, Dialect::sqlite));
        return reading;
    }
};

/// The last part of the annotation's full name: "datetime" for datetime.datetime however it was imported.
std::string full_name(const Scope& scope, const Expression& annotation) {
    const Target target = find_target(scope, annotation);
    return target.kind == Target::Kind::external ? target.name : "";
}

std::optional<Type> default_of_annotation(const std::string& name) {
    static const std::map<std::string, TypeKind> kinds = {
        {"builtins.int", TypeKind::integer},
        {"builtins.str", TypeKind::string},
        {"builtins.bool", TypeKind::boolean},
        {"builtins.float", TypeKind::floating},
        {"builtins.bytes", TypeKind::binary},
        {"decimal.Decimal", TypeKind::numeric},
        {"datetime.datetime", TypeKind::datetime},
        {"datetime.date", TypeKind::date},
        {"datetime.time", TypeKind::time},
        {"datetime.timedelta", TypeKind::interval},
        {"uuid.UUID", TypeKind::uuid},
    };
    const auto found = kinds.find(name);
    if (found == kinds.end()) return std::nullopt;
    Type type;
    type.kind = found->second;
    return type;
}

}  // namespace

TypeReading read_type(const Scope& scope, const Expression& expression) {
    return TypeReader().read(scope, expression, 0);
}

bool is_type(const Scope& scope, const Expression& expression) {
    if (string_value(expression) || is_none(expression)) return false;
    const std::string name = sqlalchemy_name(scope, expression);
    if (!name.empty()) return is_type_name(name);
    if (const auto* call = expression.as<Call>()) {
        const auto* method = call->callee->as<Attribute>();
        if (method != nullptr && (method->name == "with_variant" || method->name == "as_mutable")) return true;
    }
    const TypeReading reading = read_type(scope, expression);
    return reading.type.kind != TypeKind::opaque;
}

std::string annotation_key(const Expression& annotation) {
    if (const auto name = dotted_name(annotation)) return *name;
    const auto* subscript = annotation.as<Subscript>();
    if (subscript == nullptr) return {};
    std::vector<std::string> inside;
    if (const auto* tuple = subscript->index->as<Tuple>()) {
        for (const Expression& item : tuple->items) {
            const auto text = string_value(item);
            inside.push_back(text ? "'" + *text + "'" : dotted_name(item).value_or("?"));
        }
    } else {
        inside.push_back(string_value(*subscript->index) ? "'" + *string_value(*subscript->index) + "'"
                                                         : dotted_name(*subscript->index).value_or("?"));
    }
    return dotted_name(*subscript->object).value_or("?") + "[" + base::join(inside, ",") + "]";
}

std::optional<TypeReading> type_by_rule(const Scope& scope, const Expression& annotation,
                                        const std::vector<AnnotationRule>& rules) {
    const std::string key = annotation_key(annotation);
    const std::string name = full_name(scope, annotation);
    for (const AnnotationRule& rule : rules) {
        const bool same_name = !name.empty() && find_target(rule.scope, rule.annotation).name == name;
        if ((!key.empty() && rule.annotation == key) || same_name) return read_type(rule.scope, *rule.type);
    }
    return std::nullopt;
}

std::optional<TypeReading> type_of_annotation(const Scope& scope, const Expression& annotation,
                                              const std::vector<AnnotationRule>& rules) {
    if (auto ruled = type_by_rule(scope, annotation, rules)) return ruled;
    const std::string name = full_name(scope, annotation);
    TypeReading reading;
    if (const auto type = default_of_annotation(name)) {
        reading.type = *type;
        return reading;
    }
    const Target target = find_target(scope, annotation);
    if (target.kind == Target::Kind::class_def && is_enum(*scope.library, target)) {
        reading.type.kind = TypeKind::enumeration;
        reading.type.name = base::lower(target.class_def->name);
        for (const EnumMember& member : enum_members(*scope.library, target))
            reading.type.labels.push_back(member.name);
        return reading;
    }
    const auto* subscript = annotation.as<Subscript>();
    const auto outer = subscript == nullptr ? std::nullopt : dotted_name(*subscript->object);
    if (outer && outer->ends_with("Literal")) {
        auto labels = strings_of(scope, *subscript->index);
        if (!labels && string_value(*subscript->index)) labels = {*string_value(*subscript->index)};
        if (!labels) return std::nullopt;
        reading.type.kind = TypeKind::enumeration;
        reading.type.labels = *labels;
        reading.type.length = lower(reading.type, Dialect::sqlite).length;  // Literal is no native enum
        reading.type.kind = TypeKind::string;
        reading.type.labels.clear();
        return reading;
    }
    return std::nullopt;
}

}  // namespace migrate::models
