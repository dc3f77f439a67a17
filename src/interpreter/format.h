/// Python's ways to make text from values: format specs, "%s" % x, "{}".format(x).
#pragma once

#include <string>
#include <string_view>

#include "interpreter/machine.h"

namespace migrate::interpreter {

/// format(value, spec). A spec that is not followed, or a width beyond 10,000, gives nullopt.
std::optional<std::string> format_value(Machine& machine, const Value& value, std::string_view spec);

/// "... %s ..." % value; Unknown for what is not followed.
Value percent_format(Machine& machine, const std::string& pattern, const Value& value);

/// "... {} {name} {0.x[1]:>8} ...".format(...)
Value brace_format(Machine& machine, const std::string& pattern, const Arguments& arguments);

/// A text value, or an Unknown with the same shape when it has holes.
Value text_or_unknown(Machine& machine, std::string text, const Unknown* hole);

}  // namespace migrate::interpreter
