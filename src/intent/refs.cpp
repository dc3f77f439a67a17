// What <refs> nodes mean, and what an operation leaves behind for the statements after it.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/context.h"
#include "operations/objects.h"

namespace migrate::intent {

namespace {

/// The table and the column that an operation leaves there to go on about.
struct About {
    TableName table;
    std::string column;
};

Build<std::vector<std::string>> resolve_all(const Context& context, const TableName& table,
                                            const std::vector<const Node*>& nodes) {
    std::vector<std::string> columns;
    for (const auto* node : nodes) {
        auto column = TRY(resolve_column(context, table, *node));
        if (std::find(columns.begin(), columns.end(), column) != columns.end())
            return not_understood(words_of(context, *node));
        columns.push_back(column);
    }
    return columns;
}

Build<std::vector<Refs>> resolve_qualified(const Context& context, const Node& refs, Draft& draft) {
    std::vector<Refs> result;
    for (const auto* ref : find_parts(refs, "ref")) {
        auto found = TRY(resolve_table(context, *find_part(*ref, "table")));
        auto columns = TRY(resolve_all(context, found.table, find_parts(*ref, "column")));
        draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
        const auto same =
            std::find_if(result.begin(), result.end(), [&](const Refs& r) { return r.table == found.table; });
        if (same == result.end()) {
            result.push_back({found.table, columns});
        } else {
            same->columns.push_back(columns.front());
        }
    }
    return result;
}

Build<std::vector<Refs>> resolve_it(const Context& context, const Node& it) {
    if (!context.subject || context.subject->columns.empty()) return not_understood(words_of(context, it));
    if (context.subject->columns.size() > 1 && !has_mark(it, "them")) {
        return refuse("ambiguous",
                      "\"" + source_text(context, it) + "\" can mean " + base::join(context.subject->columns, " or "),
                      "name the column");
    }
    return std::vector<Refs>{*context.subject};
}

void forget(std::vector<Column>& columns, const std::string& name) {
    std::erase_if(columns, [&](const Column& column) { return column.name == name; });
}

void sketch_rename(Schema& schema, const RenameTable& rename) {
    std::optional<Table> table = schema.tables.take(rename.from);
    if (!table) return;
    table->name = rename.to;
    schema.tables.emplace(rename.to, std::move(*table));
}

Table sketch_table(const RequestedTable& requested) {
    Table table;
    table.name = requested.table;
    for (const auto& column : requested.columns) {
        table.columns.push_back(
            {column.name, column.type.value_or(Type{}), true, std::nullopt, std::nullopt, std::nullopt, {}});
    }
    // The house's own columns, which the plan adds.
    for (const auto* name : {"id", "created_at"}) {
        const bool keyed = requested.house_columns && (std::string_view(name) != "id" || requested.primary_key.empty());
        if (keyed && find_column(table, name) == nullptr)
            table.columns.push_back({name, Type{}, true, std::nullopt, std::nullopt, std::nullopt, {}});
    }
    return table;
}

}  // namespace

Build<std::vector<Refs>> resolve_columns_of(const Context& context, const Node& cols, const Node* tables,
                                            Draft& draft) {
    const auto nodes = find_parts(cols, "column");
    if (tables == nullptr) return resolve_owned(context, nodes, draft);
    auto names = TRY(resolve_tables(context, *tables, draft));
    std::vector<Refs> result;
    for (const auto& table : names) {
        auto columns = TRY(resolve_all(context, table, nodes));
        result.push_back({table, columns});
    }
    return result;
}

Build<std::vector<Refs>> resolve_refs(const Context& context, const Node& refs, Draft& draft) {
    if (find_part(refs, "ref") != nullptr) return resolve_qualified(context, refs, draft);
    if (const auto* it = find_part(refs, "it")) return resolve_it(context, *it);
    const auto* cols = find_part(refs, "cols");
    const auto* table = find_part(refs, "table");
    if (table == nullptr) return resolve_columns_of(context, *cols, find_part(refs, "tables"), draft);
    auto found = TRY(resolve_table(context, *table));
    auto columns = TRY(resolve_all(context, found.table, find_parts(*cols, "column")));
    draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
    return std::vector<Refs>{{found.table, columns}};
}

std::optional<Refs> subject_of(const std::vector<RequestedOperation>& operations) {
    std::optional<Refs> subject;
    for (const auto& operation : operations) {
        const auto [table, column] = std::visit(
            overloaded{
                [](const OneOf<RequestedTable, CreateIndex, CreateUnique> auto& o) { return About{o.table, {}}; },
                [](const RequestedAddColumn& o) { return About{o.table, o.column.name}; },
                [](const RequestedAlterColumn& o) { return About{o.alter.table, o.alter.column}; },
                [](const RenameColumn& o) { return About{o.table, o.to}; },
                [](const OneOf<DropTable, RenameTable, DropColumn, RequestedDropIndex, CreateCheck, CreateForeignKey,
                               RequestedDropConstraint, RequestedExecute, CommentTable, RenameIndex, RenameConstraint,
                               AddEnumLabel, RenameEnumLabel, RequestedEnumLabels, CreateView, DropView> auto&) {
                    return About{};
                }},
            operation);
        if (table.name.empty() || (subject && subject->table != table)) return std::nullopt;
        if (!subject) subject = Refs{table, {}};
        auto& columns = subject->columns;
        const bool known = std::find(columns.begin(), columns.end(), column) != columns.end();
        if (!column.empty() && !known) columns.push_back(column);
    }
    return subject;
}

bool speaks_of_several(const Context& context, const Node& node) {
    return find_part(node, "it") != nullptr && context.subject && context.subject->columns.size() > 1;
}

void sketch(Schema& schema, const RequestedOperation& operation) {
    std::visit(overloaded{[&](const RequestedTable& o) { schema.tables[o.table] = sketch_table(o); },
                          [&](const DropTable& o) { schema.tables.erase(o.table); },
                          [&](const RenameTable& o) { sketch_rename(schema, o); },
                          [&](const RequestedAddColumn& o) {
                              Table* table = find_table(schema, o.table);
                              if (table == nullptr) return;
                              table->columns.push_back(
                                  {.name = o.column.name, .type = o.column.type.value_or(Type{}), .nullable = true});
                          },
                          [&](const DropColumn& o) {
                              if (Table* table = find_table(schema, o.table)) forget(table->columns, o.column);
                          },
                          [&](const RenameColumn& o) {
                              Table* table = find_table(schema, o.table);
                              Column* column = table == nullptr ? nullptr : find_column(*table, o.from);
                              if (column != nullptr) column->name = o.to;
                          },
                          // Nothing of the names of tables and columns.
                          [](const OneOf<RequestedAlterColumn, CreateIndex, RequestedDropIndex, CreateUnique,
                                         CreateCheck, CreateForeignKey, RequestedDropConstraint, RequestedExecute,
                                         CommentTable, RenameIndex, RenameConstraint, AddEnumLabel, RenameEnumLabel,
                                         RequestedEnumLabels, CreateView, DropView> auto&) {}},
               operation);
}

}  // namespace migrate::intent
