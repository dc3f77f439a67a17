#include "replay/results.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "catalog/answer.h"
#include "interpreter/interpreter.h"
#include "interpreter/reader.h"

namespace migrate::replay {

namespace {

constexpr std::size_t kShown = 120;

/// A cell as the driver gives it.
Value cell(Machine& machine, const std::optional<std::string>& text, sql::Answer::Type type) {
    if (!text) return none();
    std::int64_t whole = 0;
    const char* end = text->data() + text->size();
    auto read = std::from_chars(text->data(), end, whole);
    if (type == sql::Answer::Type::integer && read.ec == std::errc() && read.ptr == end) return integer(whole);
    if (type == sql::Answer::Type::boolean) return boolean(*text == "true");
    if (type != sql::Answer::Type::list || text->size() < 2) return machine.heap.text(*text);
    Items items;
    for (const std::string& item : base::split(std::string_view(*text).substr(1, text->size() - 2), ',')) {
        if (!item.empty()) items.push_back(machine.heap.text(item));
    }
    return machine.heap.list(std::move(items));
}

std::vector<Items> rows_of(Machine& machine, const sql::Answer& answer) {
    std::vector<Items> rows;
    for (const auto& row : answer.rows) {
        machine.step();
        machine.heap.charge(row.size() * sizeof(Value) + 64);
        Items items;
        for (std::size_t i = 0; i < row.size(); ++i) {
            items.push_back(cell(machine, row[i], i < answer.types.size() ? answer.types[i] : sql::Answer::Type::text));
        }
        rows.push_back(std::move(items));
    }
    return rows;
}

/// The unknown result of a question, with what an empty database answers.
Value not_known(Machine& machine, const ResultObject& result, std::string_view form, std::optional<Value> likely) {
    std::string key = result.key.empty() ? "" : result.key + "/" + std::string(form);
    return unknown(machine, result.reason, likely, key);
}

Value make_row(Machine& machine, const ResultObject& result, const Items& items) {
    if (result.scalars) return items.empty() ? none() : items.front();
    if (result.mappings) {
        Value dict = machine.heap.dict();
        for (std::size_t i = 0; i < items.size() && i < result.columns.size(); ++i) {
            put(machine.heap, *as<Dict>(dict), result.columns[i], items[i]);
        }
        return dict;
    }
    return keep(machine.heap, RowObject{result.columns, items});
}

Value next_row(Machine& machine, ResultObject& result) {
    if (result.next >= result.rows.size()) return none();
    return make_row(machine, result, result.rows[result.next++]);
}

/// What a method of the result gives: not known, but likely what the rows of an empty database give.
Value unknown_form(Machine& machine, const ResultObject& result, std::string_view name) {
    ResultObject likely = result;
    likely.kind = ResultObject::Kind::rows;
    std::string_view form = name;
    if (name.starts_with("scalar")) form = "scalar";
    if (name == "fetchone" || name == "first" || name == "one" || name == "one_or_none") form = "first";
    if (name == "all") form = "fetchall";
    if (name == "rowcount")
        return not_known(machine, result, name, integer(static_cast<std::int64_t>(result.rows.size())));
    if (form != "scalar" && form != "first" && form != "fetchall")
        return not_known(machine, result, form, machine.heap.list());
    return not_known(machine, result, form, result_method(machine, likely, form, {}));
}

}  // namespace

Value data_result(Machine& machine, std::string question) {
    ResultObject result;
    result.kind = ResultObject::Kind::data;
    result.reason = "it depends on the rows in the database: " + std::string(base::cut_utf8(question, kShown));
    result.question = std::move(question);
    return keep(machine.heap, std::move(result));
}

namespace {

/// A question to PostgreSQL's catalogs fails on SQLite; the answer is then what PostgreSQL would say of the
/// same schema.
std::optional<Schema> as_postgresql(Machine& machine, const std::string& select) {
    if (machine.can().catalogs) return std::nullopt;
    const std::string lower = base::lower(select);
    std::string_view missing;
    for (std::string_view catalog : {"information_schema.", "pg_catalog.", "pg_"}) {
        const std::size_t at = lower.find(catalog);
        const bool word = at != std::string::npos &&
                          (at == 0 || std::string_view(" \t\n(,.").find(lower[at - 1]) != std::string_view::npos);
        if (word && missing.empty()) missing = catalog;
    }
    if (missing.empty()) return std::nullopt;
    would_fail(machine, "sqlalchemy.exc.OperationalError",
               "SQLite has none of PostgreSQL's catalogs: " + std::string(base::cut_utf8(select, kShown)),
               "sqlite_sql");
    Schema schema = machine.schema;
    schema.dialect = Dialect::postgresql;
    return schema;
}

}  // namespace

Value query(Machine& machine, const std::string& select, const std::map<std::string, Value>& binds) {
    std::string shown = select;
    auto other = as_postgresql(machine, select);
    auto parameter = [&](std::string_view name) -> std::optional<std::string> {
        auto found = binds.find(std::string(name));
        if (found == binds.end() || is_unknown(found->second)) return std::nullopt;
        return display(machine, found->second);
    };
    auto answer = sql::answer(select, other ? *other : machine.schema, parameter);
    if (answer.kind == sql::Answer::Kind::data) {
        Value data = data_result(machine, select);
        object<ResultObject>(data)->columns = answer.columns;
        object<ResultObject>(data)->rows = rows_of(machine, answer);
        return data;
    }
    for (const auto& [name, value] : binds) shown += " / " + name + "=" + display(machine, value);
    ResultObject result;
    result.question = select;
    if (answer.kind == sql::Answer::Kind::unknown) {
        auto changes = std::ranges::count_if(machine.operations,
                                             [](const Operation& op) { return !std::holds_alternative<Execute>(op); });
        std::string question = base::join(base::split_words(shown), " ");
        result.reason = answer.reason + ": " + std::string(base::cut_utf8(question, kShown));
        result.key = std::to_string(changes) + ":" + question;
        return keep(machine.heap, std::move(result));
    }
    result.kind = ResultObject::Kind::rows;
    result.columns = answer.columns;
    result.rows = rows_of(machine, answer);
    return keep(machine.heap, std::move(result));
}

std::optional<Items> iterate_result(Machine& machine, ResultObject& result) {
    if (result.kind != ResultObject::Kind::rows) return std::nullopt;
    Items items;
    while (result.next < result.rows.size()) items.push_back(next_row(machine, result));
    return items;
}

Value result_attribute(Machine& machine, ResultObject& result, std::string_view name) {
    if (name == "rowcount") {
        if (result.kind != ResultObject::Kind::rows) return unknown_form(machine, result, name);
        return integer(static_cast<std::int64_t>(result.rows.size()));
    }
    if (name == "returns_rows") return boolean(true);
    return unknown(machine, "the attribute " + std::string(name) + " of a result is not followed");
}

Value result_method(Machine& machine, ResultObject& result, std::string_view name, const Arguments& arguments) {
    if (name == "close") return none();
    if (name == "scalars" || name == "mappings" || name == "unique" || name == "yield_per" ||
        name == "execution_options") {
        ResultObject other = result;
        other.scalars = result.scalars || name == "scalars";
        other.mappings = result.mappings || name == "mappings";
        if (!result.key.empty()) other.key = result.key + "/" + std::string(name);
        return keep(machine.heap, std::move(other));
    }
    if (result.kind != ResultObject::Kind::rows) return unknown_form(machine, result, name);
    if (name.starts_with("scalar")) {
        if (result.next >= result.rows.size() || result.rows[result.next].empty()) return none();
        return result.rows[result.next++].front();
    }
    if (name == "fetchone" || name == "first" || name == "one" || name == "one_or_none")
        return next_row(machine, result);
    if (name == "fetchall" || name == "all") return machine.heap.list(*iterate_result(machine, result));
    if (name == "fetchmany") {
        Reader reader(machine, arguments);
        auto count = reader.whole("size", 0).value_or(1);
        Items items;
        while (count-- > 0 && result.next < result.rows.size()) items.push_back(next_row(machine, result));
        return machine.heap.list(std::move(items));
    }
    if (name == "keys") {
        Items keys;
        for (const std::string& column : result.columns) keys.push_back(machine.heap.text(column));
        return machine.heap.list(std::move(keys));
    }
    return unknown(machine, "the method " + std::string(name) + " of a result is not followed");
}

}  // namespace migrate::replay
