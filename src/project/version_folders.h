/// Folders of revisions that no config names: code gives them to Alembic. Private to this room.
#pragma once

#include <string>

namespace migrate::project {

/// Whether the folders below `versions` belong to the chain though the config does not say so: they hold revisions, and
/// code beside env.py or one folder up sets "version_locations" (as a command of the project's own does it). Both are
/// asked, for a folder of old revisions alone is nothing that Alembic reads.
bool code_adds_folders_below(const std::string& versions, const std::string& script_location);

}  // namespace migrate::project
