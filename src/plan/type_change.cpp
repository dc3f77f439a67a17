#include "plan/type_change.h"

#include "plan/cast.h"

namespace migrate::plan {

AlterColumn without_default(const TableName& table, const std::string& column) {
    return {.table = table, .column = column, .set_default = true};
}

std::vector<Operation> with_casts(const std::vector<Operation>& operations, Schema before) {
    std::vector<Operation> complete;
    const bool postgresql = before.dialect == Dialect::postgresql;
    for (Operation operation : operations) {
        auto* alter = std::get_if<AlterColumn>(&operation);
        const Table* table = alter != nullptr ? find_table(before, alter->table) : nullptr;
        const Column* column = table != nullptr ? find_column(*table, alter->column) : nullptr;
        if (column != nullptr && alter->type && alter->type->kind != column->type.kind) {
            if (postgresql && alter->using_sql.empty())
                alter->using_sql = cast_expression(alter->column, column->type, *alter->type);
            if (!alter->set_default && column->server_default) {
                alter->set_default = true;
                alter->server_default = column->server_default;
            }
            if (!alter->using_sql.empty() && column->server_default)
                complete.push_back(without_default(alter->table, alter->column));
        }
        Result<Schema> after = migrate::apply(operation, before);
        if (after) before = std::move(*after);
        complete.push_back(std::move(operation));
    }
    return complete;
}

}  // namespace migrate::plan
