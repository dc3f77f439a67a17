/// Reads the few Python values that headers are made of: None, strings, and flat collections of strings.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::history {

struct Literal {
    enum class Kind { none, text, list };
    Kind kind = Kind::none;
    std::vector<std::string> texts;  ///< exactly one for text
    bool operator==(const Literal&) const = default;
};

/// What module-level names are known to hold.
using Constants = std::map<std::string, Literal, std::less<>>;

/// Moves through Python text. All functions stay inside the text whatever it holds, and none recurses deeper
/// than kMaxDepth.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool at_end() const { return position_ >= text_.size(); }
    char peek(std::size_t ahead = 0) const {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }
    std::size_t position() const { return position_; }
    void move_to(std::size_t position) { position_ = position; }
    void skip(std::size_t count) { position_ += count; }

    /// An identifier here, or "" (and no move).
    std::string_view read_name();
    /// Past blanks and continued lines; with `over_lines` past line ends and comments too.
    void skip_space(bool over_lines);
    /// Past the rest of the logical line and its line end, or, where `stop` is not '\0', up to that character
    /// outside of brackets and strings; false when the logical line ends before it.
    bool skip_logical_line(char stop = '\0');
    /// True where a string literal with its prefix begins.
    bool at_string() const;
    /// One string literal; nothing for an f-string with fields, bytes, or one that never ends.
    std::optional<std::string> read_string();
    /// One value, up to the end of its statement, which is not consumed. Nothing for any other expression.
    std::optional<Literal> read_value(const Constants& constants);

  private:
    struct Prefix {
        std::size_t length = 0;
        bool raw = false;
        bool formatted = false;
        bool bytes = false;
    };

    std::optional<Prefix> string_prefix() const;
    void read_escape(std::string& result);
    std::optional<Literal> read_sum(const Constants& constants, bool over_lines, int depth);
    std::optional<Literal> read_operand(const Constants& constants, bool over_lines, int depth);
    std::optional<Literal> read_brackets(const Constants& constants, int depth);
    bool at_statement_end();

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace migrate::history
