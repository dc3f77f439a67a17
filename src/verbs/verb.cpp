#include "verbs/verb.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "verbs/error_text.h"
#include "verbs/verb_list.h"

namespace migrate::verbs {

namespace {

OutJson one_of(const std::vector<std::string>& choices) {
    return {{"enum", choices}};
}

OutJson type_of(Kind kind) {
    switch (kind) {
        case Kind::text:
            return {{"type", "string"}};
        case Kind::flag:
            return {{"type", "boolean"}};
        case Kind::number:
        case Kind::offset:
            return {{"type", "integer"}};
        case Kind::texts:
        case Kind::operations:
            return {{"type", "array"}};
        case Kind::dialect:
            return one_of({"postgresql", "sqlite"});
    }
    return OutJson::object();
}

OutJson brief_schema_of(const FieldShape& field) {
    if (!field.schema.is_null()) return field.schema;
    return field.choices.empty() ? type_of(field.kind) : one_of(field.choices);
}

OutJson object_schema(OutJson properties, const OutJson& required) {
    OutJson schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = required;
    return schema;
}

}  // namespace

bool is_for(const FieldShape& field, Asker asker) {
    switch (field.whom) {
        case For::all:
            return true;
        case For::programs:
            return asker != Asker::person;
        case For::person:
            return asker == Asker::person;
        case For::model:
            return asker == Asker::model;
    }
    return false;
}

OutJson params_schema(const Verb& verb) {
    OutJson properties;
    for (const FieldShape& field : verb.fields) {
        if (!is_for(field, Asker::program)) continue;
        OutJson schema = field.choices.empty() ? type_of(field.kind) : one_of(field.choices);
        if (field.kind == Kind::texts) schema["items"] = {{"type", "string"}};
        if (field.kind == Kind::operations) schema["items"] = {{"type", "object"}};
        if (field.kind == Kind::number) schema.update({{"minimum", 1}, {"maximum", kMaxNumber}});
        if (!field.help.empty()) schema["description"] = field.help;
        properties[field.name] = std::move(schema);
    }
    properties["project"] = type_of(Kind::text);
    return object_schema(std::move(properties), OutJson::array());
}

OutJson input_schema(const Verb& verb) {
    OutJson properties;
    OutJson required = OutJson::array();
    for (const FieldShape& field : verb.fields) {
        if (!field.brief) continue;
        properties[field.name] = brief_schema_of(field);
        if (field.required) required.push_back(field.name);
    }
    return object_schema(std::move(properties), required);
}

Result<void> check_params(const Verb& verb, const Json& params, Asker asker) {
    if (!params.is_object()) return bad_param("params", "params must be an object", "send " + verb.usual_params);
    std::vector<std::string> names;
    for (const FieldShape& field : verb.fields) {
        if (is_for(field, asker)) names.push_back(field.name);
    }
    names.emplace_back("project");
    return check_names(params, names);
}

Result<void> check_choice(const FieldShape& field, const Json& value) {
    const std::vector<std::string>& choices = field.choices;
    if (choices.empty()) return {};
    if (value.is_string() && std::ranges::find(choices, value.get<std::string>()) != choices.end()) return {};
    return bad_param(field.name, field.name + " must be one of " + base::join(choices, ", "), "send one of them");
}

mcp::ToolResult error_result(const Error& whole) {
    const Error error = bounded(whole);
    std::string text = error.message;
    if (!error.where.empty()) text += " (at " + error.where + ")";
    if (!error.hint.empty()) text += ". " + error.hint;
    return {.text = text + " [" + error.code + "]", .is_error = true};
}

std::string dumped(const OutJson& json) {
    return json.dump(-1, ' ', false, OutJson::error_handler_t::replace);
}

bool fits(const mcp::ToolResult& result) {
    return result.text.size() <= kMaxResult && dumped(result.structured).size() <= kMaxResult;
}

const std::vector<Verb>& all_verbs() {
    static const std::vector<Verb> verbs = [] {
        std::vector<Verb> listed = list_verbs();
        std::ranges::sort(listed, {}, &Verb::rank);
        return listed;
    }();
    return verbs;
}

}  // namespace migrate::verbs
