#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/catalogs.h"
#include "catalog/evaluate.h"
#include "schema/naming.h"

namespace migrate::sql {
namespace {

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Value* first_unknown(const std::vector<Value>& values) {
    const auto found = std::find_if(values.begin(), values.end(), [](const Value& value) { return !value.is_known(); });
    return found == values.end() ? nullptr : &*found;
}

Value to_relation(const Question& question, const std::string& written) {
    const auto found = find_relation(question.schema, written);
    return found ? text_value(*found) : null_value();
}

Value to_type(const Question& question, const std::string& written) {
    const TableName name = read_table_name(base::replace_all(written, "\"", ""));
    if (question.schema.enums.contains(name)) return text_value(to_string(name));
    return unknown_value("whether the type " + written + " exists is not in a schema");
}

Value to_namespace(const Question& question, const std::string& name) {
    const auto names = schema_names(question.schema);
    return std::find(names.begin(), names.end(), name) != names.end() ? text_value(name)
                                                                      : unknown_value("there is no schema " + name);
}

Value text_function(const std::string& name, const std::vector<Value>& arguments) {
    if (name == "concat") {
        std::string text;
        for (const Value& argument : arguments) text += argument.text;
        return text_value(text);
    }
    if (arguments.empty()) return unknown_value("the function " + name + "() without arguments");
    if (arguments[0].kind == Value::Kind::null) return null_value();
    const std::string& text = arguments[0].text;
    if (name == "lower") return text_value(base::lower(text));
    if (name == "upper") return text_value(base::upper(text));
    if (name == "quote_ident") return text_value(quote_identifier(text));
    if (name == "btrim" || name == "trim") return text_value(base::trim(text));
    return number_value(static_cast<long>(text.size()));
}

}  // namespace

bool is_aggregate(const std::string& name) {
    return is_one_of(name, {"count", "min", "max", "bool_or", "bool_and", "every", "array_agg", "string_agg", "sum",
                            "avg", "json_agg"});
}

Value aggregate(const std::string& name, bool star, std::size_t rows, std::vector<Value> values, bool distinct) {
    if (name == "count" && star) return number_value(static_cast<long>(rows));
    std::erase_if(values, [](const Value& value) { return value.kind == Value::Kind::null; });
    if (name == "count" && !distinct &&
        std::none_of(values.begin(), values.end(), [](const Value& v) { return v.kind == Value::Kind::unknown; }))
        return number_value(static_cast<long>(values.size()));
    if (const Value* unknown = first_unknown(values)) return unknown_value(unknown->text);
    const auto less = [](const Value& a, const Value& b) { return compare(a, "<", b).is_true(); };
    if (distinct || name == "array_agg") {
        if (distinct) std::sort(values.begin(), values.end(), less);
        const auto same = [](const Value& a, const Value& b) { return a.text == b.text; };
        if (distinct) values.erase(std::unique(values.begin(), values.end(), same), values.end());
    }
    if (name == "count") return number_value(static_cast<long>(values.size()));
    if (values.empty()) return null_value();
    if (name == "min") return *std::min_element(values.begin(), values.end(), less);
    if (name == "max") return *std::max_element(values.begin(), values.end(), less);
    if (name == "array_agg") return list_value(std::move(values));
    if (name == "bool_or")
        return boolean_value(std::any_of(values.begin(), values.end(), [](const Value& v) { return v.is_true(); }));
    if (name == "bool_and" || name == "every")
        return boolean_value(std::all_of(values.begin(), values.end(), [](const Value& v) { return v.is_true(); }));
    return unknown_value("the aggregate " + name + "() is not followed");
}

Value call_function(Question& question, const std::string& name, const std::vector<Value>& arguments) {
    if (name == "current_schema") return text_value("public");
    if (name == "current_schemas") return list_value({text_value("pg_catalog"), text_value("public")});
    if (name == "current_database") return vague_value("the database's name");
    if (is_one_of(name, {"now", "version", "current_setting", "current_user", "random"}))
        return unknown_value(name + "() is not in a schema");
    if (const Value* unknown = first_unknown(arguments)) return unknown_value(unknown->text);
    if (is_one_of(name, {"lower", "upper", "quote_ident", "btrim", "trim", "length", "concat"}))
        return text_function(name, arguments);
    if (name == "coalesce" || name == "ifnull") {
        for (const Value& argument : arguments)
            if (argument.kind != Value::Kind::null) return argument;
        return null_value();
    }
    if (arguments.empty()) return unknown_value("the function " + name + "() is not followed");
    if (arguments[0].kind == Value::Kind::null) return null_value();
    const std::string& text = arguments[0].text;
    if (name == "to_regclass") return to_relation(question, text);
    if (name == "to_regtype") return to_type(question, text);
    if (name == "pg_get_constraintdef") return constraint_definition(question.schema, text);
    if (name == "pg_table_is_visible" || name == "pg_type_is_visible")
        return boolean_value(text.find('.') == std::string::npos);
    if (name == "pg_get_indexdef" && arguments.size() == 1) return index_definition(question.schema, text);
    return unknown_value("the function " + name + "() is not followed");
}

Value cast(Question& question, const Value& value, const std::string& type) {
    if (value.kind == Value::Kind::null || !value.is_known()) return value;
    if (type == "regclass") {
        const Value found = to_relation(question, value.text);
        return found.kind == Value::Kind::null ? unknown_value("there is no relation " + value.text) : found;
    }
    if (type == "regtype") return to_type(question, value.text);
    if (type == "regnamespace") return to_namespace(question, base::replace_all(value.text, "\"", ""));
    if (is_one_of(type, {"int4", "int8", "int2", "integer", "numeric"})) {
        if (value.kind == Value::Kind::boolean) return number_value(value.is_true());
        if (value.kind == Value::Kind::number) return value;
        const bool digits = !value.text.empty() && std::all_of(value.text.begin(), value.text.end(),
                                                               [](char c) { return c >= '0' && c <= '9'; });
        return digits ? Value{Value::Kind::number, value.text, {}}
                      : unknown_value("a cast of '" + value.text + "' to a number");
    }
    if (type == "bool" || type == "boolean") {
        const Value yes = compare(value, "=", boolean_value(true));
        return yes;
    }
    if (is_one_of(type, {"text", "varchar", "name", "bpchar", "char"}))
        return value.kind == Value::Kind::list ? value : text_value(value.text);
    if (is_one_of(type, {"oid", "information_schema.sql_identifier", "sql_identifier"})) return value;
    return unknown_value("a cast to " + type + " is not followed");
}

std::optional<std::vector<Value>> list_items(const Value& value) {
    if (value.kind == Value::Kind::list) return value.items;
    if (value.kind != Value::Kind::text || value.text.size() < 2 || value.text.front() != '{' ||
        value.text.back() != '}')
        return std::nullopt;
    std::vector<Value> items;
    const std::string inner = value.text.substr(1, value.text.size() - 2);
    if (inner.empty()) return items;
    for (const std::string& item : base::split(inner, ','))
        items.push_back(text_value(base::replace_all(base::trim(item), "\"", "")));
    return items;
}

}  // namespace migrate::sql
