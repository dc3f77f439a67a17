// What the words are made of, before any grammar looks at them.
#include "intent/tokens.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "intent/frame.h"
#include "intent/vocabulary.h"

using namespace migrate::intent;

namespace {

std::vector<std::string> texts(const Tokens& tokens) {
    std::vector<std::string> all;
    for (const auto& token : tokens.list) all.push_back(token.text);
    return all;
}

using Texts = std::vector<std::string>;

Texts core_of(const std::string& description) {
    return texts(take_frame_off(read_tokens(description)).core);
}

}  // namespace

TEST_CASE("words, numbers, quotes and symbols keep their spelling and their place") {
    const auto tokens = read_tokens("add Total numeric(12, 2) to `order lines`");
    CHECK(texts(tokens) == Texts{"add", "Total", "numeric", "(", "12", ",", "2", ")", "to", "order lines"});
    CHECK(tokens.list[1].lower == "total");
    CHECK(tokens.list[3].glued);
    CHECK_FALSE(tokens.list[1].glued);
    CHECK(tokens.list[9].quote == '`');
    CHECK(tokens.text.substr(tokens.list[2].begin, tokens.list[2].end - tokens.list[2].begin) == "numeric");
}

TEST_CASE("typographic quotes, dashes, arrows and blanks are made plain") {
    CHECK(texts(read_tokens("a → “b c” – d")) == Texts{"a", "->", "b c", "-", "d"});
    CHECK(texts(read_tokens("total ≥ 0")) == Texts{"total", ">=", "0"});
    CHECK(texts(read_tokens("a\u00A0b")) == Texts{"a", "b"});
}

TEST_CASE("numbers with a point, words that begin with a digit, comparisons, possessives") {
    CHECK(texts(read_tokens("0.5 2fa 12")) == Texts{"0.5", "2fa", "12"});
    CHECK(read_tokens("2fa").list[0].kind == TokenKind::word);
    CHECK(texts(read_tokens("a<>b!=c<=d::e")) == Texts{"a", "<>", "b", "!=", "c", "<=", "d", "::", "e"});
    CHECK(texts(read_tokens("user's phone")) == Texts{"user", "'s", "phone"});
    CHECK(texts(read_tokens("users.phone")) == Texts{"users", ".", "phone"});
    CHECK(texts(read_tokens("it's 'quoted'")) == Texts{"it", "'s", "quoted"});
}

TEST_CASE("an open quote is a symbol, and swallows nothing") {
    CHECK(texts(read_tokens("add 'x to y")) == Texts{"add", "'", "x", "to", "y"});
}

TEST_CASE("a lone name comes apart, anything else stays") {
    CHECK(texts(split_joined(read_tokens("add_fax_to_users"))) == Texts{"add", "fax", "to", "users"});
    CHECK(texts(split_joined(read_tokens("add-fax-to-users"))) == Texts{"add", "fax", "to", "users"});
    CHECK(texts(split_joined(read_tokens("AddFaxToUsers"))) == Texts{"add", "fax", "to", "users"});
    CHECK(texts(split_joined(read_tokens("add fax_no to users"))) == Texts{"add", "fax_no", "to", "users"});
    CHECK(texts(split_joined(read_tokens("drop_users"))) == Texts{"drop_users"});
}

TEST_CASE("the humps of a class name") {
    CHECK(split_name("BackupCodesEnrollment") == Texts{"Backup", "Codes", "Enrollment"});
    CHECK(split_name("AddAPIKey") == Texts{"Add", "API", "Key"});
    CHECK(split_name("line2Total") == Texts{"line2", "Total"});
    CHECK(is_class_name("InvoiceLine", 2));
    CHECK_FALSE(is_class_name("INVOICE"));
    CHECK_FALSE(is_class_name("invoiceLine"));
    CHECK_FALSE(is_plain_name("fäx"));
    CHECK_FALSE(is_plain_name(std::string(64, 'a')));
}

TEST_CASE("every byte of any text is in a token or is blank") {
    CHECK(rc::check([](const std::string& text) {
        const auto tokens = read_tokens(text);
        std::size_t at = 0;
        for (const auto& token : tokens.list) {
            for (auto i = at; i < token.begin; ++i)
                RC_ASSERT(std::string(" \t\r\v\f").find(tokens.text[i]) != std::string::npos);
            RC_ASSERT(token.end > token.begin);
            at = token.end;
        }
        for (auto i = at; i < tokens.text.size(); ++i)
            RC_ASSERT(std::string(" \t\r\v\f").find(tokens.text[i]) != std::string::npos);
    }));
}

TEST_CASE("tickets, commit types and politeness come off both ends, and are told") {
    CHECK(core_of("[ABC-12] add x") == Texts{"add", "x"});
    CHECK(core_of("ABC-12: add x (#7).") == Texts{"add", "x"});
    CHECK(core_of("feat(db)!: please add x #7") == Texts{"add", "x"});
    CHECK(core_of("we need to add x") == Texts{"add", "x"});
    CHECK(take_frame_off(read_tokens("ABC-12: add x (#7)")).harmless == Texts{"ABC-12:", "(#7)"});
}

TEST_CASE("what looks like a frame but may carry meaning stays") {
    CHECK(core_of("users: add x") == Texts{"users", ":", "add", "x"});
    CHECK(core_of("add x (unless y)").size() == 6);
    CHECK(core_of("add x, y?").back() == "?");
    CHECK(core_of("[WIP] add x").front() == "[");
}

TEST_CASE("a reason comes off only when its words can mean nothing else") {
    const Names names{[](std::string_view word) { return word == "invoices"; },
                      [](std::string_view word) { return word == "email"; }};
    const auto reason = [&](const std::string& text) {
        const auto without = take_reason_off(read_tokens(text), names);
        return without ? without->reason : std::string();
    };
    CHECK(reason("add x to y for model overrides") == "for model overrides");
    CHECK(reason("add x to y to support telephony") == "to support telephony");
    CHECK(reason("add x to y for unpaid invoices").empty());
    CHECK(reason("add x to y for invoices").empty());
    CHECK(reason("add x to y for email").empty());
    CHECK(reason("add x to y for unpaid").empty());
    CHECK(reason("add x to y for all").empty());
    CHECK(reason("add x to y for active ones").empty());
}

TEST_CASE("slips of the pen: near words of the grammar, never a negation, never a word of the grammar itself") {
    CHECK(slips_of("collumn") == Texts{"column"});
    CHECK_FALSE(slips_of("tabel").empty());
    CHECK(slips_of("form") == Texts{"for", "from"});
    CHECK(slips_of("not").empty());
    CHECK(slips_of("no").empty());
    CHECK(slips_of("table").empty());
    CHECK(slips_of("xyzzy").empty());
}

TEST_CASE("titles are the description up to its colon or with") {
    const auto title = [](const std::string& text) { return title_of(read_tokens(text)); };
    CHECK(title("add invoices table: number, total") == "add invoices table");
    CHECK(title("Add Invoices table with number") == "Add Invoices table");
    CHECK(title("link invoices with customers") == "link invoices with customers");
    CHECK(title("AddEmailToUsers email:string") == "AddEmailToUsers email:string");
    CHECK(title("users: add fax") == "users: add fax");
}
