// op.execute and connection.execute: SQL text, expressions and statements of SQLAlchemy.
#include <cctype>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "replay/alembic.h"
#include "replay/partial_sql.h"
#include "replay/results.h"
#include "sql/sql.h"
#include "sqlalchemy/clauses.h"

namespace migrate::replay {

namespace {

using Binds = std::map<std::string, Value>;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// The name of a bind that begins at the colon, as SQLAlchemy's text() finds them; "" when it is none.
std::string bind_at(const std::string& sql, std::size_t colon) {
    if (colon > 0 && (sql[colon - 1] == ':' || sql[colon - 1] == '\\' || is_word(sql[colon - 1]))) return "";
    std::size_t end = colon + 1;
    while (end < sql.size() && is_word(sql[end])) ++end;
    if (end < sql.size() && sql[end] == ':') return "";
    return sql.substr(colon + 1, end - colon - 1);
}

/// The text with its binds as literals; a bind that has no value stays and is put into `missing`.
std::string with_literals(Machine& machine, const std::string& sql, const Binds& binds, std::string& missing) {
    std::string made;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql[i] == '\\' && i + 1 < sql.size() && sql[i + 1] == ':') continue;
        std::string name = sql[i] == ':' ? bind_at(sql, i) : "";
        auto found = binds.find(name);
        if (!name.empty() && found != binds.end()) {
            made += sql_literal(machine, found->second).value_or("NULL");
            i += name.size();
            continue;
        }
        if (!name.empty()) missing = name;
        made += sql[i];
    }
    return made;
}

std::string first_words(const std::string& sql) {
    std::size_t at = 0;
    while (at < sql.size()) {
        if (std::isspace(static_cast<unsigned char>(sql[at])) || sql[at] == '(') {
            ++at;
        } else if (sql.compare(at, 2, "--") == 0) {
            at = sql.find('\n', at);
        } else if (sql.compare(at, 2, "/*") == 0) {
            at = sql.find("*/", at);
            if (at != std::string::npos) at += 2;
        } else {
            break;
        }
        if (at == std::string::npos) return "";
    }
    return base::lower(sql.substr(at, 40));
}

bool is_question(const std::string& sql) {
    std::string start = first_words(sql);
    std::string lower = base::lower(sql);
    for (std::string_view word : {"select", "values", "show", "explain", "with"}) {
        if (!start.starts_with(word)) continue;
        const bool changes = word == "with" &&
                             (lower.find("insert ") != std::string::npos ||
                              lower.find("update ") != std::string::npos || lower.find("delete ") != std::string::npos);
        return !changes;
    }
    return start.starts_with("pragma ") && sql.find('=') == std::string::npos;
}

bool is_data_only(const std::string& start) {
    for (std::string_view word :
         {"update ", "insert ", "delete ", "copy ", "grant ", "revoke ", "set ", "select ", "comment on ", "analyze",
          "vacuum", "refresh ", "call ", "with ", "notify ", "reindex ", "pragma "}) {
        if (start.starts_with(word)) return true;
    }
    return false;
}

/// SQL that is known but for some holes: data stays data, whatever stands in them.
void run_shape(Machine& machine, const std::string& shape, const std::string& reason) {
    std::string start = first_words(shape);
    const std::size_t hole = start.find(kHole);
    const bool single = shape.find(';') == std::string::npos || shape.find(';') > shape.find_last_not_of(" \t\r\n;");
    if (is_data_only(start.substr(0, hole)) && single) {
        emit(machine, Execute{base::replace_all(shape, std::string(1, kHole), "?"), std::nullopt});
        return;
    }
    PartialSql partial = read_partial_sql(machine, shape);
    const std::string shown = base::replace_all(shape, std::string(1, kHole), "?").substr(0, 500);
    if (partial.leaves_schema) {
        emit(machine, Execute{shown, std::nullopt});
        return;
    }
    emit_opaque(machine, shown, "SQL that is not known: " + reason, std::move(partial.objects));
}

/// PostgreSQL's statement on SQLite: it fails, and the replay goes on as though it had worked where that is
/// clear.
void emit_refused(Machine& machine, const Opaque& refused) {
    would_fail(machine, "sqlalchemy.exc.OperationalError", refused.reason + ": " + refused.source.substr(0, 200),
               "sqlite_sql");
    Schema as_postgresql = machine.schema;
    as_postgresql.dialect = Dialect::postgresql;
    for (Operation& operation : sql::read_statements(refused.source, as_postgresql, machine.where())) {
        if (std::holds_alternative<Execute>(operation)) continue;
        if (auto* opaque = std::get_if<Opaque>(&operation)) {
            emit_opaque(machine, opaque->source, opaque->reason, opaque->objects);
            continue;
        }
        for (Operation& lowered : lower({Step{std::move(operation), std::nullopt}}, Dialect::sqlite))
            emit(machine, std::move(lowered));
    }
}

void emit_read(Machine& machine, Operation operation) {
    auto* opaque = std::get_if<Opaque>(&operation);
    if (opaque && machine.dialect() == Dialect::postgresql && sql::is_syntax_error(*opaque)) {
        would_fail(machine, "sqlalchemy.exc.ProgrammingError", opaque->reason + ": " + opaque->source.substr(0, 200));
        emit(machine, Execute{opaque->source, std::nullopt});
    } else if (opaque && machine.dialect() == Dialect::sqlite && sql::fails_on_sqlite(*opaque)) {
        emit_refused(machine, *opaque);
    } else if (opaque) {
        emit_opaque(machine, opaque->source, opaque->reason, opaque->objects);
    } else {
        emit(machine, std::move(operation));
    }
}

void run_text(Machine& machine, const std::string& sql, const Binds& binds) {
    std::string missing;
    std::string text = with_literals(machine, sql, binds, missing);
    if (!missing.empty())
        would_fail(machine, "sqlalchemy.exc.StatementError",
                   "SQLAlchemy takes :" + missing + " in this SQL for a bind without a value", "bind");
    machine.step();
    for (Operation& operation : sql::read_statements(text, machine.schema, machine.where()))
        emit_read(machine, std::move(operation));
}

Binds binds_from(Machine& machine, const Value& parameters) {
    Binds binds;
    Value given = parameters;
    if (const auto* list = as<List>(given); list && !list->items.empty()) given = list->items.front();
    if (const auto* dict = as<Dict>(given)) {
        for (const auto& [key, value] : dict->items) {
            if (text_of(key)) binds.insert_or_assign(*text_of(key), value);
        }
    }
    machine.step();
    return binds;
}

Value run_clause(Machine& machine, const Clause& clause, Binds binds, bool wants_result) {
    for (const auto& [name, value] : clause.binds) binds.insert_or_assign(name, value);
    if (clause.kind == Clause::Kind::statement || clause.kind == Clause::Kind::expression) {
        const bool question = clause.sql.starts_with("SELECT") || clause.sql.starts_with("EXISTS");
        if (!question) emit(machine, Execute{clause.sql, std::nullopt});
        return data_result(machine, clause.sql);
    }
    if (!clause.known) {
        run_shape(machine, clause.sql, "a part of it comes from what only the real run knows");
        return data_result(machine, "a statement that is not known");
    }
    if (wants_result && is_question(clause.sql)) return query(machine, clause.sql, binds);
    run_text(machine, clause.sql, binds);
    return data_result(machine, clause.sql);
}

}  // namespace

Value execute_driver_sql(Machine& machine, const Value& statement, bool wants_result) {
    const auto* text = text_of(statement);
    if (!text) return execute_sql(machine, statement, none(), wants_result);
    std::string escaped;
    for (std::size_t i = 0; i < text->size(); ++i) {
        if ((*text)[i] == ':' && !bind_at(*text, i).empty()) escaped += '\\';
        escaped += (*text)[i];
    }
    return execute_sql(machine, machine.heap.text(escaped), none(), wants_result);
}

Value execute_sql(Machine& machine, const Value& statement, const Value& parameters, bool wants_result) {
    Binds binds = binds_from(machine, parameters);
    if (const auto* text = text_of(statement)) {
        Clause clause;
        clause.kind = Clause::Kind::text;
        clause.sql = *text;
        return run_clause(machine, clause, std::move(binds), wants_result);
    }
    if (const auto* clause = object<Clause>(statement))
        return run_clause(machine, *clause, std::move(binds), wants_result);
    if (const auto* source = as<Unknown>(statement)) {
        run_shape(machine, source->shape, source->reason);
        return unknown_from(machine, *source);
    }
    if (const auto* type = object<ClassObject>(statement); type || object<InstanceObject>(statement)) {
        emit(machine, Execute{"a statement on " + (type ? type->name : std::string("an object")), std::nullopt});
        return data_result(machine, "a statement of the application");
    }
    emit_opaque(machine, "execute(...)", "what is executed here is not followed");
    return unknown(machine, "the result of a statement that is not followed");
}

}  // namespace migrate::replay
