#include <doctest/doctest.h>

#include "base/files.h"
#include "models/show.h"

using namespace migrate;
using namespace migrate::models;

namespace {

std::string sample(const std::string& name) {
    const Result<std::string> text = base::read_file(std::string(MIGRATE_SOURCE_DIR) + "/tests/models/samples/" + name);
    REQUIRE(text);
    return *text;
}

}  // namespace

TEST_CASE("what is read is what SQLAlchemy itself makes of the same file") {
    for (const std::string name : {"classic", "mapped", "fields", "flask_app", "dynamic", "shapes", "events"}) {
        INFO(name);
        const auto shown = test::show_models(read_models({{name + ".py", sample(name + ".py")}}));
        const std::vector<std::string> expected = base::split_lines(sample(name + ".txt"));
        for (std::size_t i = 0; i < std::max(shown.size(), expected.size()); ++i) {
            const std::string mine = i < shown.size() ? shown[i] : "(nothing)";
            const std::string its = i < expected.size() ? test::trimmed(expected[i]) : "(nothing)";
            CHECK(mine == its);
            if (mine != its) break;
        }
    }
}
