#include "cache/store.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/write.h"

using namespace migrate;
using cache::Store;
using migrate::test::ScratchFolder;

namespace {

unsigned mode_of(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

}  // namespace

TEST_CASE("what is kept is its user's alone, and no link") {
    ScratchFolder scratch;
    const std::string folder = scratch / "caches/alembic-migrate";
    Store(folder).write("chain", "what was kept", "");
    CHECK(mode_of(folder) == 0700);
    const auto entries = base::list_directory(folder).value();
    REQUIRE(entries.size() == 2);  // the secret, and what was kept
    const std::string path = folder + "/" + entries[entries[0].name == "secret" ? 1 : 0].name;
    CHECK(mode_of(folder + "/secret") == 0600);
    CHECK(mode_of(path) == 0600);
    CHECK(Store(folder).read("chain", "") == "what was kept");

    SUBCASE("others may read it") {
        REQUIRE(::chmod(path.c_str(), 0644) == 0);
    }
    SUBCASE("it is a link") {
        REQUIRE(::rename(path.c_str(), (scratch / "elsewhere").c_str()) == 0);
        REQUIRE(::symlink((scratch / "elsewhere").c_str(), path.c_str()) == 0);
    }
    CHECK_FALSE(Store(folder).read("chain", ""));
}

TEST_CASE("a folder that others may use, that is a link, or that cannot be made keeps nothing and is no error") {
    ScratchFolder scratch;
    REQUIRE(::mkdir((scratch / "open").c_str(), 0700) == 0);
    REQUIRE(::chmod((scratch / "open").c_str(), 0755) == 0);
    REQUIRE(::mkdir((scratch / "own").c_str(), 0700) == 0);
    REQUIRE(::symlink((scratch / "own").c_str(), (scratch / "link").c_str()) == 0);
    REQUIRE(base::create_exclusive(scratch / "file", "x").has_value());
    for (const char* name : {"open", "link", "file/below", "/proc/none", ""}) {
        const std::string folder = std::string(name).starts_with('/') || !*name ? name : scratch / name;
        Store store(folder);
        store.write("chain", "x", "");
        CHECK_FALSE(store.read("chain", ""));
        CHECK(store.state().problem != "");
        CHECK(store.state().files == 0);
    }
}
