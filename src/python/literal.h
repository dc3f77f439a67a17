/// Python string literals, both ways: what stands between the quotes, and how to write any text so that it
/// comes back.
///
/// Reading follows Python's own rules exactly. Writing gives what `ruff format` leaves alone: whatever the
/// bytes, the literal never ends early, never hides a control or direction character, and reads back as the
/// same text (bytes that are not UTF-8 become U+FFFD first).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace migrate::python {

enum class Quote { Double, Single };

/// What the letters before the quote say.
struct StringPrefix {
    bool raw = false;
    bool bytes = false;
    bool format = false;
    bool known = true;  ///< false for a prefix that is not modelled (t"...")
    bool operator==(const StringPrefix&) const = default;
};

/// `start` is everything up to and with the opening quotes: `rb"""`.
StringPrefix read_string_prefix(std::string_view start);

/// The value of the text between the quotes (of the literal parts, for an f-string, where `{{` and `}}`
/// become one brace). A str gives UTF-8. Errors "python_string": a broken escape; a character that cannot be
/// told here (\N{...}); a lone surrogate or bytes that are not UTF-8.
Result<std::string> read_string_body(std::string_view body, const StringPrefix& prefix);

/// A one-line literal with quotes. The preferred quote is used unless the text holds more of those than of
/// the other.
std::string write_string(std::string_view text, Quote preferred = Quote::Double);

/// A docstring with its `"""` quotes (ruff wants these in both quote styles) for a body that is indented by
/// `indent` blanks. The text's blanks are normalised: none at line ends, no empty lines at both ends, common
/// indentation removed. A text of several lines gets its closing quotes on a line of their own. The first
/// line is not indented, for `indent` stands before it.
std::string write_docstring(std::string_view text, int indent = 0);

}  // namespace migrate::python
