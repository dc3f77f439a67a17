/// What lint says of the databases in use, and of no other.
#pragma once

#include <vector>

#include "lint/lint.h"
#include "project/databases.h"

namespace migrate::usecases {

/// lint::check_file for the databases that the project is on: without the findings about others.
std::vector<lint::Finding> check_in_use(const replay::ReplayedFile& file, const project::Databases& databases);

/// Takes out what is no fault in this project: ids longer than 32 characters where a migration before them, env.py or a
/// runner of the project's own has made Alembic's column for them wider, or where SQLite alone is in use, which holds
/// no text to its length.
void leave_out_long_ids(const project::Project& project, const history::Graph& graph,
                        const project::Databases& databases, std::vector<lint::Finding>& findings);

}  // namespace migrate::usecases
