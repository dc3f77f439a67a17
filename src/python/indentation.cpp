#include "python/indentation.h"

#include <algorithm>
#include <vector>

namespace migrate::python {

namespace {

constexpr std::size_t kTab = 8;

/// Goes over a text's logical lines: each begins where Python would look at its indentation.
class LogicalLines {
  public:
    explicit LogicalLines(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }
    std::size_t position() const { return at_; }

    /// The column of the line's first character; nothing for one that is blank or a comment.
    std::optional<std::size_t> indentation() {
        std::size_t column = 0;
        for (; !at_end(); ++at_) {
            const char c = text_[at_];
            if (c == ' ') {
                ++column;
            } else if (c == '\t') {
                column = (column / kTab + 1) * kTab;
            } else if (c == '\f') {
                column = 0;
            } else {
                break;
            }
        }
        if (at_end() || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '#') return std::nullopt;
        return column;
    }

    /// Behind the line end that no bracket, string or backslash takes away.
    void skip_line() {
        std::size_t open = 0;
        while (!at_end()) {
            const char c = text_[at_];
            if (c == '\'' || c == '"') {
                skip_string(c);
                continue;
            }
            if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
                continue;
            }
            ++at_;
            if (c == '\\') skip_escaped();
            if (c == '(' || c == '[' || c == '{') ++open;
            if ((c == ')' || c == ']' || c == '}') && open > 0) --open;
            if (c == '\n' && open == 0) return;
        }
    }

  private:
    void skip_escaped() {
        if (text_.substr(at_).starts_with("\r\n")) ++at_;
        if (!at_end()) ++at_;
    }

    void skip_string(char quote) {
        const bool triple = at_ + 2 < text_.size() && text_[at_ + 1] == quote && text_[at_ + 2] == quote;
        at_ += triple ? 3 : 1;
        while (!at_end()) {
            const char c = text_[at_];
            if (c == '\n' && !triple) return;
            ++at_;
            if (c == '\\') skip_escaped();
            if (c != quote) continue;
            if (!triple) return;
            if (at_ + 1 < text_.size() && text_[at_] == quote && text_[at_ + 1] == quote) {
                at_ += 2;
                return;
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::size_t> too_deep_indentation(std::string_view text) {
    std::vector<std::size_t> columns{0};
    for (LogicalLines lines(text); !lines.at_end(); lines.skip_line()) {
        const std::optional<std::size_t> column = lines.indentation();
        if (!column) continue;
        while (*column < columns.back()) columns.pop_back();
        if (*column > columns.back()) columns.push_back(*column);
        if (columns.size() > kMaxIndentations + 1) return lines.position();
    }
    return std::nullopt;
}

}  // namespace migrate::python
