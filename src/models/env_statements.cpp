#include "models/env_statements.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "models/walk_statements.h"

namespace migrate::models {

std::vector<Configure> find_configures(const python::Module& env) {
    std::vector<Configure> found;
    const auto visit = [&](const python::Statement& statement, const python::FunctionDef* function) {
        const auto* expression = statement.as<python::ExpressionStatement>();
        const auto* call = expression ? expression->expression.as<python::Call>() : nullptr;
        const auto name = call ? python::dotted_name(*call->callee) : std::nullopt;
        if (name && (*name == "context.configure" || name->ends_with(".context.configure")))
            found.push_back({call, function, static_cast<int>(statement.span.line)});
    };
    walk_statements(env.statements, nullptr, visit);
    // Those for a script without a database often leave the metadata out.
    const auto has_connection = [](const Configure& one) {
        return python::find_keyword(*one.call, "connection") != nullptr;
    };
    if (std::ranges::any_of(found, has_connection)) std::erase_if(found, std::not_fn(has_connection));
    return found;
}

std::vector<Change> find_changes(const python::Body& whole) {
    std::vector<Change> changes;
    walk_statements(whole, nullptr, [&](const python::Statement& statement, const python::FunctionDef* function) {
        const auto* assign = statement.as<python::Assign>();
        if (!assign || !assign->value) return;
        for (const python::Expression& target : assign->targets) {
            const auto* item = target.as<python::Subscript>();
            const auto* attribute = item ? item->object->as<python::Attribute>() : target.as<python::Attribute>();
            if (!attribute) continue;
            const bool names = attribute->name == "naming_convention";
            if (!names && (item || attribute->name != "metadata")) continue;
            const bool top = std::ranges::any_of(whole, [&](const auto& one) { return &one == &statement; });
            changes.push_back({&statement, &*attribute->object, names, function || !top || item});
        }
    });
    return changes;
}

bool sets_metadata(const std::string& text) {
    for (const std::string& line : base::split(text, '\n')) {
        const std::size_t at = line.find(".metadata");
        if (at == std::string::npos || line.front() == ' ' || line.front() == '#') continue;
        const std::string_view rest = base::trim(std::string_view(line).substr(at + 9));
        if (rest.starts_with("=") && !rest.starts_with("==")) return true;
    }
    return false;
}

}  // namespace migrate::models
