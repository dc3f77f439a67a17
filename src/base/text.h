/// Small work on text that several rooms need, all of it bounded and without a locale.
///
/// Text is a sequence of bytes, meant to be UTF-8. "ASCII" functions touch only bytes below 128 and leave
/// others as they are. This header knows no Python, no SQL and no JSON: quoting for those belongs to their
/// rooms.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::base {

/// The text without ASCII white space (blank, tab, CR, LF, VT, FF) at both ends. The view points into `text`.
std::string_view trim(std::string_view text);

/// All pieces between separators, empty ones included: `split("a,,b", ',')` has three, `split("", ',')` has
/// one.
std::vector<std::string> split(std::string_view text, char separator);

/// The pieces between runs of ASCII white space; never an empty one.
std::vector<std::string> split_words(std::string_view text);

/// The lines, without their LF or CRLF. A last line feed does not start another line.
std::vector<std::string> split_lines(std::string_view text);

/// The pieces with `separator` between them.
std::string join(const std::vector<std::string>& pieces, std::string_view separator);

/// A to Z in lower case, all other bytes unchanged.
std::string lower(std::string_view text);

/// a to z in upper case, all other bytes unchanged.
std::string upper(std::string_view text);

/// Equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Every occurrence of `from` replaced by `to`, left to right, without looking at what was put in. `from`
/// must not be empty.
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// True if the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

/// How many characters the text has: its bytes but those that go on with one.
std::size_t count_characters(std::string_view text);

/// At most `max_bytes` of the text, cut between two characters, never inside one.
std::string_view cut_utf8(std::string_view text, std::size_t max_bytes);

/// Letters of Latin-1 and Latin Extended-A as their plain ASCII letters ("ą" → "a", "ß" → "ss", "Œ" → "OE");
/// other characters beyond ASCII are dropped, ASCII stays. Combining marks are dropped, so "a" + U+0328 is
/// "a" too.
std::string fold_to_ascii(std::string_view text);

/// The number of single-character insertions, deletions, replacements and swaps of neighbours (bytes, case
/// ignored) that turn one word into the other; `limit + 1` as soon as it is certain to be more than `limit`.
/// Looks at no more than 128 bytes of each.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit);

/// Up to `max` of the names that a person may have meant by `word`, best first, ties in the order given. A
/// name counts when it is at most a third of the word's length away (at least one edit), or when one begins
/// with the other and both have 3 letters.
std::vector<std::string> nearest(const std::vector<std::string>& names, std::string_view word, std::size_t max = 3);

}  // namespace migrate::base
