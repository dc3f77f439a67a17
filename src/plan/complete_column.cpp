#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "plan/names.h"
#include "plan/work.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

Execute backfill(const TableName& table, const std::string& column, const std::string& value) {
    const std::string quoted = quote_identifier(column);
    return {.sql = "UPDATE " + sql_name(table) + " SET " + quoted + " = " + value + " WHERE " + quoted + " IS NULL"};
}

Result<void> add_all(std::vector<Operation> operations, Work& work) {
    for (Operation& operation : operations) {
        TRY(work.add(std::move(operation)));
    }
    return {};
}

/// What the new column brings besides itself: its key, its CHECKs and its uniqueness.
std::vector<Operation> constraints_of(const RequestedColumn& requested, const SettledColumn& settled,
                                      const TableName& table, Work& work) {
    std::vector<Operation> constraints;
    if (settled.foreign_key)
        constraints.push_back(CreateForeignKey{.table = table, .foreign_key = *settled.foreign_key});
    for (Check& check : checks_of(requested, settled.column.type, table, work))
        constraints.push_back(CreateCheck{.table = table, .check = check});
    if (requested.unique) {
        const std::string name =
            free_name(fill_name(work.rules().unique_name, table, {settled.column.name}), table, work.now());
        constraints.push_back(CreateUnique{.table = table, .unique = {.name = name, .columns = {settled.column.name}}});
        if (settled.column.server_default || requested.backfill) {
            work.warn("stops_on_duplicates", "the upgrade stops if " + to_string(table) +
                                                 " has two rows: both get the same " + settled.column.name +
                                                 ", which is unique");
        }
    }
    return constraints;
}

}  // namespace

Result<void> complete_operation(const RequestedAddColumn& request, Work& work) {
    const TableName& table = request.table;
    const RequestedColumn& requested = request.column;
    const Result<const Table*> there = work.table(table);
    if (!there) return tl::unexpected(there.error());
    TRY(work.certain(table, requested.name));
    if (const Column* known = find_column(**there, requested.name)) {
        return fail("column_exists",
                    "table " + to_string(table) + " has a column " + requested.name +
                        " already: " + sql_of(known->type, work.now().postgresql.dialect),
                    "change that column, or choose another name");
    }
    Result<SettledColumn> settled = settle_column(requested, table, false, nullptr, work);
    if (!settled) return tl::unexpected(settled.error());
    Column& column = settled->column;
    TRY(check_numbering(column, table, false, work));
    if (!requested.nullable && column.server_default && !settled->foreign_key) {
        column.nullable = false;
        work.assume(to_string(table) + "." + column.name + " is NOT NULL: its default serves the rows that are there");
    } else if (!requested.nullable && column.identity) {
        column.nullable = false;
        work.assume(to_string(table) + "." + column.name +
                    " is NOT NULL: its sequence numbers the rows that are there");
    } else if (!requested.nullable && !column.computed) {
        work.assume(to_string(table) + "." + column.name +
                    " is nullable: the rows that are there have no value for it");
    }
    const bool fills = !column.nullable && !column.server_default && !column.identity && !column.computed;
    if (fills && !requested.backfill) {
        return fail("needs_default",
                    "the column " + column.name + " is NOT NULL, and the rows of " + to_string(table) +
                        " would have no value for it",
                    "give it a default or a backfill value, or make it nullable");
    }
    const bool none_on_sqlite = work.now().only() != Dialect::postgresql && column.server_default && !column.nullable &&
                                !lower(*column.server_default, Dialect::sqlite);
    if (none_on_sqlite) {
        work.warn("stops_on_rows", "on SQLite the upgrade stops if " + to_string(table) + " has rows: the default " +
                                       column.server_default->sql + " of " + column.name + " is PostgreSQL's alone");
    }
    if (fills) column.nullable = true;
    TRY(make_enum(column.type, work));
    TRY(work.add(AddColumn{.table = table, .column = column}));
    if (requested.backfill) {
        TRY(work.add(backfill(table, column.name, *requested.backfill)));
    }
    if (fills) {
        TRY(work.add(AlterColumn{.table = table, .column = column.name, .nullable = false}));
    }
    TRY(add_all(constraints_of(requested, *settled, table, work), work));
    if (requested.index) {
        const CreateIndex index{.table = table, .index = {.elements = {IndexElement{.column = column.name}}}};
        TRY(complete_operation(index, work));
    }
    return settled->foreign_key ? index_foreign_key(table, *settled->foreign_key, work) : Result<void>{};
}

/// Says where rows would stop a downgrade that brings the column back, by its facts on one database.
static void warn_of_return(const Table& table, const Column& column, const std::string& where, Work& work) {
    const std::string start = where + "the downgrade stops if " + to_string(table.name) + " has rows then: ";
    const Column* once = find_column(work.at_start().postgresql, table.name, column.name);
    const bool required = !column.nullable || (once != nullptr && !once->nullable);
    if (required && !column.server_default && !column.identity) {
        work.warn("downgrade_needs_values", start + column.name + " is NOT NULL and its values are gone");
        return;
    }
    const bool one_value = column.server_default && column.server_default->sql.find("random") == std::string::npos;
    const auto is_alone = [&](const std::vector<std::string>& names) {
        return one_value && names.size() == 1 && names.front() == column.name;
    };
    bool unique = std::any_of(table.uniques.begin(), table.uniques.end(),
                              [&](const Unique& each) { return is_alone(each.columns); });
    bool shared = std::ranges::any_of(table.uniques, [&](const Unique& each) {
        return one_value && each.columns.size() > 1 && std::ranges::count(each.columns, column.name) > 0;
    });
    for (const Index& index : table.indexes) {
        const bool holds = one_value && index.unique && mentions_column(table, index, column.name);
        unique = unique || (holds && index.elements.size() == 1);
        shared = shared || (holds && index.elements.size() > 1);
    }
    for (const Exclude& exclude : table.excludes) {
        unique = unique || (one_value && !columns_in_expression(exclude.sql, {column.name}).empty());
    }
    if (unique) work.warn("downgrade_needs_values", start + column.name + " is unique, and all would get its default");
    if (shared)
        work.warn("downgrade_needs_values",
                  start + column.name + " makes rows unique with other columns, and all would get its default");
    for (const ForeignKey& key : table.foreign_keys) {
        if (column.server_default && std::ranges::count(key.columns, column.name) > 0)
            work.warn("downgrade_needs_values", start + column.name + " comes back with its default " +
                                                    column.server_default->sql + ", which " + to_string(key.target) +
                                                    " need not have");
    }
    for (const Check& check : table.checks) {
        if (columns_in_expression(check.sql, {column.name}).empty()) continue;
        const std::string text = base::lower(check.sql);
        const bool refuses_null = !column.server_default && text.find("not null") != std::string::npos;
        const bool refuses_default = column.server_default && text.find(" in (") != std::string::npos &&
                                     check.sql.find(column.server_default->sql) == std::string::npos;
        if (!refuses_null && !refuses_default) continue;
        work.warn("downgrade_needs_values",
                  start + check.sql + " may hold for no row, for " + column.name + " is gone");
    }
}

Result<void> complete_operation(const DropColumn& request, Work& work) {
    const Column* there = TRY(work.column(request.table, request.column));
    TRY(work.certain(request.table));
    if ((*work.table(request.table))->columns.size() == 1) {
        const bool on_postgresql = work.now().only() == Dialect::postgresql;
        return fail("last_column",
                    "table " + to_string(request.table) + " would have no columns left" +
                        (on_postgresql ? "" : ", which SQLite does not take"),
                    "drop the table instead");
    }
    const Column column = *there;  // it moves with each step that is added
    warn_of_return(*TRY(work.table(request.table)), column, "", work);
    const Table* first = find_table(work.at_start().postgresql, request.table);  // what steps before let go comes too
    const Column* once = first == nullptr ? nullptr : find_column(*first, request.column);
    if (once != nullptr) warn_of_return(*first, *once, "", work);
    const Table* on_sqlite = find_table(work.now().sqlite, request.table);
    const Column* kept = on_sqlite == nullptr ? nullptr : find_column(*on_sqlite, request.column);
    if (kept != nullptr && column.server_default && !kept->server_default)
        warn_of_return(*on_sqlite, *kept, "on SQLite ", work);
    if (request.cascade) {
        TRY(drop_keys_to(request.table, request.column, work));
        TRY(drop_views_over(request.table, request.column, work));
        TRY(drop_attached(request.table, request.column, work));
    }
    std::vector<std::string> indexes;
    std::vector<std::string> checks;
    for (const Schema* schema : {&work.now().postgresql, &work.now().sqlite}) {
        const Table* table = find_table(*schema, request.table);
        if (table == nullptr) continue;
        std::vector<std::string> names;
        for (const Column& each : table->columns) names.push_back(each.name);
        const auto mentions = [&](const std::string& sql) {
            const std::vector<std::string> mentioned = columns_in_expression(sql, names);
            return std::find(mentioned.begin(), mentioned.end(), request.column) != mentioned.end();
        };
        const auto remember = [](std::vector<std::string>& list, const std::string& name) {
            if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
        };
        for (const Index& index : table->indexes) {
            bool touched = !index.where.empty() && mentions(index.where);
            for (const IndexElement& element : index.elements) {
                touched = touched || element.column == request.column ||
                          (!element.expression.empty() && mentions(element.expression));
            }
            touched =
                touched || std::find(index.include.begin(), index.include.end(), request.column) != index.include.end();
            if (touched) remember(indexes, index.name);
        }
        for (const Check& check : table->checks) {
            if (!check.name.empty() && mentions(check.sql)) remember(checks, check.name);
        }
    }
    for (const std::string& index : indexes) {
        const DropIndex drop{.table = request.table, .schema = request.table.schema, .index = index};
        TRY(work.add(drop));
    }
    for (const std::string& check : checks) {
        const DropConstraint drop{.table = request.table, .name = check, .kind = ConstraintKind::check};
        TRY(work.add(drop));
    }
    DropColumn drop = request;
    drop.cascade = false;  // Alembic has no call for it: what is known to go along went above
    TRY(work.add(std::move(drop)));
    return drop_unused_enum(column.type, work);
}

Result<void> complete_operation(const RenameColumn& request, Work& work) {
    TRY(work.column(request.table, request.from));
    TRY(work.certain(request.table, request.from));
    const std::string said = "rename column " + request.from + " to " + request.to + " on " + to_string(request.table);
    tell_old_names(request.table, request.from, request.to, request.table, said, work);
    return work.add(request);
}

/// Says where one value for all rows without one stops the upgrade.
static void warn_of_filling(const TableName& name, const std::string& column, const std::string& value, Work& work) {
    const Table& table = *work.table(name).value();
    const auto holds = [&](const std::vector<std::string>& columns) {
        return std::find(columns.begin(), columns.end(), column) != columns.end();
    };
    for (const ForeignKey& key : table.foreign_keys) {
        if (!holds(key.columns)) continue;
        work.warn("stops_on_rows", "the upgrade stops if a row of " + to_string(name) + " has no " + column +
                                       " while " + value + " is no key of " + to_string(key.target));
    }
    if (!keeps_rows_apart(table, column)) return;
    work.warn("stops_on_duplicates", "the upgrade stops if two rows of " + to_string(name) + " have no " + column +
                                         ": both get the same, and a key or constraint keeps rows apart by it");
}

/// A default of an enum column must be one of its labels.
static Result<void> check_label(const std::string& name, const AlterColumn& alter, const Type& type) {
    const bool literal = alter.server_default && alter.server_default->sql.starts_with("'");
    if (!literal || type.kind != TypeKind::enumeration || type.labels.empty()) return {};
    const auto is_default = [&](const std::string& label) { return quote_text(label) == alter.server_default->sql; };
    if (std::ranges::any_of(type.labels, is_default)) return {};
    return fail("bad_default", alter.server_default->sql + " is no label of " + name,
                "its labels: " + base::join(type.labels, ", "));
}

Result<void> complete_operation(const RequestedAlterColumn& request, Work& work) {
    AlterColumn alter = request.alter;
    const Column* there = TRY(work.column(alter.table, alter.column));
    TRY(work.certain(alter.table, alter.column));
    const Column before = *there;
    const std::string name = to_string(alter.table) + "." + alter.column;
    const Dialect dialect = work.now().postgresql.dialect;
    if (alter.type) {
        alter.type = TRY(settle_type(*alter.type, work));
        alter.type = TRY(portable_type(std::move(*alter.type), alter.table, alter.column, work));
        if (give_length(*alter.type, work)) work.assume(told_length(alter.table, alter.column, *alter.type, work));
        if (lower(*alter.type, dialect) == before.type) alter.type.reset();
    }
    if (alter.nullable == before.nullable) alter.nullable.reset();
    if (alter.server_default)
        alter.server_default = portable_default(*alter.server_default, alter.type ? *alter.type : before.type);
    if (alter.set_default && alter.server_default && lower(*alter.server_default, dialect) == before.server_default) {
        alter.set_default = false;
        alter.server_default.reset();
    }
    TRY(check_label(name, alter, alter.type ? lower(*alter.type, dialect) : before.type));
    if (alter.comment == before.comment) alter.comment.reset();
    if (!alter.type && !alter.nullable && !alter.set_default && !alter.comment && !alter.set_identity) {
        return fail("nothing_to_do",
                    name + " is so already: " + sql_of(before.type, dialect) +
                        (before.nullable ? ", nullable" : ", not null") +
                        (before.server_default ? ", default " + before.server_default->sql : ""),
                    "ask for something else");
    }
    const bool counts = before.identity == IdentityKind::serial && dialect == Dialect::postgresql;
    if (counts && (alter.set_default || (alter.type && !is_whole_number(alter.type->kind)))) {
        return fail("counts_by_sequence",
                    name + " counts by a sequence of its own, which goes with this and does not come back",
                    "add a new column beside it, and move what refers to it; or write the SQL of both ways: "
                    "{\"op\": \"execute\", \"sql\": \"...\", \"down_sql\": \"...\"}");
    }
    if (request.backfill) {
        warn_of_filling(alter.table, alter.column, *request.backfill, work);
        TRY(work.add(backfill(alter.table, alter.column, *request.backfill)));
    } else if (alter.nullable == false) {
        work.warn("stops_on_nulls", "the upgrade stops if a row of " + to_string(alter.table) + " has no " +
                                        alter.column + "; give a backfill value to fill them first");
    }
    const bool only_comment = !alter.type && !alter.nullable && !alter.set_default && !alter.set_identity;
    if (only_comment && find_table(work.now().postgresql, alter.table)) {
        return work.add_only(std::move(alter), Dialect::postgresql);  // SQLite keeps no comments
    }
    if (!alter.type) return work.add(std::move(alter));
    return change_type(std::move(alter), before, !request.alter.using_sql.empty(), work);
}

}  // namespace migrate::plan
