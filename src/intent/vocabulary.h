/// The words of the grammar, as data: classes of words that mean the same, small words that mean nothing,
/// words that are never part of a name that is written as several words, and how people spell types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intent/tokens.h"

namespace migrate::intent {

/// True if the (lower case) word belongs to the class; false for an unknown class.
bool in_class(std::string_view word_class, std::string_view word);

/// Articles and politeness: they may stand anywhere between words and mean nothing.
bool is_small_word(std::string_view word);
/// Words that carry structure or a condition, so that a name written as several words never holds them.
bool is_never_in_name(std::string_view word);
/// Adjectives that pick ("missing", "old"): not part of a name that is written as several words.
bool is_vague_adjective(std::string_view word);
/// Nouns of work and of rows ("support", "data", "caching"): neither a name nor the end of one unless it is
/// said to be a column.
bool is_vague_noun(std::string_view word);
/// A type of another database or language ("tinyint"), or a modifier ("serial"): no name ends in it.
bool is_foreign_type(std::string_view word);
/// A verb that begins a statement: "add", "drops", "renaming".
bool is_verb(std::string_view word);
/// A verb in a form that cannot be part of a name written as several words ("drop", but not "deleted").
bool is_verb_not_in_name(std::string_view word);

/// The words of the grammar that this (lower case) word may be a slip of: those at distance one, or with
/// letters swapped. None for words of the grammar itself, words of two letters, and words that negate or
/// limit.
std::vector<std::string> slips_of(std::string_view word);
/// The tokens with `slips` and `slip_of_structure` filled in.
Tokens note_slips(Tokens tokens);

enum class TypeStrength {
    strong,    ///< never part of a name: "string", "varchar"
    weak,      ///< may as well be a word of a name: "text", "json", "uuid"
    tail,      ///< as the last of several words it belongs to the name: "due date", "start time"
    doubtful,  ///< as the last of several words it can be either, so that the column is asked for: "start point"
};

/// `max_numbers` of a type that takes words too: geometry(Point,4326).
constexpr int kWordsToo = 3;
/// The spelling of the entry that stands for all enum types of the schema; its canonical form is "".
constexpr std::string_view kEnumType = "(enum type)";

struct TypeWord {
    std::string_view spelling;   ///< one to five words
    std::string_view canonical;  ///< as read_type wants it
    TypeStrength strength;
    int max_numbers = 0;         ///< how many numbers may follow: string(32), numeric(12,2)
    std::string_view told = {};  ///< an assumption to state: what the spelling was read as
};
/// Longest spelling first.
const std::vector<TypeWord>& type_words();

}  // namespace migrate::intent
