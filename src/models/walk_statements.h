/// All statements of a body, also those inside others.
#pragma once

#include "python/syntax.h"

namespace migrate::models {

/// Gives every statement to `visit`, with the function around it (nullptr at the module's level).
template <typename Visit>
void walk_statements(const python::Body& body, const python::FunctionDef* function, const Visit& visit) {
    using namespace python;
    for (const Statement& statement : body) {
        visit(statement, function);
        if (const auto* inner = statement.as<FunctionDef>()) walk_statements(inner->body, inner, visit);
        if (const auto* inner = statement.as<ClassDef>()) walk_statements(inner->body, function, visit);
        if (const auto* with = statement.as<With>()) walk_statements(with->body, function, visit);
        if (const auto* loop = statement.as<For>()) walk_statements(loop->body, function, visit);
        if (const auto* condition = statement.as<If>()) {
            for (const Branch& branch : condition->branches) walk_statements(branch.body, function, visit);
            walk_statements(condition->otherwise, function, visit);
        }
        if (const auto* attempt = statement.as<Try>()) {
            walk_statements(attempt->body, function, visit);
            for (const Handler& handler : attempt->handlers) walk_statements(handler.body, function, visit);
            walk_statements(attempt->otherwise, function, visit);
            walk_statements(attempt->finally, function, visit);
        }
    }
}

}  // namespace migrate::models
