// Indexes: over columns, expressions and parts of a table; and their removal by name or by columns.
#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/sql_words.h"

namespace migrate::intent {

namespace {

using Columns = std::vector<const Node*>;  // <index_column> nodes

// The columns that the nodes name, where each names one; empty when one is an expression.
Columns named_columns(const Columns& nodes) {
    Columns names;
    for (const auto* node : nodes) {
        if (const auto* column = find_part(*find_part(*node, "element"), "column")) names.push_back(column);
    }
    return names.size() == nodes.size() ? names : Columns{};
}

Build<IndexElement> read_element(const Context& context, const TableName& table, const Node& node, Draft& draft) {
    IndexElement element;
    const auto* what = find_part(node, "element");
    if (const auto* column = find_part(*what, "column")) {
        auto name = TRY(resolve_column(context, table, *column));
        element.column = name;
    } else {
        auto sql = read_sql_node(context, *find_part(*what, "sql"), table, false, draft);
        if (!sql) return tl::unexpected(sql.error());
        const auto* function = find_part(*what, "function");
        element.expression = function == nullptr ? *sql : source_text(context, *function) + "(" + *sql + ")";
    }
    if (const auto* opclass = find_part(node, "opclass")) element.opclass = source_text(context, *opclass);
    element.descending = has_mark(node, "desc") || has_mark(node, "descending");
    const bool first = has_mark(node, "first"), last = has_mark(node, "last");
    if (first && !element.descending) element.nulls = "FIRST";
    if (last && element.descending) element.nulls = "LAST";
    return element;
}

struct Target {
    TableName table;
    std::vector<IndexElement> elements;
};

Build<Target> read_columns(const Context& context, const TableName& table, const Columns& nodes, Draft& draft) {
    Target target{table, {}};
    for (const auto* node : nodes) {
        auto element = TRY(read_element(context, table, *node, draft));
        const bool again = std::find(target.elements.begin(), target.elements.end(), element) != target.elements.end();
        if (again) return not_understood(words_of(context, *node));
        target.elements.push_back(std::move(element));
    }
    return target;
}

Build<Target> read_target_of(const Context& context, const Node& node, Draft& draft) {
    const auto* on = find_part(node, "index_on");
    const auto* table = find_part(on == nullptr ? node : *on, "table");
    const auto* list = find_part(on == nullptr ? node : *on, "index_columns");
    if (table != nullptr) {
        auto found = TRY(resolve_table(context, *table));
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        return read_columns(context, found.table, find_parts(*list, "index_column"), draft);
    }
    if (list != nullptr) {
        const auto columns = find_parts(*list, "index_column");
        const auto names = named_columns(columns);
        if (names.empty()) return not_understood(words_of(context, *list));
        auto owner = TRY(resolve_owned(context, names, draft));
        return read_columns(context, owner.front().table, columns, draft);
    }
    auto refs = resolve_refs(context, *on, draft);
    if (!refs) return tl::unexpected(refs.error());
    if (speaks_of_several(context, *on)) {
        return refuse("ambiguous",
                      "one index over " + base::join(refs->front().columns, " and ") + ", or one for each?",
                      "name the columns: index on a, and index on b; or index on (a, b)");
    }
    if (refs->size() != 1) return not_understood(words_of(context, *on));
    Target target{refs->front().table, {}};
    for (const auto& column : refs->front().columns) target.elements.push_back({column, {}, false, {}, {}, {}});
    return target;
}

std::string method_in(const Context& context, const Node& node) {
    for (const auto& mark : node.marks) {
        if (mark.word != "METHOD") continue;
        const auto word = mark.slip_for.empty() ? context.tokens.list[mark.token].lower : mark.slip_for;
        return word == "btree" ? std::string() : word;
    }
    return {};
}

Build<std::monostate> add_kinds(const Context& context, const Node& node, CreateIndex& create, bool& partial) {
    for (const auto* kind : find_parts(node, "index_kind")) {
        auto& elements = create.index.elements;
        const auto fault = [&] { return not_understood(words_of(context, *kind)); };
        if (has_mark(*kind, "unique")) {
            if (create.index.unique) return fault();
            create.index.unique = true;
        } else if (has_mark(*kind, "METHOD")) {
            create.index.method = method_in(context, *kind);
        } else if (context.tokens.list[kind->begin].lower == "missing") {
            continue;
        } else if (has_mark(*kind, "partial")) {
            partial = true;
        } else if (context.tokens.list[kind->begin].lower == "descending") {
            if (elements.size() != 1) return fault();
            elements.front().descending = true;
        } else if (context.tokens.list[kind->begin].lower == "covering") {
            if (find_parts(node, "index_tail").empty()) return fault();
        } else if (has_mark(*kind, "multi") || context.tokens.list[kind->begin].lower.starts_with("compo")) {
            if (elements.size() < 2) return fault();
        } else if (elements.empty() || elements.front().expression.empty()) {
            return fault();  // "functional index" over plain columns
        }
    }
    return std::monostate{};
}

Build<std::monostate> add_tail(const Context& context, const Node& tail, CreateIndex& create, Draft& draft) {
    const auto fault = [&] { return not_understood(words_of(context, tail)); };
    if (const auto* where = find_part(tail, "where")) {
        if (!create.index.where.empty()) return fault();
        auto sql = TRY(read_sql_node(context, *where, create.table, true, draft));
        create.index.where = sql;
    } else if (const auto* cols = find_part(tail, "cols")) {
        for (const auto* column : find_parts(*cols, "column")) {
            auto name = TRY(resolve_column(context, create.table, *column));
            create.index.include.push_back(name);
        }
    } else if (const auto* name = find_part(tail, "name")) {
        if (!create.index.name.empty()) return fault();
        create.index.name = spoken_name(context, *name);
    } else if (has_mark(tail, "concurrently")) {
        if (create.concurrently) return fault();
        create.concurrently = true;
    } else {
        if (!create.index.method.empty()) return fault();
        create.index.method = method_in(context, tail);
    }
    return std::monostate{};
}

bool is_plural(const Context& context, const Node& node) {
    return std::any_of(node.marks.begin(), node.marks.end(), [&](const Mark& mark) {
        const auto& word = context.tokens.list[mark.token].lower;
        return mark.word == "INDEX" && (word == "indexes" || word == "indices");
    });
}

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns;
    for (const auto& element : index.elements) columns.push_back(element.column);
    return columns;
}

Build<Draft> drop_named(const Context& context, const Node& node, const std::string& name, Draft draft) {
    const Table* owner = nullptr;
    if (const auto* table = find_part(node, "table")) {
        auto found = TRY(resolve_table(context, *table));
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        owner = find_table(context.schema, found.table);
    }
    std::vector<std::string> names;
    for (const auto& [table_name, table] : context.schema.tables) {
        if (owner != nullptr && owner != &table) continue;
        for (const auto& index : table.indexes) {
            names.push_back(index.name);
            if (index.name != name) continue;
            if (has_mark(node, "unique") && !index.unique)
                return refuse("contradicts", "index " + name + " is not unique");
            draft.operations.emplace_back(RequestedDropIndex{table_name, name, {}, has_mark(node, "concurrently")});
            return draft;
        }
    }
    const auto near = base::nearest(names, name);
    return refuse("no_such_index",
                  "there is no index " + name + (owner == nullptr ? "" : " on " + to_string(owner->name)),
                  near.empty() ? "" : "did you mean " + base::join(near, " or ") + "?");
}

}  // namespace

Build<Draft> build_create_index(const Context& context, const Node& node) {
    Draft draft;
    auto target = read_target_of(context, node, draft);
    if (!target) return tl::unexpected(target.error());
    if (target->elements.size() > 1 && is_plural(context, node)) {
        return refuse("ambiguous", "one index over these columns, or one for each?",
                      "write `add index on " + to_string(target->table) + "(…)` once for each index");
    }
    CreateIndex create{target->table, {}, false, false};
    create.index.elements = std::move(target->elements);
    create.concurrently = has_mark(node, "concurrently");
    create.if_not_exists = has_mark(node, "exists");
    if (const auto* on = find_part(node, "index_on")) create.index.method = method_in(context, *on);
    bool partial = false;
    if (auto done = add_kinds(context, node, create, partial); !done) return tl::unexpected(done.error());
    if (const auto* name = find_part(node, "name")) create.index.name = spoken_name(context, *name);
    for (const auto* tail : find_parts(node, "index_tail")) {
        if (auto done = add_tail(context, *tail, create, draft); !done) return tl::unexpected(done.error());
    }
    if (partial && create.index.where.empty()) return not_understood({"partial"});
    const auto* owner = find_table(context.schema, create.table);
    if (!create.index.name.empty() && owner != nullptr && find_index(*owner, create.index.name) != nullptr) {
        return refuse("index_exists", "there is already an index " + create.index.name, "choose another name");
    }
    draft.operations.emplace_back(std::move(create));
    return draft;
}

Build<Draft> build_drop_index(const Context& context, const Node& node) {
    Draft draft;
    if (const auto* name = find_part(node, "name"))
        return drop_named(context, node, spoken_name(context, *name), std::move(draft));
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& [table, columns] : refs) {
        if (columns.size() > 1 && is_plural(context, node))
            return refuse("ambiguous", "one index over these columns, or one for each?", "drop each by its name");
        std::vector<std::string> found;
        for (const auto& index : find_table(context.schema, table)->indexes) {
            if (columns_of(index) == columns && (!has_mark(node, "unique") || index.unique))
                found.push_back(index.name);
        }
        const auto place = to_string(table) + "(" + base::join(columns, ", ") + ")";
        if (found.empty()) return refuse("no_such_index", "there is no index on " + place);
        if (found.size() > 1)
            return refuse("ambiguous", "there are several indexes on " + place + ": " + base::join(found, ", "),
                          "drop it by its name");
        draft.assumptions.push_back("the index on " + place + " is " + found.front());
        draft.operations.emplace_back(RequestedDropIndex{table, found.front(), {}, has_mark(node, "concurrently")});
    }
    return draft;
}

}  // namespace migrate::intent
