/// The JSON forms of what check found: our own, and SARIF for tools that show findings beside code.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/check.h"

namespace migrate::server {

/// Reads {files?, all?, since?, skip_others?, project?}; `offset` is left to the tool. Error "bad_params" with the key
/// in `where`.
Result<usecases::CheckRequest> read_check_request(const nlohmann::json& params, const std::string& start);

/// {rule, category, severity, path, line?, source?, message, fix}
nlohmann::ordered_json write_found(const usecases::Found& found);
/// {files, findings: [...], baseline?: {path, known, fixed: [{rule, path, message}]}}
nlohmann::ordered_json write_check_view(const usecases::CheckView& view);
/// SARIF 2.1.0 with all rules.
nlohmann::ordered_json write_sarif(const usecases::CheckView& view, const std::string& version);

/// JSON schemas of the tool `check_migrations`.
nlohmann::ordered_json check_input_schema();
nlohmann::ordered_json check_output_schema();

}  // namespace migrate::server
