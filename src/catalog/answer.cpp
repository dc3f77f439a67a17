#include "catalog/answer.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/evaluate.h"
#include "schema/doubts.h"
#include "schema/naming.h"
#include "schema/version_table.h"
#include "syntax/source.h"

namespace migrate::sql {
namespace {

using Parameters = std::function<std::optional<std::string>(std::string_view)>;

Answer unknown(std::string reason) {
    Answer answer;
    answer.reason = std::move(reason);
    return answer;
}

std::string as_list(const std::string& value) {
    const auto items = list_items(text_value(value));
    std::vector<std::string> texts;
    for (const Value& item : items.value_or(std::vector<Value>{text_value(value)}))
        texts.push_back(quote_text(item.text));
    return "(" + base::join(texts, ", ") + ")";
}

/// The text with its binds replaced by literals. Errors: "unknown" for a bind without a value.
Result<std::string> fill_in(const Source& source, const Parameters& parameters) {
    std::string text;
    std::size_t done = 0;
    for (std::size_t i = 0; i < source.count(); ++i) {
        if (source.kind(i) != TokenKind::bind) continue;
        const Token& token = source.tokens()[i];
        const std::string_view name = bind_name(source.text(), token);
        const auto value = parameters ? parameters(name) : std::nullopt;
        if (!value) return fail("unknown", "the value of :" + std::string(name) + " is not known");
        text += source.text().substr(done, token.begin - done);
        text += i > 0 && source.is(i - 1, "IN") ? as_list(*value) : quote_text(*value);
        done = token.end;
    }
    return text + source.text().substr(done);
}

Answer::Type type_of(const Relation& relation, std::size_t column, bool on_sqlite) {
    for (const Row& row : relation.rows) {
        if (column >= row.size()) continue;
        const Value::Kind kind = row[column].kind;
        if (kind == Value::Kind::number) return Answer::Type::integer;
        if (kind == Value::Kind::boolean) return on_sqlite ? Answer::Type::integer : Answer::Type::boolean;
        if (kind == Value::Kind::list) return Answer::Type::list;
        if (kind == Value::Kind::text) return Answer::Type::text;
    }
    return Answer::Type::text;
}

std::optional<std::string> cell(const Value& value, bool on_sqlite) {
    if (value.kind == Value::Kind::null) return std::nullopt;
    if (value.kind == Value::Kind::boolean && on_sqlite) return value.is_true() ? "1" : "0";
    if (value.kind != Value::Kind::list) return value.text;
    std::vector<std::string> items;
    for (const Value& item : value.items) items.push_back(item.kind == Value::Kind::null ? "NULL" : item.text);
    return "{" + base::join(items, ",") + "}";
}

Answer from_relation(const Relation& relation, bool on_sqlite) {
    Answer answer;
    answer.kind = Answer::Kind::rows;
    answer.columns = relation.columns;
    for (std::size_t i = 0; i < relation.columns.size(); ++i) answer.types.push_back(type_of(relation, i, on_sqlite));
    for (const Row& row : relation.rows) {
        std::vector<std::optional<std::string>> cells;
        for (const Value& value : row) {
            if (value.kind == Value::Kind::vague) return unknown(value.text + " is not in a schema");
            if (value.kind == Value::Kind::unknown) return unknown(value.text);
            cells.push_back(cell(value, on_sqlite));
        }
        answer.rows.push_back(std::move(cells));
    }
    return answer;
}

/// Nothing found, zero, false: what a doubtful object may be hidden behind.
bool finds_nothing(const Answer& answer) {
    for (const auto& row : answer.rows)
        for (const auto& value : row)
            if (value && *value != "0" && *value != "false") return false;
    return true;
}

std::vector<std::string> words_of(const std::string& text) {
    std::string plain = text;
    for (char& c : plain)
        if (c == '.' || c == '%' || c == '"' || c == '(' || c == ')') c = ' ';
    return base::split_words(plain);
}

/// The doubt that makes the answer uncertain: one whose names the question holds, or any about a table when
/// nothing was found and the question names no table that is certain.
const Doubt* doubt_about(const Schema& schema, const Source& source, const Answer& answer) {
    std::vector<std::string> literals;
    for (std::size_t i = 0; i < source.count(); ++i)
        if (source.kind(i) == TokenKind::string)
            for (const std::string& word : words_of(string_value(source.text(), source.tokens()[i])))
                literals.push_back(word);
        else if (source.kind(i) == TokenKind::word || source.kind(i) == TokenKind::quoted)
            literals.push_back(name_of_token(source.text(), source.tokens()[i], source.dialect()));
    const auto named = [&](const std::string& word) {
        return std::find(literals.begin(), literals.end(), word) != literals.end();
    };
    const bool certain_table = std::any_of(literals.begin(), literals.end(), [&](const std::string& word) {
        return schema.tables.find_marked(mark_of_name(word), [&](const auto& entry) {
            return entry.first.name == word && !find_doubt(schema, entry.first);
        }) != nullptr;
    });
    for (const Doubt& doubt : schema.doubts) {
        if (is_possible(doubt)) continue;
        const auto words = words_of(doubt.object.substr(doubt.object.find(' ') + 1));
        if (!words.empty() && named(words.back())) return &doubt;
        const bool of_table = doubt.object.starts_with("table ") || doubt.object.starts_with("column ");
        if (of_table && !words.empty() && named(words.front())) return &doubt;
        if (of_table && finds_nothing(answer) && !certain_table) return &doubt;
    }
    return nullptr;
}

Answer with_doubts(const Schema& schema, const Source& source, Answer answer) {
    if (answer.kind != Answer::Kind::rows || schema.doubts.empty()) return answer;
    const Doubt* doubt = doubt_about(schema, source, answer);
    if (!doubt) return answer;
    return unknown(doubt->object + " is uncertain: " + doubt->reason +
                   (doubt->where.empty() ? "" : " (" + doubt->where + ")"));
}

Answer answer_pragma(const Source& source, const Schema& schema) {
    const std::size_t name_at = source.is(2, ".") ? 3 : 1;
    const std::string name = base::lower(source.at(name_at));
    const std::size_t argument = name_at + 2;
    if (argument >= source.count() || !(source.is(name_at + 1, "(") || source.is(name_at + 1, "=")))
        return unknown("PRAGMA " + name + " is not in a schema");
    const Token& token = source.tokens()[argument];
    const std::string value = token.kind == TokenKind::string ? string_value(source.text(), token)
                                                              : name_of_token(source.text(), token, Dialect::sqlite);
    const auto relation = find_pragma(schema, name, value);
    if (!relation) return unknown("PRAGMA " + name + " is not in a schema");
    return from_relation(*relation, true);
}

Answer data_answer(const Result<Relation>& found, bool on_sqlite) {
    Answer answer;
    if (found) answer = from_relation(*found, on_sqlite);
    if (answer.kind == Answer::Kind::unknown) answer = {};
    answer.kind = Answer::Kind::data;
    return answer;
}

Answer answer_query(const Source& source, const Schema& schema) {
    if (depth_bound(source.text(), source.tokens()) > kMaxDepth) return unknown("it is nested too deeply");
    const auto parsed = parse(source.for_grammar());
    if (!parsed) return unknown("it was not understood: " + parsed.error().message);
    if ((*parsed)->size() != 1) return unknown("it is not one statement");
    const Node& node = (*parsed)->front().node;
    const std::string_view kind = node.type();
    const bool on_sqlite = schema.dialect == Dialect::sqlite;
    Answer data;
    data.kind = Answer::Kind::data;
    if (kind == "InsertStmt" || kind == "UpdateStmt" || kind == "DeleteStmt") return data;
    if (kind != "SelectStmt" || node.value()["intoClause"]) return unknown("it is not a query");
    Question question{schema};
    const auto found = run_query(question, node.value(), nullptr);
    if (question.touches_data) return data_answer(found, on_sqlite);
    if (!found) return unknown(found.error().message);
    return with_doubts(schema, source, from_relation(*found, on_sqlite));
}

/// Alembic makes its own table before the first migration runs, and no migration says so.
Schema with_version_table(Schema schema) {
    const TableName& name = version_table().name;
    if (!schema.tables.contains(name)) schema.tables.emplace(name, version_table());
    return schema;
}

}  // namespace

Answer answer(std::string_view select, const Schema& given_schema, const Parameters& parameters) {
    if (select.size() > kMaxTextBytes) return unknown("it is too large to look into");
    const Schema schema = with_version_table(given_schema);
    const Source given(without_bind_escapes(select), schema.dialect);
    auto text = fill_in(given, parameters);
    if (!text) return unknown(text.error().message);
    const Source source(std::move(*text), schema.dialect);
    if (source.is(0, "PRAGMA"))
        return schema.dialect == Dialect::sqlite ? with_doubts(schema, source, answer_pragma(source, schema))
                                                 : unknown("PostgreSQL has no PRAGMA");
    return answer_query(source, schema);
}

}  // namespace migrate::sql
