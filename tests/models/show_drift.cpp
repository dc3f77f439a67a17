// For people who debug the models room: reads a project's classes, replays its chain, and prints where they differ:
// the tables at head (PostgreSQL) to the classes' tables: "at head / in the class", a line for each object.
//
//   show_drift DIR [FILE ...]   classes of these files alone (as their paths end); of all files without
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "models/model_steps.h"
#include "replay/replay.h"
#include "schema/expression.h"
#include "usecases/model_files.h"

using namespace migrate;

namespace {

int complain(const Error& error) {
    std::fprintf(stderr, "%s (%s)\n", error.message.c_str(), error.where.c_str());
    return 1;
}

/// What the class leaves to the database is named, and spelled, as it is at head: no difference then.
template <class Constraint, class Same>
void adopt_names(std::vector<Constraint>& wanted, const std::vector<Constraint>& known, Same same) {
    for (Constraint& one : wanted) {
        const auto found =
            std::find_if(known.begin(), known.end(), [&](const Constraint& other) { return same(one, other); });
        if (one.name.empty() && found != known.end()) one.name = found->name;
    }
}

void adopt_spelling(Table& wanted, Table& known) {
    adopt_names(wanted.foreign_keys, known.foreign_keys, [](const ForeignKey& a, const ForeignKey& b) {
        return a.columns == b.columns && a.target == b.target && a.target_columns == b.target_columns;
    });
    adopt_names(wanted.uniques, known.uniques, [](const Unique& a, const Unique& b) { return a.columns == b.columns; });
    if (wanted.primary_key && known.primary_key && wanted.primary_key->name.empty())
        wanted.primary_key->name = known.primary_key->name;
    for (Check& check : known.checks) check.sql = without_outer_parentheses(check.sql);
    for (Column& column : wanted.columns) {
        const Column* there = find_column(known, column.name);
        if (there == nullptr || !there->server_default || !column.server_default) continue;
        const std::string cast = column.server_default->sql + "::" + sql_of(there->type, Dialect::postgresql);
        if (there->server_default->sql == cast) column.server_default = there->server_default;
    }
}

bool is_asked_for(const models::Model& model, const std::vector<std::string>& files) {
    if (model.table.name.name.empty()) return false;
    const std::string path = model.where.substr(0, model.where.rfind(':'));
    return files.empty() ||
           std::any_of(files.begin(), files.end(), [&](const std::string& file) { return path.ends_with(file); });
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return std::fprintf(stderr, "show_drift DIR [FILE ...]\n"), 2;
    const auto project = project::find_project(arguments[1]);
    if (!project) return complain(project.error());
    const auto graph = history::read_graph(*project);
    if (!graph) return complain(graph.error());
    const auto head = history::one_head(*graph, "");
    if (!head) return complain(head.error());
    const auto replay = replay::replay_chain(*project, *graph, *head, Dialect::postgresql);
    if (!replay) return complain(replay.error());

    usecases::ProjectFiles of_project(*project);
    std::vector<models::Model> models = usecases::models_of(of_project, {""});
    const std::vector<std::string> files(arguments + 2, arguments + count);
    std::erase_if(models, [&](const models::Model& model) { return !is_asked_for(model, files); });
    Schema at_head{.dialect = Dialect::postgresql};
    for (models::Model& model : models) {
        const Table* table = find_table(replay->schema, model.table.name);
        if (table == nullptr) continue;
        Table& known = at_head.tables[table->name] = *table;
        adopt_spelling(model.table, known);
    }
    Schema wanted{.dialect = Dialect::postgresql};
    for (const Operation& operation : lower(test::steps_of(models), Dialect::postgresql)) {
        auto after = migrate::apply(operation, wanted);
        if (!after) {
            std::printf("cannot: %s: %s\n", describe(operation).c_str(), after.error().message.c_str());
            continue;
        }
        wanted = std::move(*after);
    }
    for (const models::Model& model : models) {
        for (const Doubt& doubt : model.doubts)
            std::printf("doubt %s: %s (%s)\n", doubt.object.c_str(), doubt.reason.c_str(), doubt.where.c_str());
    }
    at_head.enums = replay->schema.enums;
    for (const std::string& line : differences(at_head, wanted)) std::printf("%s\n", line.c_str());
    std::fprintf(stderr, "%zu classes, %zu tables at head\n", models.size(), replay->schema.tables.size());
    return 0;
}
