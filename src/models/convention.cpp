#include "models/convention.h"

#include <optional>

#include "base/text.h"
#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr std::string_view kOwnIndexPattern = "ix_%(column_0_label)s";

/// What a pattern's tokens stand for in one constraint.
struct Subject {
    const Table& table;
    std::vector<std::string> columns;
    std::string constraint_name;
    const ForeignKey* foreign_key = nullptr;
};

std::string glued(const std::vector<std::string>& pieces, const std::string& prefix, std::string_view separator) {
    std::vector<std::string> all;
    for (const std::string& piece : pieces) all.push_back(prefix + piece);
    return base::join(all, separator);
}

std::optional<std::string> token_value(const std::string& token, const Subject& subject) {
    const std::string label = subject.table.name.name + "_";
    if (token == "table_name") return subject.table.name.name;
    if (token == "constraint_name")
        return subject.constraint_name.empty() ? std::nullopt : std::optional(subject.constraint_name);
    if (token == "referred_table_name" && subject.foreign_key != nullptr) return subject.foreign_key->target.name;
    if (token == "referred_column_0_name" && subject.foreign_key != nullptr)
        return subject.foreign_key->target_columns.front();
    if (subject.columns.empty()) return std::nullopt;
    if (token == "column_0_name" || token == "column_0_key") return subject.columns.front();
    if (token == "column_0_label") return label + subject.columns.front();
    if (token == "column_0N_name" || token == "column_0N_key") return glued(subject.columns, "", "");
    if (token == "column_0_N_name" || token == "column_0_N_key") return glued(subject.columns, "", "_");
    if (token == "column_0N_label") return glued(subject.columns, label, "");
    if (token == "column_0_N_label") return glued(subject.columns, label, "_");
    return std::nullopt;
}

/// The name; "" when a token has no value here, as for an unnamed CHECK.
std::string filled(std::string_view pattern, const Subject& subject) {
    std::string name;
    while (!pattern.empty()) {
        const std::size_t token = pattern.find("%(");
        const std::size_t end = token == std::string_view::npos ? token : pattern.find(")s", token);
        if (end == std::string_view::npos) return name + std::string(pattern);
        name += pattern.substr(0, token);
        const auto value = token_value(std::string(pattern.substr(token + 2, end - token - 2)), subject);
        if (!value) return {};
        name += *value;
        pattern.remove_prefix(end + 2);
    }
    return name;
}

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns;
    for (const IndexElement& element : index.elements) {
        if (!element.column.empty()) columns.push_back(element.column);
    }
    return columns;
}

std::string pattern_of(const Convention& convention, const std::string& kind) {
    const auto found = convention.patterns.find(kind);
    return found == convention.patterns.end() ? "" : found->second;
}

}  // namespace

Convention read_convention(const Scope& scope, const Call& call) {
    Convention convention;
    convention.schema = string_keyword(scope, call, "schema").value_or("");
    const Expression* value = find_keyword(call, "naming_convention");
    if (value == nullptr) return convention;
    Scope there = scope;
    if (const Target target = find_target(scope, *value); target.kind == Target::Kind::value && target.rest.empty()) {
        value = target.value;
        there.file = target.file;
        there.class_body = nullptr;
    }
    const auto* dict = value->as<Dict>();
    if (dict == nullptr) {
        convention.doubt = "the naming convention is not written out";
        return convention;
    }
    for (const DictItem& item : dict->items) {
        const auto kind = item.key ? string_of(there, *item.key) : std::nullopt;
        const auto pattern = string_of(there, item.value);
        if (kind && pattern) {
            convention.patterns[*kind] = *pattern;
        } else {
            convention.doubt = "the naming convention has entries that are not strings";
        }
    }
    return convention;
}

void apply_convention(const Convention& convention, Table& table) {
    for (Index& index : table.indexes) {
        if (!index.name.empty()) continue;
        const std::string pattern = pattern_of(convention, "ix");
        index.name =
            filled(pattern.empty() ? kOwnIndexPattern : std::string_view(pattern), {table, columns_of(index), {}});
    }
    for (Unique& unique : table.uniques) {
        if (unique.name.empty()) unique.name = filled(pattern_of(convention, "uq"), {table, unique.columns, {}});
    }
    for (ForeignKey& key : table.foreign_keys) {
        if (key.name.empty()) key.name = filled(pattern_of(convention, "fk"), {table, key.columns, {}, &key});
    }
    for (Check& check : table.checks) {
        const std::string pattern = pattern_of(convention, "ck");
        const bool wraps = pattern.find("%(constraint_name)s") != std::string::npos;
        if (pattern.empty() || (!check.name.empty() && !wraps)) continue;
        const std::string name = filled(pattern, {table, {}, check.name});
        if (!name.empty()) check.name = name;
    }
    if (table.primary_key && table.primary_key->name.empty()) {
        table.primary_key->name = filled(pattern_of(convention, "pk"), {table, table.primary_key->columns, {}});
    }
}

}  // namespace migrate::models
