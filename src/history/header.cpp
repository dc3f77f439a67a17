#include "history/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/text.h"
#include "history/literal.h"

namespace migrate::history {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"revision", "down_revision", "branch_labels", "depends_on"};
constexpr std::array<std::string_view, 4> kBodyWords = {"def", "class", "async", "@"};

bool is_header_name(std::string_view name) {
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::size_t line_at(std::string_view text, std::size_t position) {
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::string first_line(std::string_view docstring) {
    for (const std::string& line : base::split_lines(docstring)) {
        if (const std::string_view text = base::trim(line); !text.empty()) return std::string(text);
    }
    return {};
}

/// What an editor's cookie (`# -*- coding: latin-1 -*-`) in the first two lines names, in lower case; ""
/// without one.
std::string coding_cookie(std::string_view text) {
    for (int line = 0; line < 2 && !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view current = base::trim(text.substr(0, end));
        const std::size_t word = current.find("coding");
        if (current.starts_with('#') && word != std::string_view::npos) {
            std::string_view rest = current.substr(word + 6);
            if (rest.starts_with(':') || rest.starts_with('=')) {
                rest = base::trim(rest.substr(1));
                return base::lower(rest.substr(0, rest.find_first_of(" \t;-*", 3)));
            }
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// Text of a one-byte encoding as UTF-8: Latin-1's letters exactly; of others only ASCII is certain.
std::string to_utf8(const std::string& text, bool latin) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            result += c;
        } else if (latin) {
            result += static_cast<char>(0xC0 | (byte >> 6));
            result += static_cast<char>(0x80 | (byte & 0x3F));
        } else {
            result += '?';
        }
    }
    return result;
}

/// Most files are ASCII, and this, eight bytes at a time, is many times faster than a full check of UTF-8.
bool is_ascii(std::string_view text) {
    std::uint64_t bits = 0;
    while (text.size() >= sizeof bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        bits |= word;
        text.remove_prefix(sizeof word);
    }
    for (const char c : text) bits |= static_cast<unsigned char>(c);
    return (bits & 0x8080808080808080U) == 0;
}

bool mentions_header_below(std::string_view rest) {
    for (std::size_t line = rest.find('\n'); line != std::string_view::npos; line = rest.find('\n', line + 1)) {
        const std::string_view start = rest.substr(line + 1, 16);
        if (start.empty() || start.front() == ' ' || start.front() == '\n') continue;
        for (const std::string_view name : kNames) {
            if (start.starts_with(name)) return true;
        }
    }
    return false;
}

class HeaderReader {
  public:
    explicit HeaderReader(std::string_view text) : text_(text), scanner_(text) {}

    Result<Header> read() {
        read_docstring();
        while (!scanner_.at_end() && !done()) {
            scanner_.skip_space(true);
            if (scanner_.at_end()) break;
            if (at_line_start()) {
                read_statement();
            } else {
                scanner_.skip_logical_line();  // the indented body of something
            }
            if (!problem_.code.empty()) return tl::unexpected<Error>(problem_);
        }
        return std::move(header_);
    }

  private:
    bool at_line_start() const {
        const std::size_t position = scanner_.position();
        return position == 0 || text_[position - 1] == '\n' || text_[position - 1] == '\r';
    }

    void read_docstring() {
        scanner_.skip_space(true);
        const std::size_t start = scanner_.position();
        if (!scanner_.at_string()) return;
        const std::optional<Literal> value = scanner_.read_value({});
        if (value && value->kind == Literal::Kind::text) header_.message = first_line(value->texts.front());
        if (!value) scanner_.move_to(start);
        scanner_.skip_logical_line();
    }

    /// At the first function the header is over, unless something below assigns to its names again.
    bool done() {
        if (!in_body_ || !header_.revision || !header_.down_revisions) return false;
        if (!searched_) rest_matters_ = mentions_header_below(text_.substr(scanner_.position()));
        searched_ = true;
        return !rest_matters_;
    }

    void read_statement() {
        if (scanner_.peek() == '@') in_body_ = true;
        const std::size_t start = scanner_.position();
        const std::string_view name = scanner_.read_name();
        if (std::find(kBodyWords.begin(), kBodyWords.end(), name) != kBodyWords.end()) in_body_ = true;
        if (!name.empty() && at_assignment()) {
            read_assignment(name, start);
        } else if (is_header_name(name) && !at_bare_annotation_) {
            report(name, start);
        }
        if (!problem_.code.empty()) return;
        if (scanner_.peek() == ';') {
            scanner_.skip(1);
            scanner_.skip_space(false);
            if (!scanner_.at_end() && scanner_.peek() != '\n') return read_statement_after_semicolon();
        }
        scanner_.skip_logical_line();
    }

    void read_statement_after_semicolon() {
        for (int i = 0; i < 16 && problem_.code.empty(); ++i) {
            const std::size_t start = scanner_.position();
            const std::string_view name = scanner_.read_name();
            if (name.empty() || !at_assignment()) break;
            read_assignment(name, start);
            if (scanner_.peek() != ';') break;
            scanner_.skip(1);
            scanner_.skip_space(false);
        }
        scanner_.skip_logical_line();
    }

    /// After a name: true with the scanner behind the `=` of an assignment, with or without an annotation.
    bool at_assignment() {
        at_bare_annotation_ = false;
        scanner_.skip_space(false);
        if (scanner_.peek() == ':' && scanner_.peek(1) != '=') {
            scanner_.skip(1);
            at_bare_annotation_ = !scanner_.skip_logical_line('=');
        }
        if (scanner_.peek() != '=' || scanner_.peek(1) == '=') return false;
        scanner_.skip(1);
        return true;
    }

    void read_assignment(std::string_view name, std::size_t start) {
        std::vector<std::string_view> names = {name};
        while (true) {  // a = b = value
            scanner_.skip_space(false);
            const std::size_t before = scanner_.position();
            const std::string_view next = scanner_.at_string() ? std::string_view() : scanner_.read_name();
            scanner_.skip_space(false);
            if (next.empty() || scanner_.peek() != '=' || scanner_.peek(1) == '=') {
                scanner_.move_to(before);
                break;
            }
            names.push_back(next);
            scanner_.skip(1);
        }
        const std::size_t before = scanner_.position();
        const std::optional<Literal> value = scanner_.read_value(constants_);
        if (!value) scanner_.move_to(before);
        for (const std::string_view target : names) assign(target, value, start);
    }

    void assign(std::string_view name, const std::optional<Literal>& value, std::size_t start) {
        if (!value) {
            constants_.erase(std::string(name));
            if (name == "branch_labels")
                header_.has_unread_labels = true;  // names for a revision, which the graph does not need
            else if (is_header_name(name))
                report(name, start);
            return;
        }
        constants_[std::string(name)] = *value;
        std::vector<std::string> texts = value->texts;
        std::erase(texts, "");
        if (name == "revision") {
            if (value->kind != Literal::Kind::text || texts.empty()) return report(name, start);
            header_.revision = texts.front();
        } else if (name == "down_revision") {
            header_.down_revisions = std::move(texts);
        } else if (name == "depends_on") {
            header_.depends_on = std::move(texts);
        } else if (name == "branch_labels") {
            header_.branch_labels = std::move(texts);
        }
    }

    void report(std::string_view name, std::size_t start) {
        problem_ =
            Error{"unreadable_file", fmt::format("The value of {} cannot be read without running the file.", name),
                  "Write it as a plain string, a tuple of strings, or None.", std::to_string(line_at(text_, start))};
    }

    std::string_view text_;
    Scanner scanner_;
    Header header_;
    Constants constants_;
    Error problem_;
    bool in_body_ = false;
    bool at_bare_annotation_ = false;
    bool searched_ = false;
    bool rest_matters_ = false;
};

}  // namespace

Result<Header> read_header(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return fail("unreadable_file", "The file holds NUL bytes, which Python refuses.", "Save it as UTF-8 text.",
                    std::to_string(line_at(text, nul)));
    }
    const bool utf8 = is_ascii(text) || base::is_valid_utf8(text);
    const std::string cookie = utf8 ? "" : coding_cookie(text);
    if (!utf8 && (cookie.empty() || cookie.starts_with("utf"))) {
        return fail("unreadable_file", "The file is not UTF-8, and no coding cookie names another encoding.",
                    "Save it as UTF-8.", "1");
    }
    Result<Header> header = HeaderReader(text).read();
    if (header && !utf8) {
        const bool latin = cookie.starts_with("latin") || cookie.starts_with("iso-8859-1") || cookie.starts_with("l1");
        header->message = to_utf8(header->message, latin);
    }
    return header;
}

}  // namespace migrate::history
