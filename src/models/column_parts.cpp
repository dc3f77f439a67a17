#include <algorithm>

#include "base/text.h"
#include "models/columns.h"
#include "models/constants.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::models {

using namespace python;

namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.-+") == std::string_view::npos;
}

/// SQL text to the portable default where it says the same.
Default portable_default(const std::string& sql) {
    std::string plain = base::lower(base::trim(sql));
    while (plain.size() > 2 && plain.front() == '(' && plain.back() == ')') plain = plain.substr(1, plain.size() - 2);
    if (plain == "now()" || plain == "current_timestamp" || plain == "current_timestamp()") return default_now();
    if (plain == "true") return default_true();
    if (plain == "false") return default_false();
    if (plain == "gen_random_uuid()") return default_generated_uuid();
    return Default{sql, std::nullopt};
}

Default string_default(const std::string& text, const Type& type) {
    if (migrate::is_number(type.kind) && is_number(text)) return Default{text, std::nullopt};
    if (type.kind == TypeKind::boolean) {
        const std::string word = base::lower(text);
        if (word == "true" || word == "t" || word == "1") return default_true();
        if (word == "false" || word == "f" || word == "0") return default_false();
    }
    return Default{quote_text(text), std::nullopt};
}

/// func.now(), func.lower("x"): the last name of a chain that leads from SQLAlchemy's `func`.
std::optional<std::string> function_name(const Scope& scope, const Call& call) {
    const auto dotted = dotted_name(*call.callee);
    if (!dotted) return std::nullopt;
    const std::size_t dot = dotted->rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    if (sqlalchemy_name(find_target(scope, dotted->substr(0, dot))) != "func") return std::nullopt;
    return dotted->substr(dot + 1);
}

std::optional<Default> function_default(const Scope& scope, const Call& call) {
    const auto name = function_name(scope, call);
    if (!name) return std::nullopt;
    const std::string lowered = base::lower(*name);
    if (lowered == "now" || lowered == "current_timestamp") return default_now();
    if (lowered == "current_date" || lowered == "current_time") return Default{base::upper(lowered), std::nullopt};
    std::vector<std::string> arguments;
    for (const Expression& argument : call.positional) {
        if (const auto text = string_value(argument)) {
            arguments.push_back(quote_text(*text));
        } else if (const auto number = integer_of(scope, argument)) {
            arguments.push_back(std::to_string(*number));
        } else if (const auto sql = string_of(scope, argument)) {
            arguments.push_back(*sql);
        } else {
            return std::nullopt;
        }
    }
    return portable_default(*name + "(" + base::join(arguments, ", ") + ")");
}

/// "schema.table.column", "table.column".
std::optional<ForeignKey> target_of_text(const std::string& text) {
    const std::size_t dot = text.rfind('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == text.size()) return std::nullopt;
    ForeignKey key;
    key.target = read_table_name(text.substr(0, dot));
    key.target_columns = {text.substr(dot + 1)};
    return key;
}

/// `User.id`, also through `User.__table__.c.id`.
std::optional<ForeignKey> target_of_attribute(const Scope& scope, const Expression& expression) {
    const auto* own = expression.as<Name>();
    if (own != nullptr && scope.class_body != nullptr && !scope.table_name.empty()) {  // a column of the same class
        const Target value = find_target(scope, own->id);
        const auto* call = value.kind == Target::Kind::value ? value.value->as<Call>() : nullptr;
        if (call == nullptr) return std::nullopt;
        const auto name = call->positional.empty() ? std::nullopt : string_of(scope, call->positional.front());
        ForeignKey key;
        key.target = read_table_name(scope.table_name);
        key.target_columns = {name.value_or(own->id)};
        return key;
    }
    Target target = find_target(scope, expression);
    if (target.kind != Target::Kind::class_def || target.rest.empty()) return std::nullopt;
    std::string attribute = target.rest.substr(target.rest.rfind('.') + 1);
    const auto table = table_name_of(*scope.library, target);
    if (!table) return std::nullopt;
    ForeignKey key;
    key.target = read_table_name(*table);
    key.target_columns = {column_name_of(*scope.library, target, attribute)};
    return key;
}

}  // namespace

std::optional<Default> read_server_default(const Scope& scope, const Expression& expression, const Type& type) {
    const std::string known = sqlalchemy_name(scope, expression);
    if (known == "true") return default_true();
    if (known == "false") return default_false();
    if (const auto* call = expression.as<Call>()) {
        const bool is_sql = known == "text" || known == "literal_column" || known == "DefaultClause";
        if (is_sql && !call->positional.empty()) {
            const auto sql = string_of(scope, call->positional.front());
            if (!sql) return std::nullopt;
            return known == "DefaultClause" ? string_default(*sql, type) : portable_default(*sql);
        }
        return function_default(scope, *call);
    }
    if (const auto text = string_of(scope, expression)) return string_default(*text, type);
    const Target target = find_target(scope, expression);
    if (target.kind != Target::Kind::value || !target.rest.empty() || target.value->as<Call>() == nullptr)
        return std::nullopt;
    Scope there = scope;
    there.file = target.file;
    there.class_body = nullptr;
    return read_server_default(there, *target.value, type);
}

std::string read_deferrable(const Scope& scope, const Call& call) {
    const auto initially = string_keyword(scope, call, "initially");
    if (initially && base::equal_ignoring_case(*initially, "deferred")) return "DEFERRABLE INITIALLY DEFERRED";
    return flag_keyword(scope, call, "deferrable").value_or(false) ? "DEFERRABLE" : "";
}

void read_foreign_key_options(const Scope& scope, const Call& call, ForeignKey& key) {
    const auto action = [&](std::string_view keyword) {
        const std::string text = base::upper(string_keyword(scope, call, keyword).value_or(""));
        return text == "NO ACTION" ? std::string() : text;
    };
    key.name = string_keyword(scope, call, "name").value_or("");
    key.on_delete = action("ondelete");
    key.on_update = action("onupdate");
    key.deferrable = read_deferrable(scope, call);
}

std::optional<ForeignKey> read_foreign_key(const Scope& scope, const Call& call) {
    const Expression* target = call.positional.empty() ? find_keyword(call, "column") : &call.positional.front();
    if (target == nullptr) return std::nullopt;
    std::optional<ForeignKey> key;
    if (const auto text = string_of(scope, *target)) {
        key = target_of_text(*text);
    } else {
        key = target_of_attribute(scope, *target);
    }
    if (key) read_foreign_key_options(scope, call, *key);
    return key;
}

std::optional<Check> read_check(const Scope& scope, const Call& call) {
    const Expression* sql = call.positional.empty() ? find_keyword(call, "sqltext") : &call.positional.front();
    const auto text = sql == nullptr ? std::nullopt : string_of(scope, *sql);
    if (!text) return std::nullopt;
    Check check;
    check.sql = without_outer_parentheses(*text);
    const auto second = call.positional.size() > 1 ? string_of(scope, call.positional[1]) : std::nullopt;
    check.name = string_keyword(scope, call, "name").value_or(second.value_or(""));
    return check;
}

}  // namespace migrate::models
