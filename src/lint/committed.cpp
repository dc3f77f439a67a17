#include "lint/committed.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "python/syntax.h"

namespace migrate::lint {

namespace {

using namespace python;

/// A statement that is only a text says nothing to Python.
bool is_text(const Statement& statement) {
    const auto* expression = statement.as<ExpressionStatement>();
    return expression != nullptr && expression->expression.as<String>() != nullptr;
}

std::string name_of(const Statement& statement) {
    if (const auto* function = statement.as<FunctionDef>()) return function->name + "()";
    const auto* assign = statement.as<Assign>();
    if (assign != nullptr && assign->targets.size() == 1) return dotted_name(assign->targets.front()).value_or("");
    return "";
}

Body without_texts(const Body& body) {
    Body kept;
    std::remove_copy_if(body.begin(), body.end(), std::back_inserter(kept), is_text);
    return kept;
}

/// The module's statements by what they define; what defines nothing stands under "".
std::map<std::string, Body> parts_of(const Module& module) {
    std::map<std::string, Body> parts;
    for (Statement statement : without_texts(module.statements)) {
        const std::string name = name_of(statement);
        if (auto* function = std::get_if<FunctionDef>(&statement.value)) function->body = without_texts(function->body);
        if (auto* assign = std::get_if<Assign>(&statement.value)) assign->annotation = {};
        parts[name].push_back(std::move(statement));
    }
    return parts;
}

}  // namespace

std::string changed_since(const CommittedFile& file) {
    const auto there = parse(file.text_there), here = parse(file.text_here);
    if (!there || !here) return file.text_there == file.text_here ? "" : "the file";
    const std::map<std::string, Body> before = parts_of(*there), after = parts_of(*here);
    std::vector<std::string> changed;
    const auto compare = [&](const auto& left, const auto& right) {
        for (const auto& [name, body] : left) {
            const auto other = right.find(name);
            const bool same = other != right.end() && other->second == body;
            const std::string shown = name.empty() ? "code beside its functions" : name;
            if (!same && std::find(changed.begin(), changed.end(), shown) == changed.end()) changed.push_back(shown);
        }
    };
    compare(before, after);
    compare(after, before);
    return base::join(changed, " and ");
}

}  // namespace migrate::lint
