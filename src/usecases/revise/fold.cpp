#include "usecases/revise/fold.h"

#include <algorithm>

#include "base/text.h"
#include "operations/dependents.h"
#include "operations/objects.h"
#include "plan/type_guess.h"

namespace migrate::usecases {

namespace {

using Operations = std::vector<RequestedOperation>;

RequestedTable* made_table(Operations& operations, const TableName& name) {
    for (RequestedOperation& operation : operations) {
        auto* table = std::get_if<RequestedTable>(&operation);
        if (table != nullptr && table->table == name) return table;
    }
    return nullptr;
}

/// The column as the operations make it, in a new table or added to one; nullptr when they do not.
RequestedColumn* made_column(Operations& operations, const TableName& table, const std::string& name) {
    if (RequestedTable* made = made_table(operations, table)) {
        for (RequestedColumn& column : made->columns) {
            if (column.name == name) return &column;
        }
        return nullptr;
    }
    for (RequestedOperation& operation : operations) {
        auto* add = std::get_if<RequestedAddColumn>(&operation);
        if (add != nullptr && add->table == table && add->column.name == name) return &add->column;
    }
    return nullptr;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// True when the word stands in the SQL as a word of its own.
bool mentions(std::string_view sql, std::string_view word) {
    const auto is_word = [](char c) { return c == '_' || (std::isalnum(static_cast<unsigned char>(c)) != 0); };
    for (std::size_t at = sql.find(word); at != std::string_view::npos; at = sql.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_word(sql[at - 1])) && (end == sql.size() || !is_word(sql[end]))) return true;
    }
    return false;
}

bool mentions(const Index& index, const std::string& column) {
    return mentions(index.where, column) || holds(index.include, column) ||
           std::any_of(index.elements.begin(), index.elements.end(), [&](const IndexElement& element) {
               return element.column == column || mentions(element.expression, column);
           });
}

/// Operations on the table that name the column beside those that make it.
bool is_on_column(const RequestedOperation& operation, const TableName& table, const std::string& column) {
    if (const auto* o = std::get_if<CreateIndex>(&operation)) return o->table == table && mentions(o->index, column);
    if (const auto* o = std::get_if<CreateUnique>(&operation))
        return o->table == table && holds(o->unique.columns, column);
    if (const auto* o = std::get_if<CreateForeignKey>(&operation)) {
        return o->table == table && holds(o->foreign_key.columns, column);
    }
    if (const auto* o = std::get_if<CreateCheck>(&operation))
        return o->table == table && mentions(o->check.sql, column);
    return false;
}

/// Operations whose only matter is the table.
bool is_on_table(const RequestedOperation& operation, const TableName& table) {
    return std::visit(
        overloaded{
            [&](const OneOf<RequestedTable, RequestedAddColumn, DropColumn, RenameColumn, CreateIndex,
                            RequestedDropIndex, CreateUnique, CreateCheck, CreateForeignKey, RequestedDropConstraint,
                            CommentTable, RenameConstraint> auto& o) { return o.table == table; },
            [&](const RequestedAlterColumn& o) { return o.alter.table == table; },
            [](const OneOf<DropTable, RenameTable, RequestedExecute, RenameIndex, AddEnumLabel, RenameEnumLabel,
                           RequestedEnumLabels, CreateView, DropView> auto&) { return false; }},
        operation);
}

bool is_used_elsewhere(const Operations& operations, const TableName& table, const std::string& column) {
    return std::any_of(operations.begin(), operations.end(), [&](const RequestedOperation& operation) {
        if (std::holds_alternative<RequestedExecute>(operation)) return true;  // what it reads is not known
        const auto* rename = std::get_if<RenameColumn>(&operation);
        const auto* alter = std::get_if<RequestedAlterColumn>(&operation);
        return (rename != nullptr && rename->table == table && (rename->from == column || rename->to == column)) ||
               (alter != nullptr && alter->alter.table == table && alter->alter.column == column);
    });
}

/// Of a column that says nothing of it.
bool is_added_nullable(const RequestedColumn& column) {
    return !column.server_default && !plan::starts_false(column);
}

bool add_column(Operations& operations, const RequestedAddColumn& add) {
    RequestedTable* table = made_table(operations, add.table);
    if (table == nullptr) return false;
    RequestedColumn column = add.column;
    column.backfill.reset();  // a new table has no rows
    if (!column.nullable && is_added_nullable(column)) column.nullable = true;
    const bool time_last = !table->columns.empty() && table->columns.back().name.ends_with("created_at");
    table->columns.insert(table->columns.end() - (time_last ? 1 : 0), std::move(column));
    return true;
}

bool alter_column(Operations& operations, const RequestedAlterColumn& change) {
    RequestedColumn* column = made_column(operations, change.alter.table, change.alter.column);
    const AlterColumn& alter = change.alter;
    if (column == nullptr || alter.set_identity) return false;
    if (alter.type) column->type = alter.type;
    if (alter.nullable) column->nullable = alter.nullable;
    if (alter.set_default) column->server_default = alter.server_default;
    if (alter.comment) column->comment = *alter.comment;
    if (change.backfill) column->backfill = change.backfill;
    if (made_table(operations, alter.table) != nullptr) column->backfill.reset();
    return true;
}

bool drop_column(Operations& operations, const DropColumn& drop) {
    if (made_column(operations, drop.table, drop.column) == nullptr) return false;
    if (is_used_elsewhere(operations, drop.table, drop.column)) return false;
    if (RequestedTable* table = made_table(operations, drop.table)) {
        if (holds(table->primary_key, drop.column)) return false;
        std::erase_if(table->columns, [&](const RequestedColumn& column) { return column.name == drop.column; });
        std::erase_if(table->uniques, [&](const Unique& unique) { return holds(unique.columns, drop.column); });
        std::erase_if(table->checks, [&](const Check& check) { return mentions(check.sql, drop.column); });
        std::erase_if(table->indexes, [&](const Index& index) { return mentions(index, drop.column); });
        std::erase_if(table->foreign_keys, [&](const ForeignKey& key) { return holds(key.columns, drop.column); });
    }
    std::erase_if(operations, [&](const RequestedOperation& operation) {
        const auto* add = std::get_if<RequestedAddColumn>(&operation);
        const bool makes = add != nullptr && add->table == drop.table && add->column.name == drop.column;
        return makes || is_on_column(operation, drop.table, drop.column);
    });
    return true;
}

bool drop_table(Operations& operations, const DropTable& drop) {
    if (made_table(operations, drop.table) == nullptr) return false;
    std::erase_if(operations, [&](const RequestedOperation& operation) { return is_on_table(operation, drop.table); });
    return true;
}

bool drop_index(Operations& operations, const RequestedDropIndex& drop) {
    if (drop.name.empty()) return false;
    bool found = false;
    for (RequestedOperation& operation : operations) {
        auto* table = std::get_if<RequestedTable>(&operation);
        if (table == nullptr) continue;
        found = std::erase_if(table->indexes, [&](const Index& index) { return index.name == drop.name; }) > 0 || found;
    }
    const auto is_it = [&](const RequestedOperation& operation) {
        const auto* create = std::get_if<CreateIndex>(&operation);
        return create != nullptr && create->index.name == drop.name;
    };
    return std::erase_if(operations, is_it) > 0 || found;
}

bool drop_constraint(Operations& operations, const RequestedDropConstraint& drop) {
    if (drop.name.empty()) return false;
    const auto named = [&](const auto& constraint) { return constraint.name == drop.name; };
    bool found = false;
    if (RequestedTable* table = made_table(operations, drop.table)) {
        found = std::erase_if(table->uniques, named) > 0;
        found = std::erase_if(table->checks, named) > 0 || found;
        found = std::erase_if(table->foreign_keys, named) > 0 || found;
    }
    const auto is_it = [&](const RequestedOperation& operation) {
        const auto* unique = std::get_if<CreateUnique>(&operation);
        const auto* check = std::get_if<CreateCheck>(&operation);
        const auto* key = std::get_if<CreateForeignKey>(&operation);
        return is_on_table(operation, drop.table) &&
               ((unique != nullptr && named(unique->unique)) || (check != nullptr && named(check->check)) ||
                (key != nullptr && named(key->foreign_key)));
    };
    return std::erase_if(operations, is_it) > 0 || found;
}

bool rename_column(Operations& operations, const RenameColumn& rename) {
    RequestedColumn* column = made_column(operations, rename.table, rename.from);
    if (column == nullptr || is_used_elsewhere(operations, rename.table, rename.from)) return false;
    const bool used = std::any_of(operations.begin(), operations.end(), [&](const RequestedOperation& operation) {
        return is_on_column(operation, rename.table, rename.from);
    });
    if (used || !column->check.empty() || !column->in.empty() || column->references) return false;
    if (const RequestedTable* table = made_table(operations, rename.table)) {
        const auto is_in = [&](const auto& constraint) { return holds(constraint.columns, rename.from); };
        if (holds(table->primary_key, rename.from) ||
            std::any_of(table->uniques.begin(), table->uniques.end(), is_in) ||
            std::any_of(table->foreign_keys.begin(), table->foreign_keys.end(), is_in) ||
            std::any_of(table->checks.begin(), table->checks.end(),
                        [&](const Check& check) { return mentions(check.sql, rename.from); }) ||
            std::any_of(table->indexes.begin(), table->indexes.end(),
                        [&](const Index& index) { return mentions(index, rename.from); }))
            return false;
    }
    column->name = rename.to;
    return true;
}

}  // namespace

Folded fold(Operations operations, const RequestedOperation& more) {
    const bool done = std::visit(
        overloaded{[&](const RequestedAddColumn& o) { return add_column(operations, o); },
                   [&](const RequestedAlterColumn& o) { return alter_column(operations, o); },
                   [&](const DropColumn& o) { return drop_column(operations, o); },
                   [&](const DropTable& o) { return drop_table(operations, o); },
                   [&](const RequestedDropIndex& o) { return drop_index(operations, o); },
                   [&](const RequestedDropConstraint& o) { return drop_constraint(operations, o); },
                   [&](const RenameColumn& o) { return rename_column(operations, o); },
                   // What only adds to a migration, and what changes more than it makes.
                   [](const OneOf<RequestedTable, RenameTable, CreateIndex, CreateUnique, CreateCheck, CreateForeignKey,
                                  RequestedExecute, CommentTable, RenameIndex, RenameConstraint, AddEnumLabel,
                                  RenameEnumLabel, RequestedEnumLabels, CreateView, DropView> auto&) { return false; }},
        more);
    Folded folded;
    const auto* add = done ? std::get_if<RequestedAddColumn>(&more) : nullptr;
    if (add != nullptr && !add->column.nullable && is_added_nullable(add->column))
        folded.assumption = to_string(add->table) + "." + add->column.name + " is nullable, as a column that is added";
    if (!done) operations.push_back(more);
    folded.operations = std::move(operations);
    return folded;
}

Result<RequestedOperation> drop_of(const Operations& operations, const std::string& name) {
    std::vector<std::string> known;
    std::optional<RequestedOperation> found;
    const auto offer = [&](const std::string& candidate, RequestedOperation drop) {
        if (candidate.empty()) return;
        known.push_back(candidate);
        if (candidate == name) found = std::move(drop);
    };
    const auto constraint = [&](const TableName& table, const std::string& its_name) {
        offer(its_name, RequestedDropConstraint{table, its_name, std::nullopt, {}});
    };
    const auto column = [&](const TableName& table, const std::string& its_name) {
        offer(to_string(table) + "." + its_name, DropColumn{.table = table, .column = its_name});
    };
    for (const RequestedOperation& operation : operations) {
        std::visit(overloaded{[&](const RequestedTable& o) {
                                  offer(to_string(o.table), DropTable{.table = o.table});
                                  for (const RequestedColumn& each : o.columns) column(o.table, each.name);
                                  for (const Unique& each : o.uniques) constraint(o.table, each.name);
                                  for (const Check& each : o.checks) constraint(o.table, each.name);
                                  for (const ForeignKey& each : o.foreign_keys) constraint(o.table, each.name);
                              },
                              [&](const RequestedAddColumn& o) { column(o.table, o.column.name); },
                              [&](const CreateIndex& o) {
                                  offer(o.index.name, RequestedDropIndex{.table = o.table, .name = o.index.name});
                              },
                              [&](const CreateUnique& o) { constraint(o.table, o.unique.name); },
                              [&](const CreateCheck& o) { constraint(o.table, o.check.name); },
                              [&](const CreateForeignKey& o) { constraint(o.table, o.foreign_key.name); },
                              [](const OneOf<DropTable, RenameTable, DropColumn, RenameColumn, RequestedAlterColumn,
                                             RequestedDropIndex, RequestedDropConstraint, RequestedExecute,
                                             CommentTable, RenameIndex, RenameConstraint, AddEnumLabel, RenameEnumLabel,
                                             RequestedEnumLabels, CreateView, DropView> auto&) {}},
                   operation);
    }
    if (found) return *found;
    const std::vector<std::string> near = base::nearest(known, name);
    return fail("unknown_object", "the migration makes no " + name,
                near.empty() ? "it makes " + base::join(known, ", ") : "the nearest: " + base::join(near, ", "),
                "remove");
}

}  // namespace migrate::usecases
