#include "verify/told.h"

#include <algorithm>

#include "operations/json_text.h"

namespace migrate::verify {

namespace {

using nlohmann::json;

constexpr std::size_t kStepsOfTrip = 7;
constexpr std::size_t kMaxSeen = 40;

std::string text_at(const json& event, const char* key) {
    const auto found = event.find(key);
    return found != event.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_at(const json& event, const char* key) {
    const auto found = event.find(key);
    return found != event.end() && found->is_number() ? found->get<double>() : 0;
}

template <class Value>
std::map<std::string, Value> values_at(const json& event, const char* key) {
    std::map<std::string, Value> values;
    const auto found = event.find(key);
    if (found == event.end() || !found->is_object()) return values;
    for (const auto& [name, value] : found->items()) {
        if constexpr (std::is_same_v<Value, long>) {
            if (value.is_number_integer()) values[name] = value.template get<long>();
        } else if (value.is_string()) {
            values[name] = value.template get<std::string>();
        }
    }
    return values;
}

Failure failure_in(const json& event) {
    return {text_at(event, "text"), text_at(event, "where"), text_at(event, "kind") == "Refused"};
}

std::vector<std::optional<std::string>> texts_in(const json& list) {
    std::vector<std::optional<std::string>> texts;
    if (!list.is_array()) return texts;
    for (const json& value : list) {
        texts.push_back(value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt);
    }
    return texts;
}

std::map<std::string, Cells> cells_in(const json& event) {
    std::map<std::string, Cells> found;
    const json tables = event.value("tables", json::object());
    for (const auto& [table, told] : tables.items()) {
        Cells& cells = found[table];
        for (const auto& column : texts_in(told.value("key", json()))) cells.key.push_back(column.value_or(""));
        for (const json& column : told.value("columns", json::array())) {
            const auto pair = texts_in(column);
            if (pair.size() != 2) continue;
            cells.columns.push_back(pair[0].value_or(""));
            cells.types.push_back(pair[1].value_or(""));
        }
        for (const json& row : told.value("rows", json::array())) {
            if (auto texts = texts_in(row); texts.size() == cells.columns.size())
                cells.rows.push_back(std::move(texts));
        }
    }
    return found;
}

std::map<std::string, std::map<std::string, std::string>> probes_in(const json& event) {
    std::map<std::string, std::map<std::string, std::string>> found;
    const json tables = event.value("tables", json::object());
    for (const auto& [table, columns] : tables.items()) found[table] = values_at<std::string>(tables, table.c_str());
    return found;
}

void add_seen(Told& told, std::string text) {
    const bool is_known = std::find(told.seen.begin(), told.seen.end(), text) != told.seen.end();
    if (!is_known && told.seen.size() < kMaxSeen) told.seen.push_back(std::move(text));
}

}  // namespace

Listener::Listener(const Request& request, const base::Work& work) : work_(work) {
    for (const Dialect dialect : request.dialects) {
        told_[dialect];
        total_ += kStepsOfTrip + (dialect == Dialect::postgresql ? 1U : 0U);  // the server
    }
}

void Listener::begin(const std::string& dialect, const std::string& step) {
    current_ = dialect + ": " + step;
    if (work_.progress) work_.progress(done_, total_, current_);
    done_ = std::min(done_ + 1, total_);
}

void Listener::take_step(Told& told, const json& event) {
    const std::string name = text_at(event, "step");
    const bool ok = event.value("ok", json()) == json(true);
    told.steps.push_back({name, ok, number_at(event, "seconds")});
    if (name == "start" && text_at(event, "source") == "replay") {
        told.from_base = false;
        told.from_replay = {text_at(event, "why"), text_at(event, "at")};
    }
    if (name == "upgrade") told.one_process = text_at(event, "one_process");
    if (name == "replayed schema") told.not_replayed = text_at(event, "why");
    if (event.contains("refused_rows") && event["refused_rows"].is_object()) {
        told.refused_rows[name] = failure_in(event["refused_rows"]);
        told.refused_new_only = event["refused_rows"].value("new_only", json()) == json(true);
    }
    if (ok) return;
    told.failed_step = name;
    told.failure = failure_in(event);
}

void Listener::take(std::string_view line) {
    const json event = read_json(line);
    if (!event.is_object()) return;
    const std::string kind = text_at(event, "event");
    if (kind == "python") {
        python_.version = text_at(event, "python");
        python_.alembic = text_at(event, "alembic");
        python_.sqlalchemy = text_at(event, "sqlalchemy");
        python_.program = text_at(event, "executable");
        return;
    }
    if (kind == "kept_apart") {
        kept_apart_ = {text_at(event, "why_not"), text_at(event, "why_lesser"),
                       event.value("can_watch", json()) == json(true)};
    }
    if (kind == "no_alembic") no_alembic_ = text_at(event, "text");
    if (kind == "end") ended_ = true;
    const std::string dialect = text_at(event, "dialect");
    if (kind == "begin") begin(dialect, text_at(event, "step"));
    const auto found =
        std::find_if(told_.begin(), told_.end(), [&](const auto& item) { return name_of(item.first) == dialect; });
    if (found == told_.end()) return;
    Told& told = found->second;
    const std::string name = text_at(event, "name");
    if (kind == "server") {
        told.server = text_at(event, "server");
        told.no_role = text_at(event, "role_why");
    }
    if (kind == "seen") add_seen(told, text_at(event, "text"));
    if (kind == "step") take_step(told, event);
    if (kind == "catalog") told.catalogs[name] = read_catalog(event, found->first);
    if (kind == "rows") {
        told.counts[name] = values_at<long>(event, "counts");
        told.empty[name] = values_at<std::string>(event, "refused");
    }
    if (kind == "cells") told.cells[name] = cells_in(event);
    if (kind == "probes") told.probes[name] = probes_in(event);
    if (kind == "not_tried") told.not_tried = text_at(event, "why");
    if (kind == "no_server") told.no_server = text_at(event, "why");
    if (kind == "stopped" && !told.failure) told.failure = failure_in(event);
    if (kind == "done") told.done = true;
}

}  // namespace migrate::verify
