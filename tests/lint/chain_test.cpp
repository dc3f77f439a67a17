#include <doctest/doctest.h>

#include <algorithm>

#include "lint/lint.h"

using namespace migrate;

namespace {

const project::Project kProject{.root = "/p", .version_locations = {"/p/versions"}};

history::Revision revision(const std::string& id, std::vector<std::string> parents, std::optional<int> number = {},
                           const std::string& file = {}) {
    return {.id = id,
            .down_revisions = std::move(parents),
            .path = "/p/versions/" + (file.empty() ? id : file) + ".py",
            .number = number};
}

std::vector<std::string> found_in(const history::Graph& graph) {
    std::vector<std::string> found;
    for (const lint::Finding& finding : lint::check_chain({kProject, graph}))
        found.push_back(finding.rule + " " + finding.path);
    return found;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a good chain has no findings") {
    CHECK(found_in(
              {.revisions = {revision("20260101_000001", {}, 1), revision("20260102_000002", {"20260101_000001"}, 2)},
               .heads = {"20260102_000002"}})
              .empty());
}

TEST_CASE("each head of several is told") {
    CHECK(found_in({.revisions = {revision("a", {}), revision("b", {"a"}), revision("c", {"a"})},
                    .heads = {"b", "c"}}) == Lines{"several-heads versions/b.py", "several-heads versions/c.py"});
}

TEST_CASE("heads that have a branch label each are several by intent") {
    history::Revision jobs = revision("a", {}), users = revision("c", {});
    jobs.branch_labels = {"jobs"};
    users.branch_labels = {"users"};
    const history::Revision b = revision("b", {"a"}), d = revision("d", {"c"}), e = revision("e", {"c"});
    CHECK(found_in({.revisions = {jobs, users, b, d}, .heads = {"b", "d"}}).empty());
    CHECK(found_in({.revisions = {jobs, users, b, d, e}, .heads = {"b", "d", "e"}}).size() == 3);
    CHECK(found_in({.revisions = {jobs, b, revision("f", {})}, .heads = {"b", "f"}}).size() == 2);
}

TEST_CASE("the graph's faults are findings of their own rules") {
    for (const auto& [code, rule] :
         {std::pair("missing_parent", "missing-parent"), std::pair("cycle", "revision-cycle"),
          std::pair("duplicate_revision", "duplicate-revision"), std::pair("unreadable_file", "unreadable-file")}) {
        CHECK(found_in({.faults = {{.code = code, .message = "m", .files = {"versions/x.py"}}}}) ==
              Lines{std::string(rule) + " versions/x.py"});
    }
}

TEST_CASE("ids and numbers") {
    const std::string long_id = "add_users_table_with_email_and_phone";
    CHECK(found_in({.revisions = {revision(long_id, {})}, .heads = {long_id}}) ==
          Lines{"long-revision-id versions/" + long_id + ".py"});
    CHECK(found_in({.revisions = {revision("abc123", {})}, .heads = {"abc123"}}) ==
          Lines{"placeholder-id versions/abc123.py"});
    CHECK(found_in({.revisions = {revision("20260101_000001", {}, 1, "20260101_000002_x")},
                    .heads = {"20260101_000001"}}) == Lines{"file-name-differs versions/20260101_000002_x.py"});
    CHECK(found_in(
              {.revisions = {revision("20260102_000002", {}, 2), revision("20260103_000002", {"20260102_000002"}, 2)},
               .heads = {"20260103_000002"}}) == Lines{"number-out-of-order versions/20260103_000002.py"});
}

TEST_CASE("every rule says what is wrong and what to do, under a name of its own") {
    CHECK(lint::all_rules().size() >= 30);
    for (const lint::Rule& rule : lint::all_rules()) {
        CAPTURE(rule.name);
        CHECK(lint::find_rule(rule.name) == &rule);
        CHECK(rule.problem.size() > 30);
        CHECK(rule.instead.size() > 10);
        CHECK((rule.check_file != nullptr) + (rule.check_chain != nullptr) + (rule.check_ignores != nullptr) == 1);
    }
    CHECK(lint::find_rule("no-such-rule") == nullptr);
}
