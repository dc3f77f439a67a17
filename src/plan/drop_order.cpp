#include "plan/drop_order.h"

#include <algorithm>

#include "base/attempt.h"

namespace migrate::plan {

namespace {

const DropTable* drop_at(const std::vector<RequestedOperation>& operations, std::size_t place) {
    return place < operations.size() ? std::get_if<DropTable>(&operations[place]) : nullptr;
}

/// True when a key of `from` points to `to`.
bool refers(const Schema& schema, const TableName& from, const TableName& to) {
    const Table* table = find_table(schema, from);
    return table != nullptr && from != to &&
           std::any_of(table->foreign_keys.begin(), table->foreign_keys.end(),
                       [&](const ForeignKey& key) { return key.target == to; });
}

}  // namespace

std::vector<std::size_t> in_running_order(const std::vector<RequestedOperation>& operations, const Schema& schema) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < operations.size();) {
        std::vector<std::size_t> run;
        for (; drop_at(operations, i) != nullptr; ++i) run.push_back(i);
        if (run.empty()) order.push_back(i++);
        while (!run.empty()) {
            const auto free = std::find_if(run.begin(), run.end(), [&](std::size_t place) {
                return std::none_of(run.begin(), run.end(), [&](std::size_t other) {
                    return refers(schema, drop_at(operations, other)->table, drop_at(operations, place)->table);
                });
            });
            const auto next = free == run.end() ? run.begin() : free;
            order.push_back(*next);
            run.erase(next);
        }
    }
    return order;
}

Result<void> free_mutual_keys(const std::vector<RequestedOperation>& operations, std::size_t place, Work& work) {
    const DropTable* drop = drop_at(operations, place);
    if (drop == nullptr) return {};
    std::size_t first = place, last = place;
    while (first > 0 && drop_at(operations, first - 1) != nullptr) --first;
    while (drop_at(operations, last + 1) != nullptr) ++last;
    for (std::size_t other = first; other <= last; ++other) {
        const TableName& table = drop_at(operations, other)->table;
        const Table* now = find_table(work.now().postgresql, table);
        if (other == place || now == nullptr) continue;
        const std::vector<ForeignKey> keys = now->foreign_keys;
        for (const ForeignKey& key : keys) {
            if (key.target != drop->table || key.name.empty()) continue;
            const DropConstraint away{.table = table, .name = key.name, .kind = ConstraintKind::foreign_key};
            TRY(work.add(away));
        }
    }
    return {};
}

}  // namespace migrate::plan
