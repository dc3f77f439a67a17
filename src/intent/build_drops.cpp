// Drops and renames of tables and columns.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

Build<Draft> drop_each(const Node& node, const std::vector<Refs>& refs, Draft draft) {
    for (const auto& [table, columns] : refs) {
        for (const auto& column : columns)
            draft.operations.emplace_back(
                DropColumn{.table = table, .column = column, .cascade = has_mark(node, "cascade")});
    }
    return draft;
}

// What a bare name after "drop" can be.
std::vector<RequestedOperation> readings_of(const Context& context, const Node& statement, const Node& bare) {
    std::vector<RequestedOperation> readings;
    const auto name = spoken_name(context, bare);
    const bool drop = context.tokens.list[statement.begin].lower == "drop";
    const TableName exact = read_table_name(name);
    const bool class_named = is_class_name(name, 2) && tables_called(context.schema, name).size() == 1;
    if (drop && find_table(context.schema, exact) != nullptr) readings.emplace_back(DropTable{exact});
    if (readings.empty() && class_named) readings.emplace_back(DropTable{tables_called(context.schema, name).front()});
    for (const auto& [table_name, table] : context.schema.tables) {
        if (find_index(table, name) != nullptr) readings.emplace_back(RequestedDropIndex{table_name, name, {}, false});
        if (const auto kind = find_constraint(table, name))
            readings.emplace_back(RequestedDropConstraint{table_name, name, kind, {}});
        const bool compound = name.find('_') != std::string::npos && bare.end == bare.begin + 1;
        const bool also_table = !readings.empty() && std::holds_alternative<DropTable>(readings.front());
        if ((compound || also_table) && find_column(table, name) != nullptr)
            readings.emplace_back(DropColumn{table_name, name});
    }
    return readings;
}

Build<std::string> new_table_name(const Context& context, const Node& node, const TableName& from, Draft& draft) {
    const auto typed = spoken_name(context, node);
    const auto parsed = read_table_name(typed);
    const bool other_schema = !parsed.schema.empty() && parsed.schema != from.schema;
    if (other_schema) return not_understood(words_of(context, node));
    const bool identifier = base::lower(parsed.name) == parsed.name;
    auto name = node.end == node.begin + 1 && !identifier ? to_snake_case(parsed.name) : parsed.name;
    if (!draft.assumptions.empty() && context.plural_house && pluralize(from.name) == from.name) name = pluralize(name);
    if (!is_plain_name(name)) return not_understood(words_of(context, node));
    if (find_table(context.schema, {from.schema, name}) != nullptr) {
        return refuse("table_exists", "there is already a table " + name, "choose another name");
    }
    const auto text = source_text(context, node);
    if (name != text && from.schema + "." + name != text) draft.assumptions.push_back(text + " is read as " + name);
    return name;
}

Build<std::monostate> rename_column(const Context& context, const TableName& table, const Node& from, const Node& to,
                                    Draft& draft) {
    auto old_name = TRY(resolve_column(context, table, from));
    const auto* owner = find_table(context.schema, table);
    auto new_name = TRY(read_new_name(context, to, owner, draft));
    if (find_column(*owner, new_name) != nullptr) {
        return refuse("column_exists", "column " + new_name + " is already in table " + to_string(table),
                      "choose another name");
    }
    draft.operations.emplace_back(RenameColumn{table, old_name, new_name});
    return std::monostate{};
}

// Which tables a rename speaks of: those it names, or the only one that has the column.
Build<std::vector<TableName>> tables_of_rename(const Context& context, const Node& node, const Node& column,
                                               Draft& draft) {
    if (const auto* tables = find_part(node, "tables")) return resolve_tables(context, *tables, draft);
    if (const auto* name = find_part(node, "tables_name")) {
        auto found = TRY(resolve_table(context, *name));
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        return std::vector<TableName>{found.table};
    }
    auto refs = TRY(resolve_owned(context, {&column}, draft));
    return std::vector<TableName>{refs.front().table};
}

Build<Draft> rename_qualified(const Context& context, const Node& node) {
    Draft draft;
    const auto* from = find_part(node, "from");
    auto found = TRY(resolve_table(context, *find_part(*from, "table")));
    draft.assumptions = found.assumptions;
    const Node* name = find_part(node, "name");
    if (const auto* to = find_part(node, "to_ref")) {
        auto target = resolve_table(context, *find_part(*to, "table"));
        if (!target) return tl::unexpected(target.error());
        if (target->table != found.table) return not_understood(words_of(context, *to));
        name = find_part(*to, "column");
    }
    TRY(rename_column(context, found.table, *find_part(*from, "column"), *name, draft));
    return draft;
}

Build<Draft> rename_one(const Context& context, const Node& node) {
    const auto* thing = find_part(node, "thing");
    const auto* name = find_part(node, "name");
    const auto* table = find_part(*thing, "table");
    const auto owners = owners_of(context.schema, spoken_name(context, *thing));
    if (table != nullptr && !owners.empty()) {
        const auto text = source_text(context, *thing);
        return refuse(
            "ambiguous", text + " is a table and also a column of " + to_string(owners.front()),
            "write `rename table " + text + " …` or `rename " + text + " … in " + to_string(owners.front()) + "`");
    }
    Draft draft;
    if (table != nullptr) {
        auto found = TRY(resolve_table(context, *table));
        draft.assumptions = found.assumptions;
        auto fresh = TRY(new_table_name(context, *name, found.table, draft));
        draft.operations.emplace_back(RenameTable{found.table, {found.table.schema, fresh}});
        return draft;
    }
    const auto* column = find_part(*thing, "column");
    auto refs = resolve_owned(context, {column}, draft);
    if (!refs) {
        const bool nowhere = refs.error().error && refs.error().error->code == "no_such_column";
        const auto text = source_text(context, *thing);
        return nowhere ? refuse("no_such_table", "there is no table or column " + text,
                                "name the table: rename " + text + " … in <table>")
                       : tl::unexpected(refs.error());
    }
    TRY(rename_column(context, refs->front().table, *column, *name, draft));
    return draft;
}

}  // namespace

Build<Draft> build_drop_tables(const Context& context, const Node& node) {
    Draft draft;
    const auto* list = find_part(node, "tables");
    const auto tables = TRY(resolve_tables(context, list != nullptr ? *list : node, draft));
    for (const TableName& table : tables) {
        DropTable drop{table};
        drop.if_exists = has_mark(node, "exists");
        drop.cascade = has_mark(node, "cascade");
        draft.operations.emplace_back(std::move(drop));
    }
    return draft;
}

Build<Draft> build_drop_bare(const Context& context, const Node& node) {
    Draft draft;
    for (const auto* bare : find_parts(node, "bare")) {
        const auto name = spoken_name(context, *bare);
        auto readings = readings_of(context, node, *bare);
        if (readings.empty()) return not_understood(words_of(context, *bare));
        if (readings.size() > 1) {
            std::vector<std::string> shown;
            for (const auto& reading : readings) shown.push_back(describe(reading));
            return refuse("ambiguous", name + " can mean several things: " + base::join(shown, "; "),
                          "say which: table, column, index or constraint");
        }
        draft.assumptions.push_back(name + " is read as: " + describe(readings.front()));
        draft.operations.push_back(std::move(readings.front()));
    }
    return draft;
}

Build<Draft> build_rename_table(const Context& context, const Node& node) {
    Draft draft;
    auto found = TRY(resolve_table(context, *find_part(node, "table")));
    draft.assumptions = found.assumptions;
    auto name = TRY(new_table_name(context, *find_part(node, "new_table"), found.table, draft));
    draft.operations.emplace_back(RenameTable{found.table, {found.table.schema, name}});
    return draft;
}

Build<Draft> build_rename_thing(const Context& context, const Node& node) {
    Draft draft;
    Context after = context;
    for (const auto* pair : find_parts(node, "thing_pair")) {
        auto renamed = rename_one(after, *pair);
        if (!renamed) return renamed;
        for (const auto& operation : renamed->operations) sketch(after.schema, operation);
        append(draft, std::move(*renamed));
    }
    return draft;
}

Build<Draft> build_drop_columns(const Context& context, const Node& node) {
    Draft draft;
    const auto groups = find_parts(node, "drop_from");
    for (const auto* group : groups) {
        auto refs = TRY(resolve_columns_of(context, *find_part(*group, "cols"), find_part(*group, "tables"), draft));
        auto dropped = drop_each(node, refs, {});
        append(draft, std::move(*dropped));
    }
    if (!groups.empty()) return draft;
    const auto* cols = find_part(node, "cols");
    auto refs =
        TRY(resolve_owned(context, cols == nullptr ? find_parts(node, "column") : find_parts(*cols, "column"), draft));
    return drop_each(node, refs, std::move(draft));
}

Build<Draft> build_drop_refs(const Context& context, const Node& node) {
    Draft draft;
    if (const auto* table = find_part(node, "known_table")) {
        auto found = TRY(resolve_table(context, *table));
        draft.assumptions = found.assumptions;
        Refs refs{found.table, {}};
        for (const auto* column : find_parts(node, "column")) {
            auto name = TRY(resolve_column(context, found.table, *column));
            refs.columns.push_back(name);
        }
        return drop_each(node, {refs}, std::move(draft));
    }
    auto refs = TRY(resolve_refs(context, node, draft));
    return drop_each(node, refs, std::move(draft));
}

Build<Draft> build_rename_columns(const Context& context, const Node& node) {
    if (find_part(node, "from") != nullptr) return rename_qualified(context, node);
    Draft draft;
    std::vector<const Node*> pairs = find_parts(node, "rename_pair");
    if (pairs.empty()) pairs.push_back(&node);
    auto tables = TRY(tables_of_rename(context, node, *find_part(*pairs.front(), "column"), draft));
    for (const auto& table : tables) {
        for (const auto* pair : pairs) {
            Draft renamed;
            TRY(rename_column(context, table, *find_part(*pair, "column"), *find_part(*pair, "name"), renamed));
            append(draft, std::move(renamed));
        }
    }
    return draft;
}

}  // namespace migrate::intent
