#include "cache/store.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/write.h"

using namespace migrate;
using cache::Store;
using migrate::test::ScratchFolder;
namespace fs = std::filesystem;

namespace {

/// The one file of the folder beside its secret.
std::string kept_file(const std::string& folder) {
    const auto entries = base::list_directory(folder).value();
    for (const base::DirectoryEntry& entry : entries) {
        if (entry.name != "secret") return folder + "/" + entry.name;
    }
    return "";
}

}  // namespace

TEST_CASE("what one process keeps in the folder, another reads") {
    ScratchFolder scratch;
    const std::string folder = scratch / "caches/alembic-migrate";
    Store(folder).write("chain", "what was kept", "");
    CHECK(Store(folder).read("chain", "") == "what was kept");
    CHECK_FALSE(Store(folder).read("other", ""));
    CHECK(Store(folder).state().files == 1);
    Store(folder).write("chain", "", "");
    CHECK(Store(folder).read("chain", "") == "");
}

TEST_CASE(
    "a file that was cut, changed, made by others or put in the place of another is as though it were not there") {
    ScratchFolder scratch;
    const std::string folder = scratch / "kept";
    Store(folder).write("chain", "what was kept", "");
    const std::string path = kept_file(folder);
    const std::string whole = base::read_file(path).value();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        REQUIRE(base::write_cache_file(path, whole.substr(0, size)).has_value());
        CHECK_FALSE(Store(folder).read("chain", ""));
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        REQUIRE(base::write_cache_file(path, changed).has_value());
        CHECK_FALSE(Store(folder).read("chain", ""));
    }
    REQUIRE(base::write_cache_file(path, whole).has_value());
    CHECK(Store(folder).read("chain", "") == "what was kept");

    SUBCASE("another user's secret made it") {
        const std::string other = scratch / "other";
        Store(other).write("chain", "forged", "");
        fs::rename(kept_file(other), path);
        CHECK_FALSE(Store(folder).read("chain", ""));
    }
    SUBCASE("it was kept under another name") {
        Store(scratch / "third").write("else", "x", "");
        fs::rename((scratch / "kept/secret"), (scratch / "third/secret"));
        Store(scratch / "third").write("else", "x", "");
        fs::rename(kept_file(scratch / "third"), path);
        fs::rename((scratch / "third/secret"), (scratch / "kept/secret"));
        CHECK_FALSE(Store(folder).read("chain", ""));
    }
}

TEST_CASE("nothing is kept inside the repository") {
    ScratchFolder scratch;
    Store store(scratch / "repository/.cache/ours");
    store.write("chain", "x", scratch / "repository");
    CHECK_FALSE(store.read("chain", scratch / "repository"));
    CHECK_FALSE(store.read("chain", ""));
    store.write("chain", "x", scratch / "other");
    CHECK(store.read("chain", scratch / "other") == "x");
}

TEST_CASE("the oldest files go when there are too many bytes, and none is too large") {
    ScratchFolder scratch;
    const std::string folder = scratch / "kept";
    const std::string text(1000, 'x');
    Store store(folder, {.one_file = 2000, .folder = 3500});
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        store.write(name, text, "");
        std::this_thread::sleep_for(std::chrono::milliseconds(15));
    }
    CHECK_FALSE(store.read("a", ""));
    CHECK_FALSE(store.read("b", ""));
    CHECK(store.read("e", "") == text);
    CHECK(store.state().bytes <= 3500);
    store.write("large", std::string(2000, 'x'), "");
    CHECK_FALSE(store.read("large", ""));
    CHECK(store.read("e", "") == text);
}

TEST_CASE("memory keeps what was used last, and a value of another type is none") {
    Store store("", {.memory = 10});
    store.keep("a", std::make_shared<const int>(1), 4);
    store.keep("b", std::make_shared<const int>(2), 4);
    REQUIRE(store.find<int>("a") != nullptr);
    CHECK(*store.find<int>("a") == 1);
    CHECK(store.find<std::string>("a") == nullptr);
    store.keep("c", std::make_shared<const int>(3), 4);
    CHECK(store.find<int>("b") == nullptr);
    CHECK(store.find<int>("a") != nullptr);
    store.keep("a", std::make_shared<const int>(5), 11);
    CHECK(store.find<int>("a") == nullptr);
    CHECK(*store.find<int>("c") == 3);
}

TEST_CASE("many threads and stores write and read the same name") {
    ScratchFolder scratch;
    const std::string folder = scratch / "kept";
    Store(folder).write("chain", "0", "");
    Store shared(folder);
    std::vector<std::jthread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            Store own(folder);
            for (int i = 0; i < 50; ++i) {
                Store& store = i % 2 == 0 ? own : shared;
                const std::string text(static_cast<std::size_t>(1000 * (number + 1)), static_cast<char>('a' + number));
                store.write("chain", text, "");
                const auto read = store.read("chain", "");
                CHECK((read && read->find_first_not_of(read->front()) == std::string::npos));
                store.keep("x", std::make_shared<const std::string>(text), text.size());
                static_cast<void>(store.find<std::string>("x"));
            }
        });
    }
}
