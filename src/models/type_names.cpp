#include "models/type_names.h"

#include "models/constants.h"
#include "sqlalchemy/column_type_table.h"

namespace migrate::models {

using namespace python;
using sqlalchemy::Takes;
using sqlalchemy::TypeRule;

namespace {

/// `name` is the last part of a name of SQLAlchemy or SQLModel, or the whole one of a type of another library.
const TypeRule* rule_of(std::string_view name) {
    if (name.find('.') != std::string_view::npos) return sqlalchemy::find_type_rule(name);
    const TypeRule* rule = sqlalchemy::find_type_rule("postgresql." + std::string(name));
    return rule != nullptr ? rule : sqlalchemy::find_type_rule("sqlmodel." + std::string(name));
}

std::optional<int> argument(const Scope& scope, const Call& call, std::size_t position, std::string_view keyword) {
    std::optional<std::int64_t> value = integer_keyword(scope, call, keyword);
    if (!value && position < call.positional.size()) value = integer_of(scope, call.positional[position]);
    if (!value || *value < 0 || *value > 10485760) return std::nullopt;
    return static_cast<int>(*value);
}

void take_arguments(const Scope& scope, const Call& call, Takes takes, Type& type) {
    if (takes == Takes::length) {
        const auto length = argument(scope, call, 0, "length");
        if (length) type.length = length;
    }
    if (takes == Takes::precision || takes == Takes::numeric) type.precision = argument(scope, call, 0, "precision");
    if (takes == Takes::numeric) type.scale = argument(scope, call, 1, "scale");
    if (takes != Takes::timezone) return;
    const auto first = call.positional.empty() ? std::nullopt : flag_of(scope, call.positional.front());
    type.timezone = flag_keyword(scope, call, "timezone").value_or(first.value_or(false));
    type.precision = argument(scope, call, call.positional.size(), "precision");
}

bool is_interval(std::string_view name) {
    return name == "Interval" || name == "INTERVAL";
}

}  // namespace

bool is_type_name(std::string_view name) {
    return rule_of(name) != nullptr || is_interval(name) || name == "ARRAY" || name == "Enum" || name == "ENUM";
}

std::optional<Type> known_type(const Scope& scope, std::string_view name, const Call* call) {
    const TypeRule* rule = rule_of(name);
    if (rule == nullptr && !is_interval(name)) return std::nullopt;
    Type type;
    type.kind = rule == nullptr ? TypeKind::interval : rule->kind;
    if (rule == nullptr) return type;
    if (type.kind == TypeKind::other) type.name = rule->name;
    type.length = rule->length;
    if (call != nullptr) take_arguments(scope, *call, rule->takes, type);
    if (rule->precision) type.precision = rule->precision;
    return type;
}

}  // namespace migrate::models
