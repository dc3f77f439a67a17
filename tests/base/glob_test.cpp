#include "base/glob.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using migrate::base::fits_glob;

namespace {

/// The meaning, written down without any thought of time.
bool fits(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*')
        return fits(text, pattern.substr(1)) || (!text.empty() && fits(text.substr(1), pattern));
    const bool one = !text.empty() && (pattern.front() == '?' || pattern.front() == text.front());
    return one && fits(text.substr(1), pattern.substr(1));
}

std::string some(const std::string& letters, int most) {
    return *rc::gen::resize(most, rc::gen::container<std::string>(rc::gen::elementOf(letters)));
}

}  // namespace

TEST_CASE("a pattern means what its letters, * and ? mean") {
    CHECK(rc::check("as the plain meaning", [] {
        const std::string text = some("ab/", 9);
        const std::string pattern = some("ab/*?", 7);
        RC_ASSERT(fits_glob(text, pattern) == fits(text, pattern));
    }));
    CHECK(fits_glob("backend/versions/20230101_x.py", "*/versions/2023*.py"));
    CHECK(fits_glob("", ""));
    CHECK_FALSE(fits_glob("a", ""));
    CHECK_FALSE(fits_glob("a.py.bak", "*.py"));
}

TEST_CASE("a hostile pattern takes no longer than the two lengths multiplied") {
    const std::string text(20'000, 'a');
    std::string pattern;
    for (int i = 0; i < 2'000; ++i) pattern += "*a";
    CHECK_FALSE(fits_glob(text, pattern + "*b"));
}
