// op.create_table, drop_table, rename_table, table comments, bulk_insert.
#include <map>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "replay/alembic.h"
#include "replay/making.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/column_types.h"

namespace migrate::replay {

namespace {

void create_table(OperationCall& call) {
    TableName table = call.table("table_name", 0);
    if (table.name.empty()) {
        if (auto old = call.reader.text("name", -1)) table.name = *old;
    }
    if (call.unclear(table)) return;
    const Items& given = call.arguments().positional;
    Items parts(given.empty() ? given.begin() : given.begin() + 1, given.end());
    if (auto columns = call.reader.value("columns"); columns && call.reader.given("table_name")) {
        for (const Value& column : iterate(call.machine, *columns).value_or(Items{})) parts.push_back(column);
    }
    TableObject made = collect_parts(call.machine, table, parts);
    Built built = build_table(call.machine, table, made.columns, made.constraints, made.indexes);
    if (auto comment = call.reader.text("comment"); comment && call.machine.can().comments)
        built.table.comment = *comment;
    if (call.reader.flag("sqlite_autoincrement")) number_key(call.machine, built.table);
    if (built.unknown.empty()) built.unknown = made.unknown;
    if (call.arguments().rest && built.unknown.empty()) built.unknown = call.arguments().rest->reason;
    emit_table(call.machine, built, call.reader.flag("if_not_exists"), call.source(), true);
    call.result = keep(call.machine.heap, std::move(made));
}

void drop_table(OperationCall& call) {
    TableName table = call.table("table_name", 0);
    if (table.name.empty()) {
        if (auto old = call.reader.text("name", -1)) table.name = *old;
    }
    call.done(DropTable{table, call.reader.flag("if_exists"), false}, table);
}

void rename_table(OperationCall& call) {
    TableName from = call.table("old_table_name", 0);
    TableName to = call.table("new_table_name", 1);
    call.done(RenameTable{from, to}, from);
}

void comment_table(OperationCall& call) {
    TableName table = call.table("table_name", 0);
    std::string comment = call.reader.text("comment", 1).value_or("");
    if (call.machine.can().comments) call.done(CommentTable{table, comment}, table);
}

void uncomment_table(OperationCall& call) {
    TableName table = call.table("table_name", 0);
    if (call.machine.can().comments) call.done(CommentTable{table, ""}, table);
}

void bulk_insert(OperationCall& call) {
    auto given = call.reader.value("table", 0);
    const auto* table = given ? object<TableObject>(*given) : nullptr;
    emit(call.machine,
         Execute{"INSERT INTO " + (table ? to_string(table->name) : std::string("a table")), std::nullopt});
}

}  // namespace

OperationHandler find_table_operation(std::string_view name) {
    static const std::map<std::string_view, OperationHandler> handlers = {
        {"create_table", create_table},          {"drop_table", drop_table},
        {"rename_table", rename_table},          {"create_table_comment", comment_table},
        {"drop_table_comment", uncomment_table}, {"bulk_insert", bulk_insert},
    };
    auto found = handlers.find(name);
    return found == handlers.end() ? nullptr : found->second;
}

}  // namespace migrate::replay
