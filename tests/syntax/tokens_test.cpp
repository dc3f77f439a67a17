#include "syntax/tokens.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace migrate;
using namespace migrate::sql;

namespace {

std::vector<std::string> texts(std::string_view text, Dialect dialect = Dialect::postgresql) {
    std::vector<std::string> list;
    for (const sql::Token& token : sql::read_tokens(text, dialect))
        list.emplace_back(text.substr(token.begin, token.end - token.begin));
    return list;
}

std::vector<std::string> binds(std::string_view text) {
    std::vector<std::string> list;
    for (const sql::Token& token : sql::read_tokens(text, Dialect::postgresql))
        if (token.kind == sql::TokenKind::bind) list.emplace_back(bind_name(text, token));
    return list;
}

}  // namespace

TEST_CASE("tokens: comments are left out, strings and quoted names stay whole") {
    CHECK(texts("a -- b\n, /* c /* d */ */ 'it''s' \"x\"\"y\"") ==
          std::vector<std::string>{"a", ",", "'it''s'", "\"x\"\"y\""});
    CHECK(texts("$$ a; b $$ $x$ ' $x$ $1") == std::vector<std::string>{"$$ a; b $$", "$x$ ' $x$", "$1"});
    CHECK(texts("E'a\\'b' X'00' a::text<=b") ==
          std::vector<std::string>{"E'a\\'b'", "X'00'", "a", "::", "text", "<=", "b"});
    CHECK(texts("1.5e-3+.5") == std::vector<std::string>{"1.5e-3", "+", ".5"});
}

TEST_CASE("tokens: SQLite's own quotes") {
    CHECK(texts("`a b` [c d] \"e\"", Dialect::sqlite) == std::vector<std::string>{"`a b`", "[c d]", "\"e\""});
    CHECK(texts("a[1]", Dialect::postgresql) == std::vector<std::string>{"a", "[", "1", "]"});
}

TEST_CASE("tokens: binds are told from casts, slices and escapes") {
    CHECK(binds("a = :role AND b = %(name)s") == std::vector<std::string>{"role", "name"});
    CHECK(binds("a::text, b[1:2], ':x', c[lo:hi]").empty());
    CHECK(binds("x = :a::text").empty());  // SQLAlchemy does not take it for a bind either
    CHECK(without_bind_escapes("'{\"a\"\\:1}'\\:\\:jsonb") == "'{\"a\":1}'::jsonb");
}

TEST_CASE("tokens: values of names and strings") {
    const std::string text = "Foo \"Foo\" 'a''b' E'a\\nb' $q$it's$q$";
    const Tokens tokens = sql::read_tokens(text, Dialect::postgresql);
    REQUIRE(tokens.size() == 5);
    CHECK(name_of_token(text, tokens[0], Dialect::postgresql) == "foo");
    CHECK(name_of_token(text, tokens[0], Dialect::sqlite) == "Foo");
    CHECK(name_of_token(text, tokens[1], Dialect::postgresql) == "Foo");
    CHECK(string_value(text, tokens[2]) == "a'b");
    CHECK(string_value(text, tokens[3]) == "a\nb");
    CHECK(string_value(text, tokens[4]) == "it's");
}

TEST_CASE("tokens: the depth bound grows with nesting and chains, not with lists") {
    const auto bound = [](const std::string& text) {
        return depth_bound(text, sql::read_tokens(text, Dialect::postgresql));
    };
    std::string chain = "1", list = "1", nest = "1";
    for (int i = 0; i < 1000; ++i) {
        chain += "+1";
        list += ",1";
        nest = "(" + nest + ")";
    }
    CHECK(bound(chain) >= 1000);
    CHECK(bound(nest) >= 1000);
    CHECK(bound(list) < 20);
    CHECK(bound(std::string(1000, '(')) >= 1000);
    CHECK(bound(std::string(1000, ')')) < 20);
}

TEST_CASE("tokens: any bytes are cut into pieces in order, never past the end") {
    CHECK(rc::check([](const std::string& text) {
        for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
            std::size_t end = 0;
            for (const sql::Token& token : sql::read_tokens(text, dialect)) {
                RC_ASSERT(token.begin >= end);
                RC_ASSERT(token.end > token.begin);
                RC_ASSERT(token.end <= text.size());
                end = token.end;
                (void)name_of_token(text, token, dialect);
                if (token.kind == sql::TokenKind::string) (void)string_value(text, token);
            }
        }
    }));
}
