#include "usecases/merge/objects.h"

#include <doctest/doctest.h>

using namespace migrate;
using namespace migrate::usecases;

namespace {

const TableName kUsers{"", "users"};

std::vector<std::string> between(const std::vector<Operation>& first, const std::vector<Operation>& second) {
    return clashes(uses_of(first), uses_of(second), "a", "b");
}

AlterColumn alters(const std::string& column) {
    return {.table = kUsers, .column = column};
}

}  // namespace

TEST_CASE("what is taken and made again is changed; what is made and taken is nothing") {
    const std::vector<Operation> remade = {DropIndex{.index = "i"},
                                           CreateIndex{.table = kUsers, .index = {.name = "i"}}};
    CHECK(uses_of(remade).at("index i") == Use::changes);
    const std::vector<Operation> gone = {AddColumn{.table = kUsers, .column = {.name = "c"}},
                                         DropColumn{.table = kUsers, .column = "c"}};
    CHECK_FALSE(uses_of(gone).contains("column users.c"));
}

TEST_CASE("clashes name the object and who does what") {
    AlterColumn type = alters("name");
    type.type = Type{};
    AlterColumn nullable = alters("name");
    nullable.nullable = true;
    CHECK(between({type}, {nullable}).empty());
    CHECK(between({type}, {type}) == std::vector<std::string>{"both change the type of column users.name"});
    CHECK(between({DropColumn{.table = kUsers, .column = "name"}}, {nullable}) ==
          std::vector<std::string>{"a drops or renames column users.name, which b uses"});
    CHECK(between({nullable}, {RenameColumn{.table = kUsers, .from = "name", .to = "title"}}) ==
          std::vector<std::string>{"b drops or renames column users.name, which a uses"});
    const Operation key = CreateForeignKey{
        .table = {"", "posts"},
        .foreign_key = {.name = "fk", .columns = {"user_id"}, .target = kUsers, .target_columns = {"id"}}};
    CHECK(between({key}, {DropTable{.table = kUsers}}) ==
          std::vector<std::string>{"b drops or renames table users, which a uses"});
    const Operation table = CreateTable{.table = {.name = {"", "notes"}}};
    CHECK(between({table}, {table}) == std::vector<std::string>{"both add table notes"});
    CHECK(between({AddColumn{.table = kUsers, .column = {.name = "a"}}},
                  {AddColumn{.table = kUsers, .column = {.name = "b"}}})
              .empty());
}
