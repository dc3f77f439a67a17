// sa.inspect(bind): what the schema knows, in the form that SQLAlchemy gives it.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "replay/database_handles.h"
#include "schema/doubts.h"
#include "schema/version_table.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/tables.h"

namespace migrate::replay {

namespace {

class Inspector {
  public:
    Inspector(Machine& machine, const Arguments& arguments) : machine_(machine), reader_(machine, arguments) {}

    std::optional<Value> answer(std::string_view name);

  private:
    Value text(const std::string& value) { return machine_.heap.text(value); }
    Value texts(const std::vector<std::string>& values) {
        Items items;
        for (const std::string& value : values) items.push_back(text(value));
        return machine_.heap.list(std::move(items));
    }
    Value dict(std::initializer_list<std::pair<std::string_view, Value>> pairs) {
        Value made = machine_.heap.dict();
        for (const auto& [key, value] : pairs) put(machine_.heap, *as<Dict>(made), key, value);
        return made;
    }
    Value text_or_none(const std::string& value) { return value.empty() ? none() : text(value); }

    std::string schema_argument(int place) {
        std::string schema = reader_.text("schema", place).value_or("");
        return schema == "public" ? "" : schema;
    }
    TableName table_argument() {
        TableName table{"", reader_.text("table_name", 0).value_or("")};
        table.schema = schema_argument(1);
        return table;
    }

    Value table_names();
    Value has_table();
    Value has_column();
    Value columns(const Table& table);
    Value indexes(const Table& table);
    Value uniques(const Table& table);
    Value foreign_keys(const Table& table);
    Value checks(const Table& table);
    Value enums();
    std::optional<Value> of_table(std::string_view name);
    Value parts_of(std::string_view name, const Table& table);
    /// The answer as it is, or as the likely value of an Unknown where a named doubt is about what is asked.
    Value with_doubt(std::string_view name, const TableName& table, Value answer);

    Machine& machine_;
    Reader reader_;
};

Value Inspector::with_doubt(std::string_view name, const TableName& table, Value answer) {
    const Part part = name == "get_columns" || name == "get_table_comment" ? Part::columns
                      : name == "get_indexes"                              ? Part::indexes
                                                                           : Part::constraints;
    const Doubt* doubt = find_part_doubt(machine_.schema, table, part);
    if (!doubt) return answer;
    return unknown(machine_, doubt->reason + " (" + doubt->where + ")", answer);
}

Value Inspector::table_names() {
    std::string schema = schema_argument(0);
    Items items;
    if (schema.empty()) items.push_back(text(version_table().name.name));
    for (const auto& [name, table] : machine_.schema.tables) {
        if (name.schema == schema) items.push_back(text(name.name));
    }
    Value names = machine_.heap.list(std::move(items));
    for (const Doubt& doubt : machine_.schema.doubts) {
        if (doubt.object.starts_with("table "))
            return unknown(machine_, doubt.reason + " (" + doubt.where + ")", names);
    }
    return names;
}

Value Inspector::has_table() {
    TableName table = table_argument();
    if (!reader_.unknown().empty()) return unknown(machine_, reader_.unknown());
    const bool there = find_table(std::as_const(machine_.schema), table) || table == version_table().name ||
                       machine_.schema.views.contains(table);
    const Doubt* doubt = find_named_doubt(machine_.schema, table);
    if (!doubt) return boolean(there);
    return unknown(machine_, doubt->reason + " (" + doubt->where + ")", boolean(there),
                   "has_table " + to_string(table));
}

Value Inspector::columns(const Table& table) {
    Items items;
    for (const Column& column : table.columns) {
        TypeObject type;
        type.type = column.type;
        type.labels = column.type.labels;
        Value shown = column.server_default ? text(column.server_default->sql) : none();
        items.push_back(dict({{"name", text(column.name)},
                              {"type", keep(machine_.heap, std::move(type))},
                              {"nullable", boolean(column.nullable)},
                              {"default", shown},
                              {"autoincrement", boolean(column.identity == IdentityKind::serial)},
                              {"comment", text_or_none(column.comment)}}));
    }
    return machine_.heap.list(std::move(items));
}

Value Inspector::indexes(const Table& table) {
    Items items;
    auto add = [&](const std::string& name, Items columns, bool unique) {
        return dict({{"name", text(name)},
                     {"column_names", machine_.heap.list(std::move(columns))},
                     {"unique", boolean(unique)}});
    };
    for (const Index& index : table.indexes) {
        Items columns;
        for (const IndexElement& element : index.elements) columns.push_back(text_or_none(element.column));
        items.push_back(add(index.name, std::move(columns), index.unique));
    }
    for (const Unique& unique : table.uniques) {
        if (!machine_.can().lists_uniques) break;
        Value made = add(unique.name, *items_of(machine_.heap, texts(unique.columns)), true);
        put(machine_.heap, *as<Dict>(made), "duplicates_constraint", text(unique.name));
        items.push_back(made);
    }
    return machine_.heap.list(std::move(items));
}

Value Inspector::uniques(const Table& table) {
    Items items;
    for (const Unique& unique : table.uniques) {
        items.push_back(dict({{"name", text_or_none(unique.name)}, {"column_names", texts(unique.columns)}}));
    }
    return machine_.heap.list(std::move(items));
}

Value Inspector::foreign_keys(const Table& table) {
    Items items;
    for (const ForeignKey& key : table.foreign_keys) {
        Value options = dict({});
        if (!key.on_delete.empty()) put(machine_.heap, *as<Dict>(options), "ondelete", text(key.on_delete));
        if (!key.on_update.empty()) put(machine_.heap, *as<Dict>(options), "onupdate", text(key.on_update));
        items.push_back(dict({{"name", text_or_none(key.name)},
                              {"constrained_columns", texts(key.columns)},
                              {"referred_schema", text_or_none(key.target.schema)},
                              {"referred_table", text(key.target.name)},
                              {"referred_columns", texts(key.target_columns)},
                              {"options", options}}));
    }
    return machine_.heap.list(std::move(items));
}

Value Inspector::checks(const Table& table) {
    Items items;
    for (const Check& check : table.checks)
        items.push_back(dict({{"name", text_or_none(check.name)}, {"sqltext", text(check.sql)}}));
    return machine_.heap.list(std::move(items));
}

Value Inspector::enums() {
    Items items;
    for (const auto& [name, type] : machine_.schema.enums) {
        items.push_back(dict({{"name", text(name.name)},
                              {"schema", text(name.schema.empty() ? "public" : name.schema)},
                              {"visible", boolean(true)},
                              {"labels", texts(type.labels)}}));
    }
    return machine_.heap.list(std::move(items));
}

Value Inspector::parts_of(std::string_view name, const Table& table) {
    if (name == "get_columns") return columns(table);
    if (name == "get_indexes") return indexes(table);
    if (name == "get_unique_constraints") return uniques(table);
    if (name == "get_foreign_keys") return foreign_keys(table);
    if (name == "get_check_constraints") return checks(table);
    if (name == "get_table_comment") return dict({{"text", text_or_none(table.comment)}});
    const PrimaryKey key = table.primary_key.value_or(PrimaryKey{});
    return dict({{"name", text_or_none(key.name)}, {"constrained_columns", texts(key.columns)}});
}

std::optional<Value> Inspector::of_table(std::string_view name) {
    static const std::vector<std::string_view> methods = {
        "get_columns",           "get_indexes",       "get_unique_constraints", "get_foreign_keys",
        "get_check_constraints", "get_table_comment", "get_pk_constraint"};
    if (std::ranges::find(methods, name) == methods.end()) return std::nullopt;
    TableName table = table_argument();
    if (!reader_.unknown().empty()) return unknown(machine_, reader_.unknown());
    const Table* found =
        table == version_table().name ? &version_table() : find_table(std::as_const(machine_.schema), table);
    if (found) return with_doubt(name, table, parts_of(name, *found));
    if (const Doubt* doubt = find_doubt(machine_.schema, table))
        return unknown(machine_, doubt->reason + " (" + doubt->where + ")", machine_.heap.list());
    raise(machine_, "sqlalchemy.exc.NoSuchTableError", to_string(table));
}

Value Inspector::has_column() {
    auto columns = of_table("get_columns");
    auto wanted = reader_.text("column_name", 1);
    if (!columns || is_unknown(*columns) || !wanted)
        return unknown(machine_, "whether the column is there is not known");
    for (const Value& column : as<List>(*columns)->items) {
        if (*text_of(*find(*as<Dict>(column), "name")) == *wanted) return boolean(true);
    }
    return boolean(false);
}

std::optional<Value> Inspector::answer(std::string_view name) {
    if (name == "get_table_names" || name == "table_names") return table_names();
    if (name == "has_table") return has_table();
    if (name == "has_column") return has_column();
    if (name == "get_view_names" || name == "get_materialized_view_names") {
        Items items;
        for (const auto& [view, sql] : machine_.schema.views) items.push_back(text(view.name));
        return machine_.heap.list(std::move(items));
    }
    if (name == "get_sequence_names" || name == "has_sequence") {
        std::vector<std::string> names;
        for (const auto& [sequence, options] : machine_.schema.sequences) names.push_back(sequence.name);
        if (name == "get_sequence_names") return texts(names);
        return boolean(std::ranges::find(names, reader_.text("sequence_name", 0).value_or("")) != names.end());
    }
    if (name == "get_enums") return enums();
    if (name == "get_schema_names") {
        std::vector<std::string> names = {"information_schema", machine_.can().catalogs ? "public" : "main"};
        for (const auto& [table, ignored] : machine_.schema.tables) {
            if (!table.schema.empty() && std::ranges::find(names, table.schema) == names.end())
                names.push_back(table.schema);
        }
        return texts(names);
    }
    if (name == "clear_cache") return none();
    if (auto made = of_table(name)) return made;
    return std::nullopt;
}

}  // namespace

Value inspector_method(Machine& machine, std::string_view name, const Arguments& arguments) {
    machine.step();
    if (auto made = Inspector(machine, arguments).answer(name)) return *made;
    return unknown(machine, "the inspector's " + std::string(name) + " is not followed");
}

}  // namespace migrate::replay
