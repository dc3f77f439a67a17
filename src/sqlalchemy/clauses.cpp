#include "sqlalchemy/clauses.h"

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "sqlalchemy/calls.h"

namespace migrate::sqlalchemy {

namespace {

Value make_clause(Machine& machine, Clause::Kind kind, std::string sql, bool known = true) {
    machine.heap.charge(sql.size());
    Clause clause;
    clause.kind = kind;
    clause.sql = std::move(sql);
    clause.known = known;
    return keep(machine.heap, std::move(clause));
}

/// The SQL of a value, or a clause that shows it is not known.
std::string sql_or_mark(Machine& machine, const Value& value, bool& known) {
    auto sql = sql_literal(machine, value);
    if (!sql) known = false;
    return sql.value_or("?");
}

std::string list_sql(Machine& machine, const Items& items, std::string_view between, bool& known) {
    std::string made;
    for (const Value& item : items) {
        machine.step();
        if (!made.empty()) made += between;
        made += sql_or_mark(machine, item, known);
    }
    return made;
}

std::string wrapped(const Value& value, std::string sql) {
    const auto* clause = object<Clause>(value);
    return clause && clause->kind == Clause::Kind::expression ? "(" + sql + ")" : sql;
}

Value junction(Machine& machine, std::string_view between, const Items& parts) {
    bool known = true;
    std::string made;
    for (const Value& part : parts) {
        if (!made.empty()) made += between;
        made += wrapped(part, sql_or_mark(machine, part, known));
    }
    return make_clause(machine, Clause::Kind::expression, made, known);
}

Value column_clause(Machine& machine, const std::string& name) {
    Clause clause;
    clause.kind = Clause::Kind::column;
    clause.sql = quote_identifier(name);
    clause.column = name;
    return keep(machine.heap, std::move(clause));
}

Value text_clause(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    auto given = reader.value("text", 0);
    if (const auto* source = given ? as<Unknown>(*given) : nullptr) {
        Value made = make_clause(machine, Clause::Kind::text,
                                 source->shape.empty() ? std::string(1, kHole) : source->shape, false);
        return made;
    }
    auto text = reader.text("text", 0);
    return make_clause(machine, Clause::Kind::text, text.value_or(""), text.has_value());
}

Value ordered(Machine& machine, const Value& self, std::string_view name) {
    bool known = true;
    Clause clause;
    if (const auto* inner = object<Clause>(self)) clause = *inner;
    if (!object<Clause>(self)) {
        auto column = name_in(self);
        if (const auto* itself = object<ColumnObject>(self)) clause.table = itself->table;
        clause.kind = Clause::Kind::column;
        clause.column = column.value_or("");
        clause.sql = sql_or_mark(machine, column ? column_clause(machine, *column) : self, known);
        clause.known = known;
    }
    if (name == "desc") clause.descending = true;
    if (name.starts_with("nulls")) clause.nulls = name.ends_with("first") ? "FIRST" : "LAST";
    return keep(machine.heap, std::move(clause));
}

std::string type_sql(Machine& machine, const Value& value, bool& known) {
    Value made = as<Named>(value) ? call(machine, value, {}) : value;
    const auto* type = object<TypeObject>(made);
    if (!type || !type->unknown.empty()) known = false;
    return type ? sql_of(type->type, machine.dialect()) : "?";
}

Value cast_clause(Machine& machine, const Value& what, const Value& type) {
    bool known = true;
    std::string sql = "CAST(" + sql_or_mark(machine, what, known) + " AS ";
    sql += type_sql(machine, type, known) + ")";
    return make_clause(machine, Clause::Kind::function, sql, known);
}

Value method_operator(Machine& machine, std::string_view op, const Value& self, const Arguments& arguments) {
    return clause_operator(machine, op, self, arguments.positional.empty() ? none() : arguments.positional[0]);
}

bool is_statement_word(std::string_view name) {
    return name == "select" || name == "insert" || name == "update" || name == "delete" || name == "exists" ||
           name == "union" || name == "union_all" || name == "alias" || name == "values" || name == "case" ||
           name == "join" || name == "outerjoin";
}

std::optional<std::string_view> operator_of(std::string_view name) {
    static const std::map<std::string_view, std::string_view> operators = {
        {"in_", "IN"},           {"notin_", "NOT IN"}, {"not_in", "NOT IN"}, {"is_", "IS"},
        {"isnot", "IS NOT"},     {"is_not", "IS NOT"}, {"like", "LIKE"},     {"ilike", "ILIKE"},
        {"notlike", "NOT LIKE"}, {"__eq__", "="},      {"__ne__", "<>"},     {"is_distinct_from", "IS DISTINCT FROM"}};
    auto found = operators.find(name);
    return found == operators.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

bool is_expression(const Value& value) {
    return object<Clause>(value) || (object<ColumnObject>(value) && !object<ColumnObject>(value)->column.name.empty());
}

std::optional<std::string> sql_literal(Machine& machine, const Value& value) {
    if (is_none(value)) return "NULL";
    if (const bool* truth = bool_of(value))
        return machine.can().booleans ? (*truth ? "true" : "false") : (*truth ? "1" : "0");
    if (const auto* text = text_of(value)) return quote_text(*text);
    if (number_of(value)) return display(machine, value);
    if (const auto* clause = object<Clause>(value)) return clause->known ? std::optional(clause->sql) : std::nullopt;
    if (const auto* column = object<ColumnObject>(value)) return quote_identifier(column->column.name);
    if (const auto* instance = object<InstanceObject>(value)) {
        const Value* inner = find(instance->attributes, "value");
        return inner && !as<Object>(*inner) ? sql_literal(machine, *inner) : std::nullopt;
    }
    const auto* list = as<List>(value);
    const auto* tuple = as<Tuple>(value);
    if (!list && !tuple) return std::nullopt;
    bool known = true;
    std::string items = list_sql(machine, list ? list->items : tuple->items, ", ", known);
    return known ? std::optional("(" + items + ")") : std::nullopt;
}

Value clause_operator(Machine& machine, std::string_view op, const Value& left, const Value& right) {
    bool known = op != "?";
    if (op == "NOT" || (op == "-" && is_none(right))) {
        return make_clause(machine, Clause::Kind::expression,
                           std::string(op) + " (" + sql_or_mark(machine, left, known) + ")", known);
    }
    if (is_none(right) && (op == "=" || op == "<>")) op = op == "=" ? "IS" : "IS NOT";
    std::string sql = wrapped(left, sql_or_mark(machine, left, known)) + " " + std::string(op) + " ";
    return make_clause(machine, Clause::Kind::expression, sql + wrapped(right, sql_or_mark(machine, right, known)),
                       known);
}

Value call_sql_function(Machine& machine, std::string_view name, const Arguments& arguments) {
    static const std::set<std::string_view> bare = {"current_timestamp", "current_date", "current_time", "localtime",
                                                    "localtimestamp",    "current_user", "session_user", "user"};
    if (name == "now" && machine.dialect() == Dialect::sqlite)
        return make_clause(machine, Clause::Kind::function, "CURRENT_TIMESTAMP");
    if (bare.contains(name)) return make_clause(machine, Clause::Kind::function, base::upper(name));
    bool known = arguments.rest == nullptr;
    std::string inner = list_sql(machine, arguments.positional, ", ", known);
    Value made = make_clause(machine, Clause::Kind::function, std::string(name) + "(" + inner + ")", known);
    for (const Value& argument : arguments.positional) {
        if (const auto* column = object<ColumnObject>(argument)) object<Clause>(made)->table = column->table;
    }
    return made;
}

/// sa.bindparam("id", value=1): a value that is not known here, and that a text may take by its name.
Value bindparam(Machine& machine, Reader& reader, const Arguments& arguments) {
    Value made = make_clause(machine, Clause::Kind::literal, "?", false);
    const auto name = reader.text("key", 0);
    if (!name) return made;
    if (arguments.positional.size() > 1) object<Clause>(made)->binds.insert_or_assign(*name, arguments.positional[1]);
    for (const auto& [key, value] : arguments.named) {
        if (key == "value") object<Clause>(made)->binds.insert_or_assign(*name, value);
    }
    return made;
}

std::optional<Value> call_clause(Machine& machine, std::string_view name, const Arguments& arguments) {
    Reader reader(machine, arguments);
    Value first = arguments.positional.empty() ? none() : arguments.positional[0];
    if (name == "text") return text_clause(machine, arguments);
    if (name == "DDL") {
        Value made = text_clause(machine, {arguments.positional, {}, nullptr, {}, false});
        object<Clause>(made)->kind = Clause::Kind::ddl;
        return made;
    }
    if (name == "literal_column") {
        auto text = reader.text("text", 0);
        return make_clause(machine, Clause::Kind::text, text.value_or("?"), text.has_value());
    }
    if (name == "column") {
        auto text = reader.text("text", 0);
        return text ? column_clause(machine, *text) : make_clause(machine, Clause::Kind::column, "?", false);
    }
    if (name == "literal" || name == "bindparam" || name == "inline_literal") {
        if (name == "bindparam") return bindparam(machine, reader, arguments);
        bool known = true;
        return make_clause(machine, Clause::Kind::literal, sql_or_mark(machine, first, known), known);
    }
    if (name == "null") return make_clause(machine, Clause::Kind::literal, "NULL");
    if (name == "true" || name == "false")
        return make_clause(machine, Clause::Kind::literal, *sql_literal(machine, boolean(name == "true")));
    if (name == "and_") return junction(machine, " AND ", arguments.positional);
    if (name == "or_") return junction(machine, " OR ", arguments.positional);
    if (name == "not_") return clause_operator(machine, "NOT", first, none());
    if (name == "desc" || name == "asc" || name.starts_with("nulls")) {
        return ordered(machine, text_of(first) ? column_clause(machine, *text_of(first)) : first, name);
    }
    if (name == "cast" && arguments.positional.size() == 2) return cast_clause(machine, first, arguments.positional[1]);
    if (name == "quoted_name") return first;
    if (name == "conv" && text_of(first)) {
        Value made = machine.heap.text(*text_of(first));
        machine.final_names.insert(text_of(made));
        return made;
    }
    if (is_statement_word(name)) {
        const auto* table = object<TableObject>(first);
        std::string sql = base::upper(name) + (table ? " " + to_string(table->name) : std::string());
        return make_clause(machine, Clause::Kind::statement, sql, false);
    }
    return std::nullopt;
}

Value clause_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments) {
    const auto* clause = object<Clause>(self);
    if (name == "desc" || name == "asc" || name.starts_with("nulls")) return ordered(machine, self, name);
    if (auto op = operator_of(name)) return method_operator(machine, *op, self, arguments);
    if (name == "cast" && !arguments.positional.empty()) return cast_clause(machine, self, arguments.positional[0]);
    if (name == "op" && !arguments.positional.empty() && text_of(arguments.positional[0])) {
        Value held = machine.heap.named("sqlalchemy.operator " + *text_of(arguments.positional[0]));
        return keep(machine.heap, IteratorObject{{self, held}, 0});
    }
    if (name == "between" && arguments.positional.size() == 2) {
        Value range = junction(machine, " AND ", arguments.positional);
        object<Clause>(range)->kind = Clause::Kind::text;
        return clause_operator(machine, "BETWEEN", self, range);
    }
    if (clause && name == "bindparams") {
        Clause bound = *clause;
        for (const auto& [key, value] : arguments.named) bound.binds.insert_or_assign(key, value);
        for (const Value& given : arguments.positional) {  // sa.bindparam("id", value=1)
            const auto* parameter = object<Clause>(given);
            if (parameter) bound.binds.insert(parameter->binds.begin(), parameter->binds.end());
        }
        return keep(machine.heap, std::move(bound));
    }
    if (name == "compile" || name == "self_group" || name == "label" || name == "columns" || name == "collate")
        return self;
    if (clause && clause->kind == Clause::Kind::statement) return self;
    return make_clause(machine, Clause::Kind::expression, "?", false);
}

}  // namespace migrate::sqlalchemy
