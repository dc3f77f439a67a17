#include <fmt/format.h>

#include <optional>

#include "base/text.h"
#include "python/literal.h"
#include "python/unicode.h"

namespace migrate::python {

namespace {

int digit_of(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    const char letter = static_cast<char>(byte | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : 99;
}

/// Up to `max` digits in `base` (8 or 16) at `at`.
struct Digits {
    char32_t value = 0;
    std::size_t count = 0;
};
Digits read_digits(std::string_view text, std::size_t at, std::size_t max, int base) {
    Digits digits;
    while (digits.count < max && at + digits.count < text.size()) {
        const int digit = digit_of(text[at + digits.count]);
        if (digit >= base) break;
        digits.value = digits.value * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
        ++digits.count;
    }
    return digits;
}

std::optional<char> simple_escape(char letter) {
    switch (letter) {
        case '\\':
            return '\\';
        case '\'':
            return '\'';
        case '"':
            return '"';
        case 'a':
            return '\a';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case 'v':
            return '\v';
        default:
            return std::nullopt;
    }
}

bool is_octal(char byte) {
    return byte >= '0' && byte <= '7';
}

/// Reads the body of a literal from left to right into `value_`.
class BodyReader {
  public:
    BodyReader(std::string_view body, bool bytes) : body_(body), bytes_(bytes) {}

    Result<std::string> read() {
        while (at_ < body_.size()) {
            if (body_[at_] != '\\' || at_ + 1 == body_.size()) {
                value_ += body_[at_++];
            } else if (auto done = escape(body_[at_ + 1]); !done) {
                return tl::unexpected(done.error());
            }
        }
        return std::move(value_);
    }

  private:
    /// `letter` follows the backslash at `at_`.
    Result<void> escape(char letter) {
        if (letter == '\n') {
            at_ += 2;
            return {};
        }
        if (const auto simple = simple_escape(letter)) {
            value_ += *simple;
            at_ += 2;
            return {};
        }
        if (is_octal(letter)) {
            const Digits digits = read_digits(body_, at_ + 1, 3, 8);
            at_ += 1 + digits.count;
            return put(digits.value);
        }
        if (letter == 'x') return hexadecimal(2);
        if (!bytes_ && letter == 'u') return hexadecimal(4);
        if (!bytes_ && letter == 'U') return hexadecimal(8);
        if (!bytes_ && letter == 'N') return fail("python_string", "a character is given by its name (\\N{...})");
        // Python keeps the backslash of an escape that it does not know.
        value_.append(body_.substr(at_, 2));
        at_ += 2;
        return {};
    }

    Result<void> hexadecimal(std::size_t count) {
        const Digits digits = read_digits(body_, at_ + 2, count, 16);
        if (digits.count != count)
            return fail("python_string", fmt::format("a \\{} escape without {} digits", body_[at_ + 1], count));
        at_ += 2 + count;
        return put(digits.value);
    }

    Result<void> put(char32_t code) {
        if (bytes_) {
            value_ += static_cast<char>(code & 0xFF);
            return {};
        }
        if (code > 0x10FFFF) return fail("python_string", "an escape beyond the last Unicode character");
        if (code >= 0xD800 && code <= 0xDFFF) return fail("python_string", "half of a surrogate pair");
        append_utf8(value_, code);
        return {};
    }

    std::string_view body_;
    bool bytes_;
    std::size_t at_ = 0;
    std::string value_;
};

/// Line ends as Python sees them.
std::string with_line_feeds(std::string_view text) {
    return base::replace_all(base::replace_all(text, "\r\n", "\n"), "\r", "\n");
}

std::string with_single_braces(std::string_view text) {
    return base::replace_all(base::replace_all(text, "{{", "{"), "}}", "}");
}

bool is_ascii(std::string_view text) {
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) > 0x7F) return false;
    }
    return true;
}

}  // namespace

StringPrefix read_string_prefix(std::string_view start) {
    StringPrefix prefix;
    for (const char letter : start.substr(0, start.find_first_of("'\""))) {
        switch (letter | 0x20) {
            case 'r':
                prefix.raw = true;
                break;
            case 'b':
                prefix.bytes = true;
                break;
            case 'f':
                prefix.format = true;
                break;
            case 'u':
                break;
            default:
                prefix.known = false;
        }
    }
    return prefix;
}

Result<std::string> read_string_body(std::string_view body, const StringPrefix& prefix) {
    if (prefix.bytes && !is_ascii(body)) return fail("python_string", "a bytes literal with a character beyond ASCII");
    if (!prefix.bytes && !base::is_valid_utf8(body)) return fail("python_string", "a string that is not UTF-8");
    std::string text = body.find('\r') == std::string_view::npos ? std::string(body) : with_line_feeds(body);
    if (prefix.format) text = with_single_braces(text);
    if (prefix.raw) return text;
    return BodyReader(text, prefix.bytes).read();
}

}  // namespace migrate::python
