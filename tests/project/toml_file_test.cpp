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

TEST_CASE("deep nesting does not exhaust the stack") {
    CHECK(!read_toml("a = " + std::string(100000, '['), "x.toml"));
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
