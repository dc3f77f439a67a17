#include "schema/shared_map.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

std::size_t mark_of(const std::string& text) {
    return std::hash<std::string>()(text);
}
struct MarksOfText {
    void operator()(const std::string& text, migrate::Marks& marks) const { marks.add(mark_of(text)); }
};

using Shared = migrate::SharedMap<int, std::string, MarksOfText>;
using Plain = std::map<int, std::string>;

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

/// Every value is found by its mark, at the first of its keys.
void check_marks(const Shared& shared, const Plain& plain) {
    for (const auto& [key, text] : plain) {
        const auto holds = [&](const auto& entry) { return entry.second == text; };
        const auto first = std::find_if(plain.begin(), plain.end(), holds);
        const auto* found = shared.find_marked(mark_of(text), holds);
        RC_ASSERT(found != nullptr);
        RC_ASSERT(found->first == first->first);
    }
}

/// What each_unshared leaves out is the same in both.
void check_unshared(const Shared& a, const Shared& b, Plain of_a, const Plain& of_b) {
    std::size_t last = 0;
    const bool all = each_unshared(a, b, [&](int key, const std::string* in_a, const std::string* in_b) {
        RC_ASSERT((in_a != nullptr) == of_a.contains(key));
        RC_ASSERT((in_b != nullptr) == of_b.contains(key));
        RC_ASSERT(last <= static_cast<std::size_t>(key));
        last = static_cast<std::size_t>(key) + 1;
        of_a.erase(key);
        if (in_b) of_a.emplace(key, *in_b);
        return true;
    });
    RC_ASSERT(all);
    RC_ASSERT(of_a == of_b);
}

}  // namespace

TEST_CASE("a shared map of many groups and its copies behave as maps that share nothing") {
    CHECK(rc::check([](const std::vector<std::pair<unsigned char, unsigned char>>& changes) {
        std::vector<std::pair<Shared, Plain>> copies(1);
        for (int key = 0; key < 250; key += 1 + static_cast<int>(changes.size()) % 3) {
            change_both(copies.front().first, copies.front().second, key, 5 * key);
        }
        for (const auto& [key, way] : changes) {
            copies.push_back(copies.back());
            auto& [shared, plain] = copies[copies.size() - 1 - way % 2];
            change_both(shared, plain, key, way);
        }
        for (const auto& [shared, plain] : copies) {
            RC_ASSERT(same(shared, plain));
            RC_ASSERT((shared == copies.front().first) == (plain == copies.front().second));
            check_marks(shared, plain);
            check_unshared(copies.front().first, shared, copies.front().second, plain);
        }
    }));
}

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
