#include "intent/matcher.h"

#include <algorithm>

#include "intent/builtin_rules.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

template <class States, class State>
void add_state(States& states, State state) {
    const bool known =
        std::any_of(states.begin(), states.end(), [&](const auto& other) { return other.at == state.at; });
    if (!known) states.push_back(std::move(state));
}

bool begins_with_word(const Expr& expr) {
    if (expr.kind == ExprKind::sequence) return !expr.parts.empty() && begins_with_word(expr.parts.front());
    return expr.kind == ExprKind::word || expr.kind == ExprKind::word_class || expr.kind == ExprKind::choice;
}

bool fits(const Expr& expr, std::string_view word) {
    return expr.kind == ExprKind::word_class ? in_class(expr.text, word) : expr.text == word;
}

}  // namespace

Matcher::Matcher(const Tokens& tokens, Names names, bool forgive)
    : tokens_(tokens), names_(std::move(names)), forgive_(forgive) {}

std::vector<NodePtr> Matcher::statements(std::size_t begin) {
    std::vector<NodePtr> all;
    for (const auto& [production, expr] : productions_of(kStatement)) {
        for (auto& node : read_production(*production, expr, begin)) all.push_back(std::move(node));
    }
    return all;
}

std::vector<NodePtr> Matcher::statements_behind(std::size_t begin, std::string_view verb) {
    std::vector<NodePtr> all;
    for (const auto& [production, expr] : productions_of(kStatement)) {
        const auto* first = expr.kind == ExprKind::sequence && !expr.parts.empty() ? &expr.parts.front() : nullptr;
        if (first == nullptr || first->kind != ExprKind::word_class || !in_class(first->text, verb)) continue;
        Expr rest = expr;
        rest.parts.erase(rest.parts.begin());
        for (auto& node : read_production(*production, rest, begin, {Mark{first->text, begin, {}}}))
            all.push_back(std::move(node));
    }
    return all;
}

std::vector<NodePtr> Matcher::read_production(const Production& production, const Expr& expr, std::size_t at,
                                              std::vector<Mark> marks) {
    std::vector<NodePtr> nodes;
    const auto reached = reached_;
    for (auto& state : match(expr, {State{at, {}, std::move(marks)}})) {
        nodes.push_back(std::make_shared<Node>(
            Node{&production, at, state.at, std::move(state.parts), std::move(state.marks), {}, 0}));
    }
    // What takes any words on its way to a missing word tells nothing of how far the description makes sense.
    const bool takes_anything = production.takes_anything || (production.rule == kStatement && !begins_with_word(expr));
    if (nodes.empty() && takes_anything) reached_ = reached;
    return nodes;
}

Matcher::States Matcher::match(const Expr& expr, States states) {
    States result;
    for (const auto& state : states) {
        if (++steps_ >= kMaxSteps) return {};
        for (auto& next : match_one(expr, state)) add_state(result, std::move(next));
    }
    return result;
}

Matcher::States Matcher::match_one(const Expr& expr, const State& state) {
    States result;
    switch (expr.kind) {
        case ExprKind::word:
        case ExprKind::word_class:
        case ExprKind::symbol:
            result.push_back(state);
            if (!match_token(expr, result.back())) result.clear();
            break;
        case ExprKind::rule:
            return match_rule(expr, state);
        case ExprKind::sequence:
            result.push_back(state);
            for (const auto& part : expr.parts) result = match(part, std::move(result));
            break;
        case ExprKind::choice:
            for (const auto& part : expr.parts) {
                for (auto& next : match(part, {state})) add_state(result, std::move(next));
            }
            break;
        case ExprKind::optional:
            result = match(expr.parts.front(), {state});
            add_state(result, state);
            break;
        case ExprKind::repeat:
            return match_repeat(expr, state);
    }
    return result;
}

Matcher::States Matcher::match_repeat(const Expr& expr, const State& state) {
    States result, frontier{state};
    add_state(result, state);
    while (!frontier.empty()) {
        States fresh;
        for (auto& next : match(expr.parts.front(), std::move(frontier))) {
            const auto known = result.size();
            add_state(result, next);
            if (result.size() > known) fresh.push_back(std::move(next));
        }
        frontier = std::move(fresh);
    }
    return result;
}

Matcher::States Matcher::match_rule(const Expr& expr, const State& state) {
    States result;
    if (depth_ >= kMaxDepth) return result;
    ++depth_;
    for (const auto& node : parse(expr.text, state.at)) {
        State next = state;
        next.at = node->end;
        next.parts.push_back({expr.label, node});
        add_state(result, std::move(next));
    }
    --depth_;
    return result;
}

bool Matcher::match_token(const Expr& expr, State& state) {
    for (auto at = state.at; at < tokens_.list.size(); ++at) {
        const auto& token = tokens_.list[at];
        const bool symbol = expr.kind == ExprKind::symbol;
        Mark mark{expr.text, at, {}};
        bool taken = symbol ? token.kind == TokenKind::symbol && token.text == expr.text
                            : token.kind == TokenKind::word && fits(expr, token.lower);
        if (!taken && !symbol && forgive_ && token.kind == TokenKind::word && tokens_.spelling == Spelling::prose) {
            const auto& slips = token.slips;
            const auto slip =
                std::find_if(slips.begin(), slips.end(), [&](const auto& word) { return fits(expr, word); });
            taken = slip != slips.end();
            if (taken) mark.slip_for = *slip;
        }
        if (taken) {
            state.at = at + 1;
            state.marks.push_back(std::move(mark));
            reached_ = std::max(reached_, state.at);
            return true;
        }
        const bool may_skip =
            tokens_.spelling == Spelling::prose && token.kind == TokenKind::word && is_small_word(token.lower);
        if (!may_skip) return false;
    }
    return false;
}

const std::vector<NodePtr>& Matcher::parse(std::string_view rule, std::size_t at) {
    const auto key = std::make_pair(rule, at);
    const auto known = memo_.find(key);
    if (known != memo_.end()) return known->second;
    auto nodes = parse_now(rule, at);
    for (const auto& node : nodes) reached_ = std::max(reached_, node->end);
    return memo_.emplace(key, std::move(nodes)).first->second;
}

std::vector<NodePtr> Matcher::parse_now(std::string_view rule, std::size_t at) {
    std::vector<NodePtr> all;
    const auto keep_first = [&](NodePtr node) {
        const bool known =
            std::any_of(all.begin(), all.end(), [&](const auto& other) { return other->end == node->end; });
        if (!known) all.push_back(std::move(node));
    };
    if (!is_builtin_rule(rule)) {
        for (const auto& [production, expr] : productions_of(rule)) {
            for (auto& node : read_production(*production, expr, at)) keep_first(std::move(node));
        }
        return all;
    }
    for (auto begin = at; begin < tokens_.list.size(); ++begin) {
        for (auto& node : read_builtin(rule, tokens_, begin, names_)) keep_first(std::move(node));
        const auto& token = tokens_.list[begin];
        const bool small =
            tokens_.spelling == Spelling::prose && token.kind == TokenKind::word && is_small_word(token.lower);
        if (!small) break;
    }
    return all;
}

const Node* find_part(const Node& node, std::string_view label) {
    const auto found =
        std::find_if(node.parts.begin(), node.parts.end(), [&](const Part& part) { return part.label == label; });
    return found == node.parts.end() ? nullptr : found->node.get();
}

std::vector<const Node*> find_parts(const Node& node, std::string_view label) {
    std::vector<const Node*> found;
    for (const auto& part : node.parts) {
        if (part.label == label) found.push_back(part.node.get());
    }
    return found;
}

bool has_mark(const Node& node, std::string_view word) {
    return std::any_of(node.marks.begin(), node.marks.end(), [&](const Mark& mark) { return mark.word == word; });
}

std::vector<Mark> slips_in(const Node& node) {
    std::vector<Mark> slips;
    std::vector<const Node*> open{&node};
    while (!open.empty()) {
        const auto* next = open.back();
        open.pop_back();
        for (const auto& mark : next->marks) {
            if (!mark.slip_for.empty()) slips.push_back(mark);
        }
        for (const auto& part : next->parts) open.push_back(part.node.get());
    }
    return slips;
}

}  // namespace migrate::intent
