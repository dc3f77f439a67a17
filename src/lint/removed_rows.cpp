#include "lint/removed_rows.h"

#include <algorithm>

#include "base/text.h"
#include "lint/downgrade.h"
#include "lint/python_calls.h"
#include "syntax/tokens.h"

namespace migrate::lint {

namespace {

using Kind = sql::Effect::Kind;

bool removes(const sql::Effect& effect) {
    return effect.kind == Kind::truncate || effect.kind == Kind::remove;
}

bool brings_back(const replay::FileRuns& side, const TableName& table) {
    return std::any_of(side.downgrade.operations.begin(), side.downgrade.operations.end(),
                       [&](const Operation& operation) {
                           const std::vector<sql::Effect> effects = effects_of(Step{&operation, {}, {}});
                           return std::any_of(effects.begin(), effects.end(), [&](const sql::Effect& effect) {
                               return effect.kind == Kind::insert && effect.table == table;
                           });
                       });
}

/// The table of a text that begins with DELETE FROM; no name for any other. The text may hold binds, which the grammar
/// does not take.
TableName deleted_from(const std::string& text) {
    const sql::Tokens tokens = sql::read_tokens(text, Dialect::postgresql);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min<std::size_t>(tokens.size(), 6); ++i)
        words.push_back(tokens[i].kind == sql::TokenKind::symbol
                            ? text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin)
                            : sql::name_of_token(text, tokens[i], Dialect::postgresql));
    if (words.size() < 3 || words[0] != "delete" || words[1] != "from") return {};
    std::size_t at = words[2] == "only" && words.size() > 3 ? 3 : 2;
    std::string name = words[at];
    if (at + 2 < words.size() && words[at + 1] == ".") name += "." + words[at + 2];
    TableName table = read_table_name(name);
    if (table.schema == "public") table.schema.clear();
    return table;
}

/// The DELETEs in the text of upgrade() from tables of which none was run.
std::vector<RemovedRows> not_run(const replay::ReplayedFile& file, const std::vector<RemovedRows>& run) {
    std::vector<RemovedRows> found;
    const python::FunctionDef* function = find_function(file, "upgrade");
    if (function == nullptr) return found;
    each_call(function->body, [&](const python::Call& call, int line) {
        const auto text = call.positional.empty() ? std::nullopt : python::string_value(call.positional.front());
        const TableName table = text ? deleted_from(*text) : TableName{};
        const auto same = [&](const RemovedRows& each) { return each.table == table; };
        if (table.name.empty() || std::any_of(run.begin(), run.end(), same)) return;
        if (std::any_of(found.begin(), found.end(), same)) return;
        found.push_back({.line = line, .words = "DELETE", .table = table, .perhaps = true});
    });
    return found;
}

}  // namespace

std::vector<RemovedRows> removed_rows(const replay::ReplayedFile& file) {
    std::vector<RemovedRows> found;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const sql::Effect& effect : effects_of(step)) {
            if (!removes(effect)) continue;
            found.push_back({.line = step.place.line,
                             .words = effect.words + (effect.cascade ? " CASCADE" : ""),
                             .table = effect.table,
                             .all = effect.kind == Kind::truncate || effect.rows == sql::Effect::Rows::all,
                             .cascade = effect.cascade});
        }
    }
    const std::vector<RemovedRows> more = not_run(file, found);
    found.insert(found.end(), more.begin(), more.end());
    std::erase_if(found, [&](const RemovedRows& each) {
        return !stood_before(file.postgresql, each.table) || brings_back(file.postgresql, each.table);
    });
    return found;
}

}  // namespace migrate::lint
