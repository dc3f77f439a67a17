#include "operations/objects.h"

#include <doctest/doctest.h>

using namespace migrate;

namespace {

const TableName kUsers{"", "users"};
const TableName kPosts{"", "posts"};

std::string text_of(const Operation& operation) {
    std::string text;
    for (const Touched& each : objects_of(operation)) {
        const std::string_view use = each.use == Use::needs     ? "needs "
                                     : each.use == Use::changes ? "changes "
                                     : each.use == Use::makes   ? "makes "
                                                                : "takes ";
        text += (text.empty() ? "" : ", ") + std::string(use) + doubt_object(each);
    }
    return text;
}

}  // namespace

TEST_CASE("what an operation touches: the object it is about first, then what must be there") {
    CHECK(text_of(AddColumn{.table = kUsers, .column = {.name = "phone"}}) ==
          "makes column users.phone, needs table users");
    CHECK(text_of(RenameColumn{kUsers, "name", "title"}) ==
          "takes column users.name, makes column users.title, needs table users");
    CHECK(text_of(RenameTable{kUsers, kPosts}) == "takes table users, makes table posts");
    CHECK(text_of(DropIndex{.index = "ix"}) == "takes index ix");
    CHECK(text_of(AddEnumLabel{.name = {"", "mood"}, .label = "sad"}) == "makes type mood, needs type mood");
    CHECK(text_of(CreateForeignKey{
              .table = kPosts,
              .foreign_key = {.name = "fk", .columns = {"user_id"}, .target = kUsers, .target_columns = {"id"}}}) ==
          "makes constraint posts.fk, needs table posts, needs column posts.user_id, needs table users, "
          "needs column users.id");
    CHECK(text_of(Execute{.sql = "DELETE FROM users"}).empty());
}

TEST_CASE("an operation's tables and those that its keys point to are told apart") {
    const ForeignKey key{.name = "fk", .columns = {"user_id"}, .target = kUsers, .target_columns = {"id"}};
    Table posts{.name = kPosts};
    posts.foreign_keys = {key};
    CHECK(tables_of(CreateTable{.table = posts}) == std::vector{kPosts});
    CHECK(targets_of(CreateTable{.table = posts}) == std::vector{kUsers});
    CHECK(targets_of(CreateForeignKey{kPosts, key}) == std::vector{kUsers});
    CHECK(tables_of(RenameTable{kUsers, kPosts}) == std::vector{kUsers, kPosts});
    CHECK(table_of(ValidateConstraint{kUsers, "ck"}) == kUsers);
    CHECK(table_of(DropIndex{.index = "ix"}) == std::nullopt);
    CHECK(table_of(CreateEnum{}) == std::nullopt);
}

TEST_CASE("only_takes, makes_unnamed, runs_concurrently and columns_made") {
    CHECK(only_takes(DropView{.name = kUsers}));
    CHECK_FALSE(only_takes(RenameTable{kUsers, kPosts}));
    CHECK_FALSE(only_takes(Execute{.sql = "DROP TABLE users"}));
    CHECK(makes_unnamed(CreateCheck{.table = kUsers}));
    CHECK(makes_unnamed(CreatePrimaryKey{.table = kUsers}));
    CHECK_FALSE(makes_unnamed(DropConstraint{.table = kUsers}));
    CHECK_FALSE(makes_unnamed(CreateIndex{.table = kUsers}));
    CHECK(runs_concurrently(DropIndex{.index = "ix", .concurrently = true}));
    CHECK_FALSE(runs_concurrently(DropTable{.table = kUsers}));
    const Operation added = AddColumn{.table = kUsers, .column = {.name = "phone"}};
    REQUIRE(columns_made(added).size() == 1);
    CHECK(columns_made(added).front()->name == "phone");
}
