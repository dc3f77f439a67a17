#include "interpreter/regex.h"

#include <bitset>
#include <functional>
#include <memory>
#include <vector>

namespace migrate::interpreter {

namespace {

constexpr std::size_t kMaxText = 256;
constexpr std::size_t kMaxPattern = 256;
constexpr int kMaxSteps = 4'000;  // of one match: also how deep it nests
constexpr int kMaxGroups = 20;
constexpr std::size_t kMany = 10'000;

struct Item;
using Sequence = std::vector<Item>;
using Branches = std::vector<Sequence>;

struct Item {
    enum class Kind { set, start, end, boundary, group, ahead, behind } kind = Kind::set;
    bool negated = false;  ///< of ahead, behind, boundary
    std::bitset<256> set;
    std::shared_ptr<Branches> inner;
    int number = 0;  ///< of a group that is kept
    std::size_t least = 1;
    std::size_t most = 1;
    bool lazy = false;
};

using Set = std::bitset<256>;

bool is_word(unsigned char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Set class_of_letter(char letter) {
    Set made;
    for (int c = 0; c < 256; ++c) {
        const bool digit = c >= '0' && c <= '9';
        const bool space = c == ' ' || (c >= 9 && c <= 13);
        const char low = static_cast<char>(letter | 0x20);
        made[static_cast<std::size_t>(c)] = low == 'd'   ? digit
                                            : low == 's' ? space
                                                         : is_word(static_cast<unsigned char>(c));
    }
    return letter >= 'A' && letter <= 'Z' ? ~made : made;
}

class Parser {
  public:
    explicit Parser(std::string_view pattern) : left_(pattern) {}

    std::shared_ptr<Branches> parse() {
        auto made = branches(0);
        return failed_ || !left_.empty() ? nullptr : made;
    }
    /// How many groups are kept.
    int groups() const { return groups_; }

  private:
    bool take(std::string_view start) {
        if (!left_.starts_with(start)) return false;
        left_.remove_prefix(start.size());
        return true;
    }

    std::shared_ptr<Branches> branches(int depth) {
        auto made = std::make_shared<Branches>();
        if (depth > 10) failed_ = true;
        do {
            Sequence sequence;
            while (!failed_ && !left_.empty() && left_.front() != '|' && left_.front() != ')')
                sequence.push_back(repeated(item(depth)));
            made->push_back(std::move(sequence));
        } while (!failed_ && take("|"));
        return made;
    }

    Item item(int depth) {
        Item made;
        if (take("^")) {
            made.kind = Item::Kind::start;
        } else if (take("$")) {
            made.kind = Item::Kind::end;
        } else if (take("(")) {
            group(made, depth);
        } else if (take("[")) {
            set(made.set);
        } else if (take(".")) {
            made.set.set().reset('\n');
        } else {
            escape_or_letter(made);
        }
        return made;
    }

    void group(Item& made, int depth) {
        made.kind = Item::Kind::group;
        if (take("?=")) {
            made.kind = Item::Kind::ahead;
        } else if (take("?!")) {
            made.kind = Item::Kind::ahead;
            made.negated = true;
        } else if (take("?<=")) {
            made.kind = Item::Kind::behind;
        } else if (take("?<!")) {
            made.kind = Item::Kind::behind;
            made.negated = true;
        } else if (!take("?:")) {
            if (left_.starts_with("?") || ++groups_ >= kMaxGroups) failed_ = true;
            made.number = groups_;
        }
        made.inner = branches(depth + 1);
        if (!take(")")) failed_ = true;
    }

    void escape_or_letter(Item& made) {
        const bool escaped = take("\\");
        if (left_.empty()) {
            failed_ = true;
            return;
        }
        const char c = left_.front();
        left_.remove_prefix(1);
        if (!escaped && (c == '*' || c == '+' || c == '?' || c == '{')) failed_ = true;
        if (escaped && std::string_view("dDwWsS").find(c) != std::string_view::npos) {
            made.set = class_of_letter(c);
        } else if (escaped && (c == 'b' || c == 'B')) {
            made.kind = Item::Kind::boundary;
            made.negated = c == 'B';
        } else if (escaped && is_word(static_cast<unsigned char>(c))) {
            failed_ = true;
        } else {
            made.set.set(static_cast<unsigned char>(c));
        }
    }

    void set(Set& made) {
        const bool negated = take("^");
        for (bool first = true; !left_.empty() && (first || left_.front() != ']'); first = false) {
            const bool escaped = take("\\") && !left_.empty();
            const char c = left_.empty() ? ']' : left_.front();
            if (!left_.empty()) left_.remove_prefix(1);
            if (escaped && std::string_view("dDwWsS").find(c) != std::string_view::npos) {
                made |= class_of_letter(c);
                continue;
            }
            const bool range = left_.size() > 1 && left_[0] == '-' && left_[1] != ']';
            const char last = range ? left_[1] : c;
            if (range) left_.remove_prefix(2);
            for (int at = static_cast<unsigned char>(c); at <= static_cast<unsigned char>(last); ++at)
                made.set(static_cast<std::size_t>(at));
        }
        if (!take("]")) failed_ = true;
        if (negated) made.flip();
    }

    Item repeated(Item made) {
        if (take("*"))
            made.least = 0, made.most = kMany;
        else if (take("+"))
            made.most = kMany;
        else if (take("?"))
            made.least = 0;
        else if (left_.starts_with("{"))
            failed_ = true;
        else
            return made;
        made.lazy = take("?");
        return made;
    }

    std::string_view left_;
    int groups_ = 0;
    bool failed_ = false;
};

class Matcher {
  public:
    Matcher(const Branches& pattern, std::string_view text) : pattern_(pattern), text_(text) {}

    /// The end of a match that begins at the place; nullopt without one.
    std::optional<std::size_t> match(std::size_t at) {
        for (auto& group : groups_) group = {0, 0};
        std::size_t end = 0;
        const bool found = any(pattern_, at, [&](std::size_t to) { return end = to, true; });
        return found ? std::optional(end) : std::nullopt;
    }
    std::string_view group(int number) const {
        const auto& [from, to] = groups_[static_cast<std::size_t>(number)];
        return text_.substr(from, to - from);
    }
    bool exhausted() const { return steps_ > kMaxSteps; }

  private:
    using Then = std::function<bool(std::size_t)>;

    bool any(const Branches& branches, std::size_t at, const Then& then) {
        for (const Sequence& sequence : branches) {
            if (each(sequence, 0, at, then)) return true;
        }
        return false;
    }

    bool each(const Sequence& sequence, std::size_t place, std::size_t at, const Then& then) {
        if (++steps_ > kMaxSteps) return false;
        if (place == sequence.size()) return then(at);
        return repeat(sequence[place], 0, at,
                      [&, place](std::size_t to) { return each(sequence, place + 1, to, then); });
    }

    bool repeat(const Item& item, std::size_t count, std::size_t at, const Then& then) {
        if (++steps_ > kMaxSteps) return false;
        const auto more = [&] {
            return count < item.most && once(
                                            item, at,
                                            [&, count](std::size_t to) {
                                                return (to != at || count < item.least) &&
                                                       repeat(item, count + 1, to, then);
                                            });
        };
        if (count < item.least) return more();
        return item.lazy ? then(at) || more() : more() || then(at);
    }

    bool once(const Item& item, std::size_t at, const Then& then) {
        const auto word = [&](std::size_t i) {
            return i < text_.size() && is_word(static_cast<unsigned char>(text_[i]));
        };
        switch (item.kind) {
            case Item::Kind::set:
                return at < text_.size() && item.set[static_cast<unsigned char>(text_[at])] && then(at + 1);
            case Item::Kind::start:
                return at == 0 && then(at);
            case Item::Kind::end:
                return at == text_.size() && then(at);
            case Item::Kind::boundary:
                return ((at > 0 && word(at - 1)) != word(at)) != item.negated && then(at);
            case Item::Kind::ahead:
                return any(*item.inner, at, [](std::size_t) { return true; }) != item.negated && then(at);
            case Item::Kind::behind:
                return is_behind(item, at) != item.negated && then(at);
            case Item::Kind::group:
                break;
        }
        return any(*item.inner, at, [&](std::size_t to) {
            const auto old = groups_[static_cast<std::size_t>(item.number)];
            groups_[static_cast<std::size_t>(item.number)] = {at, to};
            if (then(to)) return true;
            groups_[static_cast<std::size_t>(item.number)] = old;
            return false;
        });
    }

    bool is_behind(const Item& item, std::size_t at) {
        for (std::size_t from = 0; from <= at; ++from) {
            if (any(*item.inner, from, [at](std::size_t to) { return to == at; })) return true;
        }
        return false;
    }

    const Branches& pattern_;
    std::string_view text_;
    std::pair<std::size_t, std::size_t> groups_[kMaxGroups + 1];
    int steps_ = 0;
};

/// The replacement with \1 and \g<1> filled in; nullopt for other escapes.
std::optional<std::string> filled(std::string_view replacement, const RegexMatch& match) {
    std::string made;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '\\') {
            made += replacement[i];
            continue;
        }
        std::string_view rest = replacement.substr(i + 1);
        const bool named = rest.starts_with("g<");
        const std::size_t digit = named ? 2 : 0;
        if (rest.size() <= digit || rest[digit] < '0' || rest[digit] > '9') return std::nullopt;
        if (named && (rest.size() < 4 || rest[3] != '>')) return std::nullopt;
        const auto number = static_cast<std::size_t>(rest[digit] - '0');
        if (number >= match.groups.size()) return std::nullopt;
        made += match.groups[number];
        i += named ? 4 : 1;
    }
    return made;
}

}  // namespace

std::optional<std::vector<RegexMatch>> regex_matches(std::string_view pattern, std::string_view text) {
    if (text.size() > kMaxText || pattern.size() > kMaxPattern) return std::nullopt;
    Parser parser(pattern);
    const auto parsed = parser.parse();
    if (!parsed) return std::nullopt;
    std::vector<RegexMatch> matches;
    for (std::size_t at = 0; at <= text.size();) {
        Matcher matcher(*parsed, text);
        const auto end = matcher.match(at);
        if (matcher.exhausted()) return std::nullopt;
        if (end) {
            RegexMatch match{at, *end, {std::string(text.substr(at, *end - at))}};
            for (int i = 1; i <= parser.groups(); ++i) match.groups.emplace_back(matcher.group(i));
            matches.push_back(std::move(match));
        }
        at = !end || *end == at ? at + 1 : *end;
    }
    return matches;
}

std::optional<std::string> regex_replace(std::string_view text, const std::vector<RegexMatch>& matches,
                                         const RegexFiller& with) {
    std::string made;
    std::size_t at = 0;
    for (const RegexMatch& match : matches) {
        made += text.substr(at, match.begin - at);
        const auto one = with(match);
        if (!one) return std::nullopt;
        made += *one;
        at = match.end;
    }
    made += text.substr(at);
    return made;
}

std::optional<std::string> regex_replace(std::string_view pattern, std::string_view replacement,
                                         std::string_view text) {
    const auto matches = regex_matches(pattern, text);
    if (!matches) return std::nullopt;
    return regex_replace(text, *matches, [replacement](const RegexMatch& match) { return filled(replacement, match); });
}

}  // namespace migrate::interpreter
