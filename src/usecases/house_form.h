/// How the house writes what could be written in several ways, learnt from the files that it wrote last.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "history/history.h"
#include "project/project.h"

namespace migrate::usecases {

/// What one migration shows: the key of a house rule, and the value that it keeps to.
using Sightings = std::vector<std::pair<std::string, std::string>>;
Sightings sightings_in(const std::string& text);

/// For each key what most of the last sightings say: the newest file is asked first, older ones until there are enough.
std::map<std::string, project::Learnt> learn_form(const project::Project& project,
                                                  const std::vector<const history::Revision*>& chain);

}  // namespace migrate::usecases
