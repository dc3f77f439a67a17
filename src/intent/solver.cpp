#include "intent/solver.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "intent/amend.h"
#include "intent/build.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxStatements = 60;
constexpr std::size_t kMaxBuilds = 600;
constexpr std::size_t kMaxSteps = 1'500'000;  ///< of matching, over all statements
constexpr std::size_t kMaxSolutions = 6;

/// All readings of a list of tokens as statements, one after the other.
class Solver {
  public:
    Solver(const Tokens& tokens, Leniency lenient) : tokens_(tokens), lenient_(lenient) {}

    void solve(const KnownSchema& known) {
        const Schema& head = known.head;
        const bool shouted = base::upper(tokens_.text) == tokens_.text;
        Context context{tokens_, head, has_plural_house(head), shouted, known.focus};
        if (lenient_.order) context.promised = promised(context);
        const auto first = std::find_if(tokens_.list.begin(), tokens_.list.end(),
                                        [](const Token& token) { return !is_small_word(token.lower); });
        begins_with_table_ = first != tokens_.list.end() && names_of(head).is_table(first->text);
        read_from(0, context, {}, {});
        if (exhausted_) solutions_.clear();
    }

    const std::vector<Draft>& solutions() const { return solutions_; }
    const std::optional<Error>& error() const { return error_; }

    /// True when what the error is about is all of the description, or its last statement.
    bool errs_at_the_end() const { return error_ && is_end(error_end_); }

    /// The words that no reading had a use for; where only signs are left over ("add fax to users?"), the signs.
    std::vector<std::string> unused() const {
        std::vector<std::string> words, signs;
        if (const auto verb = unknown_verb(); !verb.empty()) words.push_back(verb);
        if (!refused_.empty()) {
            words.insert(words.end(), refused_.begin(), refused_.end());
            return words;
        }
        const auto from = built_to_ > 0 ? built_to_ : reached_ < tokens_.list.size() ? reached_ : 0;
        for (auto i = from; i < tokens_.list.size(); ++i) {
            const auto& token = tokens_.list[i];
            const bool tells = token.kind != TokenKind::symbol && !is_small_word(token.lower);
            (tells ? words : signs).push_back(token.text == "\n" ? "a line feed" : token.text);
        }
        return words.empty() ? signs : words;
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
        constexpr std::array kJoints = {";", ",", ".", "\n", "&", "+", "and", "then", "also", "plus"};
        const auto joins = [&](std::size_t i) {
            return i < tokens_.list.size() &&
                   std::find(kJoints.begin(), kJoints.end(), tokens_.list[i].lower) != kJoints.end();
        };
        while (joins(at)) ++at;
        return at;
    }

    // The word that the statement at `at` could begin with though it does not; "" where it must say one. Nouns of
    // structure may follow "add" and "drop" and begin a description; anything may follow the verbs of change.
    std::string unsaid_verb(std::size_t at, const std::vector<std::string>& said) const {
        while (at < tokens_.list.size() && is_small_word(tokens_.list[at].lower)) ++at;
        if (!lenient_.verbs || at >= tokens_.list.size() || tokens_.spelling == Spelling::joined) return {};
        const auto& word = tokens_.list[at].lower;
        constexpr std::array kNouns = {"check", "foreign", "fk", "fkey", "partial", "primary"};
        constexpr std::array kClasses = {"INDEX", "UNIQUE", "CONSTRAINT", "COLUMN", "TABLE", "METHOD", "INDEXKIND"};
        const bool noun =
            std::find(kNouns.begin(), kNouns.end(), word) != kNouns.end() ||
            std::any_of(kClasses.begin(), kClasses.end(), [&](const auto* each) { return in_class(each, word); });
        if (said.empty()) return noun && !in_class("COLUMN", word) && !in_class("TABLE", word) ? "add" : "";
        const auto& verb = said.back();
        const bool changes = in_class("RENAME", verb) || in_class("CHANGE", verb) || in_class("MAKE", verb);
        return noun || changes ? verb : std::string();
    }

    // `said`: the verbs of the statements so far.
    void read_from(std::size_t at, const Context& context, const Draft& before, const std::vector<std::string>& said) {
        if (exhausted_ || said.size() >= kMaxStatements || solutions_.size() >= kMaxSolutions) return;
        Matcher matcher(tokens_, names_of(context.schema), lenient_.slips);
        auto nodes = matcher.statements(at);
        const auto whole = nodes.size();
        const auto verb = unsaid_verb(at, said);
        if (!verb.empty()) {
            for (auto& node : matcher.statements_behind(at, verb)) nodes.push_back(std::move(node));
        }
        Context going_on = context;
        going_on.unsaid = true;
        steps_ += matcher.steps();
        exhausted_ = exhausted_ || !matcher.within_bounds() || steps_ > kMaxSteps;
        reached_ = std::max(reached_, matcher.reached());
        std::vector<std::pair<std::size_t, std::vector<RequestedOperation>>> seen;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto& node = nodes[i];
            const auto next = after_joint(node->end);
            if (!is_end(node->end) && next == node->end) continue;
            if (++builds_ > kMaxBuilds) exhausted_ = true;
            if (exhausted_) return;
            auto draft = agrees_in_number(*node) ? node->production->build(i < whole ? context : going_on, *node)
                                                 : not_understood(words_of(context, *node));
            if (!draft) {
                note(draft.error(), node->end);
                continue;
            }
            built_to_ = std::max(built_to_, node->end);
            auto key = std::make_pair(node->end, draft->operations);
            if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
            seen.push_back(std::move(key));
            auto verbs = said;
            verbs.push_back(verb_of(*node, verb));
            go_on(*node, std::move(*draft), context, before, verbs);
        }
    }

    /// The tables that a statement creates at any place where one may begin.
    Schema promised(const Context& context) {
        Schema all;
        Matcher matcher(tokens_, names_of(context.schema), false);
        for (std::size_t at = 0; at < tokens_.list.size(); ++at) {
            if (at > 0 && after_joint(at - 1) != at) continue;
            auto nodes = matcher.statements(at);
            for (auto& node : matcher.statements_behind(at, "create")) nodes.push_back(std::move(node));
            for (const auto& node : nodes) {
                for (const TableName& table : tables_created(context, *node)) all.tables[table].name = table;
            }
        }
        steps_ += matcher.steps();
        exhausted_ = exhausted_ || !matcher.within_bounds();
        return all;
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

    // The verb that the statement begins with, or the one that it left unsaid.
    std::string verb_of(const Node& node, const std::string& unsaid) const {
        auto at = node.begin;
        while (at < node.end && is_small_word(tokens_.list[at].lower)) ++at;
        return at < node.end && (unsaid.empty() || is_verb(tokens_.list[at].lower)) ? tokens_.list[at].lower : unsaid;
    }

    void go_on(const Node& node, Draft draft, const Context& context, const Draft& before,
               const std::vector<std::string>& said) {
        for (const auto& slip : slips_in(node)) {
            draft.assumptions.push_back(tokens_.list[slip.token].text + " is read as " + slip.slip_for);
        }
        Context after = context;
        for (const auto& operation : draft.operations) sketch(after.schema, operation);
        after.subject = subject_of(draft.operations);
        Draft whole = with_statement(before, std::move(draft));
        if (!is_end(node.end)) return read_from(after_joint(node.end), after, whole, said);
        if (keeps_promises(whole, after.schema)) solutions_.push_back(std::move(whole));
    }

    static bool keeps_promises(const Draft& whole, const Schema& made) {
        const auto is_there = [&](const RequestedColumn& column) {
            return !column.references || find_table(made, column.references->table) != nullptr;
        };
        return std::all_of(whole.operations.begin(), whole.operations.end(), [&](const RequestedOperation& operation) {
            if (const auto* add = std::get_if<RequestedAddColumn>(&operation)) return is_there(add->column);
            const auto* table = std::get_if<RequestedTable>(&operation);
            return table == nullptr || std::all_of(table->columns.begin(), table->columns.end(), is_there);
        });
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
    Leniency lenient_;
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

}  // namespace

Solved solve(const Tokens& tokens, const KnownSchema& known, Leniency lenient) {
    Solver solver(tokens, lenient);
    solver.solve(known);
    return {solver.solutions(), solver.error(), solver.errs_at_the_end(), solver.unused()};
}

}  // namespace migrate::intent
