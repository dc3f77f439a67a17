/// Matches the grammar against tokens: every reading of a span that the grammar allows, in polynomial time.
///
/// For each rule, place and end the first reading in the grammar's order is kept; the readings of a whole
/// statement are kept for each production. It asks the names of the schema only to see which words together
/// are a table.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intent/grammar.h"
#include "intent/pattern.h"
#include "intent/tokens.h"

namespace migrate::intent {

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Part {
    std::string_view label;  ///< of the pattern, which is there as long as the program
    NodePtr node;
};

/// A token that the grammar took as one of its own words.
struct Mark {
    std::string_view word;  ///< the class or the word of the pattern
    std::size_t token = 0;
    std::string slip_for;  ///< what it was read as, when it was a slip of the pen
};

struct Node {
    const Production* production = nullptr;  ///< nullptr for built-in rules
    std::size_t begin = 0;                   ///< tokens
    std::size_t end = 0;
    std::vector<Part> parts;
    std::vector<Mark> marks;
    std::string text;      ///< of <type>: the canonical spelling
    std::size_t kind = 0;  ///< of <type>: place in type_words()
};

/// What the matcher must know of the schema.
struct Names {
    std::function<bool(std::string_view)> is_table;   ///< some table is called so, literally or in the other number
    std::function<bool(std::string_view)> is_column;  ///< some column is called exactly so
    std::function<bool(std::string_view)> is_enum = [](auto) { return false; };  ///< a native enum type is called so
};

class Matcher {
  public:
    /// `tokens` must outlive the matcher. `forgive`: slips of the pen in words of the grammar are forgiven.
    Matcher(const Tokens& tokens, Names names, bool forgive);

    /// Every reading of a statement that begins at the token.
    std::vector<NodePtr> statements(std::size_t begin);
    /// Every reading as a statement that begins with `verb`, which is not said again: "an index on b"
    /// behind "add an index on a and".
    std::vector<NodePtr> statements_behind(std::size_t begin, std::string_view verb);
    /// The token after which no reading went on: the first that no rule had a use for.
    std::size_t reached() const { return reached_; }
    /// False when the work grew beyond its bound; results are then not complete and must not be used.
    bool within_bounds() const { return steps_ < kMaxSteps; }
    std::size_t steps() const { return steps_; }

  private:
    struct State {
        std::size_t at = 0;
        std::vector<Part> parts;
        std::vector<Mark> marks;
    };
    using States = std::vector<State>;
    static constexpr std::size_t kMaxSteps = 400'000;
    static constexpr std::size_t kMaxDepth = 40;

    States match(const Expr& expr, States states);
    States match_one(const Expr& expr, const State& state);
    States match_repeat(const Expr& expr, const State& state);
    States match_rule(const Expr& expr, const State& state);
    bool match_token(const Expr& expr, State& state);
    const std::vector<NodePtr>& parse(std::string_view rule, std::size_t at);
    std::vector<NodePtr> parse_now(std::string_view rule, std::size_t at);
    std::vector<NodePtr> read_production(const Production& production, const Expr& expr, std::size_t at,
                                         std::vector<Mark> marks = {});

    const Tokens& tokens_;
    Names names_;
    bool forgive_;
    std::size_t reached_ = 0;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    std::map<std::pair<std::string_view, std::size_t>, std::vector<NodePtr>> memo_;
};

/// The first part with the label, or nullptr. Looks only at the node's own parts.
const Node* find_part(const Node& node, std::string_view label);
std::vector<const Node*> find_parts(const Node& node, std::string_view label);
/// True when the node itself took a word of this class, or this word.
bool has_mark(const Node& node, std::string_view word);
/// All slips of the node and below.
std::vector<Mark> slips_in(const Node& node);

}  // namespace migrate::intent
