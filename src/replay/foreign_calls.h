/// Calls of code that is not followed: what can still be said of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "replay/machine.h"

namespace migrate::replay {

/// True for what loggers and consoles do, told by its name: a call that only says something.
bool only_speaks(std::string_view path);

/// True for a session of the application's own, told by its name: what is asked of it are rows.
bool opens_session(std::string_view path);
/// True for a method of one: app.db.session.close
bool asks_session(std::string_view path);

/// The tables that the arguments name, as in Doubt::object: only they are in doubt then.
std::vector<std::string> named_tables(const Machine& machine, const Arguments& arguments);

}  // namespace migrate::replay
