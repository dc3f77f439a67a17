#include "usecases/create/not_understood.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kRoomForColumns = 600;  ///< bytes, of all tables together
constexpr std::size_t kRoomForNames = 300;

/// As many of the texts as there is room for, and how many more there are.
std::string within(const std::vector<std::string>& texts, std::size_t room) {
    std::vector<std::string> shown;
    std::size_t used = 0;
    for (const std::string& text : texts) {
        used += text.size() + 2;
        if (used > room) break;
        shown.push_back(text);
    }
    const std::size_t left = texts.size() - shown.size();
    return base::join(shown, ", ") + (left > 0 ? fmt::format(" and {} more", left) : "");
}

std::string describe_table(const Table& table, std::size_t room) {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) columns.push_back(column.name + " " + write_type(column.type));
    return to_string(table.name) + " (" + within(columns, room) + ")";
}

std::string tables_text(const intent::Glimpse& glimpse, const Schema& head) {
    if (head.tables.empty()) return "There are no tables yet. ";
    std::vector<std::string> texts;
    for (const TableName& name : glimpse.tables) {
        const Table* table = find_table(head, name);
        if (table != nullptr) texts.push_back(describe_table(*table, kRoomForColumns / glimpse.tables.size()));
    }
    if (!texts.empty()) return "What it may mean: " + base::join(texts, ", ") + ". ";
    for (const auto& [name, table] : head.tables) texts.push_back(to_string(name));
    return "The tables: " + within(texts, kRoomForNames) + ". ";
}

/// In one line that can be broken between words. A line feed of the dump is never one of a text, which has \n there.
std::string in_one_line(const nlohmann::ordered_json& json) {
    std::string text = json.dump(0, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    for (const char* opening : {"[\n", "{\n"}) text = base::replace_all(text, opening, std::string(1, opening[0]));
    for (const char* closing : {"\n]", "\n}"}) text = base::replace_all(text, closing, std::string(1, closing[1]));
    return base::replace_all(text, "\n", " ");
}

/// The operation's keys in the order that people read them.
nlohmann::ordered_json op_first(const nlohmann::json& operation) {
    nlohmann::ordered_json out;
    for (const char* key : {"op", "table"}) {
        if (operation.contains(key)) out[key] = operation[key];
    }
    for (const auto& [key, value] : operation.items()) {
        if (!out.contains(key)) out[key] = value;
    }
    return out;
}

}  // namespace

Error not_understood_error(const intent::Glimpse& glimpse, const Schema& head, std::string_view key,
                           std::string_view operations) {
    nlohmann::ordered_json to_send = nlohmann::ordered_json::array();
    for (const nlohmann::json& operation : write_operations(glimpse.operations)) to_send.push_back(op_first(operation));
    for (const std::string& form : glimpse.to_fill_in) to_send.push_back(nlohmann::ordered_json::parse(form));
    std::string message = "not understood: " + base::join(glimpse.words, ", ");
    std::vector<std::string> understood;
    for (const RequestedOperation& operation : glimpse.operations) understood.push_back(describe(operation));
    if (!understood.empty()) message += "; understood: " + base::join(understood, ", ");
    std::string hint = tables_text(glimpse, head);
    hint += fmt::format("Say it otherwise, or send {}, such as {}", operations, in_one_line(to_send));
    return {"not_understood", std::move(message), std::move(hint), std::string(key)};
}

}  // namespace migrate::usecases
