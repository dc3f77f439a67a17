// Files come in the order of the chain, whatever was read ahead of them.
#include "replay/read_ahead.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/scratch_folder.h"
#include "support/tree.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

struct Chain {
    test::ScratchFolder folder;
    project::Project project;
    std::vector<history::Revision> revisions;

    explicit Chain(const std::vector<std::string>& texts) {
        project.root = folder.path();
        std::vector<std::pair<std::string, std::string>> files;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            files.emplace_back(std::to_string(i) + ".py", texts[i]);
            history::Revision revision;
            revision.id = std::to_string(i);
            revision.path = std::string(folder.path()) + "/" + files.back().first;
            revisions.push_back(std::move(revision));
        }
        test::write_tree(folder.path(), files);
    }
    std::vector<const history::Revision*> steps() const {
        std::vector<const history::Revision*> all;
        for (const history::Revision& each : revisions) all.push_back(&each);
        return all;
    }
};

/// Statements enough for the file to be slow or quick to parse.
std::vector<std::string> texts_of(std::size_t count, std::size_t most_lines) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text = "revision = '" + std::to_string(i) + "'\n";
        for (std::size_t line = 0; line < (i * 37) % most_lines; ++line) text += "x = [1, 2, 3]\n";
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace

TEST_CASE("each file once, in order, with its text and its tree: few, many, large") {
    for (const auto& [count, lines] :
         {std::pair(0U, 1U), std::pair(1U, 5U), std::pair(3U, 5U), std::pair(400U, 40U), std::pair(12U, 60'000U)}) {
        CAPTURE(count);
        const std::vector<std::string> texts = texts_of(count, lines);
        const Chain chain(texts);
        ReadAhead files(chain.project, chain.steps());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const Result<Parsed> parsed = files.next();
            REQUIRE(parsed.has_value());
            CHECK(parsed->revision == &chain.revisions[i]);
            CHECK(parsed->path == std::to_string(i) + ".py");
            CHECK((parsed->text == texts[i]));
            REQUIRE(parsed->module != nullptr);
            CHECK((*parsed->module == *python::parse(texts[i])));
        }
    }
}

TEST_CASE("a file that cannot be read is told in its turn, and those before and behind it come") {
    const Chain chain(texts_of(40, 20));
    std::filesystem::remove(chain.revisions[17].path);
    ReadAhead files(chain.project, chain.steps());
    for (std::size_t i = 0; i < 40; ++i) {
        const Result<Parsed> parsed = files.next();
        CHECK(parsed.has_value() == (i != 17));
        if (i == 17) CHECK(parsed.error().code == "unreadable_file");
    }
}

TEST_CASE("it can be left in the middle, or before it was asked for anything") {
    const Chain chain(texts_of(300, 30));
    for (int asked = 0; asked < 6; ++asked) {
        ReadAhead files(chain.project, chain.steps());
        for (int i = 0; i < asked; ++i) CHECK(files.next()->revision == &chain.revisions[static_cast<std::size_t>(i)]);
    }
}
