/// The JSON form of the proof by real Alembic: method `verify`, tool `verify_migration`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/verify.h"

namespace migrate::server {

/// Reads {revision?, postgres?, dialect?, timeout?, project?}. Error "bad_params" with the key in `where`.
Result<usecases::VerifyRequest> read_verify_request(const nlohmann::json& params, const std::string& start);

/// {revision, path, proven, python: {...}, dialects: [{dialect, outcome, ...}], seconds}
nlohmann::ordered_json write_verify_report(const verify::Report& report);

nlohmann::ordered_json verify_input_schema();
nlohmann::ordered_json verify_output_schema();

}  // namespace migrate::server
