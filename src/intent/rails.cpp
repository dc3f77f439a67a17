#include "intent/rails.h"

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/tokens.h"
#include "intent/vocabulary.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

constexpr std::array kTypes = {"string",  "text",    "integer", "bigint", "smallint", "float",     "decimal",
                               "numeric", "boolean", "date",    "time",   "datetime", "timestamp", "timestamptz",
                               "binary",  "json",    "jsonb",   "uuid",   "inet",     "citext",    "varchar"};
// Names of a change that say nothing of their own: AddDetailsToUsers phone:string.
constexpr std::array kVagueLabels = {"details", "detail", "fields", "columns", "attributes", "info", "data"};

template <std::size_t N>
bool holds(const std::array<const char*, N>& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

std::string joined(const std::vector<std::string>& humps, std::size_t from, std::size_t to) {
    std::string name;
    for (auto i = from; i < to; ++i) name += (name.empty() ? "" : "_") + base::lower(humps[i]);
    return name;
}

// "string{32}" as read_type wants it; "!" means NOT NULL.
Build<std::monostate> set_type(std::string word, RequestedColumn& column) {
    if (word.ends_with('!')) {
        word.pop_back();
        column.nullable = false;
    }
    const auto base_word = word.substr(0, word.find('{'));
    if (!holds(kTypes, base_word)) return not_understood({word});
    auto type = read_type(base::replace_all(base::replace_all(word, "{", "("), "}", ")"));
    if (!type) return tl::unexpected<Refusal>(Refusal{type.error(), {}});
    column.type = std::move(*type);
    return std::monostate{};
}

Build<RequestedColumn> read_argument(const Context& context, const std::string& argument, Draft& draft) {
    auto parts = base::split(argument, ':');
    RequestedColumn column;
    column.name = parts.front();
    if (!is_plain_name(column.name)) return not_understood({argument});
    const bool reference = parts.size() > 1 && (parts[1] == "references" || parts[1] == "belongs_to");
    if (reference) {
        const auto tables = tables_called(context.schema, column.name);
        if (tables.size() != 1)
            return refuse("no_such_table", "there is no table for " + argument, "name a table that is there");
        column.name += "_id";
        column.references = Reference{tables.front(), {}, {}, {}, {}};
    } else if (auto done = set_type(parts.size() > 1 ? parts[1] : "string", column); !done) {
        return tl::unexpected(done.error());
    } else if (parts.size() == 1) {
        draft.assumptions.push_back(column.name + " is a string: it has no type");
    }
    for (std::size_t i = 2; i < parts.size(); ++i) {
        const bool unique = parts[i] == "uniq" || parts[i] == "unique";
        auto& flag = unique ? column.unique : column.index;
        if ((!unique && parts[i] != "index") || flag) return not_understood({argument});
        flag = true;
    }
    return column;
}

Build<std::vector<RequestedColumn>> read_arguments(const Context& context, const std::vector<std::string>& words,
                                                   Draft& draft) {
    std::vector<RequestedColumn> columns;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto column = read_argument(context, words[i], draft);
        if (!column) return tl::unexpected(column.error());
        const bool again =
            std::any_of(columns.begin(), columns.end(), [&](const auto& other) { return other.name == column->name; });
        if (again) return refuse("column_exists", "column " + column->name + " is named twice");
        columns.push_back(std::move(*column));
    }
    return columns;
}

// Whether what stands between the verb and the table agrees with the arguments.
bool label_agrees(const std::string& label, const std::vector<RequestedColumn>& columns) {
    if (holds(kVagueLabels, label)) return true;
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(column.name);
    const auto all = base::join(names, "_and_");
    if (label == all) return true;
    const bool reference = columns.size() == 1 && columns.front().references;
    if (!reference) return false;
    const auto stem = all.substr(0, all.size() - 3);
    return label == stem || label == stem + "_ref" || label == stem + "_reference" || label == stem + "_refs";
}

// CreateJoinTableProjectsTags and CreateMissingIndexes make something else than a table of that name.
bool is_thing(const std::string& name) {
    const auto fits = [](const std::string& word) {
        return !is_never_in_name(word) && !is_vague_adjective(word) && !is_vague_noun(word) && word != "schema";
    };
    const auto words = base::split(name, '_');
    return name.size() > 2 && std::all_of(words.begin(), words.end(), fits);
}

Build<Draft> create(const Context& context, const std::vector<std::string>& humps,
                    const std::vector<std::string>& words) {
    Draft draft;
    auto name = joined(humps, 1, humps.size());
    if (name.ends_with("_table")) name.resize(name.size() - 6);
    if (!is_thing(name)) return not_understood({words.front()});
    if (context.plural_house && pluralize(name) != name) {
        draft.assumptions.push_back(words.front() + " is read as table " + pluralize(name));
        name = pluralize(name);
    }
    if (const auto there = tables_called(context.schema, name); !there.empty()) {
        return refuse("table_exists", "there is already a table " + to_string(there.front()),
                      "add columns to it, or choose another name");
    }
    RequestedTable table;
    table.table = {"", name};
    auto columns = TRY(read_arguments(context, words, draft));
    table.columns = std::move(columns);
    draft.operations.emplace_back(std::move(table));
    return draft;
}

Build<Draft> drop(const Context& context, const std::vector<std::string>& humps) {
    auto name = joined(humps, 1, humps.size());
    if (name.ends_with("_table")) name.resize(name.size() - 6);
    if (name.starts_with("table_")) name = name.substr(6);
    const auto found = tables_called(context.schema, name);
    if (found.size() != 1) return refuse("no_such_table", "there is no table " + name, "name a table that is there");
    return Draft{{DropTable{found.front()}}, {}};
}

struct Change {
    std::string label;
    TableName table;
};

// AddEmailToUsers: the label and the table, split at the joint that leaves a table.
Build<Change> split_change(const Context& context, const std::vector<std::string>& humps, std::string_view joint) {
    for (std::size_t i = humps.size() - 1; i > 1; --i) {
        if (humps[i] != joint || i + 1 == humps.size()) continue;
        const auto found = tables_called(context.schema, joined(humps, i + 1, humps.size()));
        if (found.size() == 1) return Change{joined(humps, 1, i), found.front()};
        return refuse("no_such_table", "there is no table " + joined(humps, i + 1, humps.size()),
                      "name a table that is there");
    }
    return not_understood(humps);
}

Build<Draft> add(const Context& context, const Change& change, const std::vector<std::string>& words) {
    Draft draft;
    auto columns = TRY(read_arguments(context, words, draft));
    if (!label_agrees(change.label, columns)) return not_understood({words.front()});
    const auto* table = find_table(context.schema, change.table);
    for (auto& column : columns) {
        if (find_column(*table, column.name) != nullptr) {
            return refuse("column_exists", "column " + column.name + " is already in table " + to_string(change.table));
        }
        draft.operations.emplace_back(RequestedAddColumn{change.table, std::move(column)});
    }
    return draft;
}

Build<Draft> remove(const Context& context, const Change& change, const std::vector<std::string>& words) {
    Draft draft, unused;
    auto columns = TRY(read_arguments(context, words, unused));
    if (!label_agrees(change.label, columns)) return not_understood({words.front()});
    const auto* table = find_table(context.schema, change.table);
    for (const auto& column : columns) {
        if (find_column(*table, column.name) == nullptr) {
            return refuse("no_such_column", "table " + to_string(change.table) + " has no column " + column.name);
        }
        draft.operations.emplace_back(DropColumn{change.table, column.name});
    }
    return draft;
}

}  // namespace

std::optional<Build<Draft>> read_rails(const Context& context, std::string_view description) {
    const auto words = base::split_words(description);
    if (words.empty() || !is_class_name(words.front(), 2)) return std::nullopt;
    const auto humps = split_name(words.front());
    const auto is_argument = [](const auto& word) { return word.find(':') != std::string::npos; };
    const auto is_bare = [](const auto& word) { return is_plain_name(word) && base::lower(word) == word; };
    const bool changes = humps.size() > 3 && (humps.front() == "Add" || humps.front() == "Remove");
    const bool bare = changes && std::all_of(words.begin() + 1, words.end(), is_bare);
    const bool arguments = words.size() > 1 && (bare || std::any_of(words.begin() + 1, words.end(), is_argument));
    if (humps.front() == "Drop" && words.size() == 1) return drop(context, humps);
    if (humps.front() == "Create" && (arguments || words.size() == 1)) return create(context, humps, words);
    if (!arguments) return std::nullopt;
    const bool adds = humps.front() == "Add", removes = humps.front() == "Remove";
    if (!adds && !removes) return Build<Draft>(not_understood(words));
    auto change = split_change(context, humps, adds ? "To" : "From");
    if (!change) return Build<Draft>(tl::unexpected(change.error()));
    return adds ? add(context, *change, words) : remove(context, *change, words);
}

}  // namespace migrate::intent
