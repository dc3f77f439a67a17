/// What lists of operations touch: to see where two branches of a history meet.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "operations/objects.h"

namespace migrate::usecases {

/// Objects as people call them ("column users.phone", "the type of column users.phone", "table tags"), and how each is
/// met.
using Uses = std::map<std::string, Use>;

/// What the whole list leaves touched: an object that is made and taken again is none, one that is taken and made
/// again is changed.
Uses uses_of(const std::vector<Operation>& operations);

/// True where two branches cannot both meet an object so.
bool excludes(Use one, Use other);

/// Where the two lists cannot stand together, one phrase for each object: "both add column users.phone", "the first
/// drops table tags, which the second uses". `first` and `second` are how the two are called.
std::vector<std::string> clashes(const Uses& first, const Uses& second, const std::string& first_name,
                                 const std::string& second_name);

}  // namespace migrate::usecases
