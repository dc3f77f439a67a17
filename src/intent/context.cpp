#include "intent/context.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "base/attempt.h"
#include "base/text.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

constexpr std::size_t kTablesForAHouse = 3;

std::vector<std::string> table_names(const Schema& schema) {
    std::vector<std::string> names;
    for (const auto& [name, table] : schema.tables) names.push_back(to_string(name));
    return names;
}

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    return names;
}

std::set<std::string_view> column_names_of(const Schema& schema) {
    std::set<std::string_view> names;
    for (const auto& [name, table] : schema.tables) {
        for (const auto& column : table.columns) names.insert(column.name);
    }
    return names;
}

// The spellings that a name may have, the literal one first.
std::vector<std::string> spellings_of(const std::string& name) {
    const auto snake = to_snake_case(name);
    return {name, snake, pluralize(snake), singularize(snake), snake + "s"};
}

// "taskrun" is task_runs, PaperBox is paperbox. Asked for many words of a description: the first letter, which a
// singular shares, spares most tables the rest.
std::vector<TableName> written_solid(const Schema& schema, const std::string& wanted) {
    std::vector<TableName> found;
    const auto solid = base::replace_all(base::lower(wanted), "_", "");
    const bool humped = to_snake_case(wanted).find('_') != std::string::npos;
    for (const auto& [table, unused] : schema.tables) {
        const auto first = table.name.find_first_not_of('_');
        const bool begins_so = first != std::string::npos && !solid.empty() && table.name[first] == solid.front();
        if (!begins_so || !table.schema.empty()) continue;
        if (!humped && table.name.find('_') == std::string::npos) continue;
        const bool same = base::replace_all(table.name, "_", "") == solid;
        if (same || base::replace_all(singularize(table.name), "_", "") == solid) found.push_back(table);
    }
    return found;
}

// The tables of whatever schema that bear the first of the spellings that any bears.
std::vector<TableName> of_any_schema(const Schema& schema, const std::string& wanted) {
    const auto spellings = spellings_of(wanted);
    std::vector<TableName> found;
    std::size_t best = spellings.size();
    for (const auto& [table, unused] : schema.tables) {
        if (table.schema.empty()) continue;  // it would have been found without a search
        const auto spelled = std::find(spellings.begin(), spellings.end(), table.name);
        const auto place = static_cast<std::size_t>(spelled - spellings.begin());
        if (place == spellings.size() || place > best) continue;
        if (place < best) found.clear();
        best = place;
        found.push_back(table);
    }
    return found;
}

std::string some_of(const std::vector<std::string>& names, std::size_t most = 12) {
    std::vector<std::string> shown(names.begin(),
                                   names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
    return base::join(shown, ", ") + (names.size() > most ? ", …" : "");
}

std::string way_out(const std::vector<std::string>& names, std::string_view word) {
    const auto near = base::nearest(names, word);
    if (!near.empty()) return "did you mean " + base::join(near, " or ") + "?";
    return names.empty() ? "there are none yet" : "there are: " + some_of(names);
}

tl::unexpected<Refusal> no_such_column(const Table& table, const std::string& name) {
    return refuse("no_such_column", "table " + to_string(table.name) + " has no column " + name,
                  way_out(column_names(table), name));
}

}  // namespace

tl::unexpected<Refusal> refuse(std::string code, std::string message, std::string hint) {
    return tl::unexpected<Refusal>(Refusal{Error{std::move(code), std::move(message), std::move(hint), {}}, {}});
}

tl::unexpected<Refusal> not_understood(std::vector<std::string> words) {
    return tl::unexpected<Refusal>(Refusal{std::nullopt, std::move(words)});
}

void append(Draft& draft, Draft more) {
    for (auto& operation : more.operations) draft.operations.push_back(std::move(operation));
    for (auto& assumption : more.assumptions) draft.assumptions.push_back(std::move(assumption));
}

bool has_plural_house(const Schema& schema) {
    const auto plural = std::count_if(schema.tables.begin(), schema.tables.end(), [](const auto& entry) {
        return singularize(entry.first.name) != entry.first.name;
    });
    return schema.tables.size() >= kTablesForAHouse && static_cast<std::size_t>(plural) * 5 >= schema.tables.size() * 4;
}

std::string value_text(const Context& context, const Node& node) {
    return node.end == node.begin + 1 ? context.tokens.list[node.begin].text : source_text(context, node);
}

std::string source_text(const Context& context, const Node& node) {
    if (node.end <= node.begin) return {};
    const auto begin = context.tokens.list[node.begin].begin, end = context.tokens.list[node.end - 1].end;
    return context.tokens.text.substr(begin, end - begin);
}

std::vector<std::string> words_of(const Context& context, const Node& node) {
    std::vector<std::string> words;
    for (auto i = node.begin; i < node.end; ++i) words.push_back(context.tokens.list[i].text);
    return words;
}

std::string spoken_name(const Context& context, const Node& node) {
    if (node.end == node.begin + 1) return context.tokens.list[node.begin].text;
    std::string name;
    for (auto i = node.begin; i < node.end; ++i) {
        const auto& token = context.tokens.list[i];
        if (token.kind == TokenKind::symbol) return source_text(context, node);
        name += (name.empty() ? "" : "_") + token.lower;
    }
    return name;
}

std::vector<TableName> tables_called(const Schema& schema, std::string_view text) {
    const auto wanted = read_table_name(text);
    std::vector<TableName> found;
    for (const auto& name : spellings_of(wanted.name)) {
        const TableName table{wanted.schema, name};
        if (find_table(schema, table) == nullptr || std::find(found.begin(), found.end(), table) != found.end())
            continue;
        found.push_back(table);
        if (name == wanted.name) return found;
    }
    if (!found.empty() || !wanted.schema.empty()) return found;
    found = written_solid(schema, wanted.name);
    return found.empty() ? of_any_schema(schema, wanted.name) : found;
}

std::vector<TableName> owners_of(const Schema& schema, std::string_view column) {
    std::vector<TableName> owners;
    const auto snake = to_snake_case(column);
    for (const auto& [name, table] : schema.tables) {
        if (find_column(table, column) != nullptr || find_column(table, snake) != nullptr) owners.push_back(name);
    }
    return owners;
}

Names names_of(const Schema& schema) {
    // Asked again by each rule that may begin at a word.
    auto known = std::make_shared<std::map<std::string, bool, std::less<>>>();
    return {[&schema, known = std::move(known)](std::string_view text) {
                const auto answered = known->find(text);
                if (answered != known->end()) return answered->second;
                return known->emplace(text, !tables_called(schema, text).empty()).first->second;
            },
            [&schema, columns = std::make_shared<std::set<std::string_view>>()](std::string_view text) {
                if (columns->empty()) *columns = column_names_of(schema);
                return columns->contains(text) || columns->contains(to_snake_case(text));
            },
            [&schema](std::string_view text) {
                return std::any_of(schema.enums.begin(), schema.enums.end(), [&](const auto& entry) {
                    return to_string(entry.first) == text || entry.first.name == text;
                });
            }};
}

Build<Found> resolve_table(const Context& context, const Node& node) {
    const auto text = spoken_name(context, node);
    const auto found = tables_called(context.schema, text);
    if (found.empty()) {
        return refuse("no_such_table", "there is no table " + text, way_out(table_names(context.schema), text));
    }
    if (found.size() > 1) {
        std::vector<std::string> names;
        for (const auto& table : found) names.push_back(to_string(table));
        return refuse("ambiguous", text + " can mean table " + base::join(names, " or table "),
                      "write the table's own name");
    }
    Found result{found.front(), {}};
    const auto typed = source_text(context, node);
    const bool literal = text == to_string(found.front()) || text == found.front().name;
    if (!literal || (node.end > node.begin + 1 && typed.find('.') == std::string::npos && typed != text)) {
        result.assumptions.push_back(typed + " is read as table " + to_string(found.front()));
    }
    return result;
}

Build<std::vector<TableName>> resolve_tables(const Context& context, const Node& node, Draft& draft) {
    std::vector<TableName> tables;
    for (const auto* part : find_parts(node, "table")) {
        auto found = TRY(resolve_table(context, *part));
        if (std::find(tables.begin(), tables.end(), found.table) != tables.end())
            return not_understood(words_of(context, *part));
        tables.push_back(found.table);
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
    }
    return tables;
}

Build<std::string> resolve_column(const Context& context, const TableName& table, const Node& node) {
    const auto* owner = find_table(context.schema, table);
    if (owner == nullptr) return not_understood(words_of(context, node));
    const auto text = spoken_name(context, node);
    if (find_column(*owner, text) != nullptr) return text;
    const auto snake = to_snake_case(text);
    if (find_column(*owner, snake) != nullptr) return snake;
    return no_such_column(*owner, text);
}

/// Of several tables the one in focus; all of them when none or several are.
static std::vector<TableName> in_focus(const Context& context, std::vector<TableName> owners) {
    std::vector<TableName> near;
    for (const auto& owner : owners) {
        if (std::find(context.focus.begin(), context.focus.end(), owner) != context.focus.end()) near.push_back(owner);
    }
    return near.size() == 1 ? near : owners;
}

Build<std::vector<Refs>> resolve_owned(const Context& context, const std::vector<const Node*>& columns, Draft& draft) {
    std::vector<TableName> owners;
    for (const auto* node : columns) {
        const auto text = spoken_name(context, *node);
        auto having = owners_of(context.schema, text);
        if (having.empty()) {
            if (!tables_called(context.schema, text).empty()) return not_understood(words_of(context, *node));
            return refuse("no_such_column", "no table has a column " + text, "name the table: " + text + " of <table>");
        }
        if (node == columns.front()) {
            owners = std::move(having);
            continue;
        }
        std::erase_if(
            owners, [&](const auto& owner) { return std::find(having.begin(), having.end(), owner) == having.end(); });
    }
    const auto goes_on = [&] {
        if (!context.subject || std::find(owners.begin(), owners.end(), context.subject->table) == owners.end())
            return false;
        const auto& known = context.subject->columns;
        return context.unsaid || std::all_of(columns.begin(), columns.end(), [&](const Node* node) {
                   return std::find(known.begin(), known.end(), spoken_name(context, *node)) != known.end();
               });
    };
    const bool is_choice = owners.size() > 1;
    const bool of_subject = owners.size() > 1 && goes_on();
    if (of_subject) owners = {context.subject->table};
    if (is_choice && !of_subject) owners = in_focus(context, std::move(owners));
    if (context.unsaid && context.subject && !of_subject && !owners.empty() &&
        owners.front() != context.subject->table) {
        return refuse("ambiguous",
                      spoken_name(context, *columns.front()) + " is a column of " + to_string(owners.front()) +
                          ", and the words before it speak of " + to_string(context.subject->table),
                      "name the table");
    }
    if (owners.size() == 1) {
        Refs refs{owners.front(), {}};
        for (const auto* node : columns) {
            auto column = TRY(resolve_column(context, refs.table, *node));
            refs.columns.push_back(column);
        }
        const auto* why = of_subject  ? ", of which the words before it speak"
                          : is_choice ? ", which is spoken of"
                                      : ", the only one that has it";
        draft.assumptions.push_back(base::join(refs.columns, ", ") + " is taken as of table " + to_string(refs.table) +
                                    why);
        return std::vector<Refs>{refs};
    }
    const auto text = spoken_name(context, *columns.front());
    if (owners.empty())
        return refuse("no_such_column", "no table has all of these columns: " + text + ", …", "name the table");
    std::vector<std::string> readings;
    for (const auto& owner : owners) readings.push_back(to_string(owner) + "." + text);
    return refuse("ambiguous", "column " + text + " is in several tables: " + some_of(readings),
                  "name the table: " + text + " of " + to_string(owners.front()));
}

std::optional<ConstraintKind> kind_said(const Node& node) {
    const auto* kind = find_part(node, "constraint_kind");
    if (kind == nullptr) return std::nullopt;
    if (has_mark(*kind, "check")) return ConstraintKind::check;
    if (has_mark(*kind, "primary")) return ConstraintKind::primary_key;
    return find_part(*kind, "fk") != nullptr ? ConstraintKind::foreign_key : ConstraintKind::unique;
}

}  // namespace migrate::intent
