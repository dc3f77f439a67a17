#include <algorithm>
#include <array>

#include "python/plain.h"

namespace migrate::python {

namespace {

constexpr int kHighest = 100;  ///< of an expression; what is higher is left to the grammar, which knows the bound

/// Words that mean something of their own somewhere, in some Python; in their order, for they are asked of each name.
constexpr std::array<std::string_view, 40> kWords = {
    "False", "None",     "True",  "and",    "as",     "assert", "async",  "await", "break",    "case",
    "class", "continue", "def",   "del",    "elif",   "else",   "except", "exec",  "finally",  "for",
    "from",  "global",   "if",    "import", "in",     "is",     "lambda", "match", "nonlocal", "not",
    "or",    "pass",     "print", "raise",  "return", "try",    "type",   "while", "with",     "yield"};
static_assert(std::ranges::is_sorted(kWords));

bool is_word(std::string_view name) {
    return std::ranges::binary_search(kWords, name);
}
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

void PlainReader::give_up() {
    is_plain_ = false;
    at_ = text_.size();
}

void PlainReader::skip_comment() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find('\n', at_), text_.size());
    comments_.push_back(
        {std::string(text_.substr(begin, at_ - begin)), {static_cast<std::uint32_t>(begin), here(), line_}});
}

void PlainReader::skip_blanks() {
    std::optional<std::size_t> line;  // where the one that is reached begins
    while (!is_at_end()) {
        const char c = text_[at_];
        if (c == '#' && brackets_ > 0) {
            skip_comment();
        } else if (c == ' ' || (c == '\n' && brackets_ > 0)) {
            line_ += c == '\n' ? 1 : 0;
            ++at_;
            if (c == '\n') line = at_;
        } else {
            // The grammar reads what stands left of its block otherwise than Python does.
            if (line && at_ - *line < column_of_block_) give_up();
            return;
        }
    }
}

void PlainReader::expect(char sign) {
    if (!take(sign)) give_up();
}

bool PlainReader::take(char sign) {
    skip_blanks();
    if (peek() != sign || is_at_end()) return false;
    ++at_;
    return true;
}

std::string_view PlainReader::name_here() const {
    if (!begins_name(peek())) return {};
    std::size_t end = at_ + 1;
    while (end < text_.size() && (begins_name(text_[end]) || is_digit(text_[end]))) ++end;
    return text_.substr(at_, end - at_);
}

bool PlainReader::take_word(std::string_view word) {
    skip_blanks();
    if (peek() != word.front() || name_here() != word) return false;
    at_ += word.size();
    return true;
}

std::string_view PlainReader::take_name() {
    skip_blanks();
    const std::string_view name = name_here();
    at_ += name.size();
    // A letter beyond ASCII may go on with it.
    if (name.empty() || is_word(name) || static_cast<unsigned char>(peek()) > 0x7F) give_up();
    return name;
}

PlainReader::Part PlainReader::made(const Part& begin, ExpressionValue value, std::uint32_t end, int below) {
    if (below >= kHighest) give_up();
    return {{std::move(value), {begin.begin, end, begin.line}}, begin.begin, end, begin.line, below + 1};
}

Depth PlainReader::deeper() {
    if (depth_ >= kDeepest) give_up();
    return Depth(depth_);
}

PlainReader::Part PlainReader::expression() {
    const Depth depth = deeper();
    Part then = disjunction();
    if (ends_here() || !take_word("if")) return then;
    Part condition = disjunction();
    if (!take_word("else")) give_up();
    Part otherwise = expression();
    const int below = std::max({then.height, condition.height, otherwise.height});
    return made(then, Conditional{condition.value, then.value, otherwise.value}, otherwise.end, below);
}

PlainReader::Part PlainReader::bool_op(Level operand, std::string_view word, BoolOperator op) {
    Part first = (this->*operand)();
    if (!take_word(word)) return first;
    std::vector<Expression> operands = {std::move(first.value)};
    int below = first.height;
    std::uint32_t end = 0;
    do {
        Part next = (this->*operand)();
        operands.push_back(std::move(next.value));
        below = std::max(below, next.height);
        end = next.end;
    } while (take_word(word));
    return made(first, BoolOp{op, std::move(operands)}, end, below);
}

bool PlainReader::ends_here() const {
    return is_at_end() || std::string_view(",)]}:\n#").find(peek()) != std::string_view::npos ||
           (peek() == '=' && peek(1) != '=');
}

PlainReader::Part PlainReader::disjunction() {
    skip_blanks();
    if (peek() != '-' && name_here() != "not") {
        Part alone = primary();
        if (ends_here()) return alone;  // as most do
        first_ = std::move(alone);
    }
    return bool_op(&PlainReader::conjunction, "or", BoolOperator::Or);
}

PlainReader::Part PlainReader::conjunction() {
    return bool_op(&PlainReader::inversion, "and", BoolOperator::And);
}

PlainReader::Part PlainReader::inversion() {
    skip_blanks();
    const Part begin = begun();
    if (first_ || name_here() != "not") return comparison();
    const Depth depth = deeper();
    take_word("not");
    Part operand = inversion();
    return made(begin, Unary{UnaryOperator::Not, operand.value}, operand.end, operand.height);
}

std::optional<CompareOperator> PlainReader::take_compare_operator() {
    skip_blanks();
    const std::string_view two = text_.substr(std::min(at_, text_.size()), 2);
    const auto sign = [&](std::size_t size, CompareOperator op) {
        at_ += size;
        return op;
    };
    if (two == "==") return sign(2, CompareOperator::Equal);
    if (two == "!=") return sign(2, CompareOperator::NotEqual);
    if (two == "<=") return sign(2, CompareOperator::LessEqual);
    if (two == ">=") return sign(2, CompareOperator::GreaterEqual);
    if (peek() == '<' && peek(1) != '<' && peek(1) != '>') return sign(1, CompareOperator::Less);
    if (peek() == '>' && peek(1) != '>') return sign(1, CompareOperator::Greater);
    if (take_word("in")) return CompareOperator::In;
    if (take_word("is")) return take_word("not") ? CompareOperator::IsNot : CompareOperator::Is;
    if (!take_word("not")) return std::nullopt;
    if (!take_word("in")) give_up();
    return CompareOperator::NotIn;
}

PlainReader::Part PlainReader::comparison() {
    Part first = sum();
    Compare compare;
    std::uint32_t end = first.end;
    int below = first.height;
    while (const auto op = take_compare_operator()) {
        Part operand = sum();
        end = operand.end;
        below = std::max(below, operand.height);
        compare.rest.push_back({*op, std::move(operand.value)});
    }
    if (compare.rest.empty()) return first;
    compare.first = std::move(first.value);
    return made(first, std::move(compare), end, below);
}

PlainReader::Part PlainReader::binary(Level operand, std::string_view signs) {
    Part left = (this->*operand)();
    for (skip_blanks(); !is_at_end() && signs.find(peek()) != std::string_view::npos; skip_blanks()) {
        const char sign = peek();
        if (peek(1) == sign || peek(1) == '=') {
            give_up();  // `**`, `//`, or an assignment
            break;
        }
        ++at_;
        const BinaryOperator op = sign == '+'   ? BinaryOperator::Add
                                  : sign == '-' ? BinaryOperator::Sub
                                  : sign == '*' ? BinaryOperator::Mul
                                  : sign == '/' ? BinaryOperator::Div
                                                : BinaryOperator::Mod;
        Part right = (this->*operand)();
        left = made(left, Binary{op, left.value, right.value}, right.end, std::max(left.height, right.height));
    }
    return left;
}

PlainReader::Part PlainReader::sum() {
    return binary(&PlainReader::product, "+-");
}

PlainReader::Part PlainReader::product() {
    return binary(&PlainReader::negation, "*/%");
}

PlainReader::Part PlainReader::negation() {
    if (first_) {
        Part first = std::move(*first_);
        first_.reset();
        return first;
    }
    skip_blanks();
    if (peek() != '-') return primary();
    const Depth depth = deeper();
    const Part begin = begun();
    expect('-');
    Part operand = negation();
    return made(begin, Unary{UnaryOperator::Minus, operand.value}, operand.end, operand.height);
}

PlainReader::Part PlainReader::primary() {
    Part part = atom();
    while (is_plain()) {
        skip_blanks();
        if (peek() == '(') {
            part = call(std::move(part));
        } else if (peek() == '[') {
            part = subscript(std::move(part));
        } else if (peek() == '.') {
            ++at_;
            std::string attribute(take_name());
            part = made(part, Attribute{std::move(part.value), std::move(attribute)}, here(), part.height);
        } else {
            return part;
        }
    }
    return part;
}

PlainReader::Part PlainReader::atom() {
    skip_blanks();
    const char c = peek();
    if (c == '(') return bracketed();
    if (c == '[') return list();
    if (c == '{') return braces();
    if (c == '"' || c == '\'') return strings();
    if (is_digit(c)) return number();
    const char next = peek(1);
    if (begins_name(c) && (next == '"' || next == '\'')) return strings();
    return name();
}

PlainReader::Part PlainReader::name() {
    skip_blanks();
    const Part begin = begun();
    if (take_word("None")) return made(begin, Constant::None, here(), 0);
    if (take_word("True")) return made(begin, Constant::True, here(), 0);
    if (take_word("False")) return made(begin, Constant::False, here(), 0);
    std::string id(take_name());
    return made(begin, Name{std::move(id)}, here(), 0);
}

/// Whole numbers and plain fractions, in decimal.
PlainReader::Part PlainReader::number() {
    const Part begin = begun();
    const auto digits = [&] {
        while (is_digit(peek())) ++at_;
    };
    digits();
    const bool is_float = peek() == '.' && is_digit(peek(1));
    if (is_float) {
        ++at_;
        digits();
    }
    const bool goes_on = begins_name(peek()) || peek() == '.' || static_cast<unsigned char>(peek()) > 0x7F;
    std::string text(text_.substr(begin.begin, at_ - begin.begin));
    if (goes_on || (text.size() > 1 && text.front() == '0' && !is_float)) give_up();
    return made(begin, Number{std::move(text), is_float ? NumberKind::Float : NumberKind::Integer}, here(), 0);
}

}  // namespace migrate::python
