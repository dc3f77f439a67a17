#include "base/write.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/files.h"
#include "base/hash.h"
#include "base/own_state.h"
#include "base/scratch_folder.h"

using namespace migrate::base;
using migrate::test::journal_for;
using migrate::test::kJournal;
using migrate::test::OwnState;
using migrate::test::ScratchFolder;
namespace test = migrate::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::size_t count_entries(const std::string& path) {
    return list_directory(path).value().size();
}

}  // namespace

TEST_CASE("a new file is never written over another one") {
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "a.py", "one").has_value());
    CHECK(create_exclusive(folder / "a.py", "two").error().code == "file_exists");
    CHECK(create_exclusive(folder / "none/a.py", "two").error().code == "cannot_write");
    CHECK(read_file(folder / "a.py").value() == "one");
    CHECK(count_entries(folder.path()) == 1);
}

TEST_CASE("of many who create the same file at once, one wins and nothing is left behind") {
    ScratchFolder folder;
    std::atomic<int> won{0}, lost{0};
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < 8; ++i) {
            writers.emplace_back([&, i] {
                const auto written = create_exclusive(folder / "a.py", std::to_string(i));
                ++(written ? won : lost);
            });
        }
    }
    CHECK(won == 1);
    CHECK(lost == 7);
    CHECK(count_entries(folder.path()) == 1);
}

TEST_CASE("a file is replaced only if it is what was read") {
    ScratchFolder folder;
    const auto path = folder / "a.py";
    REQUIRE(create_exclusive(path, "one").has_value());
    CHECK(replace_if_unchanged(path, hash128("other"), "two").error().code == "file_changed");
    CHECK(read_file(path).value() == "one");
    REQUIRE(replace_if_unchanged(path, hash128("one"), "two").has_value());
    CHECK(read_file(path).value() == "two");
    CHECK(replace_if_unchanged(folder / "none.py", hash128("one"), "two").error().code == "no_file");
    CHECK(count_entries(folder.path()) == 1);
}

TEST_CASE("a file is removed only if it is what was read") {
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "a.py", "one").has_value());
    CHECK(remove_if_unchanged(folder / "a.py", hash128("two")).error().code == "file_changed");
    CHECK(remove_if_unchanged(folder / "a.py", hash128("one")).has_value());
    CHECK_FALSE(exists(folder / "a.py"));
}

TEST_CASE("several files change together or not at all") {
    const OwnState state;
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "a.py", "a").has_value());
    REQUIRE(create_exclusive(folder / "b.py", "b").has_value());
    const std::vector<FileChange> changes{
        {"a.py", hash128("a"), "A"}, {"b.py", hash128("b"), {}}, {"c d.py", {}, "C\n- - 0 x\n"}};

    SUBCASE("all") {
        REQUIRE(change_files(folder.path(), changes).has_value());
        CHECK(read_file(folder / "a.py").value() == "A");
        CHECK_FALSE(exists(folder / "b.py"));
        CHECK(read_file(folder / "c d.py").value() == "C\n- - 0 x\n");
        CHECK_FALSE(exists(folder / kJournal));
    }
    SUBCASE("none, if one was changed by someone else") {
        REQUIRE(replace_if_unchanged(folder / "b.py", hash128("b"), "changed").has_value());
        CHECK(change_files(folder.path(), changes).error().code == "file_changed");
        CHECK(read_file(folder / "a.py").value() == "a");
        CHECK_FALSE(exists(folder / kJournal));
    }
    SUBCASE("none, if a new one is there already") {
        REQUIRE(create_exclusive(folder / "c d.py", "mine").has_value());
        CHECK(change_files(folder.path(), changes).error().code == "file_exists");
        CHECK(read_file(folder / "a.py").value() == "a");
    }
    SUBCASE("all, where nothing can be remembered") {
        REQUIRE(create_exclusive(folder / "file", "").has_value());
        test::set_variable(test::kStateVariable, folder / "file/none");
        REQUIRE(change_files(folder.path(), changes).has_value());
        CHECK(read_file(folder / "a.py").value() == "A");
    }
    SUBCASE("none, beside a journal of others") {
        REQUIRE(create_exclusive(folder / kJournal, journal_for("")).has_value());
        CHECK(change_files(folder.path(), changes).error().code == "bad_journal");
        CHECK(read_file(folder / "a.py").value() == "a");
    }
    SUBCASE("no name leads out of the folder") {
        CHECK(change_files(folder.path(), {{"../x.py", {}, "x"}}).error().code == "bad_name");
        CHECK(change_files(folder.path(), {{"x.py", {}, "x"}, {"x.py", {}, "y"}}).error().code == "bad_name");
    }
}

TEST_CASE("a change that was killed half way is finished by the next one") {
    const OwnState state;
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "a.py", "A").has_value());  // done before the kill
    REQUIRE(create_exclusive(folder / "b.py", "b").has_value());  // not yet
    REQUIRE(create_exclusive(folder / ".b.py.123.4.tmp", "half").has_value());
    const auto body = fmt::format("{} {} 1 a.py\nA\n{} {} 1 b.py\nB\n- {} 1 c.py\nC\n", hash128("a"), hash128("A"),
                                  hash128("b"), hash128("B"), hash128("C"));
    REQUIRE(create_exclusive(folder / kJournal, journal_for(body)).has_value());
    SUBCASE("not one that another machine wrote") {
        CHECK_FALSE(has_interrupted_change(folder.path()));
        CHECK_FALSE(recover_changes(folder.path()).value());
        CHECK(read_file(folder / "b.py").value() == "b");
        CHECK_FALSE(exists(folder / "c.py"));
        return;
    }
    state.record(folder, journal_for(body));
    SUBCASE("not one that was changed since") {
        fs::remove(folder / kJournal);
        REQUIRE(create_exclusive(folder / kJournal, journal_for(body + "- - 0 a.py\n\n")).has_value());
        CHECK_FALSE(recover_changes(folder.path()).value());
        CHECK(read_file(folder / "b.py").value() == "b");
        return;
    }
    CHECK(has_interrupted_change(folder.path()));
    CHECK(recover_changes(folder.path()).value());
    CHECK(read_file(folder / "a.py").value() == "A");
    CHECK(read_file(folder / "b.py").value() == "B");
    CHECK(read_file(folder / "c.py").value() == "C");
    CHECK(count_entries(folder.path()) == 3);
    CHECK_FALSE(recover_changes(folder.path()).value());
}

TEST_CASE("a journal that does not fit is reported, never guessed at") {
    const OwnState state;
    ScratchFolder folder;
    const auto journal = [&](const std::string& text) {
        REQUIRE(create_exclusive(folder / kJournal, text).has_value());
        state.record(folder, text);
    };
    REQUIRE(create_exclusive(folder / "a.py", "someone else's").has_value());
    SUBCASE("the file is neither old nor new") {
        journal(journal_for(fmt::format("{} {} 1 a.py\nA\n", hash128("a"), hash128("A"))));
    }
    SUBCASE("damaged") {
        journal("alembic-migrate-journal-1 0\nx");
    }
    SUBCASE("a name that leads out") {
        journal(journal_for(fmt::format("- {} 1 ../a.py\nA\n", hash128("A"))));
    }
    SUBCASE("a length that is too long") {
        journal(journal_for(fmt::format("- {} 99 b.py\nA\n", hash128("A"))));
    }
    CHECK(recover_changes(folder.path()).error().code == "bad_journal");
    CHECK(read_file(folder / "a.py").value() == "someone else's");
}

TEST_CASE("the lock on a folder lets one in, and leaves nothing behind") {
    ScratchFolder folder;
    {
        const auto first = DirectoryLock::acquire(folder.path(), 0ms);
        REQUIRE(first.has_value());
        CHECK(DirectoryLock::acquire(folder.path(), 30ms).error().code == "locked");
        std::stop_source cancel;
        cancel.request_stop();
        CHECK(DirectoryLock::acquire(folder.path(), 10s, cancel.get_token()).error().code == "cancelled");
    }
    CHECK(DirectoryLock::acquire(folder.path(), 0ms).has_value());
    CHECK(DirectoryLock::acquire(folder / "none", 0ms).error().code == "no_directory");
    CHECK(count_entries(folder.path()) == 0);
}

TEST_CASE("one who waits gets the lock when it is free") {
    ScratchFolder folder;
    auto first = DirectoryLock::acquire(folder.path(), 0ms);
    std::jthread waiter([&] { CHECK(DirectoryLock::acquire(folder.path(), 5s).has_value()); });
    std::this_thread::sleep_for(40ms);
    first = migrate::fail("released", "released");
}

TEST_CASE("a cache file may be written over") {
    ScratchFolder folder;
    REQUIRE(create_directories(folder / "x/y").has_value());
    REQUIRE(write_cache_file(folder / "x/y/cache", "1").has_value());
    REQUIRE(write_cache_file(folder / "x/y/cache", "2").has_value());
    CHECK(read_file(folder / "x/y/cache").value() == "2");
    CHECK(count_entries(folder / "x/y") == 1);
}
