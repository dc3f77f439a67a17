// What we read is what Python itself reads: our tree against that of the `ast` module, file by file.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "python/dump.h"
#include "python/ruff.h"

namespace migrate::python {
namespace {

using namespace testing;

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

std::string our_trees(const std::vector<std::string>& paths) {
    std::string trees;
    for (const std::string& path : paths) {
        trees += "== " + path + "\n";
        const auto module = parse(content_of(path));
        REQUIRE(module.has_value());
        CHECK_MESSAGE(module->errors.empty(), path);
        for (const Statement& statement : module->statements) trees += dump(statement) + "\n";
    }
    return trees;
}

std::string python_trees(const std::vector<std::string>& paths) {
    const TemporaryFile names(base::join(paths, "\n") + "\n");
    return run("python3 -W ignore " MIGRATE_SOURCE_DIR "/tests/python/ast_dump.py < " + names.path() + " 2>&1");
}

/// All .py files of a folder, in order, at most `most`.
std::vector<std::string> python_files(const std::string& folder, std::size_t most) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".py") paths.push_back(entry.path().string());
    }
    std::ranges::sort(paths);
    if (paths.size() > most) paths.resize(most);
    return paths;
}

TEST_CASE("a file with every form of the language reads as in Python") {
    const std::vector<std::string> paths = {MIGRATE_SOURCE_DIR "/tests/python/all_forms.py"};
    CHECK(first_difference(our_trees(paths), python_trees(paths)) == "");
}

TEST_CASE("Python's own library reads as in Python") {
    const std::string library =
        std::string(base::trim(run("python3 -c 'import os; print(os.path.dirname(os.__file__))'")));
    REQUIRE(std::filesystem::exists(library));
    const std::vector<std::string> paths = python_files(library, 60);
    REQUIRE(paths.size() > 20);
    CHECK(first_difference(our_trees(paths), python_trees(paths)) == "");
}

}  // namespace
}  // namespace migrate::python
