#include "usecases/create/model_choice.h"

#include <algorithm>

#include "schema/naming.h"

namespace migrate::usecases {

using models::Model;

namespace {

/// How many folders two paths share from the root on.
std::size_t shared_folders(const std::string& a, const std::string& b) {
    std::size_t shared = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) shared += a[i] == '/' ? 1 : 0;
    return shared;
}

}  // namespace

std::string class_at(const Model& model) {
    return "class " + model.class_name + " (" + model.called_at + ")";
}

Result<const Model*> model_of(const std::vector<Model>& models, const TableName& table,
                              const project::Project& project) {
    std::vector<const Model*> found;
    std::size_t nearest = 0;
    const std::string home = project::relative_path(project, project.script_location) + "/";
    for (const Model& model : models) {
        if (model.table.name != table) continue;
        const std::size_t shared = shared_folders(model.called_at, home);
        if (!found.empty() && shared < nearest) continue;
        if (shared > nearest) found.clear();
        nearest = shared;
        found.push_back(&model);
    }
    if (found.size() < 2) return found.empty() ? nullptr : found.front();
    std::string places;
    for (const Model* model : found) places += (places.empty() ? "" : ", ") + class_at(*model);
    return fail("ambiguous", "several classes are mapped to table " + to_string(table) + ": " + places,
                "name the columns and their types in the request", found.front()->where);
}

const Model* model_in_other_number(const std::vector<Model>& models, const TableName& table) {
    const Model* found = nullptr;
    for (const Model& model : models) {
        if (model.table.name.name.empty() || singularize(model.table.name.name) != singularize(table.name)) continue;
        if (!table.schema.empty() && table.schema != model.table.name.schema) continue;
        if (found != nullptr) return nullptr;
        found = &model;
    }
    return found;
}

}  // namespace migrate::usecases
