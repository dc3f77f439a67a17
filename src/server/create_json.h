/// The JSON form of creating a migration: `params` in, the result out. One form for plain JSON-RPC, for MCP and for
/// --json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/create.h"

namespace migrate::server {

/// Reads `params` of the method `migrate` and the arguments of the tool `create_migration`. `start` is the folder the
/// server was started for. Errors: "bad_params" with the key in `where`; the codes of read_operations.
Result<usecases::CreateRequest> read_create_request(const nlohmann::json& params, const std::string& start);

/// True when the request wants `operations` and `down_operations` in its result.
bool wants_explanation(const nlohmann::json& params);

/// The result as in design: revision, down_revision, path, written, messages; with `explain`, also the operations in
/// request form.
nlohmann::ordered_json write_review(const usecases::Review& review, bool explain);

/// JSON schemas of the tool `create_migration`.
nlohmann::ordered_json create_input_schema();
nlohmann::ordered_json create_output_schema();

}  // namespace migrate::server
