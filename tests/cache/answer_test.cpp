#include "cache/answer.h"

#include <doctest/doctest.h>

#include <map>

#include "base/scratch_folder.h"

using namespace migrate;
using cache::Store;
using migrate::test::ScratchFolder;

TEST_CASE("an answer holds while all that it was made of is the same") {
    ScratchFolder scratch;
    std::map<std::string, std::uint64_t> world = {{"a", 1}, {"b", 2}};
    int made = 0;
    const auto sum = [&](Store* store) {
        return cache::kept_answer<std::uint64_t>(
            store, "sum", "", [&](const std::string& question) { return base::Fingerprint{world[question], 0}; },
            [&](cache::Asked& asked) {
                ++made;
                for (const auto& [question, value] : world) asked[question] = {value, 0};
                return world["a"] + world["b"];
            });
    };
    Store store(scratch / "kept");
    CHECK(sum(&store) == 3);
    CHECK(sum(&store) == 3);
    CHECK(made == 1);
    Store other(scratch / "kept");
    CHECK(sum(&other) == 3);
    CHECK(made == 1);
    world["b"] = 5;
    CHECK(sum(&other) == 6);
    CHECK(sum(&store) == 6);
    CHECK(made == 3);
    CHECK(sum(nullptr) == 6);
    CHECK(made == 4);
}
