#include <algorithm>

#include "base/text.h"
#include "operations/array_literal.h"
#include "operations/request_parts.h"
#include "schema/naming.h"

namespace migrate {
namespace {

using nlohmann::json;

/// "'DRAFT'" as people write SQL: one literal from end to end.
bool is_literal(std::string_view text) {
    if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return false;
    const std::string_view inside = text.substr(1, text.size() - 2);
    return base::replace_all(inside, "''", "").find('\'') == std::string::npos;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return digits && !text.empty() && text.front() != '.' && text.back() != '.' &&
           std::count(text.begin(), text.end(), '.') <= 1;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return base::equal_ignoring_case(text, word); });
}

bool is_now(std::string_view text) {
    return is_one_of(text, {"now()", "now", "current_timestamp", "current_timestamp()"});
}

bool is_generated_uuid(std::string_view text) {
    return is_one_of(text, {"gen_random_uuid()", "uuid_generate_v4()", "uuid4", "uuid4()"});
}

/// The functions that mean the same for every type they can belong to; for a column whose type is still open.
std::optional<Default> known_function(std::string_view text) {
    if (is_one_of(text, {"now()", "current_timestamp"})) return default_now();
    if (is_one_of(text, {"gen_random_uuid()"})) return default_generated_uuid();
    return std::nullopt;
}

std::optional<Default> boolean_word(std::string_view text) {
    if (is_one_of(text, {"true", "1", "yes"})) return default_true();
    if (is_one_of(text, {"false", "0", "no"})) return default_false();
    return std::nullopt;
}

/// What a bare string means for a column of the kind; nullopt when it is a literal.
std::optional<Default> special_text(TypeKind kind, const std::string& text) {
    switch (kind) {
        case TypeKind::datetime:
            return is_now(text) ? std::optional(default_now()) : std::nullopt;
        case TypeKind::date:
            if (is_now(text) || is_one_of(text, {"current_date", "today"}))
                return Default{"CURRENT_DATE", std::nullopt};
            return std::nullopt;
        case TypeKind::time:
            if (is_now(text) || is_one_of(text, {"current_time"})) return Default{"CURRENT_TIME", std::nullopt};
            return std::nullopt;
        case TypeKind::uuid:
            return is_generated_uuid(text) ? std::optional(default_generated_uuid()) : std::nullopt;
        case TypeKind::boolean:
            return boolean_word(text);
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
        case TypeKind::numeric:
        case TypeKind::floating:
            return is_number(text) ? std::optional(Default{text, std::nullopt}) : std::nullopt;
        case TypeKind::other:
        case TypeKind::opaque:
            return known_function(text);
        case TypeKind::string:
        case TypeKind::char_:
        case TypeKind::text:
        case TypeKind::interval:
        case TypeKind::json:
        case TypeKind::jsonb:
        case TypeKind::binary:
        case TypeKind::inet:
        case TypeKind::array:
        case TypeKind::enumeration:
            return std::nullopt;
    }
    return std::nullopt;
}

bool is_text_kind(TypeKind kind) {
    return kind == TypeKind::string || kind == TypeKind::text || kind == TypeKind::char_;
}

Default from_text(const std::string& text, const Type* type) {
    // gen_random_uuid() also fills a key that is kept as text.
    const bool is_key_text = type && is_text_kind(type->kind) && text == "gen_random_uuid()";
    if (is_key_text) return default_generated_uuid();
    const auto special = type ? special_text(type->kind, text) : known_function(text);
    if (special) return *special;
    return Default{is_literal(text) ? text : quote_text(text), std::nullopt};
}

/// The value itself as the default of a JSON column; of an array, which the plan writes as each database has it.
Default default_of(const json& value) {
    return {json_literal(value), std::nullopt};
}

std::optional<Default> from_list(const json& value, const Type* type, const std::string& path, Problem& problem) {
    if (type && !value.empty() && !is_json(type->kind) && type->kind != TypeKind::array) {
        problem.add(path, "a list is no default for " + write_type(*type),
                    "write {\"sql\": \"'[…]'\"} for SQL as it stands");
    }
    return default_of(value);
}

std::optional<Default> from_object(const json& value, const Type* type, const std::string& path, Problem& problem) {
    if (type && is_json(type->kind) && !value.contains("sql") && !value.contains("sqlite")) return default_of(value);
    const Fields fields(value, path, {"sql", "sqlite"}, problem);
    Default read{fields.text("sql"), fields.maybe_text("sqlite")};
    if (base::trim(read.sql).empty() && !read.on_sqlite) {
        problem.add(path, "the default has no sql", "write {\"sql\": \"…\"}, a string, a number, true, false or null");
    }
    return read;
}

std::optional<Default> from_flag(bool value, const Type* type, const std::string& path, Problem& problem) {
    if (type && type->kind != TypeKind::boolean) {
        problem.add(path, "true and false are no defaults for " + write_type(*type),
                    "write {\"sql\": \"…\"} for SQL as it stands");
    }
    return value ? default_true() : default_false();
}

}  // namespace

std::optional<Default> read_default(const json& value, const Type* type, const std::string& path, Problem& problem) {
    if (value.is_null()) return std::nullopt;
    if (value.is_boolean()) return from_flag(value.get<bool>(), type, path, problem);
    if (value.is_number()) {
        const std::string number = value.dump();
        return type && type->kind == TypeKind::boolean ? from_text(number, type) : Default{number, std::nullopt};
    }
    if (value.is_object()) return from_object(value, type, path, problem);
    if (value.is_array()) return from_list(value, type, path, problem);
    const std::string& text = value.get_ref<const std::string&>();
    constexpr std::size_t kMaxBytes = 100000;
    if (text.size() > kMaxBytes || text.find('\0') != std::string::npos) {
        problem.add(path, "the default is too long or holds a NUL character", "make it shorter");
    }
    return from_text(text, type);
}

json write_default(const Default& value, const Type* type) {
    std::vector<json> candidates = {json(true), json(false), json("now()"), json("gen_random_uuid()")};
    if (is_literal(value.sql)) candidates.emplace_back(*text_of_literal(value.sql));
    if (is_number(value.sql) && value.sql.size() < 16) {
        json number = json::parse(value.sql, nullptr, false);
        if (!number.is_discarded() && number.dump() == value.sql) candidates.push_back(std::move(number));
    }
    for (json& candidate : candidates) {
        Problem problem;
        const auto read = read_default(candidate, type, "", problem);
        if (!problem.found() && read == value) return std::move(candidate);
    }
    json exact = {{"sql", value.sql}};
    if (value.on_sqlite) exact["sqlite"] = *value.on_sqlite;
    return exact;
}

}  // namespace migrate
