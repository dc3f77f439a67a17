/// All readings of a description as statements, one after the other. Internal to intent.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "intent/context.h"

namespace migrate::intent {

/// What a description is read against.
struct KnownSchema {
    const Schema& head;
    const std::vector<TableName>& focus;  ///< as for read_description
};

/// What a reading may take for granted.
struct Leniency {
    bool slips = false;  ///< slips of the pen in words of the grammar
    bool order = false;  ///< a foreign key may point to a table that a later statement creates
    bool verbs = false;  ///< a verb that is not said again: "add an index on a and an index on b", "index on a (b)"
};

/// What solving found.
struct Solved {
    std::vector<Draft> solutions;
    std::optional<Error> error;       ///< the contradiction furthest on
    bool errs_at_the_end = false;     ///< what the error is about is all of the description, or its last statement
    std::vector<std::string> unused;  ///< the words that no reading had a use for
};

Solved solve(const Tokens& tokens, const KnownSchema& known, Leniency lenient);

}  // namespace migrate::intent
