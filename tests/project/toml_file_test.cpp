#include "project/toml_file.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::project;

TEST_CASE("a TOML file becomes flat values with their lines") {
    const Result<TomlFile> file = read_toml(
        "[tool.ruff]\nline-length = 120\nselect = ['E', \"F\"]\n[tool.ruff.format]\nquote-style = 'single'\n"
        "[tool.x]\nflag = true\n[[tool.x.reminders]]\ntext = 'a'\n[[tool.x.reminders]]\ntext = "
        "'b'\n[tool.empty]\n",
        "pyproject.toml");
    REQUIRE(file);
    CHECK(number_at(*file, "tool.ruff.line-length") == 120);
    CHECK(place_of(*file, "tool.ruff.line-length") == "pyproject.toml:2");
    CHECK(texts_at(*file, "tool.ruff.select") == std::vector<std::string>{"E", "F"});
    CHECK(text_at(*file, "tool.ruff.format.quote-style") == "single");
    CHECK(texts_at(*file, "tool.ruff.format.quote-style") == std::vector<std::string>{"single"});
    CHECK(flag_at(*file, "tool.x.flag") == true);
    CHECK(text_at(*file, "tool.x.reminders.1.text") == "b");
    CHECK(has_table(*file, "tool.empty"));
    CHECK(has_table(*file, "tool.ruff"));
    CHECK(!has_table(*file, "tool.ru"));
    CHECK(!number_at(*file, "tool.x.flag"));
    CHECK(keys_below(*file, "tool.ruff") == std::vector<std::string>{"format.quote-style", "line-length", "select"});
}

TEST_CASE("what is not TOML is told with its line") {
    const Result<TomlFile> file = read_toml("a = 1\nb = = 2\n", "ruff.toml");
    REQUIRE(!file);
    CHECK(file.error().code == "bad_config");
    CHECK(file.error().where == "ruff.toml:2");
}

std::string repeat(std::string_view piece, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
}

TEST_CASE("deep nesting does not exhaust the stack") {
    const std::vector<std::pair<std::string, std::string>> forms = {
        {"a", ".a"}, {"'a'", " . 'a'"}, {"\"a\"", ".\"a\""}};
    for (const auto& [first, more] : forms) {
        CAPTURE(more);
        CHECK(read_toml(first + repeat(more, 100) + " = 1\n", "x.toml"));
        CHECK(read_toml("[" + first + repeat(more, 99) + "]\nb = 1\n", "x.toml"));
        for (const int beyond : {101, 1000, 20000, 200000}) {
            const Result<TomlFile> key = read_toml("b = 1.5\n" + first + repeat(more, beyond) + " = 1\n", "x.toml");
            REQUIRE(!key);
            CHECK(key.error().message == "The file is nested more than 100 levels deep.");
            CHECK(key.error().where == "x.toml:2");
            CHECK(!read_toml("[" + first + repeat(more, beyond) + "]\n", "x.toml"));
            CHECK(!read_toml("[[" + first + repeat(more, beyond) + "]]\n", "x.toml"));
        }
    }
    CHECK(read_toml("a = " + repeat("[", 100) + repeat("]", 100) + "\n", "x.toml"));
    CHECK(!read_toml("a = " + repeat("[", 101) + repeat("]", 101) + "\n", "x.toml"));
    CHECK(read_toml("a = " + repeat("{a = ", 50) + "1" + repeat("}", 50) + "\n", "x.toml"));
    CHECK(!read_toml(repeat("a.a.a.a.a.a.a.a.a.a = {", 200) + "a = 1" + repeat("}", 200) + "\n", "x.toml"));
    CHECK(!read_toml("a = " + std::string(100000, '['), "x.toml"));
    CHECK(read_toml("a = [" + repeat("'x.y.z', 1.5, ", 1000) + "]\nb = '" + repeat(".", 1000) + "'\n", "x.toml"));
}

TEST_CASE("characters beyond ASCII stand in quotes and comments, in every form of them") {
    const Result<TomlFile> file = read_toml(
        "\xef\xbb\xbf"
        "a = \"ė\\\"ė\" # ė \"\nb = 'ė\\'\nc = \"\"\"ė\"\n\\\"\"\"ė\"\"\"\"\"\nd = '''\nė''ė''''\n'ė' = \"\"\ne = ''\n",
        "x.toml");
    REQUIRE(file);
    CHECK(text_at(*file, "a") == "ė\"ė");
    CHECK(text_at(*file, "b") == "ė\\");
    CHECK(text_at(*file, "c") == "ė\"\n\"\"\"ė\"\"");
    CHECK(text_at(*file, "d") == "ė''ė'");
    CHECK(text_at(*file, "ė") == "");
    CHECK(text_at(*file, "e") == "");
}

TEST_CASE("a continued line may go on with a character beyond ASCII") {
    const Result<TomlFile> file = read_toml("b = \"\"\"x \\\n  ėy\"\"\"\n", "x.toml");
    REQUIRE(file);
    CHECK(text_at(*file, "b") == "x ėy");
    CHECK(!read_toml("b = \"\"\"x \\ė\"\"\"\n", "x.toml"));
}

TEST_CASE("characters beyond ASCII elsewhere are told with their line") {
    for (const char* text :
         {"a = 1\né = 2\n", "a = 'x'\nb = 2 é\n", "a = '''x\n''' é", "# é\n[é]\n", "a = 1\n\xc8\xa8"}) {
        CAPTURE(text);
        const Result<TomlFile> file = read_toml(text, "x.toml");
        REQUIRE(!file);
        CHECK(file.error().where == "x.toml:2");
    }
}
