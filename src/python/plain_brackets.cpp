// What stands in brackets or quotes, and annotations.
#include <algorithm>

#include "python/literal.h"
#include "python/plain.h"

namespace migrate::python {

namespace {

Comprehension comprehension(ComprehensionKind kind, PlainReader::Items& found) {
    return {kind, std::move(found.values.front()), {}, std::move(found.clauses)};
}

}  // namespace

PlainReader::Items PlainReader::items(char closing, Level item) {
    Items found;
    ++at_;
    ++brackets_;
    while (is_plain() && !take(closing)) {
        Part next = (this->*item)();
        found.height = std::max(found.height, next.height);
        found.values.push_back(std::move(next.value));
        if (found.values.size() == 1) found.clauses = clauses(found.height);
        skip_blanks();
        if (peek() == closing) continue;
        if (!found.clauses.empty()) give_up();
        expect(',');
        found.has_comma = true;
    }
    --brackets_;
    return found;
}

PlainReader::Part PlainReader::bracketed() {
    const Part begin = begun();
    Items found = items(')', &PlainReader::expression);
    if (!found.clauses.empty() && !found.has_comma)
        return made(begin, comprehension(ComprehensionKind::Generator, found), here(), found.height);
    if (found.values.size() != 1 || found.has_comma)
        return made(begin, Tuple{std::move(found.values)}, here(), found.height);
    return {std::move(found.values.front()), begin.begin, here(), begin.line, found.height};
}

PlainReader::Part PlainReader::list() {
    const Part begin = begun();
    Items found = items(']', &PlainReader::expression);
    if (!found.clauses.empty()) return made(begin, comprehension(ComprehensionKind::List, found), here(), found.height);
    return made(begin, List{std::move(found.values)}, here(), found.height);
}

PlainReader::Part PlainReader::braces() {
    const Part begin = begun();
    ++at_;
    ++brackets_;
    Dict dict;
    Items set;
    while (is_plain() && !take('}')) {
        Part key = expression();
        set.height = std::max(set.height, key.height);
        if (take(':')) {
            Part value = expression();
            set.height = std::max(set.height, value.height);
            dict.items.push_back({std::move(key.value), std::move(value.value)});
        } else {
            set.values.push_back(std::move(key.value));
        }
        if (dict.items.size() + set.values.size() == 1) set.clauses = clauses(set.height);
        skip_blanks();
        if (peek() == '}') continue;
        expect(',');
        if (!set.clauses.empty()) give_up();
    }
    --brackets_;
    if (!dict.items.empty() && !set.values.empty()) give_up();
    const int below = set.height;
    if (set.clauses.empty() && set.values.empty()) return made(begin, std::move(dict), here(), below);
    if (set.clauses.empty()) return made(begin, Set{std::move(set.values)}, here(), below);
    if (dict.items.empty()) return made(begin, comprehension(ComprehensionKind::Set, set), here(), below);
    DictItem& item = dict.items.front();
    return made(begin, Comprehension{ComprehensionKind::Dict, *item.key, std::move(item.value), std::move(set.clauses)},
                here(), below);
}

std::vector<ComprehensionClause> PlainReader::clauses(int& height) {
    std::vector<ComprehensionClause> found;
    while (is_plain() && take_word("for")) {
        Part target = targets();
        Part iterable = disjunction();
        height = std::max(height, iterable.height + 1);
        found.push_back({.target = std::move(target.value), .iterable = std::move(iterable.value)});
        while (take_word("if")) {
            Part condition = disjunction();
            height = std::max(height, condition.height + 1);
            found.back().conditions.push_back(std::move(condition.value));
        }
    }
    return found;
}

PlainReader::Part PlainReader::targets() {
    skip_blanks();
    const Part begin = begun();
    std::vector<Expression> names;
    std::uint32_t end = 0;
    do {
        Part target = name();
        if (target.value.as<Name>() == nullptr) give_up();
        end = target.end;
        names.push_back(std::move(target.value));
    } while (take(','));
    if (!take_word("in")) give_up();
    if (names.size() == 1) return made(begin, std::move(names.front().value), end, 0);
    return made(begin, Tuple{std::move(names)}, end, 1);
}

PlainReader::Part PlainReader::call(Part callee) {
    Call call;
    int below = callee.height;
    const Part brackets = begun();
    ++at_;
    ++brackets_;
    while (is_plain() && !take(')')) {
        const Part begin = begun();
        const std::size_t stars = peek() != '*' ? 0 : peek(1) != '*' ? 1 : 2;
        at_ += stars;
        const std::string_view name = stars == 0 ? keyword_here() : "";
        if (!name.empty()) {
            take_name();
            expect('=');
        }
        Part value = expression();
        below = std::max(below, value.height + 1);
        if (stars == 2 || !name.empty()) {
            call.keywords.push_back({std::string(name), std::move(value.value)});
        } else if (stars == 1) {
            call.positional.push_back(made(begin, Starred{std::move(value.value)}, value.end, value.height).value);
        } else if (auto generated = clauses(below); !generated.empty()) {
            expect(')');
            const bool is_only = call.positional.empty() && call.keywords.empty();
            if (!is_only || !is_plain()) give_up();
            Comprehension generator{ComprehensionKind::Generator, std::move(value.value), {}, std::move(generated)};
            call.positional.push_back(made(brackets, std::move(generator), here(), below).value);
            below += 2;
            break;
        } else {
            call.positional.push_back(std::move(value.value));
        }
        skip_blanks();
        if (peek() != ')') expect(',');
    }
    --brackets_;
    call.callee = std::move(callee.value);
    return made(callee, std::move(call), here(), below);
}

/// The name before a `=`, not taken; "" where no keyword argument begins.
std::string_view PlainReader::keyword_here() const {
    const std::string_view name = name_here();
    std::size_t after = at_ + name.size();
    while (after < text_.size() && text_[after] == ' ') ++after;
    const std::string_view sign = text_.substr(after, 2);
    return sign.starts_with('=') && sign != "==" ? name : "";
}

/// `object` with the index that begins here, of such items; a tuple of several is as long as `around` says.
PlainReader::Part PlainReader::indexed(Part object, Level item, const Part& around) {
    Items found = items(']', item);
    if (found.values.empty() || !found.clauses.empty()) give_up();
    if (!is_plain()) return object;
    const int below = std::max(object.height, found.height + 1);
    const bool is_tuple = found.values.size() > 1 || found.has_comma;
    Expression index = is_tuple ? Expression{Tuple{std::move(found.values)}, {around.begin, here(), around.line}}
                                : std::move(found.values.front());
    return made(object, Subscript{std::move(object.value), std::move(index)}, here(), below);
}

PlainReader::Part PlainReader::subscript(Part object) {
    const Part around{{}, object.begin, object.end, object.line};
    return indexed(std::move(object), &PlainReader::expression, around);
}

PlainReader::Part PlainReader::strings() {
    const Part begin = begun();
    std::string value;
    std::uint32_t end = 0;
    const auto is_string = [&] {
        const auto is_quote = [](char c) { return c == '"' || c == '\''; };
        return is_quote(peek()) ||
               (std::string_view("rRuU").find(peek()) != std::string_view::npos && is_quote(peek(1)));
    };
    if (!is_string()) give_up();
    for (; is_plain() && is_string() && !is_at_end(); skip_blanks()) {
        value += one_string();
        end = here();
    }
    return made(begin, String{std::move(value)}, end, 0);
}

/// The value of the literal that begins here.
std::string PlainReader::one_string() {
    const std::size_t begin = at_;
    while (peek() != '"' && peek() != '\'') ++at_;
    const char quote = peek();
    const bool is_long = peek(1) == quote && peek(2) == quote;
    const std::string closing(is_long ? 3 : 1, quote);
    at_ += closing.size();
    const StringPrefix prefix = read_string_prefix(text_.substr(begin, at_ - begin));
    const std::size_t body = at_;
    for (; text_.substr(std::min(at_, text_.size()), closing.size()) != closing; ++at_) {
        if (is_at_end() || (peek() == '\n' && !is_long)) {
            give_up();
            return {};
        }
        if (peek() == '\\') ++at_;
        line_ += peek() == '\n' ? 1 : 0;
    }
    auto value = read_string_body(text_.substr(body, at_ - body), prefix);
    at_ += closing.size();
    if (!value) give_up();
    return value.value_or("");
}

PlainReader::Part PlainReader::type() {
    const Depth depth = deeper();
    Part first = plain_type(false);
    if (!take('|')) return first;
    Part second = plain_type(true);
    if (take('|')) give_up();
    const int below = std::max(first.height, second.height);
    return made(first, Binary{BinaryOperator::BitOr, std::move(first.value), std::move(second.value)}, second.end,
                below);
}

PlainReader::Part PlainReader::plain_type(bool is_second) {
    skip_blanks();
    Part part = peek() == '"' || peek() == '\'' ? strings() : name();
    skip_blanks();
    if (peek() == '.') give_up();
    if (peek() != '[' || !is_plain()) return part;
    if (part.value.as<Name>() == nullptr) give_up();
    // Behind a `|` the grammar reads what any subscript is, whose index begins with the object where it is a tuple.
    const Part around = is_second ? Part{{}, part.begin, part.end, part.line, 0} : begun();
    return indexed(std::move(part), &PlainReader::type, around);
}

}  // namespace migrate::python
