// New columns, in the many ways to say into which table they go, and clauses that share one table.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

bool is_only_nullable(const Node& before) {
    const auto* trait = find_part(before, "null_trait");
    return trait != nullptr && find_part(*trait, "not_null") == nullptr;
}

// "phone and fax string": does the type go with both? Nobody can tell.
bool shares_modifiers(const std::vector<const Node*>& items) {
    if (items.size() < 2) return false;
    const auto has_after = [](const Node* item) { return find_part(*item, "after") != nullptr; };
    const auto has_before = [](const Node* item) {
        const auto before = find_parts(*item, "before");
        return std::any_of(before.begin(), before.end(), [](const Node* part) { return !is_only_nullable(*part); });
    };
    const bool last_only = has_after(items.back()) && std::none_of(items.begin(), items.end() - 1, has_after);
    const bool first_only = has_before(items.front()) && std::none_of(items.begin() + 1, items.end(), has_before);
    const bool any_after = std::any_of(items.begin(), items.end(), has_after);
    return last_only || (first_only && !any_after);
}

tl::unexpected<Refusal> shared_modifiers(const Context& context, const Node& columns) {
    return refuse("ambiguous",
                  "in \"" + source_text(context, columns) + "\" the type can go with one column or with all",
                  "say it for each: `a string(20), b string(20)`");
}

Build<Draft> add_to(const Context& context, const TableName& table, const std::vector<const Node*>& items,
                    const std::vector<const Node*>& tail) {
    Draft draft;
    auto columns = TRY(read_new_columns(context, items, {table, false}, tail, draft));
    for (auto& column : columns) draft.operations.emplace_back(RequestedAddColumn{table, std::move(column)});
    return draft;
}

void append_new(Draft& draft, Draft more) {
    for (auto& assumption : more.assumptions) {
        const bool known =
            std::find(draft.assumptions.begin(), draft.assumptions.end(), assumption) != draft.assumptions.end();
        if (!known) draft.assumptions.push_back(std::move(assumption));
    }
    more.assumptions.clear();
    append(draft, std::move(more));
}

// "support for SSO" speaks of no table at all, unlike "to" with a table misspelt.
bool is_loose(const Context& context, const Node& group, const Refusal& refusal) {
    const bool to = std::any_of(group.marks.begin(), group.marks.end(), [&](const Mark& mark) {
        return mark.word == "TO" && context.tokens.list[mark.token].lower == "to";
    });
    return !to && refusal.error && refusal.error->code == "no_such_table" &&
           !refusal.error->hint.starts_with("did you mean");
}

// One "<columns> TO <tables>" of a statement.
Build<Draft> add_group(const Context& context, const Node& group) {
    Draft draft;
    const auto* columns = find_part(group, "columns");
    const auto items = find_parts(*columns, "column_item");
    const auto tail = find_parts(group, "tail");
    if (shares_modifiers(items)) return shared_modifiers(context, *columns);
    if (!tail.empty() && items.size() > 1) return shared_modifiers(context, group);
    auto tables = resolve_tables(context, *find_part(group, "tables"), draft);
    if (!tables)
        return is_loose(context, group, tables.error()) ? not_understood(words_of(context, *find_part(group, "tables")))
                                                        : tl::unexpected(tables.error());
    for (const auto& table : *tables) {
        auto added = TRY(add_to(context, table, items, tail));
        append_new(draft, std::move(added));
    }
    return draft;
}

Build<Draft> clause_of(const Context& context, const Node& clause, const TableName& table) {
    if (const auto* columns = find_part(clause, "columns")) {
        const auto items = find_parts(*columns, "column_item");
        if (shares_modifiers(items)) return shared_modifiers(context, *columns);
        return add_to(context, table, items, {});
    }
    Draft draft;
    if (const auto* pair = find_part(clause, "rename_pair")) {
        auto from = TRY(resolve_column(context, table, *find_part(*pair, "column")));
        auto to = TRY(read_new_name(context, *find_part(*pair, "name"), find_table(context.schema, table), draft));
        if (find_column(*find_table(context.schema, table), to) != nullptr) {
            return refuse("column_exists", "column " + to + " is already in table " + to_string(table));
        }
        draft.operations.emplace_back(RenameColumn{table, from, to});
        return draft;
    }
    Refs refs{table, {}};
    for (const auto* column : find_parts(*find_part(clause, "cols"), "column")) {
        auto name = TRY(resolve_column(context, table, *column));
        refs.columns.push_back(name);
    }
    if (has_mark(clause, "DROP")) {
        for (const auto& name : refs.columns) draft.operations.emplace_back(DropColumn{table, name});
        return draft;
    }
    auto traits = find_parts(clause, "traits");
    if (const auto* trait = find_part(clause, "trait")) traits.push_back(trait);
    if (!traits.empty()) return build_traits(context, {refs}, traits);
    for (const auto& name : refs.columns) {
        RequestedAlterColumn change;
        change.alter.table = table;
        change.alter.column = name;
        change.alter.set_default = true;
        if (const auto* value = find_part(clause, "value")) {
            auto read =
                TRY(read_default(context, *value, &find_column(*find_table(context.schema, table), name)->type));
            change.alter.server_default = read;
        }
        draft.operations.emplace_back(std::move(change));
    }
    return draft;
}

}  // namespace

Build<Draft> build_add_columns(const Context& context, const Node& node) {
    Draft draft;
    const auto groups = find_parts(node, "add_to");
    if (groups.empty()) return add_group(context, node);
    Context after = context;
    for (const auto* group : groups) {
        auto added = add_group(after, *group);
        if (!added) return added;
        for (const auto& operation : added->operations) sketch(after.schema, operation);
        append_new(draft, std::move(*added));
    }
    return draft;
}

Build<Draft> build_add_qualified(const Context& context, const Node& node) {
    Draft draft;
    Context after = context;
    for (const auto* ref : find_parts(node, "new_ref")) {
        auto found = TRY(resolve_table(after, *find_part(*ref, "table")));
        auto added = add_to(after, found.table, {ref}, {});
        if (!added) return added;
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        for (const auto& operation : added->operations) sketch(after.schema, operation);
        append_new(draft, std::move(*added));
    }
    return draft;
}

Build<Draft> build_add_owned(const Context& context, const Node& node) {
    const auto* table = find_part(node, "known_table");
    auto found = TRY(resolve_table(context, *table));
    // "user phone column" may as well be a column user_phone of some other table.
    const auto typed = source_text(context, *table);
    const bool clear = has_mark(node, "TABLE") || find_part(node, "own") != nullptr ||
                       (typed == to_string(found.table) && singularize(typed) != typed);
    if (!clear) {
        return refuse(
            "ambiguous",
            "\"" + typed + "\" can be table " + to_string(found.table) + ", or the beginning of the column's name",
            "write `add <column> to " + to_string(found.table) + "`");
    }
    auto draft = add_to(context, found.table, {&node}, {});
    if (draft)
        draft->assumptions.insert(draft->assumptions.begin(), found.assumptions.begin(), found.assumptions.end());
    return draft;
}

// deleted_at, unless the schema marks its deleted rows in another way.
Build<Draft> build_soft_delete(const Context& context, const Node& node) {
    Draft draft;
    auto tables = TRY(resolve_tables(context, *find_part(node, "tables"), draft));
    constexpr auto kColumn = "deleted_at";
    if (owners_of(context.schema, kColumn).empty()) {
        for (const auto* other : {"is_deleted", "deleted", "deleted_on", "date_deleted", "removed_at", "is_removed"}) {
            const auto owners = owners_of(context.schema, other);
            if (!owners.empty())
                return refuse("ambiguous",
                              "a soft delete can be a time in deleted_at, or " + std::string(other) + " as in " +
                                  to_string(owners.front()),
                              "name the column: add " + std::string(other) + " to " + to_string(tables.front()));
        }
    }
    for (const auto& table : tables) {
        if (find_column(*find_table(context.schema, table), kColumn) != nullptr)
            return refuse("column_exists", "column deleted_at is already in table " + to_string(table));
        RequestedAddColumn add{table, {}};
        add.column.name = kColumn;
        add.column.type = read_type("datetime").value();
        add.column.nullable = true;
        draft.operations.emplace_back(std::move(add));
    }
    draft.assumptions.push_back("a soft delete is a column deleted_at, NULL in rows that are not deleted");
    return draft;
}

Build<Draft> build_clauses(const Context& context, const Node& node) {
    auto found = TRY(resolve_table(context, *find_part(node, "table")));
    Draft draft{{}, found.assumptions};
    Context after = context;
    for (const auto* clause : find_parts(node, "clause")) {
        auto built = clause_of(after, *clause, found.table);
        if (!built) return built;
        for (const auto& operation : built->operations) sketch(after.schema, operation);
        append_new(draft, std::move(*built));
    }
    return draft;
}

}  // namespace migrate::intent
