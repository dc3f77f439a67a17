#include "project/ini.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace migrate;
using namespace migrate::project;

namespace {

std::string value_of(const std::string& text, const std::string& key, const std::string& section = "alembic") {
    const Result<Ini> ini = read_ini(text, "alembic.ini");
    REQUIRE(ini);
    const auto value = ini_value(*ini, section, key, "/repo");
    REQUIRE(value);
    REQUIRE(value->has_value());
    return **value;
}

Error error_of(const std::string& text) {
    const Result<Ini> ini = read_ini(text, "alembic.ini");
    REQUIRE(!ini);
    return ini.error();
}

}  // namespace

TEST_CASE("values are read as configparser reads them") {
    CHECK(value_of("[alembic]\nscript_location = alembic\n", "script_location") == "alembic");
    CHECK(value_of("[alembic]\r\nScript_Location: alembic\r\n", "script_location") == "alembic");
    CHECK(value_of("\xEF\xBB\xBF[alembic]\na=b", "a") == "b");
    CHECK(value_of("[alembic]\na = b ; not a comment\n", "a") == "b ; not a comment");
    CHECK(value_of("[alembic]\n# a = x\n  ; a = y\na = b\n", "a") == "b");
    CHECK(value_of("[alembic]\na =\nb = c\n", "a").empty());
    CHECK(value_of("[alembic]\nurl = a=b:c\n", "url") == "a=b:c");
}

TEST_CASE("deeper lines continue a value, comments and blank lines between them do not end it") {
    CHECK(value_of("[alembic]\na = one\n  two\n\n  # comment\n  three\n\nb = c\n", "a") == "one\ntwo\n\nthree");
    CHECK(value_of("[alembic]\nversion_locations =\n    %(here)s/a\n    %(here)s/b\n", "version_locations") ==
          "\n/repo/a\n/repo/b");
    CHECK(value_of("[alembic]\n  a = one\n  b = two\n", "b") == "two");
}

TEST_CASE("references are resolved only where a value is asked for") {
    const std::string text =
        "[DEFAULT]\nname = app\n[alembic]\nscript_location = %(here)s/%(name)s/m\nsqlalchemy.url = "
        "%(DATABASE_URL)s\n"
        "file_template = %%(year)d_%%(rev)s\n";
    CHECK(value_of(text, "script_location") == "/repo/app/m");
    CHECK(value_of(text, "file_template") == "%(year)d_%(rev)s");
    const Result<Ini> ini = read_ini(text, "alembic.ini");
    const auto url = ini_value(*ini, "alembic", "sqlalchemy.url", "/repo");
    REQUIRE(!url);
    CHECK(url.error().code == "bad_config");
    CHECK(url.error().where == "alembic.ini:5");
    CHECK(url.error().message.find("database_url") != std::string::npos);
}

TEST_CASE("references lead ten deep and not one more") {
    for (const int depth : {10, 11}) {
        std::string text = "[alembic]\n";
        for (int i = 0; i < depth; ++i) text += fmt::format("k{} = %(k{})s\n", i, i + 1);
        const Result<Ini> ini = read_ini(text + fmt::format("k{} = end\n", depth), "alembic.ini");
        REQUIRE(ini);
        const auto value = ini_value(*ini, "alembic", "k0", "/");
        CHECK(value.has_value() == (depth == 10));
        if (value) CHECK(*value == "end");
        if (!value) CHECK(value.error().where == "alembic.ini:2");
        if (!value) CHECK(value.error().message == "References of values lead too deep.");
    }
}

TEST_CASE("references that never end are refused") {
    const Result<Ini> loop = read_ini("[alembic]\na = %(b)s\nb = %(a)s\n", "alembic.ini");
    REQUIRE(loop);
    CHECK(!ini_value(*loop, "alembic", "a", "/"));
    std::string wide = "[alembic]\n";
    for (char key = 'a'; key < 'j'; ++key) {
        wide += std::string(1, key) + " = ";
        for (int i = 0; i < 1000; ++i) wide += std::string("%(") + static_cast<char>(key + 1) + ")s";
        wide += "\n";
    }
    wide += "j =\n";
    const Result<Ini> bomb = read_ini(wide, "alembic.ini");
    REQUIRE(bomb);
    CHECK(!ini_value(*bomb, "alembic", "a", "/"));
}

TEST_CASE("what configparser refuses is refused with its line") {
    CHECK(error_of("a = b\n").where == "alembic.ini:1");
    CHECK(error_of("[alembic]\na = b\nA = c\n").where == "alembic.ini:3");
    CHECK(error_of("[alembic]\n[alembic]\n").where == "alembic.ini:2");
    CHECK(error_of("[alembic]\nnothing here\n").where == "alembic.ini:2");
    CHECK(error_of("[alembic]\na = 50%\n[x]\nnothing\n").where == "alembic.ini:4");
    const Result<Ini> stray = read_ini("[alembic]\na = 50%\n", "alembic.ini");
    REQUIRE(stray);
    CHECK(ini_value(*stray, "alembic", "a", "/").error().where == "alembic.ini:2");
    CHECK(read_ini("[DEFAULT]\na = 1\n[DEFAULT]\nb = 2\n", "alembic.ini"));
}

TEST_CASE("a key through DEFAULT is a value, but not the section's own") {
    const Result<Ini> ini = read_ini("[DEFAULT]\na = 1\n[alembic]\nb = 2\n", "alembic.ini");
    REQUIRE(ini);
    CHECK(has_own_key(*ini, "alembic", "b"));
    CHECK(!has_own_key(*ini, "alembic", "a"));
    CHECK(*ini_value(*ini, "alembic", "a", "/") == std::optional<std::string>("1"));
    CHECK(*ini_value(*ini, "alembic", "zzz", "/") == std::nullopt);
}
