#include "intent/intent.h"

#include <algorithm>

#include "base/text.h"
#include "intent/frame.h"
#include "intent/glimpse.h"
#include "intent/plain_letters.h"
#include "intent/rails.h"
#include "intent/solver.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMaxBytes = 2000;

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

Result<Understanding> read_core(const Tokens& tokens, const KnownSchema& known) {
    const auto exact = solve(tokens, known, {});
    if (!exact.solutions.empty()) return choose(exact.solutions);
    auto error = exact.error;
    if (error && error->code == "no_such_table") {
        const auto solved = solve(tokens, known, {.order = true, .verbs = true});
        if (!solved.solutions.empty()) return choose(solved.solutions);
    }
    const bool doubtful = error && error->code == "ambiguous";
    for (const Leniency lenient :
         {Leniency{.verbs = true}, Leniency{.slips = true}, Leniency{.slips = true, .verbs = true}}) {
        if (doubtful) break;
        const auto solved = solve(tokens, known, lenient);
        if (!solved.solutions.empty()) return choose(solved.solutions);
        if (!error && !lenient.slips && solved.errs_at_the_end) error = solved.error;
    }
    if (error) return tl::unexpected(*error);
    return not_at_all(exact.unused);
}

Result<Understanding> read_with_reason(const Tokens& tokens, const KnownSchema& known) {
    auto whole = read_core(tokens, known);
    if (whole && whole->understood) return whole;
    const auto without = take_reason_off(tokens, names_of(known.head));
    if (!without) return whole;
    auto rest = read_core(without->core, known);
    if (!rest || !rest->understood || !stands_with_reason(rest->operations)) return whole;
    rest->unused.push_back(without->reason);
    return rest;
}

Result<Understanding> from_rails(Build<Draft> draft) {
    if (draft) return understood(*draft);
    if (draft.error().error) return tl::unexpected(*draft.error().error);
    return not_at_all(draft.error().words);
}

Result<Understanding> read_tokens_of(const Tokens& core, const KnownSchema& known) {
    const auto begin = core.list.front().begin, end = core.list.back().end;
    const Context context{core, known.head, has_plural_house(known.head), false, known.focus};
    if (auto rails = read_rails(context, std::string_view(core.text).substr(begin, end - begin)))
        return from_rails(std::move(*rails));
    return read_with_reason(note_slips(split_joined(core)), known);
}

// What is not understood for its letters alone: "add įmonės_kodas to users".
std::optional<Error> fault_of_letters(const Tokens& core, const KnownSchema& known) {
    const auto marked = std::find_if(core.list.begin(), core.list.end(), [](const Token& token) {
        return token.kind == TokenKind::word && in_plain_letters(token.text) != token.text;
    });
    if (marked == core.list.end()) return std::nullopt;
    const auto begin = core.list.front().begin, end = core.list.back().end;
    const auto plain = read_tokens(in_plain_letters(std::string_view(core.text).substr(begin, end - begin)));
    const auto read = read_tokens_of(plain, known);
    if (!read || !read->understood) return std::nullopt;
    return Error{"bad_name",
                 marked->text + " has letters that names of tables and columns are written without",
                 "write " + in_plain_letters(marked->text),
                 {}};
}

}  // namespace

Result<Understanding> read_whole(std::string_view text, const Schema& head, const std::vector<TableName>& focus) {
    const auto framed = take_frame_off(read_tokens(text));
    if (framed.core.list.empty()) return not_at_all({std::string(text)});
    auto result = read_tokens_of(framed.core, {head, focus});
    if (!result) return result;
    result->title = title_of(framed.core);
    if (!result->understood) {
        if (auto fault = fault_of_letters(framed.core, {head, focus})) return tl::unexpected(*fault);
        if (result->unused.empty()) result->unused.push_back(std::string(text));
    } else {
        result->unused.insert(result->unused.begin(), framed.harmless.begin(), framed.harmless.end());
    }
    return result;
}

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
    Result<Understanding> result = read_whole(text, head, focus);
    if (result && !result->understood)
        result->glimpse = glimpse_of(take_frame_off(read_tokens(text)).core, head, focus, result->unused);
    return result;
}

}  // namespace migrate::intent
