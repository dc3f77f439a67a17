// "timestamps" and "audit columns": when a row was made and last changed, as the schema's other tables say it.
#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "intent/build.h"

namespace migrate::intent {

namespace {

using Spellings = std::array<const char*, 5>;
constexpr Spellings kMade = {"created_at", "created_on", "created", "inserted_at", "date_created"};
constexpr Spellings kChanged = {"updated_at", "updated_on", "updated", "modified_at", "date_updated"};

/// The spelling that most tables use; the first one where none is used.
std::string usual(const Schema& schema, const Spellings& spellings) {
    std::string best = spellings.front();
    std::size_t most = 0;
    for (const auto* spelling : spellings) {
        const auto count = owners_of(schema, spelling).size();
        if (count <= most) continue;
        most = count;
        best = spelling;
    }
    return best;
}

/// Existing rows get the time of the upgrade, for NOT NULL is how such columns are everywhere else.
RequestedOperation stamp(const TableName& table, const std::string& name) {
    RequestedAddColumn add{table, {}};
    add.column.name = name;
    add.column.type = read_type("datetime").value();
    add.column.nullable = false;
    add.column.server_default = default_now();
    return add;
}

}  // namespace

Build<Draft> build_stamps(const Context& context, const Node& node) {
    Draft draft;
    auto tables = TRY(resolve_tables(context, *find_part(node, "tables"), draft));
    if (has_mark(node, "audit")) {
        for (const auto* person : {"created_by", "updated_by", "created_by_id", "updated_by_id"}) {
            const auto owners = owners_of(context.schema, person);
            if (owners.empty()) continue;
            const auto table = to_string(tables.front());
            return refuse("ambiguous",
                          "audit columns can be the two times alone, or also " + std::string(person) + " as in " +
                              to_string(owners.front()),
                          "write `add timestamps to " + table + "`, and name the others: add " + std::string(person) +
                              " fk <table> to " + table);
        }
    }
    for (const auto& table : tables) {
        std::vector<std::string> there;
        for (const auto& name : {usual(context.schema, kMade), usual(context.schema, kChanged)}) {
            if (find_column(*find_table(context.schema, table), name) != nullptr) {
                there.push_back(name);
            } else {
                draft.operations.push_back(stamp(table, name));
            }
        }
        if (there.size() == 2)
            return refuse("column_exists",
                          there.front() + " and " + there.back() + " are already in table " + to_string(table));
        for (const auto& name : there) draft.assumptions.push_back(name + " is in " + to_string(table) + " already");
        draft.assumptions.push_back("rows of " + to_string(table) + " that are there get the time of the upgrade");
    }
    return draft;
}

}  // namespace migrate::intent
