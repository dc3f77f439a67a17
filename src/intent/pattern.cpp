#include "intent/pattern.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace migrate::intent {

namespace {

const Expr kFaulty{ExprKind::choice, {}, {}, {}};

class PatternReader {
  public:
    explicit PatternReader(std::string_view pattern) : rest_(pattern) {}

    Expr read_all() {
        Expr expr = read_choice();
        skip_blanks();
        return rest_.empty() && !failed_ ? expr : kFaulty;
    }

  private:
    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    bool take(char c) {
        skip_blanks();
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool at_close() {
        skip_blanks();
        return rest_.empty() || std::string_view("])}|").find(rest_.front()) != std::string_view::npos;
    }

    static Expr or_its_only_part(Expr expr) {
        if (expr.parts.size() != 1) return expr;
        Expr part = std::move(expr.parts.front());  // first, for it goes with what holds it
        return part;
    }

    Expr read_choice() {
        Expr choice{ExprKind::choice, {}, {}, {}};
        do choice.parts.push_back(read_sequence());
        while (take('|'));
        return or_its_only_part(std::move(choice));
    }

    Expr read_sequence() {
        Expr sequence;
        while (!failed_ && !at_close()) sequence.parts.push_back(read_item());
        return or_its_only_part(std::move(sequence));
    }

    Expr read_item() {
        if (take('[')) return read_bracket(ExprKind::optional, ']');
        if (take('{')) return read_bracket(ExprKind::repeat, '}');
        if (take('(')) {
            Expr inner = read_choice();
            failed_ = failed_ || !take(')');
            return inner;
        }
        if (take('<')) return read_rule();
        if (take('\'')) return {ExprKind::symbol, read_until('\''), {}, {}};
        return read_word();
    }

    Expr read_bracket(ExprKind kind, char close) {
        Expr expr{kind, {}, {}, {}};
        expr.parts.push_back(read_choice());
        failed_ = failed_ || !take(close);
        return expr;
    }

    Expr read_rule() {
        std::string_view name = read_until('>'), label = name;
        if (const auto equals = name.find('='); equals != std::string_view::npos) {
            label = name.substr(equals + 1);
            name = name.substr(0, equals);
        }
        return {ExprKind::rule, name, label, {}};
    }

    Expr read_word() {
        const auto length = std::min(rest_.find_first_of(" []{}()|<>'"), rest_.size());
        failed_ = failed_ || length == 0;
        const auto word = rest_.substr(0, length);
        rest_.remove_prefix(length);
        const bool upper = !word.empty() && std::isupper(static_cast<unsigned char>(word[0])) != 0;
        return {upper ? ExprKind::word_class : ExprKind::word, word, {}, {}};
    }

    std::string_view read_until(char close) {
        const auto end = rest_.find(close);
        if (end == std::string_view::npos || end == 0) {
            failed_ = true;
            return {};
        }
        const auto text = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return text;
    }

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace

Expr read_pattern(std::string_view pattern) {
    return PatternReader(pattern).read_all();
}

bool is_faulty(const Expr& expr) {
    if (expr.kind == ExprKind::choice && expr.parts.empty()) return true;
    return std::any_of(expr.parts.begin(), expr.parts.end(), is_faulty);
}

}  // namespace migrate::intent
