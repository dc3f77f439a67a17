#include "intent/glimpse.h"

#include <algorithm>

#include "base/text.h"
#include "intent/context.h"
#include "intent/nearest_form.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kMostClauses = 8;  ///< of more, only the whole is looked at
constexpr std::size_t kMostTables = 3;
constexpr std::size_t kMostOwners = 3;  ///< a column that more tables have says nothing of which is meant
constexpr std::size_t kShortestSlip = 4;

bool parts_clauses(const Token& token) {
    if (token.kind == TokenKind::symbol) return token.text == "," || token.text == ";" || token.text == "\n";
    return token.kind == TokenKind::word && (token.lower == "and" || token.lower == "then");
}

/// Tokens from one that parts clauses to the next.
struct Clause {
    std::size_t first = 0;
    std::size_t end = 0;
};

std::vector<Clause> clauses_of(const std::vector<Token>& tokens) {
    std::vector<Clause> clauses;
    int depth = 0;
    for (std::size_t i = 0, first = 0; i <= tokens.size(); ++i) {
        if (i < tokens.size()) {
            if (tokens[i].text == "(") ++depth;
            if (tokens[i].text == ")") --depth;
            if (depth > 0 || !parts_clauses(tokens[i])) continue;
        }
        if (i > first) clauses.push_back({first, i});
        first = i + 1;
    }
    return clauses;
}

std::string text_of(const Tokens& core, std::size_t first, std::size_t end) {
    const std::size_t begin = core.list[first].begin;
    return core.text.substr(begin, core.list[end - 1].end - begin);
}

/// Takes from `clauses` the longest run from `from` on that is understood; 0 when there is none.
std::size_t read_run(const Tokens& core, const std::vector<Clause>& clauses, std::size_t from, const Schema& head,
                     const std::vector<TableName>& focus, std::vector<RequestedOperation>& operations) {
    for (std::size_t to = clauses.size(); to > from; --to) {
        if (from == 0 && to == clauses.size()) continue;  // the whole is not understood: that is why we are here
        const std::string text = text_of(core, clauses[from].first, clauses[to - 1].end);
        const Result<Understanding> read = read_whole(text, head, focus);
        if (!read || !read->understood) continue;
        operations.insert(operations.end(), read->operations.begin(), read->operations.end());
        return to - from;
    }
    return 0;
}

std::ptrdiff_t most(std::size_t count) {
    return static_cast<std::ptrdiff_t>(std::min(count, kMostTables));
}

void add_once(std::vector<TableName>& tables, const TableName& table) {
    if (tables.size() < kMostTables && std::find(tables.begin(), tables.end(), table) == tables.end())
        tables.push_back(table);
}

bool is_of_the_grammar(const Token& token) {
    return is_verb(token.lower) || is_small_word(token.lower) || is_never_in_name(token.lower) ||
           is_vague_noun(token.lower) || token.lower == "table" || token.lower == "column";
}

/// Tables that are named, else those with a column that is named, else those whose names are nearly a word of it.
std::vector<TableName> tables_meant(const Tokens& core, const Schema& head) {
    std::vector<TableName> tables;
    const auto each_name = [&](const auto& look) {
        for (const Token& token : core.list) {
            if (token.kind == TokenKind::word || token.kind == TokenKind::quoted) look(token);
        }
    };
    each_name([&](const Token& token) {
        for (const TableName& table : tables_called(head, token.text)) add_once(tables, table);
    });
    if (!tables.empty()) return tables;
    each_name([&](const Token& token) {
        const std::vector<TableName> owners = owners_of(head, token.text);
        if (owners.size() > kMostOwners) return;
        for (const TableName& table : owners) add_once(tables, table);
    });
    if (!tables.empty()) return tables;
    std::vector<std::string> names;
    for (const auto& [name, table] : head.tables) names.push_back(to_string(name));
    each_name([&](const Token& token) {
        if (token.text.size() < kShortestSlip || is_of_the_grammar(token)) return;
        for (const std::string& near : base::nearest(names, token.lower, 1)) add_once(tables, read_table_name(near));
    });
    return tables;
}

}  // namespace

Glimpse glimpse_of(const Tokens& core, const Schema& head, const std::vector<TableName>& focus,
                   std::vector<std::string> unused) {
    Glimpse glimpse{.words = std::move(unused), .tables = tables_meant(core, head)};
    if (glimpse.tables.empty()) glimpse.tables.assign(focus.begin(), focus.begin() + most(focus.size()));
    const std::vector<Clause> clauses = clauses_of(core.list);
    std::vector<std::string> rest;
    std::vector<std::string> forms;
    if (clauses.size() > 1 && clauses.size() <= kMostClauses) {
        for (std::size_t i = 0; i < clauses.size();) {
            if (const std::size_t read = read_run(core, clauses, i, head, focus, glimpse.operations); read > 0) {
                i += read;
                continue;
            }
            rest.push_back(text_of(core, clauses[i].first, clauses[i].end));
            forms.push_back(nearest_form(read_tokens(rest.back()), head));
            ++i;
        }
    }
    if (glimpse.operations.empty()) {
        glimpse.to_fill_in = {nearest_form(core, head)};
    } else {
        glimpse.words = std::move(rest);
        glimpse.to_fill_in = std::move(forms);
    }
    return glimpse;
}

}  // namespace migrate::intent
