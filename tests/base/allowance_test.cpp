#include "base/allowance.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"

using namespace migrate;
using namespace migrate::base;

namespace {

/// Steps for as long as it is let; the text that it works on is named.
void step_for_ever() {
    const std::string path = "versions/a.py";
    const Doing now("reading", path);
    for (;;) step();
}

}  // namespace

TEST_CASE("work that goes on for too long ends with what it was about") {
    const std::optional<Error> error = within({.time = std::chrono::milliseconds(30)}, step_for_ever);
    REQUIRE(error);
    CHECK(error->code == "too_much");
    CHECK(error->message == "this is too much: reading versions/a.py takes longer than 0 s");
    CHECK(!error->hint.empty());
}

TEST_CASE("work that was cancelled ends") {
    std::stop_source cancel;
    cancel.request_stop();
    const std::optional<Error> error = within({.cancel = cancel.get_token()}, step_for_ever);
    REQUIRE(error);
    CHECK(error->code == "cancelled");
}

TEST_CASE("within another allowance the other's bounds hold, and each answers for its own work") {
    std::optional<Error> inner;
    const std::optional<Error> outer = within({.time = std::chrono::milliseconds(30)},
                                              [&] { inner = within({.time = std::chrono::hours(1)}, step_for_ever); });
    CHECK(inner);
    CHECK(!outer);
}

TEST_CASE("without an allowance, and once something was written, nothing ends") {
    for (int i = 0; i < 10'000; ++i) step();
    std::stop_source cancel;
    cancel.request_stop();
    const std::optional<Error> error = within({.cancel = cancel.get_token()}, [] {
        let_finish();
        for (int i = 0; i < 10'000; ++i) step();
    });
    CHECK(!error);
}

TEST_CASE("an exception of another kind goes through, and leaves no allowance behind") {
    CHECK_THROWS_AS(static_cast<void>(within({}, [] { throw std::runtime_error("other"); })), std::runtime_error);
    CHECK(open_allowance() == nullptr);
}

TEST_CASE("threads that help end with the one that they help") {
    std::stop_source cancel;
    bool ended = false;
    const std::optional<Error> error = within({.cancel = cancel.get_token()}, [&] {
        std::jthread helper([&ended, allowance = open_allowance()] {
            const SharedAllowance shared(allowance);
            try {
                step_for_ever();
            } catch (const TooMuch&) {
                ended = true;
            }
        });
        cancel.request_stop();
    });
    CHECK(!error);
    CHECK(ended);
}

#if !defined(__SANITIZE_ADDRESS__)  // whose allocator is its own
TEST_CASE("memory is bounded: by the step, and where there is none by the allocation") {
    std::vector<std::string> kept;
    const auto fill = [&](bool steps) {
        for (int i = 0; i < 100'000; ++i) {
            kept.emplace_back(10'000, 'x');
            if (steps) step();
        }
    };
    for (const bool steps : {true, false}) {
        const std::optional<Error> error = within({.bytes = 50 << 20U}, [&] { fill(steps); });
        REQUIRE(error);
        CHECK(error->code == "too_much");
        CHECK(error->message.ends_with("takes more memory than 50 MB"));
        CHECK(kept.size() < 7'000);
        kept.clear();
    }
    const std::string path = "versions/b.py";
    const std::optional<Error> error = within({}, [&] {
        const Doing now("reading", path);
        kept.emplace_back(std::size_t{1} << 40U, 'x');
    });
    REQUIRE(error);
    CHECK(error->message.starts_with("this is too much: reading versions/b.py takes more memory"));
    kept.clear();
    CHECK(!within({.bytes = 50 << 20U}, [&] { kept.emplace_back(10'000, 'x'); }));
}
#endif
