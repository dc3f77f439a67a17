// Prints what the models room reads of a project, as JSON for tests/compare/models.py:
//
//   show_models DIR postgresql|sqlite
//
// {"sql": DDL that makes the tables, "doubts": [{object, reason, where}], "unknown_types": [[table, column]],
//  "tables": {name: "file.py:12"}, "problems": [what the DDL leaves out]}
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "models/model_steps.h"
#include "sql/sql.h"
#include "usecases/model_files.h"

using namespace migrate;

namespace {

/// A folder without Alembic is a project too.
project::Project project_at(const std::string& folder) {
    if (auto found = project::find_project(folder)) return *found;
    project::Project plain;
    plain.root = folder;
    plain.script_location = folder;
    plain.config_path = folder + "/alembic.ini";
    return plain;
}

nlohmann::json doubts_of(const std::vector<models::Model>& read) {
    nlohmann::json doubts = nlohmann::json::array();
    for (const models::Model& model : read) {
        for (const Doubt& doubt : model.doubts)
            doubts.push_back({{"object", doubt.object}, {"reason", doubt.reason}, {"where", doubt.where}});
    }
    return doubts;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return std::fprintf(stderr, "show_models DIR postgresql|sqlite\n"), 2;
    const Dialect dialect = std::string(arguments[2]) == "sqlite" ? Dialect::sqlite : Dialect::postgresql;
    usecases::ProjectFiles files(project_at(arguments[1]));
    std::vector<models::Model> read = usecases::models_of(files, {""});
    nlohmann::json shown = {{"doubts", doubts_of(read)}, {"tables", nlohmann::json::object()}};
    nlohmann::json problems = nlohmann::json::array();
    std::vector<models::Model> kept;
    for (models::Model& model : read) {
        const std::string name = to_string(model.table.name);
        if (model.table.name.name.empty()) continue;
        if (shown["tables"].contains(name)) {
            problems.push_back(name + " is made twice: " + model.where);
            continue;
        }
        shown["tables"][name] = model.where;
        kept.push_back(std::move(model));
    }
    Schema schema{.dialect = dialect};
    for (const Operation& operation : lower(test::steps_of(kept), dialect)) {
        auto after = migrate::apply(operation, schema);
        if (after) schema = std::move(*after);
        if (!after) problems.push_back(describe(operation) + ": " + after.error().message);
    }
    shown["statements"] = sql::schema_statements(schema);
    shown["problems"] = problems;
    std::puts(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return 0;
}
