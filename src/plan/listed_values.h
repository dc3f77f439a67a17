/// What the values that a request gives a column (`status in (DRAFT, SENT) default DRAFT`) say of its type, and the
/// CHECK that a list becomes.
#pragma once

#include <string>

#include "operations/requested.h"
#include "schema/schema.h"

namespace migrate::plan {

/// True for types whose values are numbers or, for booleans, true and false.
bool holds_numbers(const Type& type);

/// True when one of the listed values is no number: "reason in (DAMAGED, LATE)".
bool lists_words(const RequestedColumn& request);
/// True when all listed values are whole numbers that an integer holds: "rating in (1, 2, 3)".
bool lists_integers(const RequestedColumn& request);
/// True when the default is a word: "priority default 'LOW'".
bool defaults_to_word(const RequestedColumn& request);

/// Makes a string type long enough for the listed values. Error "bad_value" for a word in the list of a number type.
Result<void> fit_listed_values(const RequestedColumn& request, Type& type);

/// "status IN ('DRAFT','SENT')"; numbers stand without quotes where the type is one.
std::string write_in_list(const RequestedColumn& request, const Type& type);

}  // namespace migrate::plan
