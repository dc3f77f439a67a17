#include "schema/shared_map.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <vector>

using Shared = migrate::SharedMap<int, std::string>;
using Plain = std::map<int, std::string>;

namespace {

bool same(const Shared& shared, const Plain& plain) {
    return std::equal(shared.begin(), shared.end(), plain.begin(), plain.end(),
                      [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; });
}

void change_both(Shared& shared, Plain& plain, int key, int way) {
    const std::string text = std::to_string(way);
    if (way % 5 == 0) RC_ASSERT(shared.emplace(key, text) == plain.emplace(key, text).second);
    if (way % 5 == 1) RC_ASSERT(shared.erase(key) == (plain.erase(key) == 1));
    if (way % 5 == 2) shared[key] += text, plain[key] += text;
    if (way % 5 == 3) {
        const auto taken = shared.take(key);
        const auto node = plain.extract(key);
        RC_ASSERT(taken.has_value() == !node.empty());
        if (taken) RC_ASSERT(*taken == node.mapped());
    }
    if (way % 5 == 4) {
        std::string* value = shared.change(key);
        RC_ASSERT((value != nullptr) == plain.contains(key));
        if (value) *value = text, plain[key] = text;
    }
}

}  // namespace

TEST_CASE("a shared map and its copies behave as maps that share nothing") {
    CHECK(rc::check([](const std::vector<std::pair<unsigned char, unsigned char>>& changes) {
        std::vector<std::pair<Shared, Plain>> copies(1);
        for (const auto& [key, way] : changes) {
            copies.push_back(copies.back());
            auto& [shared, plain] = copies[copies.size() - 1 - way % 2];
            change_both(shared, plain, key % 6, way);
        }
        for (const auto& [shared, plain] : copies) {
            RC_ASSERT(same(shared, plain));
            RC_ASSERT(shared.size() == plain.size());
            RC_ASSERT(shared == Shared(shared));
        }
    }));
}

TEST_CASE("a shared map reads like a map") {
    const Shared map = {{2, "two"}, {1, "one"}};
    CHECK(map.begin()->first == 1);
    CHECK(map.find(3) == map.end());
    CHECK(map.find(2)->second == "two");
    CHECK(map.at(1) == "one");
    CHECK_THROWS_AS(map.at(7), std::out_of_range);
    CHECK(map == Shared{{1, "one"}, {2, "two"}});
    CHECK_FALSE(map == Shared{{1, "one"}, {2, "due"}});
}
