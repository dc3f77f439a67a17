#include "plan/create_order.h"

#include <algorithm>

#include "plan/work.h"

namespace migrate::plan {

namespace {

using Run = std::vector<Placed>;

const RequestedTable& table_of(const Placed& placed) {
    return std::get<RequestedTable>(placed.operation);
}

/// The table in the run that has the name, but for `self`; nullptr for none.
const RequestedTable* in_run(const Run& run, const TableName& name, const TableName& self) {
    if (name == self) return nullptr;
    const auto found =
        std::find_if(run.begin(), run.end(), [&](const Placed& each) { return table_of(each).table == name; });
    return found == run.end() ? nullptr : &table_of(*found);
}

bool refers_into(const RequestedTable& request, const Run& run) {
    const auto waits = [&](const TableName& target) { return in_run(run, target, request.table) != nullptr; };
    return std::any_of(
               request.columns.begin(), request.columns.end(),
               [&](const RequestedColumn& column) { return column.references && waits(column.references->table); }) ||
           std::any_of(request.foreign_keys.begin(), request.foreign_keys.end(),
                       [&](const ForeignKey& key) { return waits(key.target); });
}

/// The type of the column that a key to the table points to; nullopt where only its name could say it.
std::optional<Type> key_type(const RequestedTable& target, const std::string& wanted, const Type& house_key) {
    std::string name = wanted;
    for (const RequestedColumn& column : target.columns) {
        if (name.empty() && column.primary_key) name = column.name;
    }
    if (name.empty() && target.primary_key.size() == 1) name = target.primary_key.front();
    const bool house = name.empty() || name == "id";
    for (const RequestedColumn& column : target.columns) {
        if (column.name == (house ? "id" : name)) return column.type;
    }
    return house ? std::optional(house_key) : std::nullopt;
}

/// Takes the keys to tables of the run off the table and gives them back as operations of their own.
std::vector<RequestedOperation> split_keys(RequestedTable& request, const Run& run, const Type& house_key) {
    std::vector<RequestedOperation> keys;
    for (RequestedColumn& column : request.columns) {
        const RequestedTable* target =
            column.references ? in_run(run, column.references->table, request.table) : nullptr;
        if (target == nullptr) continue;
        const auto type = column.type ? column.type : key_type(*target, column.references->column, house_key);
        if (!type) continue;
        column.type = type;
        ForeignKey key{.name = column.references->name,
                       .columns = {column.name},
                       .target = column.references->table,
                       .on_delete = column.references->on_delete,
                       .on_update = column.references->on_update};
        if (!column.references->column.empty()) key.target_columns = {column.references->column};
        keys.emplace_back(CreateForeignKey{request.table, std::move(key)});
        column.references.reset();
    }
    for (const ForeignKey& key : request.foreign_keys) {
        if (in_run(run, key.target, request.table) != nullptr) keys.emplace_back(CreateForeignKey{request.table, key});
    }
    std::erase_if(request.foreign_keys,
                  [&](const ForeignKey& key) { return in_run(run, key.target, request.table) != nullptr; });
    return keys;
}

}  // namespace

std::vector<Placed> in_making_order(const std::vector<RequestedOperation>& operations, const Type& house_key) {
    std::vector<Placed> ordered;
    for (std::size_t i = 0; i < operations.size();) {
        Run run;
        for (; i < operations.size() && std::holds_alternative<RequestedTable>(operations[i]); ++i)
            run.push_back({operations[i], i});
        if (run.empty()) {
            ordered.push_back({operations[i], i});
            ++i;
        }
        Run late;
        while (!run.empty()) {
            auto next = std::find_if(run.begin(), run.end(),
                                     [&](const Placed& each) { return !refers_into(table_of(each), run); });
            if (next == run.end()) {
                next = run.begin();
                RequestedTable& request = std::get<RequestedTable>(next->operation);
                for (RequestedOperation& key : split_keys(request, run, house_key))
                    late.push_back({std::move(key), next->place});
            }
            ordered.push_back(std::move(*next));
            run.erase(next);
        }
        ordered.insert(ordered.end(), late.begin(), late.end());
    }
    return ordered;
}

}  // namespace migrate::plan
