/// Dates and times as text, as migration files have them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace migrate::base {

/// Today's date in the machine's own time zone, YYYY-MM-DD.
std::string today();

/// The moment in the machine's own time zone, YYYY-MM-DD HH:MM:SS.ffffff.
std::string now();

/// The same date, checked: exactly YYYY-MM-DD, year 1970 to 9999, a day that exists. Error "bad_date".
Result<std::string> parse_date(std::string_view text);

}  // namespace migrate::base
