#include "rpc/message.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "rpc/line_splitter.h"

using namespace migrate::rpc;

namespace {

BadMessage bad(std::string_view line) {
    const auto message = read_message(line);
    REQUIRE(std::holds_alternative<BadMessage>(message));
    return std::get<BadMessage>(message);
}

struct Lines {
    std::vector<std::string> taken;
    int too_long = 0;
};

Lines split_at(const std::string& text, std::size_t limit, const std::vector<std::size_t>& cuts) {
    Lines lines;
    LineSplitter splitter(
        limit, [&](std::string_view line) { lines.taken.emplace_back(line); }, [&] { ++lines.too_long; });
    std::string_view rest = text;
    for (const auto cut : cuts) {
        splitter.feed(rest.substr(0, cut));
        rest.remove_prefix(std::min(cut, rest.size()));
    }
    splitter.feed(rest);
    splitter.finish();
    return lines;
}

}  // namespace

TEST_CASE("requests, notifications and stray responses are told apart") {
    CHECK(std::get<Request>(read_message(R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"b":2}})")) ==
          Request{1, "a", {{"b", 2}}});
    CHECK(std::get<Request>(read_message(R"({"jsonrpc":"2.0","id":"","method":"a"})")) == Request{"", "a", nullptr});
    CHECK(std::get<Notification>(read_message(R"({"jsonrpc":"2.0","method":"a"})")) == Notification{"a", nullptr});
    CHECK(std::holds_alternative<StrayResponse>(read_message(R"({"jsonrpc":"2.0","id":1,"result":1})")));
    CHECK(std::holds_alternative<StrayResponse>(read_message(R"({"jsonrpc":"2.0","error":{}})")));
}

TEST_CASE("a bad message keeps its id if it has a valid one") {
    CHECK(bad(R"({"jsonrpc":"2.0","id":3})").id == Id(3));
    CHECK_FALSE(bad(R"({"jsonrpc":"2.0","id":3.0,"method":"a"})").id.has_value());
    CHECK_FALSE(bad("[1]").id.has_value());
    CHECK(bad("[1]").error.code == kInvalidRequest);
    CHECK(bad("{").error.code == kParseError);
    CHECK(bad("\xff").error.code == kParseError);
}

TEST_CASE("depth is counted, not felt") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(read_json(nested(kMaxDepth)).has_value());
    CHECK(read_json(nested(kMaxDepth + 1)).error().message == "Parse error: more than 64 levels deep at character 65");
    const std::string keyed = R"({"jsonrpc":"2.0","id":1,"method":"a\"[[{","params":)";
    CHECK(bad(keyed + nested(kMaxDepth - 1) + "}").error.code == kInvalidRequest);
    CHECK(bad(keyed + nested(kMaxDepth) + "}").error.message ==
          "Parse error: more than 64 levels deep at character 115");
    CHECK_FALSE(read_json(R"("a)" + nested(kMaxDepth + 1)).has_value());
    CHECK(read_json(R"("\\")").has_value());
    CHECK_FALSE(read_json(nested(1'000'000)).has_value());
    CHECK_FALSE(read_json(std::string(1'000'000, '[')).has_value());
    CHECK(read_json(R"(["[[[[", {"a":[{}]}])").has_value());
    std::string wide = "[0";
    for (int i = 0; i < 100000; ++i) wide += ",[]";
    CHECK(read_json(wide + "]").has_value());
}

TEST_CASE("what is written is one line that can be read again") {
    CHECK(write_result(1, {{"b", 1}, {"a", "x\ny"}}) ==
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"b\":1,\"a\":\"x\\ny\"}}\n");
    CHECK(write_error(std::nullopt, {-1, "m", nullptr}) ==
          "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":\"m\"}}\n");
    CHECK(write_error(Id("i"), {-1, "m", 5}) ==
          "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"error\":{\"code\":-1,\"message\":\"m\",\"data\":5}}\n");
    CHECK(write_notification("n", nullptr) == "{\"jsonrpc\":\"2.0\",\"method\":\"n\"}\n");
    CHECK(write_result(1, "a\xff") == "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"a\xEF\xBF\xBD\"}\n");
}

TEST_CASE("no line is too long to send") {
    const std::string huge(kMaxLine, 'x');
    const auto result = write_result(1, huge);
    CHECK(result.size() < 1000);
    CHECK(result.find("too large") != std::string::npos);
    CHECK(write_error(Id(1), {-1, huge, nullptr}).size() < 2000);
    CHECK(write_error(Id(1), {-1, "m", huge}).size() < 2000);
}

TEST_CASE("a use case's error keeps its code, hint and place") {
    const auto error = from_error({"c", "m", "h", ""});
    CHECK(error.code == kUseCaseError);
    CHECK(error.data == OutJson{{"code", "c"}, {"hint", "h"}});
}

TEST_CASE("reading never throws, whatever the bytes") {
    CHECK(rc::check([](const std::string& bytes) { read_message(bytes); }));
    CHECK(rc::check([](const std::vector<int>& choices) {
        static const std::vector<std::string> kPieces = {
            "{",      "}",          "[",          "]", ",",    ":",           "\"jsonrpc\"", "\"2.0\"",
            "\"id\"", "\"method\"", "\"params\"", "1", "null", "\"\\u0000\"", "1e999",       "-"};
        std::string text;
        for (const int choice : choices) text += kPieces[static_cast<unsigned>(choice) % kPieces.size()];
        read_message(text);
    }));
}

TEST_CASE("lines do not depend on how the bytes arrive") {
    CHECK(rc::check([](const std::vector<std::string>& pieces, const std::vector<unsigned char>& cuts) {
        std::string text;
        for (const auto& piece : pieces) text += piece + (piece.size() % 2 == 0 ? "\n" : "\r\n");
        const auto whole = split_at(text, 20, {});
        const auto cut = split_at(text, 20, {cuts.begin(), cuts.end()});
        RC_ASSERT(whole.taken == cut.taken);
        RC_ASSERT(whole.too_long == cut.too_long);
    }));
}

TEST_CASE("lines have a limit, their ends do not count") {
    CHECK(split_at("12345\r\n123456\n12345\nx", 5, {}).taken == std::vector<std::string>{"12345", "12345", "x"});
    CHECK(split_at("12345\r\n123456\n12345\nx", 5, {}).too_long == 1);
    CHECK(split_at(std::string(100, 'a'), 5, {1, 1, 1}).too_long == 1);
    CHECK(split_at("\n\r\n\n", 5, {}).taken.size() == 3);
}
