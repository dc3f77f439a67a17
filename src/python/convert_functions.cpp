// Parameters, lambdas and comprehensions: expressions that bring names of their own.
#include "python/convert.h"

namespace migrate::python {

namespace {

std::string without_stars(std::string_view name) {
    return std::string(name.substr(std::min(name.find_first_not_of('*'), name.size())));
}

}  // namespace

Parameter Converter::parameter(Index index) {
    const std::string_view kind = at(index).kind;
    Parameter parameter;
    Index named = index;
    if (kind == "default_parameter" || kind == "typed_default_parameter") {
        named = child_of_field(index, "name");
        parameter.default_value = optional_expression(child_of_field(index, "value"));
    } else if (kind == "typed_parameter") {
        named = at(index).first_child;
    }
    parameter.annotation =
        kind.starts_with("typed") ? optional_expression(child_of_field(index, "type")) : Box<Expression>();
    if (at(named).kind == "list_splat_pattern") parameter.kind = ParameterKind::Args;
    if (at(named).kind == "dictionary_splat_pattern") parameter.kind = ParameterKind::Kwargs;
    parameter.name = without_stars(text(named));
    return parameter;
}

std::vector<Parameter> Converter::parameters(Index list) {
    std::vector<Parameter> found;
    if (list < 0) return found;
    bool keywords_only = false;
    for (const Index index : named_children(list)) {
        if (at(index).kind == "positional_separator") {
            for (Parameter& earlier : found) earlier.kind = ParameterKind::PositionalOnly;
        } else if (at(index).kind == "keyword_separator") {
            keywords_only = true;
        } else {
            found.push_back(parameter(index));
            ParameterKind& kind = found.back().kind;
            if (kind == ParameterKind::Normal && keywords_only) kind = ParameterKind::KeywordOnly;
            if (kind == ParameterKind::Args) keywords_only = true;
        }
    }
    return found;
}

ExpressionValue Converter::lambda(Index index) {
    return Lambda{parameters(child_of_field(index, "parameters")), expression(child_of_field(index, "body"))};
}

ExpressionValue Converter::comprehension(Index index) {
    Comprehension result;
    const std::string_view kind = at(index).kind;
    result.kind = kind == "list_comprehension"         ? ComprehensionKind::List
                  : kind == "set_comprehension"        ? ComprehensionKind::Set
                  : kind == "dictionary_comprehension" ? ComprehensionKind::Dict
                                                       : ComprehensionKind::Generator;
    for (const Index child : named_children(index)) {
        if (at(child).kind == "pair") {
            result.element = expression(child_of_field(child, "key"));
            result.value = expression(child_of_field(child, "value"));
        } else if (at(child).field == "body") {
            result.element = expression(child);
        } else if (at(child).kind == "for_in_clause") {
            if (has_token(child, ",")) return opaque(index, "comprehension over several values");
            result.clauses.push_back({.target = expression(child_of_field(child, "left")),
                                      .iterable = expression(child_of_field(child, "right")),
                                      .is_async = has_token(child, "async")});
        } else if (at(child).kind == "if_clause" && !result.clauses.empty()) {
            result.clauses.back().conditions.push_back(only_child(child));
        } else {
            return opaque(index, "comprehension");
        }
    }
    return result;
}

}  // namespace migrate::python
