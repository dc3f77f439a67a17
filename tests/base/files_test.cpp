#include "base/files.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/hash.h"
#include "base/scratch_folder.h"
#include "base/write.h"

using namespace migrate::base;
using migrate::test::ScratchFolder;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> names_of(const migrate::Result<std::vector<DirectoryEntry>>& entries) {
    std::vector<std::string> names;
    for (const auto& entry : entries.value()) names.push_back(entry.name);
    return names;
}

}  // namespace

TEST_CASE("a file is read whole, or the error says why not") {
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "a.py", "x = 1\n").has_value());
    CHECK(read_file(folder / "a.py").value() == "x = 1\n");
    CHECK(read_file(folder / "a.py", 6).has_value());
    CHECK(read_file(folder / "a.py", 5).error().code == "too_large");
    CHECK(read_file(folder / "none.py").error().code == "no_file");
    CHECK(read_file(folder / "a.py/deeper").error().code == "no_file");
    CHECK(read_file(folder.path()).error().code == "not_a_file");
}

TEST_CASE("folders are listed in order") {
    ScratchFolder folder;
    fs::create_directories(folder / "b/c");
    REQUIRE(create_exclusive(folder / "b/c/x.py", "12345").has_value());
    REQUIRE(create_exclusive(folder / "a.py", "").has_value());
    const auto all = list_directory(folder.path(), {.recursive = true});
    CHECK(names_of(all) == std::vector<std::string>{"a.py", "b", "b/c", "b/c/x.py"});
    CHECK(all->at(3).size == 5);
    CHECK(all->at(3).modified_ns > 0);
    CHECK(list_directory(folder.path(), {.recursive = true, .sizes = false})->at(3).size == 0);
}

TEST_CASE("what is inside is decided by where a path leads") {
    ScratchFolder folder;
    fs::create_directories(folder / "versions/old");
    const auto root = folder / "versions";
    CHECK(is_inside(root, root));
    CHECK(is_inside(root, root + "/new.py"));
    CHECK(is_inside(root, root + "/old/../new.py"));
    CHECK_FALSE(is_inside(root, root + "/../new.py"));
    CHECK_FALSE(is_inside(root, folder / "versions2"));
}

TEST_CASE("a folder holds something or nothing") {
    ScratchFolder folder;
    fs::create_directories(folder / "empty");
    CHECK(holds_anything(folder.path()));
    CHECK_FALSE(holds_anything(folder / "empty"));
    CHECK_FALSE(holds_anything(folder / "none"));
    REQUIRE(create_exclusive(folder / "empty/.hidden", "").has_value());
    CHECK(holds_anything(folder / "empty"));
    CHECK_FALSE(holds_anything(folder / "empty/.hidden"));
}

TEST_CASE("listing has limits") {
    ScratchFolder folder;
    fs::create_directories(folder / "1/2/3/4");
    CHECK(names_of(list_directory(folder.path(), {.recursive = true, .max_depth = 2})).back() == "1/2/3");
    CHECK(list_directory(folder.path(), {.recursive = true, .max_entries = 2}).error().code == "too_many_entries");
    CHECK(list_directory(folder / "none").error().code == "no_directory");
}

TEST_CASE("paths as text") {
    CHECK(join_path("a/b", "c") == "a/b/c");
    CHECK(join_path("a/", "c") == "a/c");
    CHECK(join_path("", "c") == "c");
    CHECK(join_path("a", "/c") == "/c");
    CHECK(base_name("a/b.py") == "b.py");
    CHECK(base_name("b.py") == "b.py");
    CHECK(parent_path("a/b.py") == "a");
    CHECK(parent_path("/b") == "/");
    CHECK(parent_path("b").empty());
    CHECK(relative_to("/x/y", "/x/y/z/a.py") == "z/a.py");
    CHECK(relative_to("/x/y/", "/x/y") == ".");
    CHECK(relative_to("/x/y", "/x/y") == ".");
    CHECK(relative_to("/x/y", "/x/yz/a.py") == "/x/yz/a.py");
    CHECK(relative_to("/", "/a") == "a");
}
