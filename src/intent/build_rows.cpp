// Rows: values for those that have none, and values that would have to go from one table to another.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

std::string form_of(const std::vector<RequestedOperation>& operations) {
    std::vector<std::string> forms;
    for (const auto& form : write_operations(operations)) forms.push_back(form.dump());
    return "[" + base::join(forms, ", ") + "]";
}

/// What copies the column: it is added where it is not there, and filled by `source`, a subquery.
std::vector<RequestedOperation> copying(const Column& column, const TableName& to, const std::string& source) {
    RequestedAddColumn add{to, {}};
    add.column.name = column.name;
    add.column.type = column.type;
    const auto name = quote_identifier(column.name);
    return {add, RequestedExecute{"UPDATE " + sql_name(to) + " SET " + name + " = (" + source + ")", {}, {}}};
}

/// The one key of `to` that points to `from`, so that each row there has one row here; nullptr for none or several.
const ForeignKey* key_between(const Context& context, const TableName& from, const TableName& to) {
    const ForeignKey* found = nullptr;
    for (const auto& key : find_table(context.schema, to)->foreign_keys) {
        if (key.target != from || key.columns.size() != 1) continue;
        if (found != nullptr) return nullptr;
        found = &key;
    }
    return found;
}

std::string source_of(const Column& column, const TableName& from, const TableName& to, const ForeignKey* key) {
    const auto own = key == nullptr ? std::string("<column>") : quote_identifier(key->columns.front());
    const auto other = key == nullptr ? std::string("<column>") : quote_identifier(key->target_columns.front());
    return "SELECT " + sql_name(from) + "." + quote_identifier(column.name) + " FROM " + sql_name(from) + " WHERE " +
           sql_name(from) + "." + other + " = " + sql_name(to) + "." + own;
}

struct Way {
    TableName from;
    TableName to;
    const Column* column = nullptr;
};

Build<Way> read_way(const Context& context, const Node& node, Draft& draft) {
    auto from = resolve_table(context, *find_part(node, "from")), to = resolve_table(context, *find_part(node, "to"));
    if (!from) return tl::unexpected(from.error());
    if (!to) return tl::unexpected(to.error());
    for (const auto* found : {&*from, &*to})
        draft.assumptions.insert(draft.assumptions.end(), found->assumptions.begin(), found->assumptions.end());
    const auto columns = find_parts(*find_part(node, "cols"), "column");
    if (columns.size() != 1 || from->table == to->table) return not_understood(words_of(context, node));
    auto name = TRY(resolve_column(context, from->table, *columns.front()));
    return Way{from->table, to->table, find_column(context.schema, from->table, name)};
}

}  // namespace

Build<Draft> build_fill_rows(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& [table, columns] : refs) {
        if (columns.size() != 1) return not_understood(words_of(context, node));
        const auto* column = find_column(context.schema, table, columns.front());
        const auto* again = find_part(node, "again");
        if (column == nullptr || (again != nullptr && spoken_name(context, *again) != column->name))
            return not_understood(words_of(context, node));
        const auto what = to_string(table) + "." + column->name;
        if (!column->nullable) {
            return refuse("nothing_to_do",
                          "no row of " + to_string(table) + " is without a value: " + what + " is NOT NULL",
                          "send other changes of rows as an execute operation");
        }
        auto value = read_default(context, *find_part(node, "value"), &column->type);
        if (!value) return tl::unexpected(value.error());
        if (!*value) return not_understood(words_of(context, *find_part(node, "value")));
        const bool now = **value == default_now();
        if (!now && (*value)->on_sqlite) return not_understood(words_of(context, *find_part(node, "value")));
        const auto name = quote_identifier(column->name);
        draft.operations.emplace_back(RequestedExecute{"UPDATE " + sql_name(table) + " SET " + name + " = " +
                                                           (now ? "CURRENT_TIMESTAMP" : (*value)->sql) + " WHERE " +
                                                           name + " IS NULL",
                                                       {},
                                                       {}});
    }
    return draft;
}

// A copy is exact where each row of the target points to one row of the source.
Build<Draft> build_copy_column(const Context& context, const Node& node) {
    Draft draft;
    auto way = TRY(read_way(context, node, draft));
    const auto name = to_string(way.to) + "." + way.column->name;
    if (find_column(context.schema, way.to, way.column->name) != nullptr) {
        return refuse("column_exists", name + " is there already, and a copy would overwrite its values",
                      "say which rows get a value in an execute operation");
    }
    const auto* key = key_between(context, way.from, way.to);
    auto operations = copying(*way.column, way.to, source_of(*way.column, way.from, way.to, key));
    if (key == nullptr) {
        return refuse("not_exact",
                      "which row of " + to_string(way.from) + " belongs to a row of " + to_string(way.to) +
                          " is not known: no single foreign key leads there",
                      "send operations, with the columns that tie the two: " + form_of(operations));
    }
    draft.operations = std::move(operations);
    draft.assumptions.push_back(name + " gets the value of the row that " + key->columns.front() + " points to");
    return draft;
}

// A move is never exact: what no row points to would be lost, and does not come back.
Build<Draft> build_move_column(const Context& context, const Node& node) {
    Draft draft;
    auto way = TRY(read_way(context, node, draft));
    const auto* key = key_between(context, way.from, way.to);
    auto operations = copying(*way.column, way.to, source_of(*way.column, way.from, way.to, key));
    if (find_column(context.schema, way.to, way.column->name) != nullptr) operations.erase(operations.begin());
    operations.emplace_back(DropColumn{way.from, way.column->name});
    return refuse("not_exact",
                  key == nullptr
                      ? "which row of " + to_string(way.from) + " belongs to a row of " + to_string(way.to) +
                            " is not known, and the values of " + to_string(way.from) + "." + way.column->name +
                            " would be lost"
                      : "values of " + to_string(way.from) + "." + way.column->name + " that no row of " +
                            to_string(way.to) + " points to would be lost, and a downgrade does not bring them back",
                  "send operations when that is meant: " + form_of(operations));
}

Build<Draft> build_split_column(const Context& context, const Node& node) {
    Draft draft;
    auto refs = refs_of(context, node, draft);
    if (!refs) return tl::unexpected(refs.error());
    if (refs->size() != 1 || refs->front().columns.size() != 1) return not_understood(words_of(context, node));
    const auto& table = refs->front().table;
    const auto* column = find_column(context.schema, table, refs->front().columns.front());
    if (column == nullptr) return not_understood(words_of(context, node));
    std::vector<RequestedOperation> operations;
    std::string sets;
    for (const auto* part : find_parts(node, "name")) {
        auto name = TRY(read_new_name(context, *part, find_table(context.schema, table), draft));
        RequestedAddColumn add{table, {}};
        add.column.name = name;
        add.column.type = column->type;
        operations.emplace_back(std::move(add));
        sets += (sets.empty() ? "" : ", ") + quote_identifier(name) + " = <part of " + column->name + ">";
    }
    operations.emplace_back(RequestedExecute{"UPDATE " + sql_name(table) + " SET " + sets, {}, {}});
    return refuse("not_exact",
                  "where " + to_string(table) + "." + column->name +
                      " is to be cut is not said: values may have one word or five",
                  "send operations, with SQL that cuts it: " + form_of(operations));
}

}  // namespace migrate::intent
