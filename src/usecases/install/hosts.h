/// The hosts that start this program, and what each wants: as its own documentation says.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "usecases/install/record.h"

namespace migrate::usecases {

/// Where the program is put, and for whom.
struct Setting {
    std::string data;     ///< our folder among this user's data
    std::string program;  ///< the program in there
    std::string project;  ///< absolute; "" for all projects
};

/// A server in a file of settings.
struct ServerEntry {
    std::string path;   ///< absolute
    std::string group;  ///< the object in it that holds servers
    nlohmann::ordered_json entry;
};

inline constexpr const char* kServerName = "alembic";

/// The names of all hosts.
const std::vector<std::string>& host_names();

/// True for hosts that take the plugin by their own commands.
bool takes_plugin(const std::string& host);

/// The commands that make the host know us, and those that take it back; none where a file does it.
std::vector<Command> commands_of(const std::string& host, const Setting& setting);
std::vector<Command> undo_of(const std::string& host);

/// The file that makes the host know us. Error "bad_params" where the host wants a project and none is named.
Result<ServerEntry> server_of(const std::string& host, const Setting& setting);

struct PutFile {
    std::string path;  ///< relative to the marketplace's folder
    std::string text;
};
/// The plugin as a marketplace, for a host: it starts the program by its path.
std::vector<PutFile> plugin_of(const std::string& host, const Setting& setting);
std::string marketplace_of(const std::string& host, const Setting& setting);

/// The skill for a project that has no plugin.
std::string_view skill_text();

}  // namespace migrate::usecases
