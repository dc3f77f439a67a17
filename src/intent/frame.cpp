#include "intent/frame.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxReasonWords = 5;

// What may stand before the verb, as sequences of words.
constexpr std::array kOpenings = {"please",
                                  "can you",
                                  "could you",
                                  "we need to",
                                  "we want to",
                                  "we should",
                                  "i need to",
                                  "i want to",
                                  "i would like to",
                                  "need to",
                                  "want to",
                                  "let us",
                                  "migration to",
                                  "migration for",
                                  "a migration to",
                                  "create migration to",
                                  "create a migration to",
                                  "add a migration to",
                                  "add migration to",
                                  "make a migration to",
                                  "write a migration to",
                                  "rails g migration",
                                  "rails generate migration",
                                  "bin rails g migration"};
constexpr std::array kTicketWords = {"ticket", "issue",  "task", "story", "see",    "ref",  "refs",
                                     "fixes",  "closes", "for",  "per",   "solves", "jira", "re"};
constexpr std::array kThanks = {"please", "thanks", "thx", "pls", "cheers"};
constexpr std::array kCommitTypes = {"feat",      "feature",    "fix",     "chore", "refactor", "db",
                                     "migration", "migrations", "alembic", "perf",  "build"};
constexpr std::array kReasonOpenings = {"for",      "to support", "to allow",  "to track",
                                        "to store", "to enable",  "to handle", "because of"};
// Adjectives that pick rows.
constexpr std::array kPicking = {"active", "inactive", "paid",   "open",  "closed",  "pending",  "premium",  "draft",
                                 "public", "private",  "empty",  "late",  "recent",  "current",  "past",     "future",
                                 "valid",  "real",     "single", "first", "last",    "true",     "false",    "main",
                                 "big",    "small",    "large",  "free",  "overdue", "internal", "external", "admin",
                                 "admins", "guests",   "done",   "sent",  "lost",    "gone",     "blank",    "idle",
                                 "live",   "stale",    "fresh"};

template <std::size_t N>
bool holds(const std::array<const char*, N>& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

bool is_capitals(std::string_view word) {
    return word.size() >= 2 && base::upper(word) == word && std::all_of(word.begin(), word.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

class Framer {
  public:
    explicit Framer(const Tokens& tokens) : tokens_(tokens), from_(0), to_(tokens.list.size()) {}

    Framed read() {
        while (from_ < to_ && take_front()) {
        }
        while (from_ < to_ && take_back()) {
        }
        Framed framed{{tokens_.text, {}, tokens_.spelling}, harmless_};
        framed.core.list.assign(tokens_.list.begin() + static_cast<std::ptrdiff_t>(from_),
                                tokens_.list.begin() + static_cast<std::ptrdiff_t>(to_));
        return framed;
    }

  private:
    const Token& token(std::size_t i) const { return tokens_.list[i]; }
    bool is_symbol(std::size_t i, std::string_view text) const {
        return i < to_ && token(i).kind == TokenKind::symbol && token(i).text == text;
    }

    // The end of ABC-123 or #502 at `i`, or `i`.
    std::size_t ticket_end(std::size_t i) const {
        if (is_symbol(i, "#") && i + 1 < to_ && token(i + 1).kind == TokenKind::number && token(i + 1).glued)
            return i + 2;
        const bool dashed = i + 2 < to_ && token(i).kind == TokenKind::word && is_capitals(token(i).text) &&
                            is_symbol(i + 1, "-") && token(i + 2).kind == TokenKind::number && token(i + 1).glued &&
                            token(i + 2).glued;
        return dashed ? i + 3 : i;
    }

    // The end of a ticket, alone or in brackets, or `i`.
    std::size_t bracketed_ticket_end(std::size_t i) const {
        const bool open = is_symbol(i, "[") || is_symbol(i, "(");
        const auto end = ticket_end(open ? i + 1 : i);
        if (!open) return end;
        return end > i + 1 && (is_symbol(end, "]") || is_symbol(end, ")")) ? end + 1 : i;
    }

    void take(std::size_t from, std::size_t to) {
        harmless_.push_back(tokens_.text.substr(token(from).begin, token(to - 1).end - token(from).begin));
    }

    void take_front_to(std::size_t end) {
        take(from_, end);
        from_ = end;
    }

    bool take_front() {
        if (is_symbol(from_, "\n") || is_symbol(from_, "-") || is_symbol(from_, "*")) {
            ++from_;
            return true;
        }
        if (auto end = bracketed_ticket_end(from_); end > from_ && end < to_) {
            if (is_symbol(end, ":") || is_symbol(end, "-")) ++end;
            take_front_to(end);
            return true;
        }
        return take_commit_type() || take_opening();
    }

    bool take_commit_type() {
        if (token(from_).kind != TokenKind::word || !holds(kCommitTypes, token(from_).lower)) return false;
        auto end = from_ + 1;
        if (is_symbol(end, "(") && is_symbol(end + 2, ")")) end += 3;
        if (is_symbol(end, "!")) ++end;
        if (!is_symbol(end, ":") || end + 1 >= to_) return false;
        take_front_to(end + 1);
        return true;
    }

    bool take_opening() {
        for (const auto* opening : kOpenings) {
            const auto words = base::split_words(opening);
            if (from_ + words.size() >= to_) continue;
            std::size_t count = 0;
            while (count < words.size() && token(from_ + count).lower == words[count]) ++count;
            if (count < words.size()) continue;
            take_front_to(from_ + count);
            return true;
        }
        return false;
    }

    bool take_back() {
        const bool argument =
            to_ >= from_ + 3 && token(to_ - 1).glued && token(to_ - 2).glued && token(to_ - 3).text == ":";
        if (holds(kThanks, token(to_ - 1).lower) && to_ > from_ + 1) {
            take(to_ - 1, to_);
            --to_;
            if (is_symbol(to_ - 1, ",")) --to_;
            return true;
        }
        const bool polite = is_symbol(to_ - 1, "?") && !harmless_.empty() &&
                            (base::lower(harmless_.front()).starts_with("can ") ||
                             base::lower(harmless_.front()).starts_with("could "));
        if (polite || is_symbol(to_ - 1, ".") || (is_symbol(to_ - 1, "!") && !argument) || is_symbol(to_ - 1, "\n") ||
            is_symbol(to_ - 1, ";")) {
            --to_;
            return true;
        }
        for (std::size_t length = 2; length <= 5 && from_ + length < to_; ++length) {
            auto begin = to_ - length;
            if (bracketed_ticket_end(begin) != to_) continue;
            if (begin > from_ + 1 && holds(kTicketWords, token(begin - 1).lower)) --begin;
            if (begin > from_ + 1 && (is_symbol(begin - 1, ",") || is_symbol(begin - 1, "-"))) --begin;
            take(begin, to_);
            to_ = begin;
            return true;
        }
        return false;
    }

    const Tokens& tokens_;
    std::size_t from_;
    std::size_t to_;
    std::vector<std::string> harmless_;
};

bool is_reason_word(const Token& token, const Names& names) {
    const auto& word = token.lower;
    if (token.kind != TokenKind::word || word != token.text || !is_plain_name(word) ||
        word.find('_') != std::string::npos)
        return false;
    if (word == "and" || word == "the" || word == "of" || word == "better") return true;
    if (is_never_in_name(word) || is_vague_adjective(word) || is_verb_not_in_name(word) || word == "rows" ||
        word == "records")
        return false;
    if (names.is_table(word) || names.is_column(word) || holds(kPicking, word)) return false;
    return word.size() > 2 && !word.ends_with("ed") && !word.starts_with("un") && !word.starts_with("non") &&
           !word.ends_with("less");
}

/// "first", "second", "part", "1": which of several steps it is.
bool is_one_in_a_row(const Token& token) {
    constexpr std::array kWords = {"first", "second", "third", "last", "final", "part", "of", "step", "phase"};
    return token.kind == TokenKind::number || holds(kWords, token.lower);
}

bool is_of_rows(std::string_view word) {
    constexpr std::array kWords = {"rows", "records", "entries", "cases"};
    return holds(kWords, word);
}

Tokens first_tokens(const Tokens& tokens, std::size_t count) {
    Tokens core{tokens.text, {}, tokens.spelling};
    core.list.assign(tokens.list.begin(), tokens.list.begin() + static_cast<std::ptrdiff_t>(count));
    return core;
}

bool is_plain_column(const RequestedColumn& column) {
    return !column.server_default && column.in.empty() && column.check.empty() && !column.unique &&
           !column.primary_key && !column.identity;
}

}  // namespace

Framed take_frame_off(const Tokens& tokens) {
    return Framer(tokens).read();
}

namespace {

/// Where "for rows without an owner" begins, or "(second step)": what cannot limit a new column or table, whatever it
/// says. The number of tokens for none.
std::size_t purpose_begin(const Tokens& tokens, const Names& names) {
    constexpr std::size_t kMaxPurpose = 9;
    const auto size = tokens.list.size();
    if (size > 3 && tokens.list.back().text == ")") {
        for (std::size_t i = size - 1; i-- > 2 && size - i <= kMaxPurpose;) {
            if (tokens.list[i].text == "(" && i + 2 < size && !tokens.list[i].glued) return i;
            const auto& token = tokens.list[i];
            if (!is_reason_word(token, names) && !is_one_in_a_row(token)) return size;
        }
        return size;
    }
    for (std::size_t i = 2; i + 1 < size; ++i) {
        if (tokens.list[i].lower != "for" || !is_of_rows(tokens.list[i + 1].lower)) continue;
        const bool words = size - i <= kMaxPurpose &&
                           std::all_of(tokens.list.begin() + static_cast<std::ptrdiff_t>(i), tokens.list.end(),
                                       [](const Token& token) { return token.kind == TokenKind::word; });
        return words ? i : size;
    }
    return size;
}

}  // namespace

std::optional<WithoutReason> take_reason_off(const Tokens& tokens, const Names& names) {
    if (tokens.spelling == Spelling::joined) return std::nullopt;
    const auto size = tokens.list.size();
    if (const auto begin = purpose_begin(tokens, names); begin < size) {
        const auto from = tokens.list[begin].begin, to = tokens.list.back().end;
        return WithoutReason{first_tokens(tokens, begin), tokens.text.substr(from, to - from)};
    }
    for (std::size_t words = 1; words <= kMaxReasonWords && words + 1 < size; ++words) {
        if (!is_reason_word(tokens.list[size - words], names)) break;
        for (const auto* opening : kReasonOpenings) {
            const auto parts = base::split_words(opening);
            if (words + parts.size() >= size) continue;
            const auto begin = size - words - parts.size();
            std::size_t count = 0;
            while (count < parts.size() && tokens.list[begin + count].lower == parts[count]) ++count;
            if (count < parts.size()) continue;
            const auto from = tokens.list[begin].begin, to = tokens.list.back().end;
            return WithoutReason{first_tokens(tokens, begin), tokens.text.substr(from, to - from)};
        }
    }
    return std::nullopt;
}

bool stands_with_reason(const std::vector<RequestedOperation>& operations) {
    return std::all_of(operations.begin(), operations.end(), [](const RequestedOperation& operation) {
        if (const auto* added = std::get_if<RequestedAddColumn>(&operation)) return is_plain_column(added->column);
        const auto* table = std::get_if<RequestedTable>(&operation);
        return table != nullptr && table->checks.empty() && table->uniques.empty() && table->indexes.empty() &&
               std::all_of(table->columns.begin(), table->columns.end(), is_plain_column);
    });
}

std::string title_of(const Tokens& tokens) {
    if (tokens.list.empty()) return {};
    const auto begin = tokens.list.front().begin;
    auto end = tokens.list.back().end;
    const bool adds = in_class("CREATE", tokens.list.front().lower);
    const bool links = in_class("LINK", tokens.list.front().lower);
    // Less than a verb and two words would say too little: "add columns: fax to users" stays whole.
    for (std::size_t i = 3; i < tokens.list.size(); ++i) {
        const auto& token = tokens.list[i];
        const bool glued_colon = token.text == ":" && token.glued && i + 1 < tokens.list.size() &&
                                 tokens.list[i + 1].glued && tokens.list[i + 1].text != "\n";
        const bool colon = token.kind == TokenKind::symbol && token.text == ":" && !glued_colon && adds;
        const bool with = token.kind == TokenKind::word && token.lower == "with" && !links;
        if (!colon && !with && token.text != "\n") continue;
        end = tokens.list[i - 1].end;
        break;
    }
    return std::string(base::trim(std::string_view(tokens.text).substr(begin, end - begin)));
}

}  // namespace migrate::intent
