#include "plan/type_guess.h"

#include <array>

#include "schema/naming.h"

namespace migrate::plan {

namespace {

/// `pattern` is a whole name, or has one * at its start or end. The first rule that matches wins.
struct NameRule {
    std::string_view pattern;
    std::string_view type;
};

constexpr std::array kNameRules = {
    NameRule{"is_*", "boolean"},
    NameRule{"has_*", "boolean"},
    NameRule{"can_*", "boolean"},
    NameRule{"should_*", "boolean"},
    NameRule{"allow_*", "boolean"},
    NameRule{"enabled", "boolean"},
    NameRule{"disabled", "boolean"},
    NameRule{"active", "boolean"},
    NameRule{"archived", "boolean"},
    NameRule{"deleted", "boolean"},
    NameRule{"verified", "boolean"},
    NameRule{"*_enabled", "boolean"},
    NameRule{"*_disabled", "boolean"},
    NameRule{"*_consent", "boolean"},
    NameRule{"*_verified", "boolean"},
    NameRule{"*_approved", "boolean"},
    NameRule{"approved", "boolean"},
    NameRule{"published", "boolean"},
    NameRule{"featured", "boolean"},
    NameRule{"visible", "boolean"},
    NameRule{"hidden", "boolean"},
    NameRule{"*_at", "datetime"},
    NameRule{"*_until", "datetime"},
    NameRule{"timestamp", "datetime"},
    NameRule{"*_timestamp", "datetime"},
    NameRule{"*_on", "date"},
    NameRule{"date", "date"},
    NameRule{"*_date", "date"},
    NameRule{"birthday", "date"},
    NameRule{"amount", "numeric(12,2)"},
    NameRule{"total", "numeric(12,2)"},
    NameRule{"subtotal", "numeric(12,2)"},
    NameRule{"price", "numeric(12,2)"},
    NameRule{"cost", "numeric(12,2)"},
    NameRule{"fee", "numeric(12,2)"},
    NameRule{"balance", "numeric(12,2)"},
    NameRule{"discount", "numeric(12,2)"},
    NameRule{"*_amount", "numeric(12,2)"},
    NameRule{"*_total", "numeric(12,2)"},
    NameRule{"*_price", "numeric(12,2)"},
    NameRule{"*_cost", "numeric(12,2)"},
    NameRule{"*_fee", "numeric(12,2)"},
    NameRule{"*_balance", "numeric(12,2)"},
    NameRule{"percent", "numeric(5,2)"},
    NameRule{"*_percent", "numeric(5,2)"},
    NameRule{"rate", "numeric(5,2)"},
    NameRule{"*_rate", "numeric(5,2)"},
    NameRule{"weight", "numeric(10,2)"},
    NameRule{"height", "numeric(10,2)"},
    NameRule{"width", "numeric(10,2)"},
    NameRule{"latitude", "float"},
    NameRule{"*_latitude", "float"},
    NameRule{"longitude", "float"},
    NameRule{"*_longitude", "float"},
    NameRule{"lat", "float"},
    NameRule{"*_lat", "float"},
    NameRule{"lng", "float"},
    NameRule{"*_lng", "float"},
    NameRule{"count", "integer"},
    NameRule{"quantity", "integer"},
    NameRule{"qty", "integer"},
    NameRule{"attempts", "integer"},
    NameRule{"age", "integer"},
    NameRule{"year", "integer"},
    NameRule{"position", "integer"},
    NameRule{"priority", "integer"},
    NameRule{"sort_order", "integer"},
    NameRule{"version", "integer"},
    NameRule{"score", "integer"},
    NameRule{"*_count", "integer"},
    NameRule{"*_quantity", "integer"},
    NameRule{"*_attempts", "integer"},
    NameRule{"*_minutes", "integer"},
    NameRule{"*_seconds", "integer"},
    NameRule{"*_days", "integer"},
    NameRule{"*_min", "integer"},
    NameRule{"*_position", "integer"},
    NameRule{"*_score", "integer"},
    NameRule{"email", "string(255)"},
    NameRule{"*_email", "string(255)"},
    NameRule{"status", "string(32)"},
    NameRule{"state", "string(32)"},
    NameRule{"type", "string(32)"},
    NameRule{"kind", "string(32)"},
    NameRule{"*_status", "string(32)"},
    NameRule{"*_state", "string(32)"},
    NameRule{"*_type", "string(32)"},
    NameRule{"*_kind", "string(32)"},
    NameRule{"phone", "string(32)"},
    NameRule{"*_phone", "string(32)"},
    NameRule{"phone_number", "string(32)"},
    NameRule{"currency", "string(3)"},
    NameRule{"country_code", "string(2)"},
    NameRule{"locale", "string(16)"},
    NameRule{"*_locale", "string(16)"},
    NameRule{"language", "string(16)"},
    NameRule{"*_language", "string(16)"},
    NameRule{"timezone", "string(64)"},
    NameRule{"*_timezone", "string(64)"},
    NameRule{"time_zone", "string(64)"},
    NameRule{"number", "string(64)"},
    NameRule{"*_number", "string(64)"},
    NameRule{"code", "string(64)"},
    NameRule{"*_code", "string(64)"},
    NameRule{"*_no", "string(64)"},
    NameRule{"description", "text"},
    NameRule{"*_description", "text"},
    NameRule{"notes", "text"},
    NameRule{"note", "text"},
    NameRule{"*_notes", "text"},
    NameRule{"body", "text"},
    NameRule{"content", "text"},
    NameRule{"comment", "text"},
    NameRule{"message", "text"},
    NameRule{"reason", "text"},
    NameRule{"*_reason", "text"},
    NameRule{"url", "text"},
    NameRule{"*_url", "text"},
    NameRule{"payload", "json"},
    NameRule{"meta", "json"},
    NameRule{"metadata", "json"},
    NameRule{"settings", "json"},
    NameRule{"config", "json"},
    NameRule{"options", "json"},
    NameRule{"data", "json"},
    NameRule{"*_payload", "json"},
    NameRule{"*_settings", "json"},
    NameRule{"*_config", "json"},
    NameRule{"*_data", "json"},
    NameRule{"*_json", "json"},
    NameRule{"uuid", "uuid"},
    NameRule{"ip_address", "inet"},
};

constexpr std::string_view kFallback = "string(255)";
constexpr std::array kStrings = {std::string_view("name"),  std::string_view("title"),   std::string_view("slug"),
                                 std::string_view("label"), std::string_view("address"), std::string_view("city")};

bool matches(std::string_view pattern, std::string_view name) {
    if (pattern.front() == '*') return name.size() >= pattern.size() && name.ends_with(pattern.substr(1));
    if (pattern.back() == '*') {
        const std::string_view prefix = pattern.substr(0, pattern.size() - 1);
        return name.size() > prefix.size() && name.starts_with(prefix);
    }
    return name == pattern;
}

bool is_usual_string(std::string_view name) {
    for (std::string_view word : kStrings) {
        if (name == word) return true;
        if (name.size() > word.size() + 1 && name.ends_with(word) && name[name.size() - word.size() - 1] == '_')
            return true;
    }
    return false;
}

}  // namespace

TypeGuess guess_type(std::string_view column) {
    for (const NameRule& rule : kNameRules) {
        if (matches(rule.pattern, column)) return {.type = read_type(rule.type).value()};
    }
    return {.type = read_type(kFallback).value(), .from_name = is_usual_string(column)};
}

bool starts_false(const RequestedColumn& column) {
    const bool says_more = column.server_default || column.backfill || column.computed || column.references ||
                           column.nullable.value_or(false) || !column.in.empty();
    const bool other_type = column.type && column.type->kind != TypeKind::boolean;
    return !says_more && !other_type && guess_type(column.name).type.kind == TypeKind::boolean;
}

const Table* guess_reference(std::string_view column, const TableName& table, const Schema& schema) {
    constexpr std::string_view kSuffix = "_id";
    if (column.size() <= kSuffix.size() || !column.ends_with(kSuffix)) return nullptr;
    const std::string_view stem = column.substr(0, column.size() - kSuffix.size());
    for (const std::string& name : {pluralize(stem), std::string(stem)}) {
        if (const Table* found = find_table(schema, TableName{table.schema, name})) return found;
    }
    return nullptr;
}

}  // namespace migrate::plan
