/// How the house writes what could be written in several ways, learnt from the files that it wrote last.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "history/history.h"
#include "project/project.h"
#include "usecases/form_reader.h"

namespace migrate::usecases {

struct LearntForm {
    std::map<std::string, project::Learnt> rules;  ///< by key
    std::vector<TypeSighting> types;               ///< of the files that were read, the newest first
};

/// For each key what most of the last sightings say: the newest file is asked first, older ones until there are enough.
LearntForm learn_form(const project::Project& project, const std::vector<const history::Revision*>& chain);

}  // namespace migrate::usecases
