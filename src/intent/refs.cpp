// What <refs> nodes mean, and what an operation leaves behind for the statements after it.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/context.h"

namespace migrate::intent {

namespace {

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
        const auto* made = std::get_if<RequestedTable>(&operation);
        const auto* added = std::get_if<RequestedAddColumn>(&operation);
        const auto* changed = std::get_if<RequestedAlterColumn>(&operation);
        const auto* renamed = std::get_if<RenameColumn>(&operation);
        const auto* index = std::get_if<CreateIndex>(&operation);
        const auto* unique = std::get_if<CreateUnique>(&operation);
        const TableName table = made != nullptr      ? made->table
                                : added != nullptr   ? added->table
                                : changed != nullptr ? changed->alter.table
                                : renamed != nullptr ? renamed->table
                                : index != nullptr   ? index->table
                                : unique != nullptr  ? unique->table
                                                     : TableName{};
        if (table.name.empty() || (subject && subject->table != table)) return std::nullopt;
        if (!subject) subject = Refs{table, {}};
        const std::string column = added != nullptr     ? added->column.name
                                   : changed != nullptr ? changed->alter.column
                                   : renamed != nullptr ? renamed->to
                                                        : std::string();
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
    const auto columns_of = [&](const TableName& name) -> std::vector<Column>* {
        auto* table = find_table(schema, name);
        return table == nullptr ? nullptr : &table->columns;
    };
    if (const auto* created = std::get_if<RequestedTable>(&operation))
        schema.tables[created->table] = sketch_table(*created);
    if (const auto* dropped = std::get_if<DropTable>(&operation)) schema.tables.erase(dropped->table);
    if (const auto* renamed = std::get_if<RenameTable>(&operation)) sketch_rename(schema, *renamed);
    if (const auto* added = std::get_if<RequestedAddColumn>(&operation)) {
        if (auto* columns = columns_of(added->table)) {
            columns->push_back({added->column.name,
                                added->column.type.value_or(Type{}),
                                true,
                                std::nullopt,
                                std::nullopt,
                                std::nullopt,
                                {}});
        }
    }
    if (const auto* dropped = std::get_if<DropColumn>(&operation)) {
        if (auto* columns = columns_of(dropped->table)) forget(*columns, dropped->column);
    }
    if (const auto* renamed = std::get_if<RenameColumn>(&operation)) {
        auto* table = find_table(schema, renamed->table);
        auto* column = table == nullptr ? nullptr : find_column(*table, renamed->from);
        if (column != nullptr) column->name = renamed->to;
    }
}

}  // namespace migrate::intent
