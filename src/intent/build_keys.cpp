// Foreign keys: links between tables, keys on columns that are there, and their removal.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

Build<TableName> named_table(const Context& context, const Node& node, std::string_view label, Draft& draft) {
    auto found = TRY(resolve_table(context, *find_part(node, label)));
    draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
    return found.table;
}

Build<std::monostate> add_actions(const Context& context, const Node& node, Reference& reference) {
    for (const auto* action : find_parts(node, "action")) {
        if (!add_action(*action, reference)) return not_understood(words_of(context, *action));
    }
    return std::monostate{};
}

const ForeignKey* key_on(const Table& table, const std::vector<std::string>& columns) {
    const auto found = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(),
                                    [&](const ForeignKey& key) { return key.columns == columns; });
    return found == table.foreign_keys.end() ? nullptr : &*found;
}

Build<Draft> key_over(const Context& context, const TableName& table, const std::vector<std::string>& columns,
                      const Reference& to, Draft draft) {
    const auto* owner = find_table(context.schema, table);
    const auto* there = owner == nullptr ? nullptr : key_on(*owner, columns);
    if (there != nullptr && there->target == to.table) {
        return refuse("constraint_exists", to_string(table) + "." + base::join(columns, ", ") + " already refers to " +
                                               to_string(there->target));
    }
    ForeignKey key;
    key.name = to.name;
    key.columns = columns;
    key.target = to.table;
    if (!to.column.empty()) key.target_columns = {to.column};
    key.on_delete = to.on_delete;
    key.on_update = to.on_update;
    draft.operations.emplace_back(CreateForeignKey{table, std::move(key)});
    return draft;
}

// A key over the column when it is there, else the column with its key.
Build<Draft> key_or_column(const Context& context, const TableName& from, const std::string& column,
                           const Reference& to, Draft draft) {
    const auto* table = find_table(context.schema, from);
    if (table != nullptr && find_column(*table, column) != nullptr) {
        draft.assumptions.push_back("the foreign key goes on column " + column + " of " + to_string(from) +
                                    ", which is there");
        return key_over(context, from, {column}, to, std::move(draft));
    }
    RequestedAddColumn add{from, {}};
    add.column.name = column;
    add.column.references = to;
    draft.assumptions.push_back("a column " + column + " is added to " + to_string(from) + ": it had none");
    draft.operations.emplace_back(std::move(add));
    return draft;
}

}  // namespace

Build<Draft> build_link(const Context& context, const Node& node) {
    Draft draft;
    auto from = TRY(named_table(context, node, "from", draft));
    auto to = TRY(named_table(context, node, "to", draft));
    auto column = singularize(to.name) + "_id";
    if (const auto* name = find_part(node, "name")) {
        const auto* owner = find_table(context.schema, from);
        auto read = TRY(read_new_name(context, *name, owner, draft));
        column = read;
        const bool plain = find_column(*owner, column) != nullptr || column.ends_with("_id");
        if (!plain && (has_mark(node, "through") || singularize(column) != column)) {
            return refuse("ambiguous",
                          column + " can be a column of " + to_string(from) + ", or a table between the two",
                          "write `add " + column + " join table between …`, or name the column: " + column + "_id");
        }
    }
    Reference reference{to, {}, {}, {}, {}};
    if (auto done = add_actions(context, node, reference); !done) return tl::unexpected(done.error());
    return key_or_column(context, from, column, reference, std::move(draft));
}

Build<Draft> build_foreign_key(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    auto target = TRY(read_target(context, *find_part(node, "target"), draft));
    if (auto done = add_actions(context, node, target); !done) return tl::unexpected(done.error());
    if (const auto* name = find_part(node, "constraint")) target.name = spoken_name(context, *name);
    for (const auto& [table, columns] : refs) {
        if (columns.size() != 1) return not_understood(columns);
        auto key = key_over(context, table, columns, target, {});
        if (!key) return key;
        append(draft, std::move(*key));
    }
    return draft;
}

Build<Draft> build_foreign_key_column(const Context& context, const Node& node) {
    Draft draft;
    auto table = named_table(context, node, "table", draft);
    if (!table) return tl::unexpected(table.error());
    auto column = read_new_name(context, *find_part(node, "name"), find_table(context.schema, *table), draft);
    if (!column) return tl::unexpected(column.error());
    // "add foreign key projects to users": from the one table to the other, or a column of the second?
    if (find_table(context.schema, {table->schema, *column}) != nullptr) {
        return refuse("ambiguous",
                      "the key can lead from " + *column + " to " + to_string(*table) + ", or from a column " +
                          singularize(*column) + "_id of " + to_string(*table),
                      "write `add foreign key from <table> to <table>`, or name the column");
    }
    const auto behind = table_behind(context.schema, *column);
    if (!behind) {
        return refuse("no_such_table", "no table answers to the name " + *column,
                      "say which: add foreign key on " + to_string(*table) + "." + *column + " to <table>");
    }
    if (*behind == *table) {
        return refuse("ambiguous", *column + " can be a column of " + to_string(*table) + ", or refer to it",
                      "write `add foreign key on <table>." + *column + " to " + to_string(*table) + "`");
    }
    const auto* owner = find_table(context.schema, *table);
    const bool whole = column->ends_with("_id") || (owner != nullptr && find_column(*owner, *column) != nullptr);
    const auto name = whole ? *column : *column + "_id";
    draft.assumptions.push_back(name + " refers to table " + to_string(*behind) + ", by its name");
    return key_or_column(context, *table, name, {*behind, {}, {}, {}, {}}, std::move(draft));
}

// The key is dropped and made anew under its name: no database changes an action in place.
Build<Draft> build_change_action(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(resolve_refs(context, *find_part(node, "refs"), draft));
    const std::string action = action_of(*find_part(node, "deletion"));
    for (const auto& ref : refs) {
        const auto& owner = *find_table(context.schema, ref.table);
        for (const auto& column : ref.columns) {
            const auto name = to_string(ref.table) + "." + column;
            const auto* there = key_on(owner, {column});
            if (there == nullptr) return refuse("no_such_constraint", name + " has no foreign key");
            const std::string clause = has_mark(node, "update") ? "ON UPDATE" : "ON DELETE";
            ForeignKey key = *there;
            auto& slot = has_mark(node, "update") ? key.on_update : key.on_delete;
            if (slot == action)
                return refuse("contradicts", "the foreign key of " + name + " has that " + clause + " already");
            if (action == "SET NULL" && !find_column(owner, column)->nullable)
                return refuse("contradicts", name + " is NOT NULL, so " + clause + " SET NULL cannot work",
                              "make it nullable first, or choose cascade or restrict");
            slot = action;
            RequestedDropConstraint drop{ref.table, there->name, ConstraintKind::foreign_key, {}};
            if (drop.name.empty()) drop.columns = {column};
            draft.operations.emplace_back(std::move(drop));
            draft.operations.emplace_back(CreateForeignKey{ref.table, std::move(key)});
        }
    }
    return draft;
}

Build<Draft> build_drop_foreign_key(const Context& context, const Node& node) {
    Draft draft;
    if (find_part(node, "from") == nullptr) {
        auto refs = TRY(refs_of(context, node, draft));
        for (const auto& [table, columns] : refs) {
            if (key_on(*find_table(context.schema, table), columns) == nullptr) {
                return refuse("no_such_constraint",
                              "there is no foreign key on " + to_string(table) + "(" + base::join(columns, ", ") + ")");
            }
            draft.operations.emplace_back(RequestedDropConstraint{table, {}, ConstraintKind::foreign_key, columns});
        }
        return draft;
    }
    auto from = named_table(context, node, "from", draft);
    if (!from) return tl::unexpected(from.error());
    auto to = named_table(context, node, "to", draft);
    if (!to) return tl::unexpected(to.error());
    std::vector<std::vector<std::string>> found;
    for (const auto& key : find_table(context.schema, *from)->foreign_keys) {
        if (key.target == *to) found.push_back(key.columns);
    }
    const auto pair = to_string(*from) + " to " + to_string(*to);
    if (found.empty()) return refuse("no_such_constraint", "there is no foreign key from " + pair);
    if (found.size() > 1)
        return refuse("ambiguous", "there are " + std::to_string(found.size()) + " foreign keys from " + pair,
                      "name the column: drop foreign key on " + to_string(*from) + "." + found.front().front());
    draft.operations.emplace_back(RequestedDropConstraint{*from, {}, ConstraintKind::foreign_key, found.front()});
    return draft;
}

}  // namespace migrate::intent
