// What the plain reader reads is what the grammar gives, spans and comments too.
#include "python/plain.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "python/exact.h"

using namespace migrate::python;
using migrate::python::testing::exact;

namespace {

std::vector<std::string> python_files() {
    std::vector<std::string> texts;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(MIGRATE_SOURCE_DIR) + "/tests")) {
        if (entry.path().extension() != ".py") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

/// Whether it is plain; then it must be what the grammar gives.
bool is_plain_and_right(const std::string& text) {
    const auto plain = read_plain(text);
    if (!plain) return false;
    const auto by_grammar = parse_by_grammar(text);
    INFO(text);
    REQUIRE(by_grammar.has_value());
    REQUIRE_EQ(exact(*plain), exact(*by_grammar));
    return true;
}

/// A bit of everything that is plain.
const std::string kPlain = R"py("""docstring

Revises: 'x'
"""
from typing import Sequence, Union

import sqlalchemy.dialects as d, os
from . import (a as b, c,)  # why
from ..up import everything

revision: str = "ab" 'c'
down_revision: Union[str, None, Sequence[str]] = None
depends_on: str | None = ("x", )
empty: dict[str, int]


def upgrade(engine="x", *, b: int = 1) -> None:
    pass


def upgrade(engine="x", b: int = 1) -> None:
    names = {c["name"]: [x for x, y in c if x if y == 1] for c in (d for d in e or f)}
    some = [{1, 2}, any(each["name"] == name for each in things(a)) and {each for each in some}, {"a": 1}, {}]
    # begins
    with op.batch_alter_table("t", schema=None) as batch_op, other():
        batch_op.add_column(sa.Column("n", sa.Numeric(10, -2), *rest, **{"a": 1, 'b': [1.5, (2)]}))
        # ends

    if not (a and b or c) and x not in y is not None:
        op.execute("a" r"\d"
                   # between
                   u"""b
 c\n""")  # inside
    elif a[0] == b["x", 1][-1].c <= 3 * 4 + 5 / 6 % 7 - 8:
        return
    else:
        for k, v in rows.items():
            raise ValueError("x" if k else v)
    # last
# less

def downgrade():
    op.drop_table(("t"))  # ž
    return None
)py";

/// The same without the only part of it that is not.
std::string all_plain() {
    std::string text = kPlain;
    const std::size_t first = text.find("def upgrade");
    return text.erase(first, text.find("def upgrade", first + 1) - first);
}

}  // namespace

TEST_CASE("migrations are plain, and what is plain is read as by the grammar") {
    const std::vector<std::string> texts = python_files();
    const auto plain = std::ranges::count_if(texts, is_plain_and_right);
    REQUIRE(texts.size() > 100);
    CHECK(static_cast<std::size_t>(plain) * 2 > texts.size());
}

TEST_CASE("every plain form") {
    CHECK_FALSE(is_plain_and_right(kPlain));  // a lone star among parameters
    CHECK(is_plain_and_right(all_plain()));
}

TEST_CASE("a text with pieces cut, moved and put in is read as by the grammar, or left to it") {
    const std::vector<std::string> pieces = {
        " ",      "\n",  "    ",        "(",     ")",  "[",  "]",    "{",      "}",      ",",      ":",
        "=",      "==",  ".",           "\"",    "'",  "#",  "*",    "**",     "-",      "not ",   "in ",
        "is ",    "if ", " for x in y", " for ", "{",  "}",  "else", "for ",   "or ",    "\\",     "\t",
        "\"\"\"", "1.5", "0",           "0x1",   "é",  "f",  "b",    "print ", "lambda", "yield ", "async ",
        "await ", ";",   "@",           ":=",    "->", "|",  "~",    "+",      "<",      ">",      "<>",
        "!",      "%",   "//",          "\n\n",  "\r", "..."};
    CHECK(rc::check([&] {
        std::string text = all_plain();
        const int changes = *rc::gen::inRange(1, 6);
        for (int i = 0; i < changes; ++i) {
            const std::size_t at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
            const std::size_t size = *rc::gen::element<std::size_t>(0, 0, 1, 3, 40);
            const std::string moved = text.substr(at, size);
            if (*rc::gen::arbitrary<bool>()) text.erase(at, size);
            const std::string& put = *rc::gen::arbitrary<bool>() ? moved : *rc::gen::elementOf(pieces);
            text.insert(std::min(text.size(),
                                 *rc::gen::arbitrary<bool>() ? at : *rc::gen::inRange<std::size_t>(0, text.size() + 1)),
                        put);
        }
        is_plain_and_right(text);
    }));
}

TEST_CASE("what goes on left of its block is left to the grammar") {
    CHECK_FALSE(is_plain_and_right("def f():\n    with g(a=\nNone) as b:\n        b.c(1)\n"));
    CHECK(is_plain_and_right("def f():\n    with g(a=\n    None) as b:\n        b.c(1)\n"));
}

TEST_CASE("an index of several behind a bar is as long as by the grammar") {
    CHECK(is_plain_and_right("a: d | e[f, g]\nb: e[f, g] | d\ndef h(a: d | e[f, g]) -> d | e[f, g]:\n    pass\n"));
}

TEST_CASE("an import from nowhere is left to the grammar") {
    CHECK_FALSE(is_plain_and_right("from import a\n"));
    CHECK(is_plain_and_right("from . import a\n"));
}

TEST_CASE("what nests deep is left to the grammar") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']') + "\n"; };
    CHECK(is_plain_and_right(nested(50)));
    CHECK_FALSE(is_plain_and_right(nested(1'000'000 / 2)));
    std::string calls = "a";
    for (int i = 0; i < 90; ++i) calls += ".b()";
    CHECK_FALSE(is_plain_and_right(calls));
    CHECK(is_plain_and_right(calls.substr(0, 157)));
}
