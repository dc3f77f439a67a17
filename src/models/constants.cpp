#include "models/constants.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "models/class_body.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxClasses = 200;

/// Classes already looked at: bases that derive from each other end here.
using Seen = std::set<const ClassDef*>;

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

/// The usual way to snake case: `re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__)`, also with the pattern
/// compiled before.
std::optional<std::string> string_of_regex(const Scope& scope, const Call& call, int depth) {
    const auto* method = call.callee->as<Attribute>();
    if (method == nullptr || method->name != "sub" || call.positional.size() < 2) return std::nullopt;
    std::optional<std::string> pattern;
    std::size_t next = 0;
    const Target compiled = find_target(scope, *method->object);
    if (compiled.kind == Target::Kind::value && compiled.rest.empty()) {
        const auto* compile = compiled.value->as<Call>();
        if (compile != nullptr && !compile->positional.empty()) pattern = string_value(compile->positional.front());
    } else if (find_target(scope, *call.callee).name == "re.sub") {
        pattern = string_value(call.positional[next++]);
    }
    if (pattern != "(?<!^)(?=[A-Z])" || next + 2 != call.positional.size()) return std::nullopt;
    const auto between = string_of(scope, call.positional[next], depth + 1);
    const auto text = string_of(scope, call.positional[next + 1], depth + 1);
    if (!between || !text) return std::nullopt;
    std::string result;
    for (const char c : *text) {
        if (!result.empty() && c >= 'A' && c <= 'Z') result += *between;
        result += c;
    }
    return result;
}

/// `text("...")`, `"...".lower()`, `cls.__name__.lower()` and the like.
std::optional<std::string> string_of_call(const Scope& scope, const Call& call, int depth) {
    const std::string known = sqlalchemy_name(find_target(scope, *call.callee));
    const bool wraps = known == "text" || known == "conv" || known == "quoted_name" || known == "literal_column";
    if (wraps && !call.positional.empty()) return string_of(scope, call.positional.front(), depth + 1);
    if (const auto snake = string_of_regex(scope, call, depth)) return snake;
    const auto* method = call.callee->as<Attribute>();
    if (method == nullptr) return std::nullopt;
    if (method->name == "f" && call.positional.size() == 1) return string_of(scope, call.positional.front(), depth + 1);
    const auto object = string_of(scope, *method->object, depth + 1);
    if (!object || !call.positional.empty()) return std::nullopt;
    if (method->name == "lower") return base::lower(*object);
    if (method->name == "upper") return base::upper(*object);
    if (method->name == "strip") return std::string(base::trim(*object));
    return std::nullopt;
}

std::optional<std::string> string_of_name(const Scope& scope, const std::string& dotted, int depth) {
    if (dotted == "cls.__name__" || dotted == "self.__name__") {
        return scope.class_name.empty() ? std::nullopt : std::optional(scope.class_name);
    }
    if (dotted == "cls.__tablename__" || dotted == "__tablename__") {
        return scope.table_name.empty() ? std::nullopt : std::optional(scope.table_name);
    }
    const Target target = find_target(scope, dotted);
    if (target.kind == Target::Kind::value && target.rest.empty()) {
        Scope there = scope;
        there.file = target.file;
        if (there.file != scope.file) there.class_body = nullptr;
        return string_of(there, *target.value, depth + 1);
    }
    if (target.kind != Target::Kind::class_def) return std::nullopt;
    if (target.rest == "__tablename__") return table_name_of(*scope.library, target, depth + 1);
    const std::string member = target.rest.substr(0, target.rest.find('.'));
    if (!is_enum(*scope.library, target) || !target.rest.ends_with(".value")) return std::nullopt;
    for (const EnumMember& one : enum_members(*scope.library, target)) {
        if (one.name == member) return one.value;
    }
    return std::nullopt;
}

Scope scope_in(const Library& library, const Target& class_target) {
    Scope scope;
    scope.library = &library;
    scope.file = class_target.file;
    return scope;
}

bool is_enum_at(const Library& library, const Target& class_target, Seen& seen) {
    if (class_target.class_def == nullptr || !seen.insert(class_target.class_def).second) return false;
    if (seen.size() > kMaxClasses) return false;
    const Scope scope = scope_in(library, class_target);
    for (const Expression& base : class_target.class_def->bases) {
        const Target target = find_target(scope, base);
        if (target.kind == Target::Kind::external && target.name.ends_with("Enum")) return true;
        if (target.kind == Target::Kind::class_def && is_enum_at(library, target, seen)) return true;
    }
    return false;
}

std::optional<std::string> table_name_in(const Library& library, const Target& from, const std::string& class_name,
                                         int depth, Seen& seen) {
    if (from.class_def == nullptr || !seen.insert(from.class_def).second || seen.size() > kMaxClasses)
        return std::nullopt;
    Scope scope = scope_in(library, from);
    scope.class_name = class_name;
    scope.class_body = &from.class_def->body;
    if (const Expression* value = own_value(*from.class_def, "__tablename__")) return string_of(scope, *value, depth);
    if (const FunctionDef* function = own_function(*from.class_def, "__tablename__")) {
        const Expression* value = returned_by(*function);
        return value == nullptr ? std::nullopt : string_of(scope, *value, depth);
    }
    scope.class_body = nullptr;
    for (const Expression& base : from.class_def->bases) {
        const Target target = find_target(scope, base);
        if (target.kind != Target::Kind::class_def) continue;
        if (const auto name = table_name_in(library, target, class_name, depth, seen)) return name;
    }
    return std::nullopt;
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

std::optional<std::int64_t> integer_of(const Scope& scope, const Expression& expression) {
    if (const auto* number = expression.as<Number>()) return integer_value(*number);
    const Target target = find_target(scope, expression);
    if (target.kind != Target::Kind::value || !target.rest.empty()) return std::nullopt;
    const auto* number = target.value->as<Number>();
    return number == nullptr ? std::nullopt : integer_value(*number);
}

std::optional<bool> flag_of(const Scope& scope, const Expression& expression) {
    const Expression* value = &expression;
    const Target target = find_target(scope, expression);
    if (target.kind == Target::Kind::value && target.rest.empty()) value = target.value;
    const auto* constant = value->as<Constant>();
    if (constant == nullptr || (*constant != Constant::True && *constant != Constant::False)) return std::nullopt;
    return *constant == Constant::True;
}

bool is_none(const Expression& expression) {
    const auto* constant = expression.as<Constant>();
    return constant != nullptr && *constant == Constant::None;
}

std::optional<std::vector<std::string>> strings_of(const Scope& scope, const Expression& expression) {
    const std::vector<Expression>* items = nullptr;
    if (const auto* list = expression.as<List>()) items = &list->items;
    if (const auto* tuple = expression.as<Tuple>()) items = &tuple->items;
    if (items == nullptr) {
        const Target target = find_target(scope, expression);
        const bool is_list = target.kind == Target::Kind::value && target.rest.empty() && !dotted_name(*target.value);
        if (!is_list) return std::nullopt;
        Scope there = scope;
        there.file = target.file;
        return strings_of(there, *target.value);
    }
    std::vector<std::string> result;
    for (const Expression& item : *items) {
        const auto text = string_of(scope, item);
        if (!text) return std::nullopt;
        result.push_back(*text);
    }
    return result;
}

std::optional<std::string> string_keyword(const Scope& scope, const Call& call, std::string_view name) {
    const Expression* value = find_keyword(call, name);
    return value == nullptr ? std::nullopt : string_of(scope, *value);
}

std::optional<std::int64_t> integer_keyword(const Scope& scope, const Call& call, std::string_view name) {
    const Expression* value = find_keyword(call, name);
    return value == nullptr ? std::nullopt : integer_of(scope, *value);
}

std::optional<bool> flag_keyword(const Scope& scope, const Call& call, std::string_view name) {
    const Expression* value = find_keyword(call, name);
    return value == nullptr ? std::nullopt : flag_of(scope, *value);
}

bool is_enum(const Library& library, const Target& class_target) {
    Seen seen;
    return is_enum_at(library, class_target, seen);
}

std::vector<EnumMember> enum_members(const Library& library, const Target& class_target) {
    std::vector<EnumMember> members;
    Scope scope = scope_in(library, class_target);
    for (const Statement& statement : class_target.class_def->body) {
        const auto* assign = statement.as<Assign>();
        if (assign == nullptr || !assign->value) continue;
        for (const Expression& target : assign->targets) {
            const auto* name = target.as<Name>();
            if (name == nullptr || name->id.starts_with("_")) continue;
            std::optional<std::string> value = string_of(scope, *assign->value);
            const bool automatic = assign->value->as<Call>() != nullptr;  // StrEnum's auto() is the name in lower case
            if (!value && automatic && !class_target.class_def->bases.empty()) {
                const auto base = dotted_name(class_target.class_def->bases.back());
                if (base && base->ends_with("StrEnum")) value = base::lower(name->id);
            }
            members.push_back({name->id, value});
        }
    }
    return members;
}

std::optional<std::string> table_name_of(const Library& library, const Target& class_target, int depth) {
    if (class_target.class_def == nullptr) return std::nullopt;
    Seen seen;
    return table_name_in(library, class_target, class_target.class_def->name, depth, seen);
}

std::string column_name_of(const Library& library, const Target& class_target, const std::string& attribute) {
    if (class_target.class_def == nullptr) return attribute;
    const Expression* value = own_value(*class_target.class_def, attribute);
    const auto* call = value == nullptr ? nullptr : value->as<Call>();
    if (call == nullptr || call->positional.empty()) return attribute;
    const auto name = string_of(scope_in(library, class_target), call->positional.front());
    return name.value_or(attribute);
}

const Expression* returned_by(const FunctionDef& function) {
    const Expression* found = nullptr;
    for (const Statement& statement : function.body) {
        const auto* result = statement.as<Return>();
        if (result != nullptr && result->value) found = &*result->value;
    }
    return found;
}

bool has_decorator(const std::vector<Expression>& decorators, std::string_view name) {
    return std::any_of(decorators.begin(), decorators.end(), [&](const Expression& decorator) {
        const auto* call = decorator.as<Call>();
        const auto dotted = dotted_name(call == nullptr ? decorator : *call->callee);
        if (!dotted) return false;
        const std::vector<std::string> parts = base::split(*dotted, '.');
        return std::find(parts.begin(), parts.end(), name) != parts.end();
    });
}

}  // namespace migrate::models
