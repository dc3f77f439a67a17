// The operations form that is shown for what was not understood: an agent fills in what stands in <...> and sends it.
#include "intent/nearest_form.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "intent/golden_case.h"
#include "operations/requested.h"

using namespace migrate;
using namespace migrate::intent;

namespace {

const Schema& shop() {
    static const Schema kShop = testing::read_fixture("shop");
    return kShop;
}

std::string form_of(const std::string& description) {
    return "[" + nearest_form(read_tokens(description), shop()) + "]";
}

/// As an agent would fill it in: a type for <type>, a target for <table>.<column>, a word for anything else.
std::string filled(std::string form) {
    form = base::replace_all(form, "<type>", "string(20)");
    form = base::replace_all(form, "<table>.<column>", "users.id");
    for (std::size_t at = form.find('<'); at != std::string::npos; at = form.find('<', at + 1)) {
        const std::size_t end = form.find('>', at);
        if (end != std::string::npos) form.replace(at, end - at + 1, "filled");
    }
    return form;
}

}  // namespace

TEST_CASE("the kind of operation and the names that the words tell") {
    CHECK(form_of("add nice thing to users with sugar") ==
          R"([{"op":"add_column","table":"users","column":{"name":"nice","type":"<type>"}}])");
    CHECK(form_of("users need an avatar url") ==
          R"([{"op":"add_column","table":"users","column":{"name":"<name>","type":"<type>"}}])");
    CHECK(form_of("invoices: total positive") == R"([{"op":"create_check","table":"invoices","sql":"<condition>"}])");
    CHECK(form_of("somehow index users by email backwards") ==
          R"([{"op":"create_index","table":"users","columns":["email"]}])");
}

TEST_CASE("filled in, it is a request of one operation, whatever the words were") {
    std::set<std::string> kinds;
    int count = 0;
    for (const char* file : {"hostile", "people", "desk", "more", "columns", "vejapro"}) {
        for (const std::string& line :
             base::split(testing::read_text(testing::golden_folder() + "/" + file + ".txt"), '\n')) {
            if (!line.starts_with("> ")) continue;
            const std::string form = filled(form_of(line.substr(2)));
            INFO(line << "\n" << form);
            const auto list = nlohmann::json::parse(form, nullptr, false);
            REQUIRE(list.is_array());
            const auto read = read_operations(list);
            REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().message));
            CHECK(read->size() == 1);
            kinds.insert(list[0]["op"].get<std::string>());
            ++count;
        }
    }
    CHECK(count > 500);
    CHECK(kinds.size() >= 9);
}
