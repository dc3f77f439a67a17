// New tables: by name, by class, with a body of columns and constraints, and join tables.
#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "intent/vocabulary.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

// Nouns that name a table as they are.
constexpr std::array kUncountable = {"history",   "metadata", "data",      "info",     "news",        "media",
                                     "inventory", "staff",    "equipment", "feedback", "information", "cache",
                                     "config",    "content",  "auth",      "audit",    "billing",     "stock",
                                     "traffic",   "usage",    "status"};

// Names of products that are written as classes are.
constexpr std::array kProducts = {"github",     "gitlab",      "javascript", "typescript", "linkedin",
                                  "paypal",     "youtube",     "hubspot",    "docusign",   "mailchimp",
                                  "salesforce", "dropbox",     "facebook",   "whatsapp",   "airtable",
                                  "bigquery",   "clickhouse",  "databricks", "sendgrid",   "mysql",
                                  "postgis",    "timescaledb", "graphql",    "openai",     "oauth"};

template <std::size_t N>
bool holds(const std::array<const char*, N>& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

Build<TableName> check_new(const Context& context, TableName table, const std::string& typed, Draft& draft) {
    const auto there = tables_called(context.schema, to_string(table));
    if (!there.empty()) {
        return refuse("table_exists", "there is already a table " + to_string(there.front()),
                      "add columns to it, or choose another name");
    }
    if (typed != to_string(table)) draft.assumptions.push_back(typed + " is read as table " + to_string(table));
    return table;
}

// The plural when nearly all tables have one, and the name was not typed as an identifier.
std::string house_name(const Context& context, const std::string& name, bool literal) {
    const auto last = base::split(name, '_').back();
    if (literal || !context.plural_house || holds(kUncountable, last)) return name;
    return pluralize(name);
}

Build<TableName> read_new_table(const Context& context, const Node& node, Draft& draft) {
    const auto typed = source_text(context, node);
    const auto& token = context.tokens.list[node.begin];
    if (token.kind == TokenKind::quoted || typed.find('.') != std::string::npos) {
        auto table = read_table_name(token.kind == TokenKind::quoted ? token.text : typed);
        if (!is_plain_name(table.name)) return not_understood(words_of(context, node));
        return check_new(context, table, to_string(table), draft);
    }
    const bool single = node.end == node.begin + 1;
    const auto& last = context.tokens.list[node.end - 1].lower;
    if (!single && in_class("JOINING", last)) {
        return refuse("ambiguous", "\"" + typed + "\" can be a table of that name, or one that joins two tables",
                      "write `add join table between <table> and <table>`, or " + spoken_name(context, node));
    }
    // chat__answers is typed as an identifier, and stays.
    const bool identifier = single && token.text == token.lower && token.text.find('_') != std::string::npos;
    const auto name = identifier ? token.text : single ? to_snake_case(token.text) : spoken_name(context, node);
    const bool literal = single && typed == name && name.find('_') != std::string::npos;
    if (!is_plain_name(name) || name.size() > kMaxIdentifierBytes) return not_understood(words_of(context, node));
    return check_new(context, {"", house_name(context, name, literal)}, typed, draft);
}

std::vector<std::string> read_words(const Context& context, const Node& node) {
    std::vector<std::string> words;
    for (const auto* word : find_parts(*find_part(node, "words"), "word")) words.push_back(spoken_name(context, *word));
    return words;
}

// unique (a, b), index (a), check (…), primary key (a, b) among the columns.
Build<std::monostate> add_table_item(const Context& context, const Node& item, RequestedTable& table) {
    if (const auto* sql = find_part(item, "sql")) {
        table.checks.push_back({{}, source_text(context, *sql), false});
        return std::monostate{};
    }
    const auto words = read_words(context, item);
    for (const auto& word : words) {
        const bool there = std::any_of(table.columns.begin(), table.columns.end(),
                                       [&](const auto& column) { return column.name == word; });
        if (!there)
            return refuse("no_such_column",
                          "table " + to_string(table.table) + " has no column " + word + " in this request");
    }
    if (has_mark(item, "INDEX")) {
        Index index;
        for (const auto& word : words) index.elements.push_back({word, {}, false, {}, {}, {}});
        index.unique = has_mark(item, "unique");
        table.indexes.push_back(std::move(index));
    } else if (has_mark(item, "unique")) {
        const auto* name = find_part(item, "constraint");
        table.uniques.push_back({name == nullptr ? std::string() : spoken_name(context, *name), words, false, {}});
    } else {
        if (!table.primary_key.empty()) return not_understood(words_of(context, item));
        table.primary_key = words;
    }
    return std::monostate{};
}

// "with a reference to users": column user_id.
Build<RequestedColumn> read_reference_item(const Context& context, const Node& item, Draft& draft) {
    auto found = TRY(resolve_table(context, *find_part(item, "table")));
    RequestedColumn column;
    column.name = singularize(found.table.name) + "_id";
    column.references = Reference{found.table, {}, {}, {}, {}};
    for (const auto* action : find_parts(item, "action")) {
        if (!add_action(*action, *column.references)) return not_understood(words_of(context, *action));
    }
    draft.assumptions.push_back("the reference to " + to_string(found.table) + " is column " + column.name);
    return column;
}

Build<std::monostate> fill_body(const Context& context, const Node& body, RequestedTable& table, Draft& draft) {
    std::vector<const Node*> columns, others;
    std::vector<RequestedColumn> references;
    for (const auto* item : find_parts(*find_part(body, "items"), "item")) {
        const auto* column = find_part(*item, "column_item");
        if (const auto* reference = find_part(*item, "ref_item")) {
            auto read = TRY(read_reference_item(context, *reference, draft));
            references.push_back(std::move(read));
        } else if (column != nullptr) {
            columns.push_back(column);
        } else {
            others.push_back(find_part(*item, "table_item"));
        }
    }
    Context inside = context;
    inside.schema.tables[table.table].name = table.table;
    auto read = TRY(read_new_columns(inside, columns, {table.table, true}, {}, draft));
    table.columns = std::move(read);
    for (auto& reference : references) {
        const auto same = [&](const auto& other) { return other.name == reference.name; };
        if (std::any_of(table.columns.begin(), table.columns.end(), same))
            return refuse("column_exists", "column " + reference.name + " is named twice");
        table.columns.push_back(std::move(reference));
    }
    for (const auto* item : others) {
        if (auto done = add_table_item(inside, *item, table); !done) return done;
    }
    return std::monostate{};
}

// "user tables" and "a customers tables" do not say which: the number of names and of the noun must agree.
bool agrees_in_number(const Context& context, const Node& node, std::size_t names) {
    for (const auto& mark : node.marks) {
        if (mark.word == "TABLE" && names == 1 && context.tokens.list[mark.token].lower == "tables") return false;
    }
    return true;
}

Build<Draft> one_class(const Context& context, const Node& node, const std::string& text, Draft draft) {
    const auto name = house_name(context, to_snake_case(text), false);
    auto table = TRY(check_new(context, {"", name}, text, draft));
    if (!owners_of(context.schema, to_snake_case(text)).empty()) return not_understood(words_of(context, node));
    RequestedTable requested;
    requested.table = table;
    draft.operations.emplace_back(std::move(requested));
    return draft;
}

Build<Found> side_of_pair(const Context& context, const Node& pair, std::string_view label, Draft& draft) {
    auto found = resolve_table(context, *find_part(pair, label));
    if (found) draft.assumptions.insert(draft.assumptions.end(), found->assumptions.begin(), found->assumptions.end());
    return found;
}

}  // namespace

Build<Draft> build_create_tables(const Context& context, const Node& node) {
    Draft draft;
    const auto names = find_parts(node, "new_table");
    if (!agrees_in_number(context, node, names.size())) return not_understood(words_of(context, node));
    for (const auto* name : names) {
        auto table = TRY(read_new_table(context, *name, draft));
        RequestedTable requested;
        requested.table = table;
        const auto same = [&](const auto& other) { return std::get<RequestedTable>(other).table == requested.table; };
        if (std::any_of(draft.operations.begin(), draft.operations.end(), same))
            return not_understood(words_of(context, *name));
        if (const auto* body = find_part(node, "body")) {
            if (auto done = fill_body(context, *body, requested, draft); !done) return tl::unexpected(done.error());
        }
        draft.operations.emplace_back(std::move(requested));
    }
    return draft;
}

std::vector<TableName> tables_created(const Context& context, const Node& node) {
    std::vector<TableName> tables;
    if (node.production == nullptr || node.production->build != build_create_tables) return tables;
    for (const auto* name : find_parts(node, "new_table")) {
        Draft unsaid;
        if (auto table = read_new_table(context, *name, unsaid)) tables.push_back(*table);
    }
    return tables;
}

/// "create teams and members tables that refer to each other": each has a column for the other, which may be empty, for
/// the first row of one has nothing to point to.
Build<Draft> build_mutual_tables(const Context& context, const Node& node) {
    auto draft = TRY(build_create_tables(context, node));
    if (draft.operations.size() != 2) return not_understood(words_of(context, node));
    auto& first = std::get<RequestedTable>(draft.operations[0]);
    auto& second = std::get<RequestedTable>(draft.operations[1]);
    for (const auto& [from, to] : {std::pair{&first, &second}, std::pair{&second, &first}}) {
        RequestedColumn column{.name = singularize(to->table.name) + "_id"};
        column.references = Reference{to->table, {}, {}, {}, {}};
        column.nullable = true;
        draft.assumptions.push_back(to_string(from->table) + " refers to " + to_string(to->table) + " by " +
                                    column.name + ", which may be NULL: one of the two rows comes first");
        from->columns.push_back(std::move(column));
    }
    return draft;
}

Build<Draft> build_create_class(const Context& context, const Node& node) {
    const auto* name = find_part(node, "class_name");
    const auto text = source_text(context, *name);
    const auto humps = split_name(text);
    if (has_mark(node, "MODEL") && humps.size() == 1) {
        // "Add Invoice model" names a class; "Invoice model" at a sentence's start may be any noun.
        if (name->begin == 0) return not_understood(words_of(context, node));
        return one_class(context, node, text, {});
    }
    const bool named = has_mark(node, "MODEL") || has_mark(node, "TABLE");
    const auto is_word = [](const std::string& hump) {
        const auto word = base::lower(hump);
        const bool vague = is_never_in_name(word) || is_vague_adjective(word) || is_vague_noun(word);
        return hump.size() > 1 && base::upper(hump) != hump && !vague;
    };
    const bool plausible =
        humps.size() >= 2 && std::all_of(humps.begin(), humps.end(), is_word) && !holds(kProducts, base::lower(text));
    if (!plausible && !(named && humps.size() >= 2)) return not_understood(words_of(context, node));
    return one_class(context, node, text, {});
}

Build<Draft> build_join_table(const Context& context, const Node& node) {
    Draft draft;
    const auto* pair = find_part(node, "pair");
    auto left = side_of_pair(context, *pair, "left", draft);
    if (!left) return tl::unexpected(left.error());
    auto right = TRY(side_of_pair(context, *pair, "right", draft));
    if (left->table == right.table) return not_understood(words_of(context, *pair));
    RequestedTable table;
    if (const auto* name = find_part(node, "name")) {
        auto read = TRY(read_new_table(context, *name, draft));
        table.table = read;
    } else {
        const TableName made{left->table.schema, singularize(left->table.name) + "_" + right.table.name};
        auto checked = TRY(check_new(context, made, to_string(made), draft));
        table.table = checked;
        draft.assumptions.push_back("the join table is called " + to_string(made));
    }
    for (const auto& side : {left->table, right.table}) {
        RequestedColumn column;
        column.name = singularize(side.name) + "_id";
        column.references = Reference{side, {}, {}, {}, {}};
        table.primary_key.push_back(column.name);
        table.columns.push_back(std::move(column));
    }
    table.house_columns = false;
    draft.operations.emplace_back(std::move(table));
    return draft;
}

}  // namespace migrate::intent
