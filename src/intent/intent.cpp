#include "intent/intent.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "intent/build.h"
#include "intent/frame.h"
#include "intent/rails.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxBytes = 2000;
constexpr std::size_t kMaxStatements = 60;
constexpr std::size_t kMaxBuilds = 600;
constexpr std::size_t kMaxSteps = 1'500'000;  ///< of matching, over all statements
constexpr std::size_t kMaxSolutions = 6;

/// What a description is read against.
struct Ground {
    const Schema& head;
    const std::vector<TableName>& focus;
};

/// All readings of a list of tokens as statements, one after the other.
class Solver {
  public:
    Solver(const Tokens& tokens, bool forgive) : tokens_(tokens), forgive_(forgive) {}

    void solve(const Ground& ground) {
        const Schema& head = ground.head;
        const bool shouted = base::upper(tokens_.text) == tokens_.text;
        const Scene scene{tokens_, head, has_plural_house(head), shouted, ground.focus};
        const auto first = std::find_if(tokens_.list.begin(), tokens_.list.end(),
                                        [](const Token& token) { return !is_small_word(token.lower); });
        begins_with_table_ = first != tokens_.list.end() && names_of(head).is_table(first->text);
        read_from(0, scene, {}, 0);
        if (exhausted_) solutions_.clear();
    }

    const std::vector<Draft>& solutions() const { return solutions_; }
    const std::optional<Error>& error() const { return error_; }

    /// The words that no reading had a use for.
    std::vector<std::string> unused() const {
        std::vector<std::string> words;
        if (const auto verb = unknown_verb(); !verb.empty()) words.push_back(verb);
        if (!refused_.empty()) {
            words.insert(words.end(), refused_.begin(), refused_.end());
            return words;
        }
        const auto from = built_to_ > 0 ? built_to_ : reached_ < tokens_.list.size() ? reached_ : 0;
        for (auto i = from; i < tokens_.list.size(); ++i) {
            const auto& token = tokens_.list[i];
            if (token.kind != TokenKind::symbol && !is_small_word(token.lower)) words.push_back(token.text);
        }
        return words;
    }

  private:
    // The first word where no statement begins with it, nor with a slip of it, and it is no table either.
    std::string unknown_verb() const {
        std::size_t first = 0;
        while (first < tokens_.list.size() && is_small_word(tokens_.list[first].lower)) ++first;
        if (first == tokens_.list.size() || tokens_.list[first].kind != TokenKind::word) return {};
        const auto& token = tokens_.list[first];
        const bool opens =
            opens_statement(token.lower) ||
            std::any_of(token.slips.begin(), token.slips.end(), [](const auto& slip) { return opens_statement(slip); });
        return opens || begins_with_table_ ? std::string() : token.text;
    }

    bool is_end(std::size_t at) const {
        while (at < tokens_.list.size() && is_small_word(tokens_.list[at].lower)) ++at;
        return at == tokens_.list.size();
    }

    // Where the next statement begins after one that ends at `at`: behind a joint. `at` itself when there is
    // none.
    std::size_t after_joint(std::size_t at) const {
        const auto is = [&](std::size_t i, std::string_view text) {
            return i < tokens_.list.size() && tokens_.list[i].lower == text;
        };
        auto next = at;
        while (is(next, ";") || is(next, ",") || is(next, ".") || is(next, "\n") || is(next, "&")) ++next;
        if (is(next, "and") || is(next, "then")) ++next;
        if (next > at && (is(next, "then") || is(next, "also"))) ++next;
        return next;
    }

    void read_from(std::size_t at, const Scene& scene, const Draft& before, std::size_t depth) {
        if (exhausted_ || depth >= kMaxStatements || solutions_.size() >= kMaxSolutions) return;
        Matcher matcher(tokens_, names_of(scene.schema), forgive_);
        const auto nodes = matcher.statements(at);
        steps_ += matcher.steps();
        exhausted_ = exhausted_ || !matcher.within_bounds() || steps_ > kMaxSteps;
        reached_ = std::max(reached_, matcher.reached());
        std::vector<std::pair<std::size_t, std::vector<RequestedOperation>>> seen;
        for (const auto& node : nodes) {
            const auto next = after_joint(node->end);
            if (!is_end(node->end) && next == node->end) continue;
            if (++builds_ > kMaxBuilds) exhausted_ = true;
            if (exhausted_) return;
            auto draft = agrees_in_number(*node) ? build(scene, *node) : not_understood(words_of(scene, *node));
            if (!draft) {
                note(draft.error(), node->end);
                continue;
            }
            built_to_ = std::max(built_to_, node->end);
            auto key = std::make_pair(node->end, draft->operations);
            if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
            seen.push_back(std::move(key));
            go_on(*node, std::move(*draft), scene, before, depth);
        }
    }

    // "add address columns to users" speaks of columns that it does not name; "user tables" of tables.
    bool agrees_in_number(const Node& statement) const {
        std::size_t columns = 0, tables = 0;
        bool plural_columns = false, plural_tables = false;
        std::vector<const Node*> open{&statement};
        while (!open.empty()) {
            const auto* node = open.back();
            open.pop_back();
            for (const auto& mark : node->marks) {
                const bool plural = tokens_.list[mark.token].lower.ends_with('s');
                plural_columns = plural_columns || (plural && mark.word == "COLUMN");
                plural_tables = plural_tables || (plural && mark.word == "TABLE");
            }
            for (const auto& part : node->parts) {
                columns += part.label == "name" || part.label == "column" ? 1 : 0;
                tables += part.node->production == nullptr && part.label.find("table") != std::string::npos ? 1 : 0;
                open.push_back(part.node.get());
            }
        }
        return !(plural_columns && columns == 1) && !(plural_tables && tables == 1);
    }

    void go_on(const Node& node, Draft draft, const Scene& scene, const Draft& before, std::size_t depth) {
        for (const auto& slip : slips_in(node)) {
            draft.assumptions.push_back(tokens_.list[slip.token].text + " is read as " + slip.slip_for);
        }
        Draft whole = before;
        Scene after = scene;
        for (const auto& operation : draft.operations) sketch(after.schema, operation);
        append(whole, std::move(draft));
        if (!is_end(node.end)) return read_from(after_joint(node.end), after, whole, depth + 1);
        solutions_.push_back(std::move(whole));
    }

    // Only what reads the whole description may say that it contradicts the schema.
    void note(const Refusal& refusal, std::size_t end) {
        if (refusal.error) {
            const bool further = !error_ || end > error_end_;
            if (further) error_ = refusal.error;
            error_end_ = std::max(error_end_, end);
        } else if (refused_.empty()) {
            refused_ = refusal.words;
        }
    }

    const Tokens& tokens_;
    bool forgive_;
    bool exhausted_ = false;
    bool begins_with_table_ = false;
    std::size_t builds_ = 0;
    std::size_t steps_ = 0;
    std::size_t built_to_ = 0;
    std::size_t reached_ = 0;
    std::size_t error_end_ = 0;
    std::vector<Draft> solutions_;
    std::optional<Error> error_;
    std::vector<std::string> refused_;
};

std::vector<std::string> each_once(const std::vector<std::string>& texts) {
    std::vector<std::string> unique;
    for (const auto& text : texts) {
        if (std::find(unique.begin(), unique.end(), text) == unique.end()) unique.push_back(text);
    }
    return unique;
}

std::string describe_all(const std::vector<RequestedOperation>& operations) {
    std::vector<std::string> texts;
    for (const auto& operation : operations) texts.push_back(describe(operation));
    return base::join(texts, "; ");
}

Result<Understanding> understood(const Draft& draft) {
    Understanding result;
    result.understood = true;
    result.operations = draft.operations;
    result.assumptions = each_once(draft.assumptions);
    return result;
}

Understanding not_at_all(std::vector<std::string> words) {
    Understanding result;
    result.unused = each_once(words);
    return result;
}

// One solution, several that ask for the same, or an error that lists them.
Result<Understanding> choose(const std::vector<Draft>& solutions) {
    std::vector<const Draft*> distinct;
    for (const auto& solution : solutions) {
        const auto same = [&](const Draft* other) { return other->operations == solution.operations; };
        const auto known = std::find_if(distinct.begin(), distinct.end(), same);
        if (known == distinct.end()) {
            distinct.push_back(&solution);
        } else if (solution.assumptions.size() < (*known)->assumptions.size()) {
            *known = &solution;
        }
    }
    if (distinct.size() == 1) return understood(*distinct.front());
    std::vector<std::string> readings;
    for (const auto* draft : distinct) readings.push_back(describe_all(draft->operations));
    return fail("ambiguous", "this can mean: " + base::join(readings, ", or: "),
                "say it in other words, or send operations");
}

Result<Understanding> read_core(const Tokens& tokens, const Ground& ground) {
    Solver exact(tokens, false);
    exact.solve(ground);
    if (!exact.solutions().empty()) return choose(exact.solutions());
    const bool doubtful = exact.error() && exact.error()->code == "ambiguous";
    if (!doubtful) {
        Solver forgiving(tokens, true);
        forgiving.solve(ground);
        if (!forgiving.solutions().empty()) return choose(forgiving.solutions());
    }
    if (exact.error()) return tl::unexpected(*exact.error());
    return not_at_all(exact.unused());
}

Result<Understanding> read_with_reason(const Tokens& tokens, const Ground& ground) {
    auto whole = read_core(tokens, ground);
    if (whole && whole->understood) return whole;
    const auto without = take_reason_off(tokens, names_of(ground.head));
    if (!without) return whole;
    auto rest = read_core(without->core, ground);
    if (!rest || !rest->understood || !stands_with_reason(rest->operations)) return whole;
    rest->unused.push_back(without->reason);
    return rest;
}

Result<Understanding> from_rails(Build<Draft> draft) {
    if (draft) return understood(*draft);
    if (draft.error().error) return tl::unexpected(*draft.error().error);
    return not_at_all(draft.error().words);
}

Result<Understanding> read_tokens_of(const Tokens& core, const Ground& ground) {
    const auto begin = core.list.front().begin, end = core.list.back().end;
    const Scene scene{core, ground.head, has_plural_house(ground.head), false, ground.focus};
    if (auto rails = read_rails(scene, std::string_view(core.text).substr(begin, end - begin)))
        return from_rails(std::move(*rails));
    return read_with_reason(note_slips(split_joined(core)), ground);
}

}  // namespace

Result<Understanding> read_description(std::string_view description, const Schema& head,
                                       const std::vector<TableName>& focus) {
    const auto text = base::trim(description);
    if (text.empty())
        return fail("bad_description", "the description is empty", "say what to change, such as: add invoices table");
    if (text.size() > kMaxBytes) {
        return fail("bad_description",
                    "the description has " + std::to_string(text.size()) + " bytes; at most 2,000 are read",
                    "send operations instead");
    }
    const bool broken = text.find('\0') != std::string_view::npos || !base::is_valid_utf8(text);
    if (broken)
        return fail("bad_description", "the description holds a NUL or bytes that are no UTF-8", "send plain text");
    const auto framed = take_frame_off(read_tokens(text));
    if (framed.core.list.empty()) return not_at_all(framed.harmless);
    auto result = read_tokens_of(framed.core, {head, focus});
    if (!result) return result;
    result->title = title_of(framed.core);
    if (result->understood)
        result->unused.insert(result->unused.begin(), framed.harmless.begin(), framed.harmless.end());
    return result;
}

}  // namespace migrate::intent
