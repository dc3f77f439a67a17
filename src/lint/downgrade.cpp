#include "lint/downgrade.h"

#include <algorithm>

namespace migrate::lint {

namespace {

const python::Statement* statement_of(const replay::ReplayedFile& file, std::string_view name) {
    for (const python::Statement& statement : file.module->statements) {
        const auto* function = std::get_if<python::FunctionDef>(&statement.value);
        if (function != nullptr && function->name == name) return &statement;
    }
    return nullptr;
}

/// A text or `...` alone on its line.
bool is_idle(const python::Statement& statement) {
    if (std::holds_alternative<python::Pass>(statement.value)) return true;
    if (std::holds_alternative<python::Return>(statement.value)) return true;
    const auto* expression = std::get_if<python::ExpressionStatement>(&statement.value);
    return expression != nullptr &&
           (expression->expression.as<python::String>() || expression->expression.as<python::Constant>());
}

}  // namespace

const python::FunctionDef* find_function(const replay::ReplayedFile& file, std::string_view name) {
    const python::Statement* statement = statement_of(file, name);
    return statement == nullptr ? nullptr : &std::get<python::FunctionDef>(statement->value);
}

int line_of_function(const replay::ReplayedFile& file, std::string_view name) {
    const python::Statement* statement = statement_of(file, name);
    return statement == nullptr ? 0 : static_cast<int>(statement->span.line);
}

bool does_nothing(const python::FunctionDef& function) {
    return std::all_of(function.body.begin(), function.body.end(), is_idle);
}

bool only_raises(const python::FunctionDef& function) {
    const auto first = std::find_if_not(function.body.begin(), function.body.end(), is_idle);
    return first != function.body.end() && std::holds_alternative<python::Raise>(first->value);
}

bool changes_schema(const replay::FileRuns& side) {
    return !same_schema(side.before, side.upgrade.after);
}

bool is_followed(const replay::FileRuns& side) {
    const auto fails = [](const replay::Remark& remark) { return remark.kind == replay::Remark::Kind::fails; };
    return side.upgrade.complete && side.downgrade.complete && side.downgrade.after.doubts.empty() &&
           std::none_of(side.upgrade.remarks.begin(), side.upgrade.remarks.end(), fails);
}

}  // namespace migrate::lint
