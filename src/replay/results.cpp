#include "replay/results.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "replay/interpreter.h"
#include "replay/reader.h"
#include "sql/sql.h"

namespace migrate::replay {

namespace {

constexpr std::size_t kShown = 120;

/// Catalog answers are text; Python sees numbers and truths where the text is one.
Value cell(Machine& machine, const std::optional<std::string>& text) {
    if (!text) return none();
    std::int64_t whole = 0;
    const char* end = text->data() + text->size();
    auto read = std::from_chars(text->data(), end, whole);
    if (!text->empty() && read.ec == std::errc() && read.ptr == end) return integer(whole);
    if (*text == "true" || *text == "t") return boolean(true);
    if (*text == "false" || *text == "f") return boolean(false);
    return machine.heap.text(*text);
}

bool counts(const std::string& question) {
    std::string lower = base::lower(question.substr(0, 60));
    return base::join(base::split_words(lower), " ").starts_with("select count(");
}

bool asks_existence(const std::string& question) {
    std::string lower = base::lower(question.substr(0, 60));
    return base::join(base::split_words(lower), " ").starts_with("select exists");
}

/// The unknown result of a question, with what an empty database answers.
Value not_known(Machine& machine, const ResultObject& result, std::string_view form, std::optional<Value> likely) {
    std::string key = result.key.empty() ? "" : result.key + "/" + std::string(form);
    return unknown(machine, result.reason, likely, key);
}

Value scalar_unknown(Machine& machine, const ResultObject& result) {
    Value empty = none();
    if (counts(result.question)) empty = integer(0);
    if (asks_existence(result.question)) empty = boolean(false);
    return not_known(machine, result, "scalar", empty);
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

Value unknown_form(Machine& machine, const ResultObject& result, std::string_view name) {
    if (name.starts_with("scalar") && name != "scalars") return scalar_unknown(machine, result);
    if (name == "fetchall" || name == "all" || name == "fetchmany" || name == "unique" || name == "keys" || name == "partitions") {
        return not_known(machine, result, "rows", machine.heap.list());
    }
    if ((name == "fetchone" || name == "one") && (counts(result.question) || asks_existence(result.question))) {
        Value row = keep(machine.heap, RowObject{{"count"}, {counts(result.question) ? integer(0) : boolean(false)}});
        return not_known(machine, result, "row", row);
    }
    if (name == "rowcount") return not_known(machine, result, "count", integer(0));
    return not_known(machine, result, "row", none());
}

}  // namespace

Value data_result(Machine& machine, std::string question) {
    ResultObject result;
    result.kind = ResultObject::Kind::data;
    result.reason = "it depends on the rows in the database: " + std::string(base::cut_utf8(question, kShown));
    result.question = std::move(question);
    return keep(machine.heap, std::move(result));
}

Value query(Machine& machine, const std::string& select, const std::map<std::string, Value>& binds) {
    std::string shown = select;
    auto parameter = [&](std::string_view name) -> std::optional<std::string> {
        auto found = binds.find(std::string(name));
        if (found == binds.end() || is_unknown(found->second)) return std::nullopt;
        return display(machine, found->second);
    };
    auto answer = sql::answer(select, machine.schema, parameter);
    if (answer.kind == sql::Answer::Kind::data) return data_result(machine, select);
    for (const auto& [name, value] : binds) shown += " / " + name + "=" + display(machine, value);
    ResultObject result;
    result.question = select;
    const Doubt* doubt = find_doubt_of(machine.schema, "*");
    if (answer.kind == sql::Answer::Kind::unknown || doubt) {
        auto changes = std::ranges::count_if(machine.operations, [](const Operation& op) { return !std::holds_alternative<Execute>(op); });
        std::string question = base::join(base::split_words(shown), " ");
        result.reason = (doubt ? doubt->reason : answer.reason) + ": " + std::string(base::cut_utf8(question, kShown));
        result.key = std::to_string(changes) + ":" + question;
        return keep(machine.heap, std::move(result));
    }
    result.kind = ResultObject::Kind::rows;
    result.columns = answer.columns;
    for (const auto& row : answer.rows) {
        machine.step();
        machine.heap.charge(row.size() * sizeof(Value) + 64);
        Items items;
        for (const auto& text : row) items.push_back(cell(machine, text));
        result.rows.push_back(std::move(items));
    }
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
    if (name == "scalars" || name == "mappings" || name == "unique" || name == "yield_per" || name == "execution_options") {
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
    if (name == "fetchone" || name == "first" || name == "one" || name == "one_or_none") return next_row(machine, result);
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

Value row_item(Machine& machine, const RowObject& row, const Value& index) {
    if (auto place = int_of(index)) {
        auto at = *place < 0 ? *place + static_cast<std::int64_t>(row.items.size()) : *place;
        if (at >= 0 && at < static_cast<std::int64_t>(row.items.size())) return row.items[static_cast<std::size_t>(at)];
        raise(machine, "builtins.IndexError", "row index out of range");
    }
    auto name = name_in(index);
    for (std::size_t i = 0; name && i < row.columns.size() && i < row.items.size(); ++i) {
        if (row.columns[i] == *name) return row.items[i];
    }
    return unknown(machine, "a column of a row that is not followed");
}

Value row_attribute(Machine& machine, const Value& self, std::string_view name) {
    const auto& row = *object<RowObject>(self);
    for (std::size_t i = 0; i < row.columns.size() && i < row.items.size(); ++i) {
        if (row.columns[i] == name) return row.items[i];
    }
    if (name == "_mapping") return self;
    return {machine.heap.make<Method>(self, std::string(name))};
}

}  // namespace migrate::replay
