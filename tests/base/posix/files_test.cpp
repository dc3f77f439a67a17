#include "base/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/scratch_folder.h"
#include "base/write.h"

using namespace migrate::base;
using migrate::test::ScratchFolder;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> listed_names(const migrate::Result<std::vector<DirectoryEntry>>& entries) {
    std::vector<std::string> names;
    for (const auto& entry : entries.value()) names.push_back(entry.name);
    return names;
}

}  // namespace

TEST_CASE("a device is no file") {
    CHECK(read_file("/dev/zero").error().code == "not_a_file");
}

TEST_CASE("a pipe that nobody writes to does not make us wait") {
    ScratchFolder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(read_file(folder / "pipe").error().code == "not_a_file");
}

TEST_CASE("folders are listed in order, links are not followed out") {
    ScratchFolder folder, elsewhere;
    fs::create_directories(folder / "b/c");
    REQUIRE(create_exclusive(folder / "b/c/x.py", "12345").has_value());
    REQUIRE(create_exclusive(folder / "a.py", "").has_value());
    REQUIRE(create_exclusive(elsewhere / "secret.py", "").has_value());
    fs::create_directory_symlink(elsewhere.path(), folder / "out");
    fs::create_directory_symlink(folder.path(), folder / "loop");
    fs::create_symlink(folder / "a.py", folder / "z.py");
    fs::create_symlink("nowhere", folder / "dead");

    CHECK(listed_names(list_directory(folder.path())) ==
          std::vector<std::string>{"a.py", "b", "dead", "loop", "out", "z.py"});
    const auto all = list_directory(folder.path(), {.recursive = true});
    CHECK(listed_names(all) == std::vector<std::string>{"a.py", "b", "b/c", "b/c/x.py", "dead", "loop", "out", "z.py"});
    CHECK(all->at(3).size == 5);
    CHECK(all->at(3).modified_ns > 0);
    CHECK(all->at(4).kind == EntryKind::other);
    CHECK(all->at(5).kind == EntryKind::directory);
    CHECK(all->at(6).kind == EntryKind::other);
    CHECK(all->at(7).kind == EntryKind::file);
    CHECK(all->at(7).is_link);

    auto quick = list_directory(folder.path(), {.recursive = true, .sizes = false}).value();
    CHECK(quick.at(3).size == 0);
    auto plain = *all;
    for (auto* entries : {&quick, &plain}) {
        for (DirectoryEntry& entry : *entries) entry.size = entry.modified_ns = 0;
    }
    CHECK(quick == plain);
}

TEST_CASE("what is inside is decided after resolving links") {
    ScratchFolder folder, elsewhere;
    fs::create_directories(folder / "versions/old");
    fs::create_directory_symlink(elsewhere.path(), folder / "versions/out");
    fs::create_symlink(elsewhere / "x.py", folder / "versions/dangling.py");
    const auto root = folder / "versions";
    CHECK(is_inside(root, root));
    CHECK(is_inside(root, root + "/new.py"));
    CHECK(is_inside(root, root + "/old/new.py"));
    CHECK(is_inside(root, root + "/old/../new.py"));
    CHECK_FALSE(is_inside(root, root + "/../new.py"));
    CHECK_FALSE(is_inside(root, root + "/out/new.py"));
    CHECK_FALSE(is_inside(root, root + "/dangling.py"));
    CHECK_FALSE(is_inside(root, root + "/none/new.py"));
    CHECK_FALSE(is_inside(root, folder / "versions2"));
    CHECK_FALSE(is_inside(root, root + "/none/.."));
    CHECK(is_inside("/", "/etc"));
}
