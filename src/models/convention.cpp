#include "models/convention.h"

#include <optional>

#include "models/constants.h"
#include "sqlalchemy/conventions.h"

namespace migrate::models {

using namespace python;

namespace {

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns;
    for (const IndexElement& element : index.elements) {
        if (!element.column.empty()) columns.push_back(element.column);
    }
    return columns;
}

sqlalchemy::Naming naming_of(const Table& table, ConstraintKind kind, std::vector<std::string> columns,
                             const std::string& given) {
    return {kind, false, table.name.name, std::move(columns), {}, {}, given, false};
}

}  // namespace

Convention read_convention(const Scope& scope, const Call& call) {
    Convention convention;
    const Expression* schema = find_keyword(call, "schema");
    const auto named_schema = string_keyword(scope, call, "schema");
    convention.schema = named_schema.value_or("");
    if (schema != nullptr && !is_none(*schema) && !named_schema)
        convention.doubt = "the schema of its MetaData, " + source_of(scope, *schema) + ", is not known";
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
    const auto named = [&](const sqlalchemy::Naming& naming) {
        return sqlalchemy::name_by_convention(convention.patterns, naming, Dialect::postgresql);
    };
    for (Index& index : table.indexes) {
        auto naming = naming_of(table, ConstraintKind::unique, columns_of(index), index.name);
        naming.index = true;
        index.name = named(naming);
    }
    for (Unique& unique : table.uniques)
        unique.name = named(naming_of(table, ConstraintKind::unique, unique.columns, unique.name));
    for (ForeignKey& key : table.foreign_keys) {
        auto naming = naming_of(table, ConstraintKind::foreign_key, key.columns, key.name);
        naming.target = key.target.name;
        naming.target_columns = key.target_columns;
        key.name = named(naming);
    }
    for (Check& check : table.checks) check.name = named(naming_of(table, ConstraintKind::check, {}, check.name));
    if (auto& key = table.primary_key) {
        key->name = named(naming_of(table, ConstraintKind::primary_key, key->columns, key->name));
    }
}

}  // namespace migrate::models
