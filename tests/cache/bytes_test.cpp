#include "cache/bytes.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

using migrate::cache::from_bytes;
using migrate::cache::to_bytes;

namespace {

enum class Colour { red, green, blue };

struct Nothing {
    bool operator==(const Nothing&) const = default;
};
struct Leaf {
    std::string text;
    Colour colour = Colour::red;
    std::optional<int> number;
    bool operator==(const Leaf&) const = default;
};
struct Tree {
    std::vector<Tree> branches;
    std::map<std::string, Leaf> leaves;
    std::set<unsigned> numbers;
    std::variant<Nothing, Leaf, std::string> one;
    std::vector<bool> flags;
    std::int64_t wide = 0;
    bool operator==(const Tree&) const = default;
};
struct Shares {
    std::vector<std::shared_ptr<const Leaf>> leaves;
    std::vector<std::shared_ptr<const std::pair<const std::string, Shares>>> below;
};

Leaf any_leaf() {
    Leaf leaf{*rc::gen::arbitrary<std::string>(), *rc::gen::element(Colour::red, Colour::green, Colour::blue), {}};
    if (*rc::gen::arbitrary<bool>()) leaf.number = *rc::gen::arbitrary<int>();
    return leaf;
}

Tree any_tree(int depth) {
    Tree tree;
    for (int i = depth > 0 ? *rc::gen::inRange(0, 3) : 0; i > 0; --i) tree.branches.push_back(any_tree(depth - 1));
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
        tree.leaves.emplace(*rc::gen::arbitrary<std::string>(), any_leaf());
    tree.numbers = *rc::gen::arbitrary<std::set<unsigned>>();
    if (*rc::gen::arbitrary<bool>()) tree.one = any_leaf();
    if (*rc::gen::arbitrary<bool>()) tree.one = std::string("text");
    tree.flags = *rc::gen::arbitrary<std::vector<bool>>();
    tree.wide = *rc::gen::arbitrary<std::int64_t>();
    return tree;
}

}  // namespace

TEST_CASE("what is written is read back the same") {
    CHECK(rc::check([] {
        const Tree tree = any_tree(3);
        const auto bytes = to_bytes(tree);
        RC_ASSERT(bytes.has_value());
        RC_ASSERT(from_bytes<Tree>(*bytes) == tree);
    }));
    for (const std::int64_t edge : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
        CHECK(from_bytes<std::int64_t>(*to_bytes(edge)) == edge);
}

TEST_CASE("bytes that were cut or changed give nothing or another value, and never more") {
    CHECK(rc::check([] {
        const Tree tree = any_tree(2);
        std::string bytes = *to_bytes(tree);
        const auto size = static_cast<int>(bytes.size());
        RC_ASSERT(!from_bytes<Tree>(bytes.substr(0, static_cast<std::size_t>(*rc::gen::inRange(0, size)))));
        RC_ASSERT(!from_bytes<Tree>(bytes + "x"));
        for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
            bytes[static_cast<std::size_t>(*rc::gen::inRange(0, size))] =
                static_cast<char>(*rc::gen::arbitrary<char>());
        if (const auto other = from_bytes<Tree>(bytes)) {
            for (const auto& [name, leaf] : other->leaves) RC_ASSERT(leaf.colour <= Colour::blue);
            RC_ASSERT(from_bytes<Tree>(*to_bytes(*other)) == *other);
        }
    }));
}

TEST_CASE("bytes from nowhere do no harm") {
    CHECK(rc::check([](const std::string& bytes) {
        if (const auto tree = from_bytes<Tree>(bytes)) RC_ASSERT(from_bytes<Tree>(*to_bytes(*tree)) == *tree);
        static_cast<void>(from_bytes<Shares>(bytes));
    }));
}

TEST_CASE("a count that the bytes cannot hold, and values that a type has not, are refused") {
    CHECK_FALSE(from_bytes<std::vector<Leaf>>(std::string("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9)));
    CHECK_FALSE(from_bytes<std::vector<Nothing>>(std::string("\xff\xff\xff\x7f", 4)));
    CHECK_FALSE(from_bytes<Colour>(std::string("\x03", 1)));
    CHECK_FALSE(from_bytes<bool>(std::string("\x02", 1)));
    CHECK_FALSE(from_bytes<std::optional<int>>(std::string("\x02\x01", 2)));
    CHECK_FALSE(from_bytes<std::variant<int, bool>>(std::string("\x02\x01", 2)));
    CHECK_FALSE(from_bytes<std::set<unsigned>>(std::string("\x02\x01\x01", 3)));
    CHECK_FALSE(from_bytes<signed char>(*to_bytes(1000)));
}

TEST_CASE("what nests too deep is not written, nor read") {
    Tree tree;
    for (int i = 0; i < 200; ++i) {
        Tree above;
        above.branches.push_back(std::move(tree));
        tree = std::move(above);
    }
    CHECK_FALSE(to_bytes(tree).has_value());
    CHECK_FALSE(from_bytes<Tree>(std::string(5000, '\x01')));
}

TEST_CASE("what is shared is written once and shared again") {
    const auto leaf = std::make_shared<const Leaf>(Leaf{std::string(1000, 'x'), Colour::blue, 7});
    Shares shares{{leaf, nullptr, leaf, std::make_shared<const Leaf>(), leaf}, {}};
    const auto inner = std::make_shared<const std::pair<const std::string, Shares>>("inner", Shares{{leaf}, {}});
    shares.below = {inner, inner,
                    std::make_shared<const std::pair<const std::string, Shares>>("outer", Shares{{}, {inner}})};
    const auto bytes = to_bytes(shares);
    REQUIRE(bytes.has_value());
    CHECK(bytes->size() < 1200);
    const auto again = from_bytes<Shares>(*bytes);
    REQUIRE(again.has_value());
    CHECK(*again->leaves[0] == *leaf);
    CHECK(again->leaves[1] == nullptr);
    CHECK(again->leaves[0] == again->leaves[2]);
    CHECK(again->leaves[0] == again->leaves[4]);
    CHECK(*again->leaves[3] == Leaf{});
    REQUIRE(again->below.size() == 3);
    CHECK(again->below[0] == again->below[1]);
    CHECK(again->below[2]->second.below[0] == again->below[0]);
    CHECK(again->below[0]->first == "inner");
    CHECK(again->below[0]->second.leaves[0] == again->leaves[0]);
}
