#include "usecases/create/models_first.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "schema/naming.h"
#include "usecases/create/model_choice.h"
#include "usecases/create/model_constraints.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

namespace {

using models::Model;

/// The table names of an operation that a class may say more about.
std::optional<TableName> open_table(const RequestedOperation& operation) {
    if (const auto* table = std::get_if<RequestedTable>(&operation)) return table->table;
    if (const auto* add = std::get_if<RequestedAddColumn>(&operation)) return add->table;
    return std::nullopt;
}

bool is_bare(const RequestedTable& table) {
    return table.columns.empty() && table.uniques.empty() && table.checks.empty() && table.foreign_keys.empty() &&
           table.indexes.empty() && table.primary_key.empty();
}

/// Words that the file of a table's class holds: the name of the table, and of the class in one word.
std::vector<std::string> words_for(const std::vector<RequestedOperation>& operations) {
    std::vector<std::string> words;
    for (const RequestedOperation& operation : operations) {
        const auto table = open_table(operation);
        if (!table) continue;
        for (const std::string& name : {table->name, singularize(table->name)}) {
            words.push_back(base::lower(name));
            words.push_back(base::replace_all(words.back(), "_", ""));
        }
    }
    return words;
}

class Asker {
  public:
    Asker(std::vector<Model> models, const Schema& head, const project::Project& project, bool has_backfill)
        : models_(std::move(models)), head_(head), project_(project), has_backfill_(has_backfill) {}

    Result<FromModels> run(std::vector<RequestedOperation> operations) {
        TRY(name_tables(operations));
        for (RequestedOperation& operation : operations) {
            Result<void> done;
            if (auto* table = std::get_if<RequestedTable>(&operation)) done = fill(*table);
            if (auto* add = std::get_if<RequestedAddColumn>(&operation)) done = fill(*add);
            if (!done) return tl::unexpected(done.error());
        }
        add_constraints_of_columns(operations);
        leave_out_twins(operations);
        answer_.operations = targets_first(std::move(operations));
        return std::move(answer_);
    }

  private:
    /// A bare table that no class has by its very name takes the name that a class gives it in another number.
    Result<void> name_tables(std::vector<RequestedOperation>& operations) {
        for (RequestedOperation& operation : operations) {
            auto* table = std::get_if<RequestedTable>(&operation);
            if (table == nullptr || !is_bare(*table)) continue;
            const auto model = TRY(model_of(models_, table->table, project_));
            if (model != nullptr) continue;
            const auto near = model_in_other_number(models_, table->table);
            if (near == nullptr || find_table(head_, near->table.name) != nullptr) continue;
            assume(to_string(table->table) + " is read as table " + to_string(near->table.name) + ", as " +
                   class_at(*near) + " calls it");
            table->table = near->table.name;
        }
        return {};
    }

    Result<void> fill(RequestedTable& table) {
        const auto model = TRY(model_of(models_, table.table, project_));
        if (model == nullptr) return {};
        return is_bare(table) ? take_whole(table, *model) : fill_named(table, *model);
    }

    /// The whole class.
    Result<void> take_whole(RequestedTable& table, const Model& model) {
        for (const Doubt& doubt : model.doubts) {
            if (doubt.object.starts_with("index ")) {
                warn("left_out", doubt.object + " of " + class_at(model) + " is left out: " + doubt.reason);
                continue;
            }
            return fail(
                "uncertain_model", class_at(model) + " cannot be read whole: " + doubt.object + ": " + doubt.reason,
                "name the columns of " + to_string(table.table) + " in the request, or send operations", doubt.where);
        }
        const auto computed = std::find_if(model.table.columns.begin(), model.table.columns.end(),
                                           [](const Column& column) { return column.computed.has_value(); });
        if (computed != model.table.columns.end()) {
            return fail("uncertain_model", class_at(model) + " has the computed column " + computed->name,
                        "name the columns of " + to_string(table.table) + " in the request, or send operations",
                        model.where);
        }
        table.from = "class " + model.class_name;
        table.comment = model.table.comment;
        table.house_columns = false;
        for (const Column& column : model.table.columns) table.columns.push_back(requested(column, table, model));
        if (model.table.primary_key) table.primary_key = model.table.primary_key->columns;
        table.uniques = model.table.uniques;
        table.checks = model.table.checks;
        table.indexes = model.table.indexes;
        for (const ForeignKey& key : model.table.foreign_keys) {
            if (!gave_reference(table, key)) table.foreign_keys.push_back(key);
        }
        assume(to_string(table.table) + " has the columns, keys, checks and indexes of " + class_at(model));
        return {};
    }

    RequestedColumn requested(const Column& column, const RequestedTable& table, const Model& model) {
        RequestedColumn asked{.name = column.name,
                              .type = column.type,
                              .nullable = column.nullable,
                              .server_default = column.server_default,
                              .identity = column.identity,
                              .comment = column.comment,
                              .from = table.from};
        take_reference(asked, table.table, model);
        return asked;
    }

    bool gave_reference(const RequestedTable& table, const ForeignKey& key) const {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const RequestedColumn& column) {
            return column.references && key.columns.size() == 1 && key.columns.front() == column.name;
        });
    }

    /// The class's foreign key on this column alone. Its type is then that of the key it points to, as replayed.
    void take_reference(RequestedColumn& asked, const TableName& table, const Model& model) {
        if (asked.references) return;
        const ForeignKey* key = lone_key(model.table, asked.name);
        if (key == nullptr) return;
        asked.references = Reference{.table = key->target,
                                     .column = key->target_columns.front(),
                                     .on_delete = key->on_delete,
                                     .on_update = key->on_update,
                                     .name = key->name};
        const Column* at = find_column(head_, key->target, key->target_columns.front());
        if (at == nullptr || !asked.type || key->target == table) return;
        if (lower(*asked.type, head_.dialect) != at->type) {
            assume(to_string(table) + "." + asked.name + " is " + sql_of(at->type, head_.dialect) + ", as " +
                   to_string(key->target) + "." + at->name + " is; " + class_at(model) + " says " +
                   sql_of(lower(*asked.type, head_.dialect), head_.dialect));
        }
        asked.type.reset();
    }

    /// A table whose columns the request names: what it leaves open of each, and the class's own key.
    Result<void> fill_named(RequestedTable& table, const Model& model) {
        std::vector<std::string> others;
        for (const Column& column : model.table.columns) {
            const auto named = std::find_if(table.columns.begin(), table.columns.end(),
                                            [&](const RequestedColumn& asked) { return asked.name == column.name; });
            if (named == table.columns.end()) others.push_back(column.name);
        }
        for (RequestedColumn& column : table.columns) {
            if (const Column* known = find_column(model.table, column.name))
                fill_column(column, *known, table.table, model);
        }
        if (table.house_columns && table.primary_key.empty()) take_house_columns(table, model, others);
        if (!others.empty()) {
            std::string names;
            for (const std::string& name : others) names += (names.empty() ? "" : ", ") + name;
            warn("model_has_more", class_at(model) + " has more columns, which the request does not name: " + names);
        }
        return {};
    }

    /// The key and the creation time that the house would add are the class's own.
    void take_house_columns(RequestedTable& table, const Model& model, std::vector<std::string>& others) {
        const bool has_key = std::any_of(table.columns.begin(), table.columns.end(),
                                         [](const RequestedColumn& column) { return column.primary_key; });
        const auto is_open = [&](const std::string& name) {
            const Column* column = find_column(model.table, name);
            return column != nullptr && !column->computed && !doubt_of(model, table.table, name);
        };
        const auto take = [&](const std::string& name, bool key) {
            const auto asked = std::ranges::find(table.columns, name, &RequestedColumn::name);
            if (asked != table.columns.end()) {
                asked->primary_key = asked->primary_key || key;
                return;
            }
            RequestedColumn made = requested(*find_column(model.table, name), table, model);
            made.primary_key = key;
            table.columns.insert(key ? table.columns.begin() : table.columns.end(), std::move(made));
            std::erase(others, name);
        };
        const auto& key = model.table.primary_key;
        const bool key_taken = !has_key && key && std::ranges::all_of(key->columns, is_open);
        if (!key_taken && !has_key) return;
        if (key_taken) std::for_each(key->columns.rbegin(), key->columns.rend(), [&](auto& name) { take(name, true); });
        table.house_columns = false;
        const bool dated = is_open("created_at") && std::ranges::find(others, "created_at") != others.end();
        if (dated) take("created_at", false);
        assume(to_string(table.table) + " has the key" + (dated ? " and created_at" : "") + " of " + class_at(model));
    }

    Result<void> fill(RequestedAddColumn& add) {
        const auto model = TRY(model_of(models_, add.table, project_));
        const Column* known = model == nullptr ? nullptr : find_column(model->table, add.column.name);
        if (known == nullptr) return {};
        const bool said = add.column.nullable.has_value();
        fill_column(add.column, *known, add.table, *model);
        const bool lacks = !said && add.column.nullable == false && !add.column.server_default &&
                           !add.column.identity && !add.column.backfill && !has_backfill_;
        if (!lacks) return {};
        return fail("needs_default",
                    "the column " + add.column.name + " is NOT NULL in " + class_at(*model) + ", and the rows of " +
                        to_string(add.table) + " would have no value for it",
                    "give it a default or a backfill value, or say nullable", model->where);
    }

    void fill_column(RequestedColumn& asked, const Column& known, const TableName& table, const Model& model) {
        const std::string name = to_string(table) + "." + asked.name;
        if (const Doubt* doubt = doubt_of(model, table, asked.name)) {
            warn("model_in_doubt", class_at(model) + " is not asked about " + name + ": " + doubt->reason);
            return;
        }
        if (known.computed) {
            warn("model_in_doubt", class_at(model) + " has " + name + " as a computed column, which is not taken");
            return;
        }
        warn_of_differences(asked, known, name, model);
        const RequestedColumn before = asked;
        if (!asked.references && !asked.type) asked.type = known.type;
        if (!asked.type || lower(*asked.type, head_.dialect) == lower(known.type, head_.dialect)) {
            if (!asked.server_default && !asked.identity) asked.server_default = known.server_default;
            if (asked.server_default == known.server_default && !asked.identity) asked.identity = known.identity;
        }
        if (!asked.nullable) asked.nullable = known.nullable;
        if (asked.comment.empty()) asked.comment = known.comment;
        take_reference(asked, table, model);
        if (asked == before) return;
        asked.from = "class " + model.class_name;
        filled_.push_back({table, asked.name, &model});
        std::string text = name + " is " + sql_of(lower(known.type, head_.dialect), head_.dialect);
        text += *asked.nullable ? ", nullable" : ", NOT NULL";
        if (asked.server_default && asked.server_default != before.server_default)
            text += ", default " + asked.server_default->sql;
        if (asked.references) text += ", a reference to " + to_string(asked.references->table);
        assume(text + ": as " + class_at(model) + " says");
    }

    /// What the request says and the class says otherwise.
    void warn_of_differences(const RequestedColumn& asked, const Column& known, const std::string& name,
                             const Model& model) {
        const auto differs = [&](const std::string& here, const std::string& there) {
            warn("differs_from_model", name + " is " + here + ", as asked; " + class_at(model) + " says " + there);
        };
        const auto sql = [&](const Type& type) { return sql_of(lower(type, head_.dialect), head_.dialect); };
        if (asked.type && sql(*asked.type) != sql(known.type)) differs(sql(*asked.type), sql(known.type));
        const auto word = [](bool nullable) { return std::string(nullable ? "nullable" : "NOT NULL"); };
        if (asked.nullable && *asked.nullable != known.nullable) differs(word(*asked.nullable), word(known.nullable));
        if (asked.server_default && known.server_default && asked.server_default->sql != known.server_default->sql)
            differs("DEFAULT " + asked.server_default->sql, "DEFAULT " + known.server_default->sql);
    }

    const Doubt* doubt_of(const Model& model, const TableName& table, const std::string& column) const {
        for (const Doubt& doubt : model.doubts) {
            if (doubt.object == "column " + to_string(table) + "." + column || doubt.object == "*") return &doubt;
        }
        return nullptr;
    }

    /// The constraints and indexes that the class has on the columns it was asked about.
    void add_constraints_of_columns(std::vector<RequestedOperation>& operations) {
        std::vector<const Model*> done;
        for (const Filled& one : filled_) {
            if (std::find(done.begin(), done.end(), one.model) != done.end()) continue;
            done.push_back(one.model);
            std::vector<std::string> columns;
            for (const Filled& other : filled_) {
                if (other.model == one.model) columns.push_back(other.column);
            }
            const Constraints taken = constraints_of(one.model->table, columns, operations, head_);
            if (taken.empty()) continue;
            put_constraints(taken, one.table, operations);
        }
    }

    void assume(std::string text) {
        answer_.messages.push_back({.kind = Message::Kind::assumption, .text = std::move(text)});
    }
    void warn(std::string code, std::string text) {
        answer_.messages.push_back({.kind = Message::Kind::warning, .text = std::move(text), .code = std::move(code)});
    }

    struct Filled {
        TableName table;
        std::string column;
        const Model* model;
    };

    std::vector<Model> models_;
    const Schema& head_;
    const project::Project& project_;
    bool has_backfill_;
    std::vector<Filled> filled_;
    FromModels answer_;
};

}  // namespace

Result<FromModels> ask_models(std::vector<RequestedOperation> operations, const Schema& head, ProjectFiles& files,
                              bool has_backfill, cache::Store* kept) {
    const std::vector<std::string> words = words_for(operations);
    std::vector<Model> models = words.empty() ? std::vector<Model>() : models_of(files, words, kept);
    if (models.empty()) return FromModels{std::move(operations), {}};
    return Asker(std::move(models), head, files.project(), has_backfill).run(std::move(operations));
}

}  // namespace migrate::usecases
