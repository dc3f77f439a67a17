#include "intent/amend.h"

#include <algorithm>

namespace migrate::intent {

namespace {

RequestedColumn* added_column(Draft& draft, const TableName& table, const std::string& name) {
    for (auto& operation : draft.operations) {
        if (auto* added = std::get_if<RequestedAddColumn>(&operation)) {
            if (added->table == table && added->column.name == name) return &added->column;
        }
        if (auto* made = std::get_if<RequestedTable>(&operation); made != nullptr && made->table == table) {
            for (auto& column : made->columns) {
                if (column.name == name) return &column;
            }
        }
    }
    return nullptr;
}

/// True when it can be said of the new column itself, and nothing of it was said before.
bool fits(const RequestedAlterColumn& change, const RequestedColumn& column) {
    const auto& alter = change.alter;
    const bool plain = !alter.comment && !alter.set_identity && alter.using_sql.empty();
    return plain && !(alter.type && column.type) && !(alter.nullable && column.nullable) &&
           !(alter.set_default && column.server_default) && !(change.backfill && column.backfill);
}

void put(const RequestedAlterColumn& change, RequestedColumn& column) {
    const auto& alter = change.alter;
    if (alter.type) column.type = alter.type;
    if (alter.nullable) column.nullable = alter.nullable;
    if (alter.set_default) column.server_default = alter.server_default;
    if (change.backfill) column.backfill = change.backfill;
}

}  // namespace

Draft with_statement(Draft whole, Draft more) {
    std::vector<RequestedOperation> rest;
    for (auto& operation : more.operations) {
        const auto* change = std::get_if<RequestedAlterColumn>(&operation);
        auto* column = change == nullptr ? nullptr : added_column(whole, change->alter.table, change->alter.column);
        if (column != nullptr && fits(*change, *column)) {
            put(*change, *column);
        } else {
            rest.push_back(std::move(operation));
        }
    }
    more.operations = std::move(rest);
    append(whole, std::move(more));
    return whole;
}

}  // namespace migrate::intent
