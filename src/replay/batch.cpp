// The end of a batch: on SQLite the table may have been made anew, and then some things do not come back.
#include <algorithm>

#include "replay/alembic.h"
#include "replay/interpreter.h"

namespace migrate::replay {

namespace {

bool makes_table_anew(const BatchObject& batch) {
    if (batch.never) return false;
    return batch.always || std::ranges::any_of(batch.methods, [](const std::string& name) {
               return name != "add_column" && name != "create_index" && name != "drop_index" && name != "execute";
           });
}

bool is_plain(const Index& index) {
    return std::ranges::all_of(
        index.elements, [](const IndexElement& element) { return !element.column.empty() && !element.descending; });
}

}  // namespace

void finish_batch(Machine& machine, const BatchObject& batch) {
    if (machine.on_postgresql() || !makes_table_anew(batch)) return;
    Schema changed = machine.schema;
    Table* table = find_table(changed, batch.table);
    if (!table) return;
    const std::string name = to_string(batch.table);
    const std::vector<Index> indexes = table->indexes;
    if (std::erase_if(table->checks, [](const Check& check) { return check.name.empty(); }) > 0) {
        change_schema(machine, std::move(changed));
        remark(machine, Remark::Kind::note,
               "this batch makes " + name + " anew on SQLite and loses its unnamed CHECKs");
    }
    for (const Index& index : indexes) {
        if (is_plain(index)) continue;
        remark(machine, Remark::Kind::note,
               "this batch makes " + name + " anew on SQLite and loses the expressions or DESC of " + index.name);
        emit(machine, DropIndex{batch.table, batch.table.schema, index.name, false, false});
        Index kept = index;
        for (IndexElement& element : kept.elements) element.descending = false;
        if (is_plain(kept)) emit(machine, CreateIndex{batch.table, kept, false, false});
    }
}

}  // namespace migrate::replay
