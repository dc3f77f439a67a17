#include "models/class_body.h"

namespace migrate::models {

using python::Assign;
using python::ClassDef;
using python::Expression;
using python::FunctionDef;
using python::Name;
using python::Statement;

const Expression* own_value(const ClassDef& class_def, std::string_view name) {
    const Expression* found = nullptr;
    for (const Statement& statement : class_def.body) {
        const auto* assign = statement.as<Assign>();
        if (assign == nullptr || !assign->value) continue;
        for (const Expression& target : assign->targets) {
            const auto* id = target.as<Name>();
            if (id != nullptr && id->id == name) found = &*assign->value;
        }
    }
    return found;
}

const FunctionDef* own_function(const ClassDef& class_def, std::string_view name) {
    for (const Statement& statement : class_def.body) {
        const auto* function = statement.as<FunctionDef>();
        if (function != nullptr && function->name == name) return function;
    }
    return nullptr;
}

}  // namespace migrate::models
