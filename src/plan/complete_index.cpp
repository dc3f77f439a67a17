#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "plan/names.h"
#include "plan/unnamed.h"
#include "plan/work.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

std::vector<std::string> element_columns(const Index& index) {
    std::vector<std::string> columns;
    for (const IndexElement& element : index.elements) columns.push_back(element.column);
    return columns;
}

Result<void> check_columns(const TableName& table, const std::vector<std::string>& columns, Work& work) {
    for (const std::string& name : columns) {
        if (name.empty()) continue;
        TRY(work.column(table, name));
        TRY(work.certain(table, name));
    }
    return {};
}

/// The table and index names that a drop without a name means.
Result<std::string> index_on(const TableName& table, const std::vector<std::string>& columns, const Work& work) {
    const Table* owner = TRY(work.table(table));
    std::vector<std::string> found;
    std::string there;
    for (const Index& index : owner->indexes) {
        there += (there.empty() ? "" : ", ") + index.name;
        if (element_columns(index) == columns) found.push_back(index.name);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return fail("no_such_index", "table " + to_string(table) + " has no index on exactly these columns",
                    there.empty() ? "it has no indexes" : "its indexes: " + there);
    }
    std::string names;
    for (const std::string& name : found) names += (names.empty() ? "" : ", ") + name;
    return fail("ambiguous", "several indexes fit: " + names, "name the one to drop");
}

/// A second one of the same shape is of no use, and SQLite's batch mode would lose one of the two.
tl::unexpected<Error> is_there(const TableName& table, const std::string& noun, const std::string& name) {
    return fail("constraint_exists",
                "table " + to_string(table) + " has that " + noun + " already" + (name.empty() ? "" : ": " + name),
                "drop that one first, if it is to change");
}

}  // namespace

Result<void> complete_operation(const CreateIndex& request, Work& work) {
    TRY(work.table(request.table));
    if (request.index.elements.empty())
        return fail("no_columns", "the index has no columns", "name at least one column");
    TRY(check_columns(request.table, element_columns(request.index), work));
    if (!request.index.where.empty() && !work.now().other.empty()) {
        return fail("not_portable", "how " + work.now().other + " writes a partial index is not known here",
                    "leave the condition away, or write this index by hand");
    }
    CreateIndex create = request;
    if (create.index.name.empty()) create.index.name = index_name(create.index, create.table, work.now(), work.rules());
    const bool known = std::any_of(work.steps.begin(), work.steps.end(), [&](const Step& step) {
        const auto* made = std::get_if<CreateIndex>(&step.operation);
        return made != nullptr && made->table == create.table && made->index == create.index;
    });
    if (known) return {};  // a foreign key in the same request has brought it already
    const bool is_new = std::any_of(work.steps.begin(), work.steps.end(), [&](const Step& step) {
        const auto* made = std::get_if<CreateTable>(&step.operation);
        return made != nullptr && made->table.name == create.table;
    });
    if (create.index.unique && !is_new) {
        work.warn("stops_on_duplicates",
                  "the upgrade stops if " + to_string(create.table) + " has rows that are equal there");
    }
    const bool postgresql_only = !create.index.method.empty() && create.index.method != "btree";
    if (postgresql_only && work.now().only() != Dialect::postgresql) {
        work.warn("postgresql_only", "the " + create.index.method + " index " + create.index.name +
                                         " is made on PostgreSQL only: SQLite has no such method");
        return work.add_only(std::move(create), Dialect::postgresql);
    }
    return work.add(std::move(create));
}

Result<void> complete_operation(const RequestedDropIndex& request, Work& work) {
    std::string name = request.name;
    if (name.empty()) {
        if (!request.table)
            return fail("bad_operation", "drop_index has neither a name nor a table and columns",
                        "name the index to drop");
        const std::string found = TRY(index_on(*request.table, request.columns, work));
        name = found;
    }
    const std::string schema = request.table ? request.table->schema : "";
    const Table* owner = find_index_owner(work.now().postgresql, schema, name);
    if (owner == nullptr) owner = find_index_owner(work.now().sqlite, schema, name);
    if (owner != nullptr) {
        TRY(work.certain_part(owner->name, "index", name));
    }
    DropIndex drop{.schema = schema, .index = name, .concurrently = request.concurrently};
    if (owner != nullptr)
        drop.table = owner->name;
    else if (request.table)
        drop.table = request.table;
    return work.add(std::move(drop));
}

Result<void> complete_operation(const CreateUnique& request, Work& work) {
    TRY(work.table(request.table));
    TRY(check_columns(request.table, request.unique.columns, work));
    for (const Schema* schema : {&work.now().postgresql, &work.now().sqlite}) {
        const Table* there = find_table(*schema, request.table);
        if (there == nullptr) continue;
        for (const Unique& unique : there->uniques) {
            if (unique.columns == request.unique.columns)
                return is_there(request.table, "unique constraint", unique.name);
        }
    }
    CreateUnique create = request;
    if (create.unique.name.empty()) {
        const std::string name = fill_name(work.rules().unique_name, create.table, create.unique.columns);
        create.unique.name = free_name(name, create.table, work.now());
    }
    work.warn("stops_on_duplicates",
              "the upgrade stops if " + to_string(create.table) + " has rows that are equal there");
    return work.add(std::move(create));
}

Result<void> complete_operation(const CreateCheck& request, Work& work) {
    const Table* there = TRY(work.table(request.table));
    TRY(work.certain(request.table));
    CreateCheck create = request;
    create.check.sql = without_outer_parentheses(create.check.sql);
    std::vector<std::string> names;
    for (const Column& column : there->columns) names.push_back(column.name);
    const std::vector<std::string> mentioned = columns_in_expression(create.check.sql, names);
    if (mentioned.empty()) {
        return fail("no_such_column",
                    "the check names no column of " + to_string(request.table) + ": " + create.check.sql,
                    "write it over the table's columns");
    }
    if (create.check.name.empty()) {
        create.check.name =
            free_name(fill_name(work.rules().check_name, create.table, mentioned), create.table, work.now());
    }
    work.warn("stops_on_rows",
              "the upgrade stops if a row of " + to_string(create.table) + " breaks " + create.check.sql);
    return work.add(std::move(create));
}

/// The key that SQLite still has between the same columns, where its name is another one or none; nullptr for none.
static const ForeignKey* left_on_sqlite(const TableName& name, const ForeignKey& key, const Work& work) {
    const Table* table = find_table(work.now().sqlite, name);
    if (table == nullptr) return nullptr;
    for (const ForeignKey& known : table->foreign_keys) {
        const bool same =
            known.columns == key.columns && known.target == key.target && known.target_columns == key.target_columns;
        if (same) return &known;
    }
    return nullptr;
}

/// Makes the key. Two between the same columns would lose their names in batch mode: the one that SQLite still has goes
/// first.
static Result<void> make_key(const CreateForeignKey& create, Work& work) {
    const ForeignKey* left = left_on_sqlite(create.table, create.foreign_key, work);
    if (left == nullptr) return work.add(create);
    const DropConstraint named{.table = create.table, .name = left->name, .kind = ConstraintKind::foreign_key};
    Result<std::vector<Operation>> drop = std::vector<Operation>{named};
    if (left->name.empty()) {
        const Table& table = *find_table(work.now().sqlite, create.table);
        drop = drop_without_name(ConstraintKind::foreign_key, left->columns, table);
    }
    if (!drop) return tl::unexpected(drop.error());
    TRY(work.add_all_only(std::move(*drop), Dialect::sqlite));
    return work.add(create);
}

/// Two new tables whose rows need one of the other's: no first row can be put in.
static void warn_of_first_row(const TableName& table, const ForeignKey& key, Work& work) {
    const Table* from = find_table(work.now().postgresql, table);
    const Table* to = find_table(work.now().postgresql, key.target);
    if (from == nullptr || to == nullptr || table == key.target) return;
    const auto needs = [](const Table& owner, const ForeignKey& each) {
        return std::all_of(each.columns.begin(), each.columns.end(), [&](const std::string& name) {
            const Column* column = find_column(owner, name);
            return column != nullptr && !column->nullable;
        });
    };
    const bool back = std::any_of(to->foreign_keys.begin(), to->foreign_keys.end(),
                                  [&](const ForeignKey& each) { return each.target == table && needs(*to, each); });
    if (!back || !needs(*from, key)) return;
    work.warn("no_first_row", "each row of " + to_string(table) + " needs one of " + to_string(key.target) +
                                  " and the other way round, so that no first row can be put in: make " +
                                  base::join(key.columns, ", ") + " nullable");
}

Result<void> complete_operation(const CreateForeignKey& request, Work& work) {
    const Table* there = TRY(work.table(request.table));
    TRY(check_columns(request.table, request.foreign_key.columns, work));
    const Result<ForeignKey> key = settle_foreign_key(request.foreign_key, request.table, nullptr, work);
    if (!key) return tl::unexpected(key.error());
    for (const ForeignKey& known : there->foreign_keys) {
        const bool same =
            known.columns == key->columns && known.target == key->target && known.target_columns == key->target_columns;
        if (same) return is_there(request.table, "foreign key", known.name);
    }
    for (std::size_t i = 0; i < key->columns.size(); ++i) {
        const Table* target = find_table(work.now().postgresql, key->target);
        const Table* owner = find_table(work.now().postgresql, request.table);
        if (target == nullptr || owner == nullptr) continue;
        const Column* from = find_column(*owner, key->columns[i]);
        const Column* to = find_column(*target, key->target_columns[i]);
        if (from == nullptr || to == nullptr) continue;
        const bool text_like = (from->type.kind == TypeKind::uuid) != (to->type.kind == TypeKind::uuid);
        if (text_like) {
            return fail("bad_reference",
                        request.table.name + "." + from->name + " is " + sql_of(from->type, Dialect::postgresql) +
                            " and " + key->target.name + "." + to->name + " is " +
                            sql_of(to->type, Dialect::postgresql) + ": PostgreSQL refuses such a key",
                        "change the type of " + from->name + " first");
        }
    }
    if (work.makes(request.table)) {
        warn_of_first_row(request.table, *key, work);
    } else {
        work.warn("stops_on_rows", "the upgrade stops if a row of " + to_string(request.table) +
                                       " points to no row of " + to_string(key->target));
    }
    const CreateForeignKey create{.table = request.table, .foreign_key = *key};
    TRY(make_key(create, work));
    return index_foreign_key(request.table, *key, work);
}

}  // namespace migrate::plan
