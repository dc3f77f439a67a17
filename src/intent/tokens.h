/// Text to tokens, with every byte of meaning kept: spelling, case, quotes and place. It knows no grammar and
/// no schema.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::intent {

enum class TokenKind { word, number, quoted, symbol };

struct Token {
    TokenKind kind = TokenKind::symbol;
    std::string text;       ///< as typed; without its quotes when quoted, and with 'it''s' as it's
    std::string lower;      ///< `text` in lower case (ASCII)
    std::size_t begin = 0;  ///< bytes in the description
    std::size_t end = 0;
    bool glued = false;              ///< nothing stands between it and the token before
    char quote = 0;                  ///< ' " or ` when quoted
    std::vector<std::string> slips;  ///< words of the grammar that it may be a slip of (note_slips, vocabulary.h)
    bool slip_of_structure = false;  ///< one of them is a long word of structure: it is then no part of a name
};

/// How the words were written: sentences, or one name such as add_phone_to_users, where each piece is a
/// token.
enum class Spelling { prose, joined };

struct Tokens {
    std::string text;  ///< the description, with typographic quotes, dashes, arrows and blanks made plain
    std::vector<Token> list;
    Spelling spelling = Spelling::prose;
};

/// Words are letters, digits and underscores (bytes above 127 count as letters); numbers may have a point; a
/// line feed is a symbol; an arrow, a comparison or a possessive 's is one symbol. Never fails: what fits
/// nowhere is a symbol.
Tokens read_tokens(std::string_view description);

/// The same tokens with the pieces of a lone add_phone_to_users, add-phone-to-users or AddPhoneToUsers apart,
/// or as they were.
Tokens split_joined(const Tokens& tokens);

/// The words of a CamelCase, snake_case or kebab-case name: "AddAPIKey" is Add, API, Key.
std::vector<std::string> split_name(std::string_view name);

/// True for a letter followed by letters, digits or underscores, ASCII only, at most 63 bytes.
bool is_plain_name(std::string_view text);
/// True for a name of capitalised humps, at least `humps` of them: "BackupCodes" has two.
bool is_class_name(std::string_view text, std::size_t humps = 1);

}  // namespace migrate::intent
