// The tables of all classes of a run, put together when they are asked for.
#include <algorithm>

#include "models/machine.h"

namespace migrate::models {

namespace {

constexpr int kMaxSteps = 8;  // of foreign keys whose targets are foreign keys themselves

/// The type of the column that a column without one refers to, through keys of keys; nullptr when it is not there.
const ColumnObject* typed_target(const Machine& machine, const Mapped& from, const ColumnObject& column) {
    const Mapped* mapped = &from;
    const ColumnObject* current = &column;
    for (int i = 0; i < kMaxSteps; ++i) {
        TableName target;
        std::string name;
        if (!current->foreign_keys.empty()) {
            target = current->foreign_keys.front().target;
            name = current->foreign_keys.front().column;
            if (name.empty()) name = current->column.name;
        }
        for (const ConstraintObject& constraint : mapped->parts.constraints) {
            const bool is_key = constraint.kind == ConstraintKind::foreign_key && name.empty();
            if (!is_key || constraint.columns != std::vector<std::string>{current->column.name}) continue;
            target = constraint.target;
            name = constraint.target_columns.empty() ? "" : constraint.target_columns.front();
        }
        const auto next = std::ranges::find_if(machine.mapped, [&](const Mapped& one) { return one.name == target; });
        if (name.empty() || next == machine.mapped.end()) return nullptr;
        const auto found =
            std::ranges::find_if(next->columns, [&](const ColumnObject& one) { return one.column.name == name; });
        if (found == next->columns.end()) return nullptr;
        if (found->has_type) return &*found;
        mapped = &*next;
        current = &*found;
    }
    return nullptr;
}

void find_types(Machine& machine) {
    for (Mapped& mapped : machine.mapped) {
        for (ColumnObject& column : mapped.columns) {
            if (column.has_type) continue;
            const ColumnObject* target = typed_target(machine, mapped, column);
            if (target) column.type = target->type;
            if (target) column.type.checked = false;
            if (!target && column.unknown.empty())
                column.unknown = "it has no type of its own, and what it refers to is not among the models";
        }
    }
}

/// One table that cannot be put together does not stop the others.
template <class Work>
void safely(const Work& work) {
    try {
        work();
    } catch (const Raised&) {
    } catch (const NotKnown&) {
    } catch (const Stopped&) {
    }
}

}  // namespace

void complete_tables(Machine& machine) {
    ++machine.loading;  // a question that only a real run answers is a doubt
    std::vector<Mapped*> fresh;
    for (std::size_t i = 0; i < machine.mapped.size(); ++i) {  // a declared_attr may make classes
        Mapped& mapped = machine.mapped[i];
        if (std::exchange(mapped.assembled, true)) continue;
        mapped.where = machine.path_in(mapped.where);
        mapped.called_at = machine.path_in(mapped.called_at);
        safely([&] { assemble(machine, mapped); });
        fresh.push_back(&mapped);
    }
    find_types(machine);
    for (Mapped* mapped : fresh) safely([&] { build(machine, *mapped); });
    --machine.loading;
}

bool is_of(Machine& machine, const Mapped& mapped, const MetadataObject& metadata) {
    if (!mapped.table) return metadata_of_class(machine, mapped) == &metadata;
    return std::ranges::any_of(metadata.tables,
                               [&](Object* table) { return std::any_cast<TableObject>(&table->data) == mapped.table; });
}

}  // namespace migrate::models
