/// The intent room: a description in English to requested operations. Every word is used once or reported.
///
/// It resolves words against the schema at head (which table, singular or plural, which column) but leaves
/// types, keys and names open where the description does: the plan room completes them. It knows nothing of
/// files or Python.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/requested.h"

namespace migrate::intent {

/// What a description that is not understood whole does say.
struct Glimpse {
    std::vector<std::string> words;              ///< those with no meaning here; never none
    std::vector<TableName> tables;               ///< what the words may mean, the likeliest first
    std::vector<RequestedOperation> operations;  ///< of the clauses that are understood alone
    /// One operation as JSON for each clause that is not: the tables and columns among its words, and <...> for what
    /// they leave open.
    std::vector<std::string> to_fill_in;
};

struct Understanding {
    bool understood = false;                     ///< every word was used and the whole has one reading
    std::vector<RequestedOperation> operations;  ///< empty when not understood
    std::string title;                     ///< for the docstring and slug: the description up to its colon or "with"
    std::vector<std::string> assumptions;  ///< what was not literal: "customer read as table customers"
    /// Words with no meaning here, when not understood, then never none (or harmless, when understood).
    std::vector<std::string> unused;
    std::optional<Glimpse> glimpse;  ///< when not understood
};

/// Errors only for what contradicts the schema or is ambiguous: "table_exists", "no_such_table",
/// "no_such_column", "column_exists", "no_such_index", "index_exists", "no_such_constraint",
/// "constraint_exists", "contradicts" (a length or a type that is not what is said), "bad_type" (string(0)),
/// "not_exact" (read, but it leaves open what decides the result), "nothing_to_do", "bad_name" (letters like ą in a
/// name), "ambiguous" (lists the readings), "bad_description" (empty, over 2,000 bytes, NUL or bytes that are no
/// UTF-8). What is merely not understood is no error: `understood` is false.
/// The grammar stands in grammar.cpp; each form has a phrase there that shows it.
/// `focus`: the tables that are spoken of already; a column named without its table is theirs where only one of them
/// has it, however many others do.
Result<Understanding> read_description(std::string_view description, const Schema& head,
                                       const std::vector<TableName>& focus = {});

}  // namespace migrate::intent
