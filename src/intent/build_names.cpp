// New names for indexes and constraints, comments, and labels of enums.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"

namespace migrate::intent {

namespace {

std::string near_to(const std::vector<std::string>& names, std::string_view wanted) {
    const auto near = base::nearest(names, wanted);
    return near.empty() ? std::string() : "did you mean " + base::join(near, " or ") + "?";
}

Build<std::optional<TableName>> said_table(const Context& context, const Node& node, Draft& draft) {
    const auto* table = find_part(node, "table");
    if (table == nullptr) return std::optional<TableName>();
    auto found = TRY(resolve_table(context, *table));
    draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
    return std::optional<TableName>(found.table);
}

std::string comment_in(const Context& context, const Node& node) {
    const auto* text = find_part(node, "string");
    return text == nullptr ? std::string() : context.tokens.list[text->begin].text;
}

tl::unexpected<Refusal> has_comment(const std::string& what, const std::string& comment) {
    return refuse("contradicts", what + (comment.empty() ? " has no comment" : " has that comment already"));
}

// The constraint of the name, on the table that was said or on the only one that has it.
Build<RenameConstraint> constraint_called(const Context& context, const std::string& name,
                                          const std::optional<TableName>& only, Draft& draft) {
    std::vector<std::string> names;
    std::vector<TableName> owners;
    for (const auto& [table_name, table] : context.schema.tables) {
        if (only && *only != table_name) continue;
        for (const auto& unique : table.uniques) names.push_back(unique.name);
        for (const auto& check : table.checks) names.push_back(check.name);
        for (const auto& key : table.foreign_keys) names.push_back(key.name);
        if (find_constraint(table, name)) owners.push_back(table_name);
    }
    std::erase(names, std::string());
    if (owners.empty()) {
        return refuse("no_such_constraint",
                      "there is no constraint " + name + (only ? " on " + to_string(*only) : std::string()),
                      near_to(names, name));
    }
    if (owners.size() > 1) {
        return refuse("ambiguous", "several tables have a constraint " + name,
                      "name the table: rename constraint " + name + " on " + to_string(owners.front()) + " to …");
    }
    if (!only) draft.assumptions.push_back("constraint " + name + " is of table " + to_string(owners.front()));
    return RenameConstraint{owners.front(), name, {}};
}

// The enum that the word names: literally, or but for its spelling.
Build<const EnumType*> enum_called(const Context& context, const std::string& text, Draft& draft) {
    std::vector<std::string> names;
    std::vector<const EnumType*> found;
    const auto solid = [](std::string_view name) { return base::replace_all(base::lower(name), "_", ""); };
    for (const auto& [name, type] : context.schema.enums) {
        names.push_back(to_string(name));
        if (name.name == text || to_string(name) == text) return &type;
        if (solid(name.name) == solid(text)) found.push_back(&type);
    }
    if (found.size() == 1) {
        draft.assumptions.push_back(text + " is read as enum " + to_string(found.front()->name));
        return found.front();
    }
    if (names.empty()) {
        return refuse("no_such_type", "there is no enum type " + text + ", nor any other",
                      "where a CHECK lists the values, drop that CHECK and add one with all of them");
    }
    const auto near = near_to(names, text);
    return refuse("no_such_type", "there is no enum type " + text,
                  near.empty() ? "there are: " + base::join(names, ", ") : near);
}

// A value as the enum spells it: the text of quotes, or the word.
/// The type that the words name, with or without its schema.
Build<const EnumType*> enum_said(const Context& context, const Node& node, Draft& draft) {
    std::vector<std::string> words;
    for (const auto* word : find_parts(*find_part(node, "enum"), "word")) words.push_back(spoken_name(context, *word));
    return enum_called(context, base::join(words, "."), draft);
}

}  // namespace

Build<Draft> build_rename_index(const Context& context, const Node& node) {
    Draft draft;
    const auto from = spoken_name(context, *find_part(node, "from")), to = spoken_name(context, *find_part(node, "to"));
    auto only = said_table(context, node, draft);
    if (!only) return tl::unexpected(only.error());
    std::vector<std::string> names;
    std::optional<TableName> owner;
    for (const auto& [table_name, table] : context.schema.tables) {
        if (*only && **only != table_name) continue;
        for (const auto& index : table.indexes) names.push_back(index.name);
        if (find_index(table, from) != nullptr) owner = table_name;
    }
    if (!owner) {
        return refuse("no_such_index",
                      "there is no index " + from + (*only ? " on " + to_string(**only) : std::string()),
                      near_to(names, from));
    }
    for (const auto& [table_name, table] : context.schema.tables) {
        if (table_name.schema == owner->schema && (table_name.name == to || find_index(table, to) != nullptr))
            return refuse("index_exists", "there is already a table or an index " + to, "choose another name");
    }
    draft.operations.emplace_back(RenameIndex{owner->schema, from, to});
    return draft;
}

Build<Draft> build_rename_constraint(const Context& context, const Node& node) {
    Draft draft;
    auto only = TRY(said_table(context, node, draft));
    auto rename = TRY(constraint_called(context, spoken_name(context, *find_part(node, "from")), only, draft));
    rename.to = spoken_name(context, *find_part(node, "to"));
    const auto& table = *find_table(context.schema, rename.table);
    const auto kind = find_constraint(table, rename.from);
    const auto said = kind_said(node);
    if (said && said != kind) {
        return refuse("contradicts", "constraint " + rename.from + " is a " + std::string(name_of(*kind)) +
                                         " constraint, not " + std::string(name_of(*said)));
    }
    if (find_constraint(table, rename.to)) {
        return refuse("constraint_exists",
                      "table " + to_string(rename.table) + " already has a constraint " + rename.to,
                      "choose another name");
    }
    draft.operations.emplace_back(std::move(rename));
    return draft;
}

Build<Draft> build_set_comment(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    const auto comment = comment_in(context, node);
    for (const auto& [table, columns] : refs) {
        const auto& owner = *find_table(context.schema, table);
        for (const auto& column : columns) {
            if (find_column(owner, column)->comment == comment)
                return has_comment(to_string(table) + "." + column, comment);
            RequestedAlterColumn change;
            change.alter.table = table;
            change.alter.column = column;
            change.alter.comment = comment;
            draft.operations.emplace_back(std::move(change));
        }
    }
    return draft;
}

Build<Draft> build_comment_table(const Context& context, const Node& node) {
    Draft draft;
    auto table = said_table(context, *find_part(node, "whole_table"), draft);
    if (!table) return tl::unexpected(table.error());
    const auto comment = comment_in(context, node);
    if (find_table(context.schema, **table)->comment == comment)
        return has_comment("table " + to_string(**table), comment);
    draft.operations.emplace_back(CommentTable{**table, comment});
    return draft;
}

Build<Draft> build_add_label(const Context& context, const Node& node) {
    Draft draft;
    auto type = TRY(enum_said(context, node, draft));
    auto labels = type->labels;
    const auto has = [&](const std::string& label) {
        return std::find(labels.begin(), labels.end(), label) != labels.end();
    };
    std::string before, after;
    if (const auto* neighbour = find_part(node, "neighbour")) {
        const auto label = value_text(context, *neighbour);
        if (!has(label)) {
            return refuse("no_such_type", "enum " + to_string(type->name) + " has no value " + label,
                          "its values: " + base::join(labels, ", "));
        }
        (has_mark(node, "before") ? before : after) = label;
    }
    for (const auto* value : find_parts(node, "value")) {
        const auto label = value_text(context, *value);
        if (has(label)) {
            return refuse("type_exists", "enum " + to_string(type->name) + " already has the value " + label,
                          "its values: " + base::join(labels, ", "));
        }
        draft.operations.emplace_back(AddEnumLabel{type->name, label, before, after, false});
        if (!after.empty()) after = label;
        labels.push_back(label);
    }
    return draft;
}

/// The label that the words name; refuses one that the type does not have.
static Build<std::string> known_label(const Context& context, const Node& node, const EnumType& type) {
    const auto label = value_text(context, node);
    if (std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end()) return label;
    return refuse("no_such_type", "enum " + to_string(type.name) + " has no value " + label,
                  "its values: " + base::join(type.labels, ", "));
}

Build<Draft> build_rename_label(const Context& context, const Node& node) {
    Draft draft;
    auto type = TRY(enum_said(context, node, draft));
    auto from = TRY(known_label(context, *find_part(node, "from"), *type));
    draft.operations.emplace_back(RenameEnumLabel{type->name, from, value_text(context, *find_part(node, "to"))});
    return draft;
}

Build<Draft> build_remove_label(const Context& context, const Node& node) {
    Draft draft;
    auto type = TRY(enum_said(context, node, draft));
    auto gone = TRY(known_label(context, *find_part(node, "gone"), *type));
    RequestedEnumLabels request{type->name, type->labels, {}};
    if (const auto* node_instead = find_part(node, "instead")) {
        auto instead = TRY(known_label(context, *node_instead, *type));
        request.rows[gone] = instead;
    }
    std::erase(request.labels, gone);
    draft.operations.emplace_back(std::move(request));
    return draft;
}

/// "open with new, held with waiting" in pairs, or all that go before all that come; one for all of them.
Build<Draft> build_replace_labels(const Context& context, const Node& node) {
    Draft draft;
    auto type = TRY(enum_said(context, node, draft));
    std::vector<const Node*> from = find_parts(node, "from"), to = find_parts(node, "to");
    for (const auto* pair : find_parts(node, "label_pair")) {
        from.push_back(find_part(*pair, "from"));
        to.push_back(find_part(*pair, "to"));
    }
    if (to.size() != from.size() && to.size() != 1) return not_understood(words_of(context, node));
    RequestedEnumLabels request{type->name, {}, {}};
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto gone = TRY(known_label(context, *from[i], *type));
        request.rows[gone] = value_text(context, *to[to.size() == 1 ? 0 : i]);
    }
    draft.operations.emplace_back(std::move(request));
    return draft;
}

Build<Draft> build_set_labels(const Context& context, const Node& node) {
    Draft draft;
    auto type = TRY(enum_said(context, node, draft));
    RequestedEnumLabels request{type->name, values_said(context, node), {}};
    const bool reorders =
        std::is_permutation(request.labels.begin(), request.labels.end(), type->labels.begin(), type->labels.end());
    if (!reorders && (has_mark(node, "reorder") || has_mark(node, "sort"))) {
        return refuse("contradicts", "enum " + to_string(type->name) + " has other values than these",
                      "its values: " + base::join(type->labels, ", "));
    }
    draft.operations.emplace_back(std::move(request));
    return draft;
}

}  // namespace migrate::intent
