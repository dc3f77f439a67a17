#include "base/write.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "base/own_state.h"

using namespace migrate::base;
using migrate::test::journal_for;
using migrate::test::kJournal;
using migrate::test::OwnState;
using migrate::test::ScratchFolder;
namespace fs = std::filesystem;

TEST_CASE("a new file is never written through a link") {
    ScratchFolder folder;
    fs::create_symlink(folder / "target", folder / "link.py");
    CHECK(create_exclusive(folder / "link.py", "two").error().code == "file_exists");
    CHECK_FALSE(exists(folder / "target"));
}

TEST_CASE("a file that is replaced keeps its rights, and a link is refused") {
    ScratchFolder folder;
    const auto path = folder / "a.py";
    REQUIRE(create_exclusive(path, "one").has_value());
    REQUIRE(::chmod(path.c_str(), 0640) == 0);
    REQUIRE(replace_if_unchanged(path, hash128("one"), "two").has_value());
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0640);
    fs::create_symlink(path, folder / "link.py");
    CHECK(replace_if_unchanged(folder / "link.py", hash128("two"), "three").error().code == "not_a_file");
    CHECK(list_directory(folder.path())->size() == 2);
}

TEST_CASE("a journal that is a link is not followed") {
    const OwnState state;
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "b.py", "b").has_value());
    const auto text = journal_for(fmt::format("{} {} 1 b.py\nB\n", hash128("b"), hash128("B")));
    REQUIRE(create_exclusive(folder / "moved", text).has_value());
    state.record(folder, text);
    fs::create_symlink("moved", folder / kJournal);
    CHECK_FALSE(recover_changes(folder.path()).value());
    CHECK(read_file(folder / "b.py").value() == "b");
}

TEST_CASE("killed at any moment, a change of several files is all or none after recovery") {
    const OwnState state;
    for (int round = 0; round < 12; ++round) {
        ScratchFolder folder;
        std::vector<FileChange> changes;
        for (int i = 0; i < 6; ++i) {
            const auto name = fmt::format("{}.py", i);
            REQUIRE(create_exclusive(folder / name, "old").has_value());
            changes.push_back({name, hash128("old"), "new"});
        }
        const pid_t child = ::fork();
        if (child == 0) {
            const auto done = change_files(folder.path(), changes);
            ::_exit(done ? 0 : 1);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(300 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        REQUIRE(recover_changes(folder.path()).has_value());
        const auto first = read_file(folder / "0.py").value();
        for (int i = 1; i < 6; ++i) CHECK(read_file(folder / fmt::format("{}.py", i)).value() == first);
        CHECK(list_directory(folder.path())->size() == 6);
    }
}
