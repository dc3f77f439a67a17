/// What an operation touches: to see where two branches of a history meet.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "operations/operation.h"

namespace migrate::usecases {

/// How a list of operations meets one object, from the weakest to the strongest.
enum class Touch { needs, changes, makes, takes };

/// An object as people call it ("column users.phone", "the type of column users.phone", "table tags"), and how it is
/// met.
struct Touched {
    std::string object;
    Touch how = Touch::needs;
    bool operator==(const Touched&) const = default;
};

/// What one operation touches, in no particular order. Nothing for Execute and Opaque: what they touch is not known.
std::vector<Touched> touches_of(const Operation& operation);

/// What the whole list leaves touched: an object that is made and taken again is none, one that is taken and made
/// again is changed.
std::map<std::string, Touch> touches_of(const std::vector<Operation>& operations);

/// True where two branches cannot both meet an object so.
bool excludes(Touch one, Touch other);

/// Where the two lists cannot stand together, one phrase for each object: "both add column users.phone", "the first
/// drops table tags, which the second uses". `first` and `second` are how the two are called.
std::vector<std::string> clashes(const std::map<std::string, Touch>& first, const std::map<std::string, Touch>& second,
                                 const std::string& first_name, const std::string& second_name);

}  // namespace migrate::usecases
