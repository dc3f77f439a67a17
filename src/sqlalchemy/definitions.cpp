#include "sqlalchemy/definitions.h"

#include <algorithm>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/conventions.h"

namespace migrate::sqlalchemy {

namespace {

/// "schema.table.column" or "table.column".
void read_target(std::string_view text, TableName& table, std::string& column) {
    std::size_t last = text.rfind('.');
    if (last == std::string_view::npos) {
        table = read_table_name(text);
        return;
    }
    table = read_table_name(text.substr(0, last));
    column = text.substr(last + 1);
}

Value make_foreign_key(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ForeignKeyRef made;
    auto target = reader.value("column", 0);
    if (const auto* column = target ? object<ColumnObject>(*target) : nullptr) {
        made.target = read_table_name(column->table);
        made.column = column->column.name;
        made.target_column = as<Object>(*target);
    } else if (auto text = reader.text("column", 0)) {
        read_target(*text, made.target, made.column);
    } else {
        made.unknown = reader.unknown().empty() ? "the target of a foreign key is not known" : reader.unknown();
    }
    made.name = reader.text("name").value_or("");
    made.on_delete = action_from(reader.text("ondelete"));
    made.on_update = action_from(reader.text("onupdate"));
    made.deferrable = deferrable_from(reader);
    made.use_alter = reader.flag("use_alter");
    if (made.unknown.empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

bool is_final_name(Machine& machine, Reader& reader, std::string_view name, int place) {
    auto value = reader.value(name, place);
    return value && text_of(*value) && machine.final_names.contains(text_of(*value));
}

ConstraintObject named_constraint(Machine& machine, Reader& reader, ConstraintKind kind) {
    ConstraintObject made;
    made.kind = kind;
    made.name = reader.text("name").value_or("");
    made.name_is_final = is_final_name(machine, reader, "name", -1);
    made.deferrable = deferrable_from(reader);
    made.nulls_not_distinct = reader.flag("postgresql_nulls_not_distinct");
    made.not_valid = reader.flag("postgresql_not_valid");
    return made;
}

Value key_constraint(Machine& machine, ConstraintKind kind, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ConstraintObject made = named_constraint(machine, reader, kind);
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        for (std::string& column : reader.texts("", static_cast<int>(i))) made.columns.push_back(std::move(column));
    }
    if (arguments.rest) reader.note_unknown(arguments.rest->reason);
    made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value check_constraint(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ConstraintObject made = named_constraint(machine, reader, ConstraintKind::check);
    if (auto name = reader.text("name", 1)) made.name = *name;
    if (auto condition = reader.value("sqltext", 0)) made.sql = condition_from(machine, *condition, made.unknown);
    if (made.unknown.empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value foreign_key_constraint(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ConstraintObject made = named_constraint(machine, reader, ConstraintKind::foreign_key);
    if (auto name = reader.text("name", 2)) made.name = *name;
    made.columns = reader.texts("columns", 0);
    auto targets = reader.value("refcolumns", 1);
    auto items = targets ? items_of(machine.heap, *targets) : std::nullopt;
    for (const Value& item : items.value_or(Items{})) {
        std::string column;
        if (const auto* known = object<ColumnObject>(item); known && !known->table.empty()) {
            made.target = read_table_name(known->table);
            column = known->column.name;
        } else if (auto text = name_in(item)) {
            read_target(*text, made.target, column);
        } else {
            reader.note_unknown("the target of a foreign key is not known");
        }
        if (!column.empty()) made.target_columns.push_back(column);
    }
    if (!items) reader.note_unknown("the target of a foreign key is not known");
    made.on_delete = action_from(reader.text("ondelete", 4));
    made.on_update = action_from(reader.text("onupdate", 3));
    made.use_alter = reader.flag("use_alter", 6);
    made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value exclude_constraint(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ConstraintObject made = named_constraint(machine, reader, ConstraintKind::exclude);
    std::string parts;
    for (const Value& pair : arguments.positional) {
        auto items = items_of(machine.heap, pair);
        if (!items || items->size() != 2) continue;
        auto name = text_of((*items)[0]);
        auto what = name ? std::optional(quote_identifier(*name)) : sql_literal(machine, (*items)[0]);
        if (!what || !text_of((*items)[1])) made.unknown = "a part of the EXCLUDE constraint is not known";
        if (!parts.empty()) parts += ", ";
        parts += what.value_or("?") + " WITH " + display(machine, (*items)[1]);
    }
    made.sql = "USING " + reader.text("using").value_or("gist") + " (" + parts + ")";
    if (auto where = reader.value("where"); where && !is_none(*where)) {
        made.sql += " WHERE (" + condition_from(machine, *where, made.unknown) + ")";
    }
    if (made.unknown.empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

void read_column_part(Machine& machine, const Value& part, ColumnObject& made, bool& has_type) {
    if (const auto* key = object<ForeignKeyRef>(part)) {
        made.foreign_keys.push_back(*key);
    } else if (const auto* constraint = object<ConstraintObject>(part)) {
        made.checks.push_back(*constraint);
    } else if (const auto* identity = object<IdentityObject>(part)) {
        made.identity_given = true;
        if (machine.can().sequences) made.column.identity = identity->kind;
    } else if (const auto* computed = object<ComputedObject>(part)) {
        made.column.computed = computed->sql;
        made.default_is_sql = computed->stored;
        if (!computed->known) made.unknown = "the expression of a computed column is not known";
    } else if (object<SequenceObject>(part)) {
        made.python_default = made.has_sequence = true;
    } else if (!has_type && !is_none(part)) {
        made.type = type_from(machine, part);
        has_type = true;
    } else if (text_of(part) || object<Clause>(part)) {  // what DefaultClause(...) was given
        made.column.server_default = default_from(machine, part, made.unknown);
        made.default_is_sql = !text_of(part);
    }
}

void read_column_options(Machine& machine, Reader& reader, ColumnObject& made) {
    auto nullable = reader.value("nullable");
    if (nullable && !is_none(*nullable)) made.nullable = reader.flag("nullable");
    made.primary_key = reader.flag("primary_key");
    made.unique = reader.flag("unique");
    made.index = reader.flag("index");
    auto python_default = reader.value("default");
    made.python_default = made.python_default || (python_default && !is_none(*python_default));
    auto automatic = reader.value("autoincrement");
    if (automatic && bool_of(*automatic))
        made.autoincrement = *bool_of(*automatic) ? Autoincrement::yes : Autoincrement::no;
    if (auto given = reader.value("server_default")) {
        if (const auto* identity = object<IdentityObject>(*given)) {
            made.identity_given = true;
            if (machine.can().sequences) made.column.identity = identity->kind;
        } else if (const auto* computed = object<ComputedObject>(*given)) {
            made.column.computed = computed->sql;
            made.default_is_sql = computed->stored;
        } else {
            made.default_is_sql = !text_of(*given) && !is_none(*given);
            made.column.server_default = default_from(machine, *given, made.unknown);
        }
    }
    if (auto comment = reader.text("comment"); comment && machine.can().comments) made.column.comment = *comment;
}

Value make_column(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ColumnObject made;
    std::size_t first = 0;
    if (auto named = reader.text("name")) {
        made.column.name = *named;
    } else if (!arguments.positional.empty() && text_in(machine, arguments.positional[0])) {
        made.column.name = *text_in(machine, arguments.positional[0]);
        first = 1;
    } else if (const auto* source = arguments.positional.empty() ? nullptr : as<Unknown>(arguments.positional[0]);
               source && source->python.empty()) {
        made.unknown = source->reason;
        first = 1;
    }
    bool has_type = false;
    made.where = machine.where();
    if (auto type = reader.value("type_")) made.type = type_from(machine, *type), has_type = true;
    for (std::size_t i = first; i < arguments.positional.size(); ++i)
        read_column_part(machine, arguments.positional[i], made, has_type);
    read_column_options(machine, reader, made);
    made.has_type = has_type;
    if (!has_type)
        made.type = TypeObject{.type = {.kind = TypeKind::opaque},
                               .unknown = made.foreign_keys.empty() ? "a column has no type" : ""};
    if (made.unknown.empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value make_computed(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    ComputedObject made;
    std::string unknown;
    if (auto sql = reader.value("sqltext", 0)) made.sql = condition_from(machine, *sql, unknown);
    made.known = unknown.empty() && !made.sql.empty();
    made.stored = reader.flag("persisted", 1);
    return keep(machine.heap, std::move(made));
}

Value make_sequence(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    SequenceObject made;
    made.name = {reader.text("schema").value_or(""), reader.text("name", 0).value_or("")};
    if (auto start = reader.whole("start", 1)) made.options = "START WITH " + std::to_string(*start);
    if (auto step = reader.whole("increment", 2))
        made.options += (made.options.empty() ? "" : " ") + ("INCREMENT BY " + std::to_string(*step));
    return keep(machine.heap, std::move(made));
}

Value make_index(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    IndexObject made;
    made.index.name = reader.text("name", 0).value_or("");
    Items elements;
    if (arguments.positional.size() > 1) elements.assign(arguments.positional.begin() + 1, arguments.positional.end());
    for (const Value& element : elements) {
        const auto* column = object<ColumnObject>(element);
        const auto* clause = object<Clause>(element);
        if (column && !column->table.empty()) made.table = read_table_name(column->table);
        if (clause && !clause->table.empty()) made.table = read_table_name(clause->table);
    }
    made.index.elements = elements_from(machine, elements, made.table.value_or(TableName{}), made.unknown);
    read_index_options(machine, reader, made.index, made.unknown);
    return keep(machine.heap, std::move(made));
}

}  // namespace

std::string action_from(const std::optional<std::string>& text) {
    std::string action = base::upper(text.value_or(""));
    return action == "NO ACTION" ? "" : action;
}

std::string deferrable_from(Reader& reader) {
    const bool later = base::upper(reader.text("initially").value_or("")) == "DEFERRED";
    if (later) return "DEFERRABLE INITIALLY DEFERRED";
    return reader.flag("deferrable") ? "DEFERRABLE" : "";
}

std::string without_escapes(const std::string& sql) {
    return base::replace_all(sql, "\\:", ":");
}

std::string condition_from(Machine& machine, const Value& value, std::string& unknown) {
    if (const auto* text = text_of(value)) return without_escapes(std::string(base::trim(*text)));
    if (const auto* clause = object<Clause>(value); clause && clause->known) {
        const std::string sql(base::trim(clause->sql));
        return clause->kind == Clause::Kind::literal ? sql : without_escapes(sql);
    }
    const auto* source = as<Unknown>(value);
    unknown = source ? source->reason : "an SQL expression is not followed";
    machine.step();
    return {};
}

std::optional<Default> default_from(Machine& machine, const Value& value, std::string& unknown) {
    if (is_none(value) || bool_of(value)) return std::nullopt;
    if (const auto* text = text_of(value)) return Default{quote_text(*text), std::nullopt};
    if (object<SequenceObject>(value)) {
        const auto& name = object<SequenceObject>(value)->name;
        return Default{"nextval(" + quote_text(to_string(name)) + "::regclass)", std::nullopt};
    }
    if (path_of(value).ends_with("FetchedValue")) return std::nullopt;
    if (const auto* instance = object<InstanceObject>(value)) {
        if (auto sql = sql_literal(machine, value); sql && instance) return Default{*sql, std::nullopt};
    }
    std::string sql = condition_from(machine, value, unknown);
    if (sql.empty()) return std::nullopt;
    return Default{sql, std::nullopt};
}

std::optional<Value> call_definition(Machine& machine, std::string_view name, const Arguments& arguments) {
    if (name == "Column") return make_column(machine, arguments);
    if (name == "ForeignKey") return make_foreign_key(machine, arguments);
    if (name == "PrimaryKeyConstraint") return key_constraint(machine, ConstraintKind::primary_key, arguments);
    if (name == "UniqueConstraint") return key_constraint(machine, ConstraintKind::unique, arguments);
    if (name == "CheckConstraint") return check_constraint(machine, arguments);
    if (name == "ForeignKeyConstraint") return foreign_key_constraint(machine, arguments);
    if (name == "ExcludeConstraint") return exclude_constraint(machine, arguments);
    if (name == "Identity") {
        Reader reader(machine, arguments);
        return keep(machine.heap,
                    IdentityObject{reader.flag("always", 0) ? IdentityKind::always : IdentityKind::by_default});
    }
    if (name == "Computed") return make_computed(machine, arguments);
    if (name == "Sequence") return make_sequence(machine, arguments);
    if (name == "Index") return make_index(machine, arguments);
    if (name == "DefaultClause") return Reader(machine, arguments).value("arg", 0);
    if (name == "MetaData") {
        MetadataObject made;
        Reader reader(machine, arguments);
        made.schema = reader.text("schema", -1).value_or("");
        if (made.schema == "public") made.schema.clear();
        if (!reader.unknown().empty()) made.schema_unknown = "its MetaData's schema is not known: " + reader.unknown();
        made.naming = convention_from(machine, reader.value("naming_convention"), made.unknown);
        if (arguments.rest) made.unknown = "what MetaData(...) is given is not written out";
        made.where = machine.where();
        return keep(machine.heap, std::move(made));
    }
    return std::nullopt;
}

}  // namespace migrate::sqlalchemy
