#include "python/literal.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/text.h"
#include "python/generators.h"
#include "python/ruff.h"
#include "python/syntax.h"
#include "python/unicode.h"

namespace migrate::python {
namespace {

using namespace testing;

/// Bytes that are not UTF-8 come back as U+FFFD.
std::string cleaned(std::string_view text) {
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        append_utf8(clean, character.code);
        at += character.size;
    }
    return clean;
}

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

std::string body_of(std::string_view body, StringPrefix prefix = {}) {
    const auto value = read_string_body(body, prefix);
    return value ? *value : "error: " + value.error().message;
}

TEST_CASE("write_string keeps the preferred quote unless the other needs fewer escapes") {
    CHECK(write_string("plain") == "\"plain\"");
    CHECK(write_string("plain", Quote::Single) == "'plain'");
    CHECK(write_string("it's") == "\"it's\"");
    CHECK(write_string("it's", Quote::Single) == "\"it's\"");
    CHECK(write_string("say \"hi\"") == "'say \"hi\"'");
    CHECK(write_string("'a' \"b\"") == "\"'a' \\\"b\\\"\"");
    CHECK(write_string("'a' \"b\"", Quote::Single) == "'\\'a\\' \"b\"'");
    CHECK(write_string("") == "\"\"");
}

TEST_CASE("write_string escapes what a reader would not see") {
    CHECK(write_string(std::string("a\0b", 3)) == "\"a\\x00b\"");
    CHECK(write_string("a\nb\tc\rd\\e") == "\"a\\nb\\tc\\rd\\\\e\"");
    CHECK(write_string("\xe2\x80\xae\xc2\xa0\x1b") == "\"\\u202e\\xa0\\x1b\"");
    CHECK(write_string("žąß 漢字 ✅") == "\"žąß 漢字 ✅\"");
    CHECK(write_string("\xff\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_CASE("write_docstring cannot be ended by its text") {
    CHECK(write_docstring("add invoices") == "\"\"\"add invoices\"\"\"");
    CHECK(write_docstring("a \"\"\" b") == "\"\"\"a \"\"\\\" b\"\"\"");
    CHECK(write_docstring("ends with \"") == "\"\"\"ends with \\\"\"\"\"");
    CHECK(write_docstring("\"") == "\"\"\"\\\"\"\"\"");
    CHECK(write_docstring("ends with \\") == "\"\"\"ends with \\\\\"\"\"");
    CHECK(write_docstring("  \n\n first \n\nsecond  \n") == "\"\"\"first\n\nsecond\n\"\"\"");
    CHECK(write_docstring("one\n  two\n    three", 4) == "\"\"\"one\n    two\n      three\n    \"\"\"");
    CHECK(write_docstring("") == "\"\"\" \"\"\"");
}

TEST_CASE("read_string_body follows Python's escapes") {
    CHECK(body_of(R"(a\n\t\\\'\"\x41\101\u017e\U0001F600)") == "a\n\t\\'\"AAž😀");
    CHECK(body_of("a\\\nb") == "ab");
    CHECK(body_of("a\\\r\nb\r\nc\rd") == "ab\nc\nd");
    CHECK(body_of(R"(\d\ )") == R"(\d\ )");
    CHECK(body_of(R"(\0)") == std::string(1, '\0'));
    CHECK(body_of(R"(\777)") == "ǿ");
    CHECK(body_of(R"(\n)", {.raw = true}) == R"(\n)");
    CHECK(body_of(R"(\xff\u0041)", {.bytes = true}) == "\xff\\u0041");
    CHECK(body_of("{{x}}\\n", {.format = true}) == "{x}\n");
}

TEST_CASE("read_string_body refuses what has no value here") {
    for (const char* body : {R"(\x4)", R"(\u12)", R"(\U00110000)", R"(\ud83d\ude00)", R"(\N{BULLET})", "\xff"}) {
        CAPTURE(body);
        REQUIRE_FALSE(read_string_body(body, {}));
        CHECK(read_string_body(body, {}).error().code == "python_string");
    }
    CHECK_FALSE(read_string_body("ž", {.bytes = true}));
}

TEST_CASE("read_string_prefix") {
    CHECK(read_string_prefix("\"") == StringPrefix{});
    CHECK(read_string_prefix("Rb'''") == StringPrefix{.raw = true, .bytes = true});
    CHECK(read_string_prefix("fR\"") == StringPrefix{.raw = true, .format = true});
    CHECK_FALSE(read_string_prefix("t'").known);
}

TEST_CASE("what is written is read back as the same text") {
    CHECK(rc::check([] {
        const std::string text = *hostile_text();
        for (const Quote quote : {Quote::Double, Quote::Single}) {
            const auto read = parse_expression(write_string(text, quote));
            RC_ASSERT(read.has_value());
            RC_ASSERT(string_value(*read) == cleaned(text));
        }
    }));
    CHECK(rc::check([](const std::string& bytes) {
        const auto read = parse_expression(write_string(bytes));
        RC_ASSERT(read.has_value());
        RC_ASSERT(string_value(*read) == cleaned(bytes));
    }));
}

TEST_CASE("a docstring is one statement, whatever the text") {
    CHECK(rc::check([] {
        const std::string module = write_docstring(*hostile_text()) + "\n\nrevision = 1\n";
        const auto parsed = parse(module);
        RC_ASSERT(parsed.has_value());
        RC_ASSERT(parsed->errors.empty());
        RC_ASSERT(parsed->statements.size() == 2U);
        RC_ASSERT(docstring(parsed->statements).has_value());
    }));
}

TEST_CASE("Python's own literal_eval reads what is written") {
    const auto texts =
        rc::gen::resize(100, rc::gen::container<std::vector<std::string>>(2000, hostile_text()))(rc::Random(7)).value();
    std::string literals;
    std::string expected;
    for (const std::string& text : texts) {
        for (const Quote quote : {Quote::Double, Quote::Single}) {
            literals += write_string(text, quote) + "\n";
            expected += hexadecimal(cleaned(text)) + "\n";
        }
        std::string any_bytes = text + "\x80\xfe";
        literals += write_string(any_bytes) + "\n";
        expected += hexadecimal(cleaned(any_bytes)) + "\n";
    }
    const TemporaryFile file(literals);
    const std::string script =
        "import ast, sys\n"
        "for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):\n"
        "    print(ast.literal_eval(line).encode().hex())\n";
    const TemporaryFile program(script);
    CHECK(first_difference(expected, run("python3 " + program.path() + " " + file.path() + " 2>&1")) == "");
}

}  // namespace
}  // namespace migrate::python
