/// Holds a value against a JSON schema and says, in words that a person or a model can act on, where it does
/// not fit.
///
/// A subset of JSON Schema: type, required, properties, additionalProperties, items, enum, const, minimum,
/// maximum, minLength, maxLength, minItems, maxItems, anyOf, oneOf (taken as anyOf), $ref to "#/$defs/…".
/// Other keywords are not looked at. Bounded in depth and in the number of problems.
#pragma once

#include <string>
#include <vector>

#include "rpc/message.h"

namespace migrate::rpc {

/// One place where the value does not fit.
struct Problem {
    std::string path;      ///< "operations[0].columns[2].type"; "" for the value itself
    std::string text;      ///< what was found and what is allowed
    std::string expected;  ///< for a wrong type or constant: what was wanted, "" otherwise

    bool operator==(const Problem&) const = default;
};

/// At most five problems, in the order of the value; none if it fits.
std::vector<Problem> check_schema(const Json& schema, const Json& value);

/// All of them in one text: "a: …; b[0]: …".
std::string describe_problems(const std::vector<Problem>& problems);

}  // namespace migrate::rpc
