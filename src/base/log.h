/// Lines for a person who debugs, on standard error only: standard output belongs to the protocol.
///
/// Log no values from the environment, no database addresses, no file contents.
#pragma once

#include <string_view>

namespace migrate::base {

enum class LogLevel { debug, info, warning, error, off };

/// Lines below `level` are left out from now on. At the start: warning.
void set_log_level(LogLevel level);

/// One line each; may be called from any thread.
void log_debug(std::string_view text);
void log_info(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

}  // namespace migrate::base
