// Texts that are built, not guessed: each byte of the input chooses a construct and how often it is said inside of
// itself, so that depths around every bound are reached by inputs of a few bytes. The text is read as Python, as a
// migration's header, as SQL, as alembic.ini and as TOML; time and memory that are too much are a fault as a crash is.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/allowance.h"
#include "fuzz/choices.h"
#include "fuzz/law.h"
#include "history/header.h"
#include "project/ini.h"
#include "project/toml_file.h"
#include "python/syntax.h"
#include "sql/sql.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

constexpr std::size_t kMaxText = (std::size_t{1} << 20U) + 64;  // a little over what any reader takes
constexpr std::chrono::seconds kMostTime{6};                    // a sanitizer takes three to ten times as long

/// What is said again and again, and what closes it.
struct Construct {
    std::string_view open;
    std::string_view close;
};

constexpr std::array kConstructs = {
    Construct{"(", ")"},
    Construct{"[", "]"},
    Construct{"{", "}"},
    Construct{"{1: ", "}"},
    Construct{"f(", ")"},
    Construct{"not ", ""},
    Construct{"-", ""},
    Construct{"lambda: ", ""},
    Construct{"1 if a else ", ""},
    Construct{"a.", "a"},
    Construct{"a = ", "1"},
    Construct{"[0]", ""},
    Construct{"f\"{", "}\""},
    Construct{"\"a\" ", ""},
    Construct{"'", ""},
    Construct{"\"\"\"", ""},
    Construct{"/*", "*/"},
    Construct{"--", "\n"},
    Construct{"SELECT (", ")"},
    Construct{"CASE WHEN ", ""},
    Construct{"ARRAY[", "]"},
    Construct{"$a$", ""},
    Construct{"1 + ", "1"},
    Construct{"a AND ", "a"},
    Construct{"CREATE TABLE t (a int);", ""},
    Construct{"[a.", "]"},
    Construct{"a = {", "}"},
    Construct{"%(a)s", ""},
    Construct{"a = [", "]"},
    Construct{"\\\n", ""},
    Construct{"# a\n", ""},
    Construct{"\r", ""},
    Construct{"\t", ""},
    Construct{"\x0c", ""},
    Construct{"\xef\xbb\xbf", ""},
    Construct{"elif a:\n pass\n", ""},
    Construct{"@a\n", ""},
    Construct{"a;", ""},
    Construct{"\n", ""},
    Construct{"op.execute(\"", "\")"},
};

constexpr std::array<std::string_view, 10> kBlocks = {
    "if 1:",       "while 1:", "def f():", "class A:", "with a:",
    "for a in b:", "try:",     "match a:", "else:",    "async def f():"};

void add_nested(Choices& choices, std::string& text) {
    const Construct& construct = kConstructs[choices.below(kConstructs.size())];
    const std::size_t times = kTimes[choices.below(kTimes.size())];
    const std::size_t closed = choices.below(4) == 0 ? choices.below(times) : times;
    for (std::size_t i = 0; i < times && text.size() < kMaxText; ++i) text += construct.open;
    text += choices.below(2) == 0 ? "1" : "";
    for (std::size_t i = 0; i < closed && text.size() < kMaxText; ++i) text += construct.close;
}

/// Blocks inside of each other, each deeper by as many blanks or tabs as the one before, or by one more each time.
void add_blocks(Choices& choices, std::string& text) {
    const std::size_t times = kTimes[choices.below(kTimes.size())];
    const std::string blank = choices.below(4) == 0 ? "\t" : " ";
    const std::size_t step = choices.below(3), growth = choices.below(3) == 0 ? 1 : 0;
    const std::size_t kinds = choices.below(kBlocks.size());
    std::string indent;
    for (std::size_t i = 0; i < times && text.size() < kMaxText; ++i) {
        text += indent;
        text += kBlocks[(i * kinds) % kBlocks.size()];
        text += "\n";
        for (std::size_t more = 0; more < step + growth * i; ++more) indent += blank;
    }
    text += indent + "x = \"a\"\n";
    if (choices.below(3) == 0) {  // and back again, level by level
        while (!indent.empty() && text.size() < kMaxText) {
            indent.resize(indent.size() - std::min(indent.size(), std::max<std::size_t>(step, 1)));
            text += indent + "y = 1\n";
        }
    }
}

std::string text_of(std::string_view input) {
    Choices choices(input);
    std::string text = choices.below(2) == 0 ? "revision = \"a\"\ndown_revision = None\n" : "";
    while (choices.left() && text.size() < kMaxText) {
        if (choices.below(3) == 0) {
            add_blocks(choices, text);
        } else {
            add_nested(choices, text);
        }
        if (choices.below(4) == 0) text += "\n";
    }
    return text;
}

/// Fails where a reader takes longer than it may, or ends in another way than by an answer.
void in_time(const std::string& reader, const std::string& text, const std::function<void()>& read) {
    const std::optional<Error> stopped = base::within({.time = kMostTime}, read);
    if (stopped) broken(reader + " is in time: " + stopped->message, text.substr(0, 2000));
}

}  // namespace

void migrate::fuzz::take(std::string_view input) {
    const std::string text = text_of(input);
    in_time("Python", text, [&] { static_cast<void>(python::parse(text)); });
    in_time("the header", text, [&] { static_cast<void>(history::read_header(text)); });
    in_time("alembic.ini", text, [&] { static_cast<void>(project::read_ini(text, "alembic.ini")); });
    in_time("TOML", text, [&] { static_cast<void>(project::read_toml(text, "pyproject.toml")); });
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Schema schema{dialect};
        in_time("SQL", text, [&] { static_cast<void>(sql::read_statements(text, schema, "fuzzed.py:1")); });
    }
}
