/// Golden files of phrases: a schema in a small text form, phrases, and the answer to each, as text.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace migrate::intent::testing {

/// The schema of tests/golden/intent/NAME.schema.
Schema read_fixture(const std::string& name);
std::string golden_folder();
std::string read_text(const std::string& path);

/// What read_description answers, in lines: one operation a line as JSON, "~ assumption", "- harmless words",
/// "! code: message (hint)", or "? words not understood".
std::vector<std::string> answer_to(const std::string& phrase, const Schema& schema);

}  // namespace migrate::intent::testing
