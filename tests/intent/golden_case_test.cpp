#include "intent/golden_case.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "intent/intent.h"

namespace migrate::intent::testing {

namespace {

Column read_column(const std::string& text, bool key) {
    const auto colon = text.find(':');
    Column column;
    column.name = text.substr(0, colon);
    auto type = text.substr(colon + 1);
    column.nullable = !key && type.ends_with('?');
    if (column.nullable) type.pop_back();
    column.type = read_type(type).value();
    return column;
}

void read_table(Schema& schema, const std::vector<std::string>& words) {
    Table table;
    table.name = read_table_name(words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) table.columns.push_back(read_column(words[i], i == 2));
    table.primary_key = PrimaryKey{table.name.name + "_pkey", {table.columns.front().name}};
    schema.tables[table.name] = table;
}

void read_object(Schema& schema, const std::vector<std::string>& words) {
    auto& table = *find_table(schema, read_table_name(words[1]));
    const auto& kind = words[0];
    const std::vector<std::string> rest(words.begin() + 3, words.end());
    if (kind == "unique") table.uniques.push_back({words[2], rest, false, {}});
    if (kind == "check") table.checks.push_back({words[2], base::join(rest, " "), false});
    if (kind == "fk")
        table.foreign_keys.push_back({words[2], {rest[0]}, read_table_name(rest[1]), {"id"}, {}, {}, {}, false});
    if (kind == "default") find_column(table, words[2])->server_default = Default{base::join(rest, " "), std::nullopt};
    if (kind != "index" && kind != "uniqueindex") return;
    Index index;
    index.name = words[2];
    index.unique = kind == "uniqueindex";
    for (const auto& column : rest) index.elements.push_back({column, {}, false, {}, {}, {}});
    table.indexes.push_back(index);
}

void read_comment(Schema& schema, const std::vector<std::string>& words) {
    auto& table = *find_table(schema, read_table_name(words[1]));
    const auto text = base::join({words.begin() + 3, words.end()}, " ");
    (words[2] == "-" ? table.comment : find_column(table, words[2])->comment) = text;
}

}  // namespace

std::string golden_folder() {
    return std::string(MIGRATE_SOURCE_DIR) + "/tests/golden/intent/";
}

std::string read_text(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Schema read_fixture(const std::string& name) {
    Schema schema;
    for (const auto& line : base::split_lines(read_text(golden_folder() + name + ".schema"))) {
        const auto words = base::split_words(line);
        if (words.size() < 3 || words[0] == "#") continue;
        if (words[0] == "table") {
            read_table(schema, words);
        } else if (words[0] == "enum") {
            schema.enums.change()[{"", words[1]}] = {{"", words[1]}, {words.begin() + 2, words.end()}};
        } else if (words[0] == "comment") {
            read_comment(schema, words);
        } else {
            read_object(schema, words);
        }
    }
    return schema;
}

std::vector<std::string> answer_to(const std::string& phrase, const Schema& schema) {
    const auto result = read_description(phrase, schema);
    if (!result) {
        const auto& error = result.error();
        return {"! " + error.code + ": " + error.message + (error.hint.empty() ? "" : " (" + error.hint + ")")};
    }
    if (!result->understood) return {"? " + base::join(result->unused, " | ")};
    std::vector<std::string> lines;
    for (const auto& operation : write_operations(result->operations)) lines.push_back(operation.dump());
    for (const auto& assumption : result->assumptions) lines.push_back("~ " + assumption);
    for (const auto& word : result->unused) lines.push_back("- " + word);
    if (result->title != phrase) lines.push_back("= " + result->title);
    return lines;
}

}  // namespace migrate::intent::testing

using namespace migrate::intent::testing;

namespace {

// The file with every answer as it is now; the phrases and comments stay.
std::string answer_file(const std::string& text) {
    migrate::Schema schema;
    std::string answered;
    for (const auto& line : migrate::base::split_lines(text)) {
        const bool answer = !line.empty() && std::string("{~-!?=").find(line[0]) != std::string::npos;
        if (answer) continue;
        answered += line + "\n";
        if (line.starts_with("schema ")) schema = read_fixture(line.substr(7));
        if (!line.starts_with("> ")) continue;
        const auto phrase = migrate::base::replace_all(line.substr(2), "\\n", "\n");
        for (const auto& each : answer_to(phrase, schema)) answered += each + "\n";
    }
    return answered;
}

}  // namespace

TEST_CASE("golden phrases") {
    const bool update = std::getenv("UPDATE_GOLDEN") != nullptr;
    for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
        const auto path = entry.path().string();
        if (!path.ends_with(".txt")) continue;
        const auto expected = read_text(path), actual = answer_file(expected);
        if (update) {
            std::ofstream(path) << actual;
            continue;
        }
        const auto before = migrate::base::split_lines(expected), now = migrate::base::split_lines(actual);
        std::string phrase;
        for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
            if (now[i].starts_with("> ")) phrase = now[i];
            INFO(path << " after " << phrase);
            REQUIRE(before[i] == now[i]);
        }
        CHECK_MESSAGE(before.size() == now.size(), path);
    }
}
