#include <algorithm>

#include "base/text.h"
#include "operations/request_parts.h"
#include "schema/postgres_types.h"

namespace migrate {
namespace {

using nlohmann::json;

const std::vector<std::string> kRules = {"CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT", "NO ACTION"};
const std::vector<std::string> kDeferrable = {"DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"};

std::string place(const std::string& path, std::size_t number) {
    return path + "[" + std::to_string(number) + "]";
}

std::string read_rule(const Fields& fields, std::string_view key) {
    const std::string rule = fields.word(key, kRules);
    return rule == "NO ACTION" ? "" : rule;
}

/// "customers.id", "billing.customers.id" or "customers": the table, and the column or "".
struct Target {
    TableName table;
    std::string column;
};

Target read_target(const json& value, const std::string& path, Problem& problem) {
    const std::string text = read_name(value, path, problem);
    const std::vector<std::string> pieces = base::split(text, '.');
    const bool empty_piece =
        std::any_of(pieces.begin(), pieces.end(), [](const std::string& piece) { return piece.empty(); });
    if (empty_piece || pieces.size() > 3) {
        problem.add(path, "a reference is table, table.column or schema.table.column", "write it as \"customers.id\"");
        return {};
    }
    if (pieces.size() == 1) return {{"", pieces[0]}, ""};
    if (pieces.size() == 2) return {{"", pieces[0]}, pieces[1]};
    return {{pieces[0] == "public" ? "" : pieces[0], pieces[1]}, pieces[2]};
}

std::optional<Reference> read_reference(const Fields& column) {
    const json* value = column.find("references");
    if (!value || value->is_null()) {
        const bool rule = column.has("on_delete") || column.has("on_update");
        if (rule) column.problem().add(column.path(), "on_delete and on_update need references", "add references");
        return std::nullopt;
    }
    Reference reference;
    if (value->is_object()) {
        const Fields fields(*value, column.path_of("references"),
                            {"table", "schema", "column", "on_delete", "on_update", "name"}, column.problem());
        reference.table = read_table(fields);
        reference.column = fields.name("column");
        reference.name = fields.name("name");
        reference.on_delete = read_rule(fields, "on_delete");
        reference.on_update = read_rule(fields, "on_update");
    } else {
        Target target = read_target(*value, column.path_of("references"), column.problem());
        reference.table = std::move(target.table);
        reference.column = std::move(target.column);
    }
    if (column.has("on_delete")) reference.on_delete = read_rule(column, "on_delete");
    if (column.has("on_update")) reference.on_update = read_rule(column, "on_update");
    return reference;
}

/// Allowed values: strings, or numbers as they are written.
std::vector<std::string> read_values(const Fields& fields, std::string_view key) {
    std::vector<std::string> values;
    for (const json* item : fields.items(key)) {
        const std::string path = place(fields.path_of(key), values.size());
        if (item->is_number())
            values.push_back(item->dump());
        else
            values.push_back(item->is_string() && item->get_ref<const std::string&>().empty()
                                 ? ""
                                 : read_name(*item, path, fields.problem()));
    }
    return values;
}

/// A string is the short form of an object with that one key.
json as_object(const json& value, std::string_view key) {
    if (!value.is_string() && !value.is_array()) return value;
    return json{{std::string(key), value}};
}

IndexElement read_element(const json& value, const std::string& path, Problem& problem) {
    IndexElement element;
    if (!value.is_object()) {
        element.column = read_name(value, path, problem);
        return element;
    }
    const Fields fields(value, path, {"column", "expression", "desc", "nulls", "opclass", "collation"}, problem);
    element.column = fields.name("column");
    element.expression = fields.text("expression");
    element.descending = fields.flag("desc");
    element.nulls = fields.word("nulls", {"FIRST", "LAST"});
    element.opclass = fields.text("opclass");
    element.collation = fields.text("collation");
    if (element.column.empty() == element.expression.empty()) {
        problem.add(path, "an index element has either column or expression",
                    "write {\"column\": \"name\"} or {\"expression\": \"lower(name)\"}");
    }
    return element;
}

void require_columns(const Fields& fields, bool any) {
    if (!any)
        fields.problem().add(fields.path_of("columns"), "columns is missing or empty", "name at least one column");
}

const std::vector<std::string>& column_keys() {
    static const std::vector<std::string> keys = {
        "name",      "type", "nullable", "default", "primary_key", "unique",   "index", "references", "on_delete",
        "on_update", "in",   "check",    "comment", "backfill",    "identity", "from",  "computed"};
    return keys;
}

std::optional<std::string> read_backfill(const Fields& fields) {
    const json* value = fields.find("backfill");
    // A number or a flag is SQL as it is written.
    if (value && (value->is_number() || value->is_boolean())) return value->dump();
    return fields.maybe_text("backfill");
}

}  // namespace

TableName read_table(const Fields& fields, std::string_view table_key, std::string_view schema_key) {
    const std::string name = fields.required_name(table_key);
    const std::optional<std::string> schema = fields.maybe_text(schema_key);
    if (!schema) return read_table_name(name);
    const std::string checked = schema->empty() ? "" : fields.name(schema_key);
    return {checked == "public" ? "" : checked, name};
}

std::optional<Type> read_type_field(const Fields& fields, std::string_view key) {
    const std::optional<std::string> text = fields.maybe_text(key);
    if (!text) return std::nullopt;
    Result<Type> type = read_type(*text);
    if (type) return std::move(*type);
    fields.problem().add(fields.path_of(key), type.error());
    return std::nullopt;
}

std::optional<IdentityKind> read_identity(const Fields& fields, std::string_view key) {
    const std::string word = fields.word(key, {"serial", "always", "by_default"});
    if (word.empty()) return std::nullopt;
    return word == "serial" ? IdentityKind::serial : word == "always" ? IdentityKind::always : IdentityKind::by_default;
}

RequestedColumn read_column(const json& value, const std::string& path, Problem& problem) {
    const json object = value.is_string() ? as_object(value, "name") : json();
    const Fields fields(value.is_string() ? object : value, path, column_keys(), problem);
    RequestedColumn column;
    column.name = fields.required_name("name");
    const auto counts = serial_kind(base::lower(fields.maybe_text("type").value_or("")));
    column.type = counts ? Type{.kind = *counts} : read_type_field(fields, "type");
    column.nullable = fields.maybe_flag("nullable");
    const json* otherwise = fields.find("default");
    if (otherwise) {
        column.server_default =
            read_default(*otherwise, column.type ? &*column.type : nullptr, fields.path_of("default"), problem);
    }
    column.identity = counts ? IdentityKind::serial : read_identity(fields, "identity");
    column.primary_key = fields.flag("primary_key");
    column.unique = fields.flag("unique");
    column.index = fields.flag("index");
    column.references = read_reference(fields);
    column.in = read_values(fields, "in");
    column.check = fields.text("check");
    column.comment = fields.text("comment");
    column.computed = fields.maybe_text("computed");
    column.backfill = read_backfill(fields);
    column.from = fields.text("from");
    return column;
}

std::vector<std::string> unique_keys() {
    return {"columns", "name", "nulls_not_distinct", "deferrable"};
}

std::vector<std::string> check_keys() {
    return {"sql", "name", "not_valid"};
}

std::vector<std::string> foreign_key_keys() {
    return {"columns", "references", "on_delete", "on_update", "name", "deferrable", "not_valid"};
}

std::vector<std::string> index_keys() {
    return {"columns", "name", "unique", "where", "method", "include", "nulls_not_distinct", "with"};
}

Unique read_unique(const Fields& fields) {
    Unique unique;
    unique.name = fields.name("name");
    unique.columns = fields.names("columns");
    unique.nulls_not_distinct = fields.flag("nulls_not_distinct");
    unique.deferrable = fields.word("deferrable", kDeferrable);
    return unique;
}

Unique read_unique(const json& value, const std::string& path, Problem& problem) {
    const json object = as_object(value, "columns");
    const Fields fields(object, path, unique_keys(), problem);
    Unique unique = read_unique(fields);
    require_columns(fields, !unique.columns.empty());
    return unique;
}

Check read_check(const Fields& fields) {
    Check check;
    check.name = fields.name("name");
    check.sql = fields.required_text("sql");
    check.not_valid = fields.flag("not_valid");
    return check;
}

Check read_check(const json& value, const std::string& path, Problem& problem) {
    const json object = value.is_string() ? as_object(value, "sql") : json();
    return read_check(Fields(value.is_string() ? object : value, path, check_keys(), problem));
}

ForeignKey read_foreign_key(const Fields& fields) {
    ForeignKey key;
    key.name = fields.name("name");
    key.columns = fields.names("columns");
    require_columns(fields, !key.columns.empty());
    const json* value = fields.find("references");
    const std::string path = fields.path_of("references");
    if (!value) {
        fields.problem().add(fields.path(), "the key references is missing", "add references: \"customers.id\"");
    } else if (value->is_object()) {
        const Fields target(*value, path, {"table", "schema", "columns"}, fields.problem());
        key.target = read_table(target);
        key.target_columns = target.names("columns");
    } else {
        Target target = read_target(*value, path, fields.problem());
        key.target = std::move(target.table);
        if (!target.column.empty()) key.target_columns = {std::move(target.column)};
    }
    if (!key.target_columns.empty() && key.target_columns.size() != key.columns.size()) {
        fields.problem().add(path,
                             "it names " + std::to_string(key.target_columns.size()) + " columns for " +
                                 std::to_string(key.columns.size()),
                             "name as many as columns has");
    }
    key.on_delete = read_rule(fields, "on_delete");
    key.on_update = read_rule(fields, "on_update");
    key.deferrable = fields.word("deferrable", kDeferrable);
    key.not_valid = fields.flag("not_valid");
    return key;
}

ForeignKey read_foreign_key(const json& value, const std::string& path, Problem& problem) {
    return read_foreign_key(Fields(value, path, foreign_key_keys(), problem));
}

Index read_index(const Fields& fields) {
    Index index;
    index.name = fields.name("name");
    const json* columns = fields.find("columns");
    if (columns && columns->is_string()) {
        index.elements.push_back(read_element(*columns, fields.path_of("columns"), fields.problem()));
    } else {
        for (const json* item : fields.items("columns")) {
            index.elements.push_back(
                read_element(*item, place(fields.path_of("columns"), index.elements.size()), fields.problem()));
        }
    }
    require_columns(fields, !index.elements.empty());
    index.unique = fields.flag("unique");
    index.where = fields.text("where");
    index.method = fields.text("method");
    if (base::equal_ignoring_case(index.method, "btree")) index.method.clear();
    index.include = fields.names("include");
    index.nulls_not_distinct = fields.flag("nulls_not_distinct");
    index.with = fields.text("with");
    return index;
}

Index read_index(const json& value, const std::string& path, Problem& problem) {
    const json object = as_object(value, "columns");
    return read_index(Fields(object, path, index_keys(), problem));
}

}  // namespace migrate
