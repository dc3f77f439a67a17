#include "plan/listed_values.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "-1.50": what both databases read as a number.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    return all_digits(text.substr(0, point)) && (point == text.size() || all_digits(text.substr(point + 1)));
}

bool is_number_or_flag(std::string_view text) {
    return is_number(text) || base::lower(text) == "true" || base::lower(text) == "false";
}

}  // namespace

bool holds_numbers(const Type& type) {
    return migrate::is_number(type.kind) || type.kind == TypeKind::boolean;
}

bool lists_words(const RequestedColumn& request) {
    return std::any_of(request.in.begin(), request.in.end(),
                       [](const std::string& value) { return !is_number_or_flag(value); });
}

bool lists_integers(const RequestedColumn& request) {
    const auto is_integer = [](const std::string& value) { return value.size() < 10 && all_digits(value); };
    return !request.in.empty() && std::all_of(request.in.begin(), request.in.end(), is_integer);
}

bool defaults_to_word(const RequestedColumn& request) {
    if (!request.server_default) return false;
    const std::string_view sql = request.server_default->sql;
    return sql.size() > 2 && sql.starts_with('\'') && !is_number_or_flag(sql.substr(1, sql.size() - 2));
}

Result<void> fit_listed_values(const RequestedColumn& request, Type& type) {
    for (const std::string& value : request.in) {
        if (migrate::is_number(type.kind) && !is_number(value)) {
            return fail("bad_value", request.name + " is " + write_type(type) + ", and " + value + " is no number",
                        "list numbers, or give " + request.name + " a type that holds words, such as string(32)");
        }
        if (type.kind == TypeKind::string && type.length)
            type.length = std::max(*type.length, static_cast<int>(value.size()));
    }
    return {};
}

std::string write_in_list(const RequestedColumn& request, const Type& type) {
    std::string sql = quote_identifier(request.name) + " IN (";
    for (const std::string& value : request.in) {
        if (&value != &request.in.front()) sql += ",";
        sql += migrate::is_number(type.kind) ? value : quote_text(value);
    }
    return sql + ")";
}

}  // namespace migrate::plan
