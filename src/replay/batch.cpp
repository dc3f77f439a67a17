// The end of a batch: on SQLite the table may have been made anew, and then some things do not come back.
#include <algorithm>
#include <set>
#include <utility>

#include "interpreter/interpreter.h"
#include "operations/hanging.h"
#include "replay/alembic.h"
#include "replay/making.h"
#include "schema/repeats.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/column_types.h"

namespace migrate::replay {

namespace {

bool is_plain(const Index& index) {
    return std::ranges::all_of(index.elements, [](const IndexElement& element) {
        return !element.column.empty() && !element.descending && element.collation.empty();
    });
}

/// What the batch's table_args make: no convention names it, for Alembic puts it on a MetaData of its own.
std::vector<Operation> given_by(Machine& machine, const BatchObject& batch) {
    const NamingConvention none;
    const NamingConvention* own = std::exchange(machine.own_naming, &none);
    std::vector<NamingAround> around = std::exchange(machine.naming_around, {});
    std::vector<Operation> given;
    for (const ConstraintObject& each : batch.table_args) given.push_back(operation_of(machine, batch.table, each));
    machine.own_naming = own;
    machine.naming_around = std::move(around);
    return given;
}

/// True when the table has the constraint, which is taken from it then: table_args only keep it.
bool take(Table& table, const Operation& creation) {
    const auto take_from = [](auto& items, const auto& item) {
        const auto found = std::find(items.begin(), items.end(), item);
        if (found == items.end()) return false;
        items.erase(found);
        return true;
    };
    if (const auto* check = std::get_if<CreateCheck>(&creation)) return take_from(table.checks, check->check);
    if (const auto* unique = std::get_if<CreateUnique>(&creation)) return take_from(table.uniques, unique->unique);
    const auto* key = std::get_if<CreateForeignKey>(&creation);
    return key != nullptr && take_from(table.foreign_keys, key->foreign_key);
}

/// The names of what a table has besides columns.
std::set<std::string> names_in(const Table& table) {
    std::set<std::string> names;
    for (const Index& index : table.indexes) names.insert(index.name);
    for (const Unique& unique : table.uniques) names.insert(unique.name);
    for (const Check& check : table.checks) names.insert(check.name);
    for (const ForeignKey& key : table.foreign_keys) names.insert(key.name);
    if (table.primary_key) names.insert(table.primary_key->name);
    return names;
}

/// SQLite refuses to give the new table its name while a view is over the old one, and drops the old one's triggers.
void note_what_hangs(Machine& machine, const TableName& table, Schema& changed) {
    const std::string start = "this batch makes " + to_string(table) + " anew on SQLite";
    for (const Hanging& each : hangs_on_rebuild(table, machine.schema)) {
        const Attachment& thing = each.thing;
        if (thing.kind == "trigger" && thing.owner == table) {
            std::erase(changed.attachments.change(), thing);
            remark(machine, Remark::Kind::note, start + " and loses its " + to_text(thing), "batch_loses");
            change_schema(machine, changed);
            continue;
        }
        would_fail(machine, "sqlalchemy.exc.OperationalError",
                   start + ", which " + to_text(thing) + " does not let it: drop that before, and make it again after",
                   "depends_on");
    }
}

/// What stood there before and does so no more.
template <class Part>
void keep_what_goes(std::vector<Part>& gone, const std::vector<Part>& before, const std::vector<Part>& now) {
    std::ranges::copy_if(before, std::back_inserter(gone),
                         [&](const Part& part) { return std::ranges::find(now, part) == now.end(); });
}

/// What went with a column comes back where the batch has added another of its name.
void bring_back(Machine& machine, const BatchObject& batch) {
    const auto stand = [&](const std::vector<std::string>& columns) {
        const Table* table = find_table(std::as_const(machine.schema), batch.table);
        return std::ranges::all_of(columns,
                                   [&](const std::string& name) { return table && find_column(*table, name); });
    };
    for (const Unique& unique : batch.gone.uniques)
        if (stand(unique.columns)) emit(machine, CreateUnique{batch.table, unique, ""});
    for (const ForeignKey& key : batch.gone.foreign_keys)
        if (stand(key.columns)) emit(machine, CreateForeignKey{batch.table, key});
    for (const Index& index : batch.gone.indexes) {
        std::vector<std::string> columns;
        for (const IndexElement& element : index.elements) columns.push_back(element.column);
        if (stand(columns)) emit(machine, CreateIndex{batch.table, index, false, false});
    }
}

/// AUTOINCREMENT is not read back: the batch says it again, or it goes.
void renumber_key(Machine& machine, const BatchObject& batch) {
    Schema changed = machine.schema;
    Table& table = *find_table(changed, batch.table);
    if (!table.primary_key || !batch.autoincrement) return;
    const bool before = std::exchange(table.primary_key->autoincrement, false);
    if (*batch.autoincrement) number_key(machine, table);
    if (before != table.primary_key->autoincrement) change_schema(machine, std::move(changed));
}

/// Of a column that the batch does not give a type.
void doubt_types(Machine& machine, const BatchObject& batch) {
    Schema changed = machine.schema;
    for (const Column& column : find_table(std::as_const(changed), batch.table)->columns) {
        if (!changes_when_read(machine, column.type)) continue;
        add_doubt(changed, {"column " + to_string(batch.table) + "." + column.name,
                            "this batch makes the table anew on SQLite, and may read back " +
                                sql_of(column.type, Dialect::sqlite) + " as another type",
                            machine.where()});
    }
    if (changed.doubts != machine.schema.doubts) change_schema(machine, std::move(changed));
}

}  // namespace

void note_what_is_lost(const Machine& machine, BatchObject& batch, const Table& before, std::string_view name) {
    const Table* table = find_table(machine.schema, batch.table);
    const std::set<std::string> now = table ? names_in(*table) : std::set<std::string>();
    for (const std::string& lost : names_in(before)) {
        if (now.contains(lost)) continue;
        batch.stale.erase(lost);
        if (name == "drop_column") batch.lost.insert(lost);
    }
    if (name == "drop_column" && table) {
        keep_what_goes(batch.gone.indexes, before.indexes, table->indexes);
        keep_what_goes(batch.gone.uniques, before.uniques, table->uniques);
        keep_what_goes(batch.gone.foreign_keys, before.foreign_keys, table->foreign_keys);
    }
    for (const Check& check : before.checks) {
        if (!table || check.name.empty() || name != "alter_column") continue;
        const bool changed = std::ranges::any_of(
            table->checks, [&](const Check& other) { return other.name == check.name && other.sql != check.sql; });
        if (changed) batch.stale.insert(check.name);
    }
}

void make_room(Machine& machine, const TableName& name, const ConstraintObject& constraint,
               const std::string& constraint_name) {
    const Table* there = find_table(std::as_const(machine.schema), name);
    const bool key = constraint.kind == ConstraintKind::primary_key;
    if (machine.can().alters || !there || (!key && constraint_name.empty())) return;
    if (key ? !there->primary_key : !names_in(*there).contains(constraint_name)) return;
    Schema changed = machine.schema;
    Table& table = *find_table(changed, name);
    const auto same = [&](const auto& item) { return item.name == constraint_name; };
    if (key) table.primary_key.reset();
    if (!key && std::erase_if(table.uniques, same) + std::erase_if(table.checks, same) +
                        std::erase_if(table.foreign_keys, same) ==
                    0)
        return;
    change_schema(machine, std::move(changed));
}

void name_by_batch(Machine& machine, const BatchObject& batch) {
    if (machine.can().alters || batch.naming.empty() || !batch.naming_doubt.empty()) return;
    Schema changed = machine.schema;
    Table* table = find_table(changed, batch.table);
    if (!table) return;
    const auto name = [&](std::string& given, ConstraintKind kind, const std::vector<std::string>& columns,
                          const std::string& target = {}, const std::vector<std::string>& target_columns = {}) {
        const Naming naming{kind, false, table->name.name, columns, target, target_columns, given, false};
        if (given.empty()) given = name_by_convention(batch.naming, naming, Dialect::sqlite);
    };
    for (Unique& each : table->uniques) name(each.name, ConstraintKind::unique, each.columns);
    for (ForeignKey& each : table->foreign_keys)
        name(each.name, ConstraintKind::foreign_key, each.columns, each.target.name, each.target_columns);
    if (table->primary_key) name(table->primary_key->name, ConstraintKind::primary_key, table->primary_key->columns);
    change_schema(machine, std::move(changed));
}

void finish_batch(Machine& machine, const BatchObject& batch) {
    if (machine.can().alters) return;
    if (!batch.anew || batch.never) {
        for (const std::string& text : batch.refused)
            would_fail(machine, "sqlalchemy.exc.OperationalError", text, "sqlite_alter");
        return;
    }
    bring_back(machine, batch);
    name_by_batch(machine, batch);
    if (!find_table(std::as_const(machine.schema), batch.table)) return;
    doubt_types(machine, batch);
    renumber_key(machine, batch);
    Schema changed = machine.schema;
    Table* table = find_table(changed, batch.table);
    const std::string name = to_string(batch.table);
    for (const std::string& check : batch.stale) {
        would_fail(machine, "sqlalchemy.exc.OperationalError",
                   "this batch makes " + name + " anew on SQLite, and its CHECK " + check +
                       " still names a column as it was before it was renamed");
    }
    for (const std::string& repeated : repeated_constraint_names(*table)) {
        const std::string text = "this batch makes " + name +
                                 " anew on SQLite and keeps one of its constraints called " + repeated +
                                 ", which is not known";
        remark(machine, Remark::Kind::note, text);
        add_doubt(changed, {"constraint " + name + "." + repeated, text, machine.where()});
        change_schema(machine, changed);
    }
    note_what_hangs(machine, batch.table, changed);
    const std::vector<Index> indexes = table->indexes;
    const std::vector<Operation> given = given_by(machine, batch);
    std::vector<Check> unnamed = batch.unnamed;
    const auto is_lost = [&](const Check& check) {  // SQLAlchemy does not read back a CHECK without a name
        const auto before = std::ranges::find(unnamed, check);
        if (before == unnamed.end()) return false;
        unnamed.erase(before);
        return std::ranges::count(given, Operation(CreateCheck{batch.table, check})) == 0;
    };
    const bool lists_them = std::ranges::any_of(given, [](const Operation& creation) {
        const auto* create = std::get_if<CreateCheck>(&creation);
        return create != nullptr && create->check.name.empty();  // so that those left out are to go
    });
    if (std::erase_if(table->checks, is_lost) > 0) {
        change_schema(machine, std::move(changed));
        if (!lists_them)
            remark(machine, Remark::Kind::note,
                   "this batch makes " + name + " anew on SQLite and loses its unnamed CHECKs", "batch_loses");
    }
    Table there = *find_table(std::as_const(machine.schema), batch.table);
    for (const Operation& creation : given) {
        if (!take(there, creation)) emit(machine, creation);
    }
    for (const Index& index : indexes) {
        if (is_plain(index)) continue;
        remark(
            machine, Remark::Kind::note,
            "this batch makes " + name + " anew on SQLite and loses the expressions, COLLATE or DESC of " + index.name,
            "batch_loses");
        emit(machine, DropIndex{batch.table, batch.table.schema, index.name, false, false});
        Index kept = index;
        for (IndexElement& element : kept.elements) {
            element.descending = false;
            element.collation.clear();
        }
        if (is_plain(kept)) emit(machine, CreateIndex{batch.table, kept, false, false});
    }
}

}  // namespace migrate::replay
