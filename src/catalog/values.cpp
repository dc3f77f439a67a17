#include "catalog/values.h"

#include <charconv>
#include <optional>

#include "base/text.h"

namespace migrate::sql {
namespace {

std::optional<double> number_of(const Value& value) {
    double number = 0;
    const char* end = value.text.data() + value.text.size();
    const auto [rest, error] = std::from_chars(value.text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

/// Written truth values, so that 't' and true are the same.
std::optional<bool> truth_of(const Value& value) {
    const std::string text = base::lower(value.text);
    if (text == "true" || text == "t" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "f" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
}

int order(const Value& left, const Value& right) {
    if (left.kind == Value::Kind::boolean || right.kind == Value::Kind::boolean) {
        const auto a = truth_of(left), b = truth_of(right);
        if (a && b) return static_cast<int>(*a) - static_cast<int>(*b);
    }
    if (left.kind == Value::Kind::number || right.kind == Value::Kind::number) {
        const auto a = number_of(left), b = number_of(right);
        if (a && b) return *a < *b ? -1 : (*a > *b ? 1 : 0);
    }
    return left.text.compare(right.text);
}

const Value& less_known(const Value& left, const Value& right) {
    return left.is_known() ? right : left;
}

bool matches(std::string_view text, std::string_view pattern) {
    std::size_t t = 0, p = 0;
    std::size_t star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            mark = t;
        } else if (escaped ? pattern[p + 1] == text[t]
                           : p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
            p += escaped ? 2 : 1;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

}  // namespace

Value null_value() {
    return {};
}
Value text_value(std::string_view text) {
    return {Value::Kind::text, std::string(text), {}};
}
Value number_value(long number) {
    return {Value::Kind::number, std::to_string(number), {}};
}
Value boolean_value(bool value) {
    return {Value::Kind::boolean, value ? "true" : "false", {}};
}
Value list_value(std::vector<Value> items) {
    return {Value::Kind::list, {}, std::move(items)};
}
Value vague_value(std::string_view what) {
    return {Value::Kind::vague, std::string(what), {}};
}
Value unknown_value(std::string_view why) {
    return {Value::Kind::unknown, std::string(why), {}};
}

Value both(const Value& left, const Value& right) {
    if (left.is_false() || right.is_false()) return boolean_value(false);
    if (!left.is_known() || !right.is_known()) return less_known(left, right);
    if (left.is_true() && right.is_true()) return boolean_value(true);
    return null_value();
}

Value either(const Value& left, const Value& right) {
    if (left.is_true() || right.is_true()) return boolean_value(true);
    if (!left.is_known() || !right.is_known()) return less_known(left, right);
    if (left.is_false() && right.is_false()) return boolean_value(false);
    return null_value();
}

Value negation(const Value& value) {
    if (value.is_true()) return boolean_value(false);
    if (value.is_false()) return boolean_value(true);
    return value.kind == Value::Kind::null || !value.is_known() ? value
                                                                : unknown_value("NOT of what is no truth value");
}

Value compare(const Value& left, std::string_view operation, const Value& right) {
    if (left.kind == Value::Kind::null || right.kind == Value::Kind::null) return null_value();
    const bool same_vague =
        left.kind == Value::Kind::vague && right.kind == Value::Kind::vague && left.text == right.text;
    if (!same_vague && (!left.is_known() || !right.is_known())) return unknown_value(less_known(left, right).text);
    const int found = order(left, right);
    if (operation == "=" || operation == "==") return boolean_value(found == 0);
    if (operation == "<>" || operation == "!=") return boolean_value(found != 0);
    if (operation == "<") return boolean_value(found < 0);
    if (operation == "<=") return boolean_value(found <= 0);
    if (operation == ">") return boolean_value(found > 0);
    if (operation == ">=") return boolean_value(found >= 0);
    return unknown_value("the operator " + std::string(operation) + " is not followed");
}

Value like(const Value& text, const Value& pattern, bool fold) {
    if (text.kind == Value::Kind::null || pattern.kind == Value::Kind::null) return null_value();
    if (!text.is_known() || !pattern.is_known()) return unknown_value(less_known(text, pattern).text);
    if (fold) return boolean_value(matches(base::lower(text.text), base::lower(pattern.text)));
    return boolean_value(matches(text.text, pattern.text));
}

}  // namespace migrate::sql
