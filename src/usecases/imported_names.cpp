#include "usecases/imported_names.h"

namespace migrate::usecases {

namespace {

std::string with_alias(const python::ImportedName& imported) {
    return imported.alias.empty() ? imported.name : imported.name + " as " + imported.alias;
}

}  // namespace

void ImportedNames::add(const python::Statement& statement) {
    const auto known_as = [](const python::ImportedName& one) { return one.alias.empty() ? one.name : one.alias; };
    if (const auto* whole = statement.as<python::Import>()) {
        for (const python::ImportedName& one : whole->names) by_name_[known_as(one)] = {with_alias(one), ""};
    }
    const auto* from = statement.as<python::ImportFrom>();
    if (from == nullptr || from->level > 0) return;
    for (const python::ImportedName& one : from->names) by_name_[known_as(one)] = {from->module, with_alias(one)};
}

std::optional<render::Import> ImportedNames::find(const std::string& name) const {
    for (std::size_t end = name.size(); end != std::string::npos && end > 0; end = name.rfind('.', end - 1)) {
        if (const auto found = by_name_.find(name.substr(0, end)); found != by_name_.end()) return found->second;
    }
    return std::nullopt;
}

}  // namespace migrate::usecases
