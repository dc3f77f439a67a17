// Names of indexes and constraints, comments of tables and labels of enums: each database has its own way for them.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "plan/work.h"

namespace migrate::plan {

namespace {

/// The constraint as the operation that makes it, under the new name; nullopt for a primary key, which SQLite's batch
/// mode cannot name anew.
std::optional<Operation> remade(const Table& table, const RenameConstraint& rename) {
    const auto called = [&](const auto& item) { return item.name == rename.from; };
    if (const auto it = std::find_if(table.uniques.begin(), table.uniques.end(), called); it != table.uniques.end()) {
        CreateUnique create{.table = table.name, .unique = *it};
        create.unique.name = rename.to;
        return create;
    }
    if (const auto it = std::find_if(table.checks.begin(), table.checks.end(), called); it != table.checks.end()) {
        CreateCheck create{.table = table.name, .check = *it};
        create.check.name = rename.to;
        return create;
    }
    const auto it = std::find_if(table.foreign_keys.begin(), table.foreign_keys.end(), called);
    if (it == table.foreign_keys.end()) return std::nullopt;
    CreateForeignKey create{.table = table.name, .foreign_key = *it};
    create.foreign_key.name = rename.to;
    return create;
}

Result<void> rename_on_sqlite(const RenameConstraint& request, Work& work) {
    const Table* table = find_table(work.now().sqlite, request.table);
    const auto kind = table == nullptr ? std::nullopt : find_constraint(*table, request.from);
    const auto create = kind ? remade(*table, request) : std::nullopt;
    if (!create) {
        if (work.now().sqlite_runs) {
            work.warn("one_dialect", "on SQLite no constraint of " + to_string(request.table) + " is renamed: " +
                                         (kind ? "a primary key keeps its name there"
                                               : "none has the name " + request.from + " there"));
        }
        return {};
    }
    const DropConstraint drop{.table = request.table, .name = request.from, .kind = kind};
    TRY(work.add_only(drop, Dialect::sqlite));
    return work.add_only(*create, Dialect::sqlite);
}

}  // namespace

Result<void> complete_operation(const CommentTable& request, Work& work) {
    TRY(work.table(request.table));
    TRY(work.certain(request.table));
    return work.add_only(request, Dialect::postgresql);
}

Result<void> complete_operation(const RenameIndex& request, Work& work) {
    const Table* owner = find_index_owner(work.now().postgresql, request.schema, request.from);
    const Table* sqlite_owner = find_index_owner(work.now().sqlite, request.schema, request.from);
    std::optional<CreateIndex> anew;  // a copy: the table is another one after each step
    if (sqlite_owner != nullptr)
        anew = CreateIndex{.table = sqlite_owner->name, .index = *find_index(*sqlite_owner, request.from)};
    if (owner != nullptr || !anew) {
        if (owner != nullptr) {
            TRY(work.certain_part(owner->name, "index", request.from));
        }
        TRY(work.add_only(request, Dialect::postgresql));
    }
    if (!anew) return {};
    // SQLite cannot rename an index: it is made anew.
    anew->index.name = request.to;
    const DropIndex drop{.table = anew->table, .schema = anew->table.schema, .index = request.from};
    TRY(work.add_only(drop, Dialect::sqlite));
    return work.add_only(std::move(*anew), Dialect::sqlite);
}

Result<void> complete_operation(const RenameConstraint& request, Work& work) {
    TRY(work.table(request.table));
    TRY(work.certain_part(request.table, "constraint", request.from));
    if (find_table(work.now().postgresql, request.table) != nullptr) {
        TRY(work.add_only(request, Dialect::postgresql));
    }
    return rename_on_sqlite(request, work);
}

}  // namespace migrate::plan
