#include "base/text.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/clock.h"
#include "base/hash.h"

using namespace migrate::base;
using Words = std::vector<std::string>;

TEST_CASE("splitting keeps empty pieces, words do not") {
    CHECK(split("a,,b", ',') == Words{"a", "", "b"});
    CHECK(split("", ',') == Words{""});
    CHECK(split_words("  add\tinvoices \n table ") == Words{"add", "invoices", "table"});
    CHECK(split_words(" \n ").empty());
    CHECK(split_lines("a\r\nb\n\nc") == Words{"a", "b", "", "c"});
    CHECK(split_lines("a\n") == Words{"a"});
    CHECK(split_lines("").empty());
}

TEST_CASE("join is the inverse of split") {
    CHECK(rc::check([](const std::string& text) { RC_ASSERT(join(split(text, ','), ",") == text); }));
}

TEST_CASE("trim, case and replacing") {
    CHECK(trim(" \t x y \r\n") == "x y");
    CHECK(trim(" ").empty());
    CHECK(lower("AbĄ") == "abĄ");
    CHECK(upper("abą") == "ABą");
    CHECK(equal_ignoring_case("Users", "uSERS"));
    CHECK_FALSE(equal_ignoring_case("users", "user"));
    CHECK(replace_all("a.b.c", ".", "..") == "a..b..c");
}

TEST_CASE("UTF-8 is judged as the standard says") {
    CHECK(is_valid_utf8("plain, ąžuolas, 日本, 🌳"));
    CHECK(is_valid_utf8(""));
    for (const char* bad : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF8\x88\x80\x80\x80", "a\xFFz", "\xE2\x82"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_valid_utf8(bad));
    }
}

TEST_CASE("cutting never leaves half a character") {
    CHECK(cut_utf8("ąč", 3) == "ą");
    CHECK(cut_utf8("ąč", 4) == "ąč");
    CHECK(cut_utf8("🌳", 3).empty());
    CHECK(rc::check([](const std::u32string& characters) {
        std::string text;
        for (const char32_t c : characters) text += c % 2 == 0 ? "ž" : "日";
        for (std::size_t n = 0; n <= text.size(); ++n) RC_ASSERT(is_valid_utf8(cut_utf8(text, n)));
    }));
}

TEST_CASE("letters of Latin alphabets become plain ones, others are dropped") {
    CHECK(fold_to_ascii("pridėti sąskaitų lentelę") == "prideti saskaitu lentele");
    CHECK(fold_to_ascii("ĄČĘĖĮŠŲŪŽ") == "ACEEISUUZ");
    CHECK(fold_to_ascii("Straße, Œuvre, Łódź, Ærø, þing") == "Strasse, OEuvre, Lodz, AEro, thing");
    CHECK(fold_to_ascii("日本 x × ÷ 🌳") == " x   ");
    CHECK(fold_to_ascii("a\xCC\xA8") == "a");  // a + combining ogonek
    CHECK(fold_to_ascii("\xC5") == "");        // half a character
    CHECK(fold_to_ascii("ÿŸſŉ") == "yYsn");
}

TEST_CASE("edit distance counts swaps once and stops at its limit") {
    CHECK(edit_distance("users", "user", 3) == 1);
    CHECK(edit_distance("adn", "and", 3) == 1);
    CHECK(edit_distance("Users", "users", 3) == 0);
    CHECK(edit_distance("users", "invoices", 3) == 4);
    CHECK(edit_distance(std::string(100000, 'a'), std::string(100000, 'b'), 5) == 6);
}

TEST_CASE("nearest names") {
    const Words names{"users", "projects", "user_roles", "invoices"};
    CHECK(nearest(names, "usres") == Words{"users"});
    CHECK(nearest(names, "user") == Words{"users", "user_roles"});
    CHECK(nearest(names, "Invoice") == Words{"invoices"});
    CHECK(nearest(names, "zzz").empty());
    CHECK(nearest(names, "user", 1) == Words{"users"});
    CHECK(nearest({}, "user").empty());
}

TEST_CASE("hashes are stable") {
    CHECK(hash64("") == "2d06800538d394c2");
    CHECK(hash128("") == "99aa06d3014798d86001c324468d497f");
    CHECK(hash128("a") != hash128("b"));
}

TEST_CASE("dates") {
    CHECK(parse_date("2026-02-12").value() == "2026-02-12");
    CHECK(parse_date("2024-02-29").has_value());
    CHECK(parse_date(today()).has_value());
    for (const char* bad :
         {"2026-2-12", "2026-02-30", "2023-02-29", "12.02.2026", "", "2026-02-12x", "0000-01-01", "2026-1--12"}) {
        CAPTURE(bad);
        REQUIRE_FALSE(parse_date(bad).has_value());
        CHECK(parse_date(bad).error().code == "bad_date");
    }
}
