#include "models/constants.h"

#include "base/text.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 24;

std::optional<std::string> string_of_fstring(const Scope& scope, const FString& text, int depth) {
    std::string result;
    for (const FStringPart& part : text.parts) {
        if (!part.expression) {
            result += part.text;
            continue;
        }
        const auto value = string_of(scope, *part.expression, depth + 1);
        if (!value || part.conversion != 0 || !part.format.empty()) return std::nullopt;
        result += *value;
    }
    return result;
}

/// `conv("...")`, `op.f("...")`, `"...".lower()`.
std::optional<std::string> string_of_call(const Scope& scope, const Call& call, int depth) {
    const std::string known = sqlalchemy_name(find_target(scope, *call.callee));
    const bool wraps = known == "text" || known == "conv" || known == "quoted_name";
    if (wraps && !call.positional.empty()) return string_of(scope, call.positional.front(), depth + 1);
    const auto* method = call.callee->as<Attribute>();
    if (method == nullptr) return std::nullopt;
    if (method->name == "f" && call.positional.size() == 1) return string_of(scope, call.positional.front(), depth + 1);
    const auto object = string_of(scope, *method->object, depth + 1);
    if (!object || !call.positional.empty()) return std::nullopt;
    if (method->name == "lower") return base::lower(*object);
    if (method->name == "upper") return base::upper(*object);
    return std::nullopt;
}

std::optional<std::string> string_of_name(const Scope& scope, const std::string& dotted, int depth) {
    const Target target = find_target(scope, dotted);
    if (target.kind != Target::Kind::value || !target.rest.empty()) return std::nullopt;
    Scope there = scope;
    there.file = target.file;
    return string_of(there, *target.value, depth + 1);
}

}  // namespace

std::optional<std::string> string_of(const Scope& scope, const Expression& expression, int depth) {
    if (depth > kMaxDepth) return std::nullopt;
    if (const auto literal = string_value(expression)) return literal;
    if (const auto* text = expression.as<FString>()) return string_of_fstring(scope, *text, depth);
    if (const auto* call = expression.as<Call>()) return string_of_call(scope, *call, depth);
    if (const auto* sum = expression.as<Binary>(); sum != nullptr && sum->op == BinaryOperator::Add) {
        const auto left = string_of(scope, *sum->left, depth + 1);
        const auto right = string_of(scope, *sum->right, depth + 1);
        return left && right ? std::optional(*left + *right) : std::nullopt;
    }
    const auto name = dotted_name(expression);
    return name ? string_of_name(scope, *name, depth) : std::nullopt;
}

bool is_none(const Expression& expression) {
    const auto* constant = expression.as<Constant>();
    return constant != nullptr && *constant == Constant::None;
}

}  // namespace migrate::models
