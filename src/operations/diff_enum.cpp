#include "operations/dependents.h"
#include "operations/diff.h"
#include "operations/hanging.h"
#include "schema/naming.h"

namespace migrate {
namespace {

TableName free_name_for(const Schema& schema, const TableName& name) {
    TableName old = name;
    old.name = shorten_identifier(name.name + "_old");
    for (int number = 2; schema.enums.contains(old) || schema.tables.contains(old); ++number) {
        old.name = shorten_identifier(name.name + "_old" + std::to_string(number));
    }
    return old;
}

Type with_labels(Type type, const std::vector<std::string>& labels) {
    innermost(type).labels = labels;
    return type;
}

/// A default of the old type stands in the way of the conversion, so it goes for the while.
std::vector<Operation> convert_column(const TableName& table, const Column& column,
                                      const std::vector<std::string>& labels) {
    std::vector<Operation> operations;
    if (column.server_default) {
        AlterColumn clear{table, column.name};
        clear.set_default = true;
        operations.emplace_back(std::move(clear));
    }
    AlterColumn change{table, column.name};
    change.type = with_labels(column.type, labels);
    change.using_sql = cast_of(column.name, column.type, *change.type, Dialect::postgresql);
    operations.emplace_back(std::move(change));
    if (column.server_default) {
        AlterColumn restore{table, column.name};
        restore.set_default = true;
        restore.server_default = column.server_default;
        operations.emplace_back(std::move(restore));
    }
    return operations;
}

}  // namespace

std::string cast_of(const std::string& column, const Type& from, const Type& to, Dialect dialect) {
    const bool arrays = from.kind == TypeKind::array && to.kind == TypeKind::array;
    const Type& inner = arrays && !from.element.empty() ? from.element.front() : from;
    const Type& target = arrays && !to.element.empty() ? to.element.front() : to;
    const bool enums = inner.kind == TypeKind::enumeration && target.kind == TypeKind::enumeration;
    const bool by_integer =
        inner.kind == TypeKind::boolean && is_number(target.kind) && target.kind != TypeKind::integer;
    const std::string by = by_integer ? "integer" : enums ? "text" : "";
    return quote_identifier(column) + (by.empty() ? "" : "::" + by + (arrays ? "[]" : "")) + "::" + sql_of(to, dialect);
}

std::vector<Operation> rebuild_enum(const Schema& schema, const EnumType& wanted) {
    const TableName old = free_name_for(schema, wanted.name);
    std::vector<Operation> operations;
    operations.emplace_back(RenameEnum{wanted.name, old});
    operations.emplace_back(CreateEnum{wanted});
    for (const EnumUser& user : users_of(schema, wanted.name)) {
        const Column& column = *find_column(*find_table(schema, user.table), user.column);
        for (Operation& step : convert_column(user.table, column, wanted.labels)) operations.push_back(std::move(step));
    }
    operations.emplace_back(DropEnum{old});
    return carry(operations, schema);
}

}  // namespace migrate
