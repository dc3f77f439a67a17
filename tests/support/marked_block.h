/// Text in a page of documentation that is made from the program's own data, between two marks:
///
///   <!-- NAME: how it was made -->
///   ...
///   <!-- end of NAME -->
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace migrate::tests {

/// Checks that the block NAME of the page is `expected`; with UPDATE_GOLDEN=1 it is written instead. `page` is a path
/// in the repository, whose folder is `repository`.
inline void check_marked_block(const std::string& repository, const std::string& page, const std::string& name,
                               const std::string& expected) {
    const std::string path = repository + "/" + page;
    std::ostringstream read;
    read << std::ifstream(path).rdbuf();
    const std::string text = read.str();
    const std::size_t mark = text.find("<!-- " + name + ": ");
    REQUIRE_MESSAGE(mark != std::string::npos, page);
    const std::size_t begin = text.find('\n', mark) + 1, end = text.find("<!-- end of " + name + " -->", begin);
    REQUIRE_MESSAGE(end != std::string::npos, page);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text.substr(0, begin) << expected << text.substr(end);
        return;
    }
    CHECK_MESSAGE(text.substr(begin, end - begin) == expected, page);
}

}  // namespace migrate::tests
