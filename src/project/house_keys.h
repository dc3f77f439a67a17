/// The keys that house rules are written with, the same in profiles, [tool.alembic-migrate] and
/// .alembic-migrate.toml:
///
///   profile = "alembic"                  # a profile's name; not in a profile itself
///   revision-style = "dated-number"      # or "hex"
///   index-name = "ix_{table}_{columns}"  # {table} {columns} {target}; also unique-index-name, unique-name,
///   check-name,
///                                        # foreign-key-name
///   key-type = "uuid"                    # "string36", "integer", "bigint": of a new table's primary key
///   created-at = true                    # a new table gets a creation time
///   created-at-name = "created_at"
///   index-foreign-keys = true
///   if-exists = true                     # write if_exists= / if_not_exists=
///   line-length = 88
///   quote-style = "double"               # or "single"
///   op-f = false, now = "sa.func.now()"  # and all of form.h: how the house writes what can be written in several ways
///   [[reminders]]                        # replace the profile's; {path} is the new file, {config} " -c
///   FILE" where needed text = "Apply it with `alembic upgrade head`" command = "alembic upgrade head"
///
/// Underscores count as hyphens. The table `check` is that of check_settings.h.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "project/project.h"
#include "project/toml_file.h"

namespace migrate::project {

/// `rules` with the keys below `table` put over it; keys in `also_allowed`, and tables of these names, are left to the
/// caller. Error "bad_config" with file and line for a key that is none of these, with the nearest that is, and for a
/// value of the wrong kind.
Result<HouseRules> apply_keys(HouseRules rules, const TomlFile& file, const std::string& table,
                              const std::vector<std::string>& also_allowed);

/// `rules` with what the chain shows put over it, where it is a value that the key takes.
HouseRules take_learnt(HouseRules rules, const std::map<std::string, Learnt>& learnt);

/// Every key with its value, in the order of the list above.
std::vector<std::pair<std::string, std::string>> shown_keys(const HouseRules& rules);

}  // namespace migrate::project
