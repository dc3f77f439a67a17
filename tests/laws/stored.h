/// A case as a JSON file: what a counterexample is kept as, and what the driver of real Alembic reads.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "laws/cases.h"

namespace migrate::laws {

/// The statements of a schema, on PostgreSQL with the functions, triggers, rules and policies beside its tables.
std::string ddl_of(const Schema& schema);

/// {"before": {dialect: DDL}, "rules", "operations"}, and with it, for the driver: "warnings" (codes) and "kinds".
nlohmann::json write_case(const Case& made);
/// The case made again from its file. Errors: what does not read, and what the plan room refuses.
Result<Case> read_case(const nlohmann::json& stored);

/// The migration's text, as the render room writes it.
Result<std::string> text_of(const Case& made, const std::string& revision, const std::string& down_revision);

/// The request and both schemas, for a failed test.
std::string shown(const Case& made);

}  // namespace migrate::laws
