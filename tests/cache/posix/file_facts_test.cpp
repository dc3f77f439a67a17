#include "cache/file_facts.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <thread>

#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/write.h"

using namespace migrate;
using cache::FileFacts;
using cache::Store;
using migrate::test::ScratchFolder;

namespace {

void put(const std::string& path, const std::string& text) {
    REQUIRE(base::write_cache_file(path, text).has_value());
}

/// The text of the file, and whether it was read for that.
std::pair<std::string, bool> text_of(Store& store, const std::string& path) {
    FileFacts<std::string> facts(&store, "texts", "");
    const auto look = facts.look(path);
    if (look.known != nullptr) return {*look.known, false};
    const std::string text = base::read_file(path).value();
    facts.note(path, look, text);
    facts.save();
    return {text, true};
}

}  // namespace

TEST_CASE("a file that is as it was is not read again, and one that is not is") {
    ScratchFolder scratch;
    const std::string path = scratch / "file";
    Store store(scratch / "kept");
    put(path, "one");
    CHECK(text_of(store, path) == std::pair<std::string, bool>("one", true));
    CHECK(text_of(store, path) == std::pair<std::string, bool>("one", true));  // it may still change unseen
    std::this_thread::sleep_for(std::chrono::milliseconds(3200));
    CHECK(text_of(store, path) == std::pair<std::string, bool>("one", true));
    CHECK(text_of(store, path) == std::pair<std::string, bool>("one", false));

    struct stat before{};
    REQUIRE(::stat(path.c_str(), &before) == 0);
    SUBCASE("another text of the same size, with the times of the one before") {
        put(scratch / "other", "two");
        REQUIRE(::rename((scratch / "other").c_str(), path.c_str()) == 0);
        const std::array<timespec, 2> times = {before.st_atim, before.st_mtim};
        REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
        CHECK(text_of(store, path).first == "two");
        CHECK(text_of(store, path).second);
    }
    SUBCASE("it is gone") {
        REQUIRE(::rename(path.c_str(), (scratch / "elsewhere").c_str()) == 0);
        CHECK(FileFacts<std::string>(&store, "texts", "").look(path).known == nullptr);
    }
    SUBCASE("nothing is kept") {
        CHECK(FileFacts<std::string>(nullptr, "texts", "").look(path).known == nullptr);
        Store other(scratch / "other-kept");
        CHECK(text_of(other, path).second);
    }
}

TEST_CASE("many facts of files come back in another process") {
    ScratchFolder scratch;
    Store store(scratch / "kept");
    for (int i = 0; i < 20; ++i) put(scratch / std::to_string(i), std::to_string(i));
    std::this_thread::sleep_for(std::chrono::milliseconds(3200));
    FileFacts<std::string> facts(&store, "texts", "");
    for (int i = 0; i < 20; ++i) {
        const std::string path = scratch / std::to_string(i);
        facts.note(path, facts.look(path), std::to_string(i));
    }
    facts.save();
    Store other(scratch / "kept");
    for (int i = 0; i < 20; ++i)
        CHECK(text_of(other, scratch / std::to_string(i)) == std::pair(std::to_string(i), false));
}
