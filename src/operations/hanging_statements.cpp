/// The words and statements for what hangs on a change.
#include <algorithm>

#include "operations/hanging.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {

bool is_held_by_column(const Attachment& thing) {
    return thing.kind == "trigger" || thing.kind == "rule" || thing.kind == "policy";
}

std::string drop_statement(const Attachment& thing, Dialect dialect) {
    const std::string name = quote_identifier(thing.name);
    if (thing.kind == "statistics") return "DROP STATISTICS " + name;
    if (thing.kind == "function") return "DROP ROUTINE " + sql_name(read_table_name(thing.name));
    if (thing.kind == "row security") {
        const std::string what = thing.name == "forced" ? " NO FORCE" : " DISABLE";
        return "ALTER TABLE " + sql_name(thing.owner) + what + " ROW LEVEL SECURITY";
    }
    if (!is_held_by_column(thing)) return "";
    const std::string kind = thing.kind == "trigger" ? "TRIGGER" : thing.kind == "rule" ? "RULE" : "POLICY";
    return "DROP " + kind + " " + name + (dialect == Dialect::postgresql ? " ON " + sql_name(thing.owner) : "");
}

std::string to_text(const Attachment& thing) {
    if (thing.kind == "view") return "view " + to_string(thing.owner);
    if (thing.kind == "function") return "function " + thing.name;
    if (thing.kind == "row security") return "row security of " + to_string(thing.owner);
    return thing.kind + " " + thing.name + " of " + to_string(thing.owner);
}

std::vector<TableName> views_above(const Schema& schema, const TableName& view) {
    std::vector<TableName> all = {view};
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const auto& [name, sql] : schema.views) {
            const bool known = std::find(all.begin(), all.end(), name) != all.end();
            if (!known && reads_relation(sql, all[i])) all.push_back(name);
        }
    }
    std::vector<TableName> ordered;
    while (!all.empty()) {
        const auto outermost = std::find_if(all.begin(), all.end(), [&](const TableName& each) {
            return std::none_of(all.begin(), all.end(), [&](const TableName& other) {
                return other != each && reads_relation(schema.views.at(other), each);
            });
        });
        const auto next = outermost == all.end() ? all.begin() : outermost;
        ordered.push_back(*next);
        all.erase(next);
    }
    return ordered;
}

Operation after_rename(Operation operation, const Operation& rename, Dialect dialect) {
    const auto* table = std::get_if<RenameTable>(&rename);
    const auto* column = std::get_if<RenameColumn>(&rename);
    if (auto* view = std::get_if<CreateView>(&operation)) {
        if (table != nullptr) view->sql = rename_table_in(view->sql, table->from.name, table->to.name);
        if (column != nullptr)
            view->sql = rename_column_in_view(view->sql, column->table, column->from, column->to,
                                              dialect == Dialect::postgresql);
    }
    if (auto* execute = std::get_if<Execute>(&operation)) {
        for (Attachment& made : execute->makes) {
            if (table != nullptr) made.sql = rename_table_in(made.sql, table->from.name, table->to.name);
            if (table != nullptr && made.owner == table->from) made.owner = table->to;
            if (column != nullptr && made.owner == column->table)
                made.sql = rename_column_in(made.sql, column->from, column->to);
            execute->sql = made.sql;
        }
    }
    return operation;
}

}  // namespace migrate
