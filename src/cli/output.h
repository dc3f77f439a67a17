/// What a command prints: text or JSON on stdout, errors on stderr.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.h"

namespace migrate::cli {

void print_text(const std::string& text);
void print_json(const nlohmann::ordered_json& value);
/// Prints the error (as JSON on stdout when asked, else on stderr) and returns the exit code 2.
int print_error(const Error& error, bool as_json);

}  // namespace migrate::cli
