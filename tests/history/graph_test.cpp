#include "history/graph.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/scratch_folder.h"
#include "history/find.h"
#include "history/history.h"
#include "support/tree.h"

using namespace migrate;
using namespace migrate::history;
using test::ScratchFolder;
using test::write_tree;
using Names = std::vector<std::string>;

namespace {

Revision revision(const std::string& id, Names parents, Names depends_on = {}, Names labels = {}) {
    Revision result;
    result.id = id;
    result.down_revisions = std::move(parents);
    result.depends_on = std::move(depends_on);
    result.branch_labels = std::move(labels);
    result.path = "/repo/versions/" + id + ".py";
    return result;
}

Graph graph_of(std::vector<Revision> revisions) {
    project::Project project;
    project.root = "/repo";
    return build_graph(std::move(revisions), {}, project);
}

Names order_of(const Graph& graph) {
    Names ids;
    for (const Revision& one : graph.revisions) ids.push_back(one.id);
    return ids;
}

Names chain_of(const Graph& graph, const std::string& id) {
    Names ids;
    for (const Revision* one : chain_to(graph, id)) ids.push_back(one->id);
    return ids;
}

std::string migration(const std::string& id, const std::string& parent) {
    return "\"\"\"about " + id + "\"\"\"\nrevision = '" + id +
           "'\ndown_revision = " + (parent.empty() ? "None" : "'" + parent + "'") + "\ndef upgrade(): pass\n";
}

project::Project project_at(const ScratchFolder& folder) {
    project::Project project;
    project.root = folder.path();
    project.version_locations = {folder / "versions"};
    return project;
}

}  // namespace

TEST_CASE("parents come before children, whatever the files' order") {
    const Graph graph = graph_of({revision("a", {"c"}), revision("b", {}), revision("c", {"b"})});
    CHECK(order_of(graph) == Names{"b", "c", "a"});
    CHECK(graph.heads == Names{"a"});
    CHECK(graph.bases == Names{"b"});
    CHECK(graph.faults.empty());
    CHECK(one_head(graph) == Result<std::string>("a"));
    CHECK(one_head(graph_of({})) == Result<std::string>(""));
}

TEST_CASE("several heads are told with their files and the way out") {
    const Graph graph =
        graph_of({revision("base1", {}), revision("left", {"base1"}), revision("right", {"base1"}, {}, {"billing"})});
    CHECK(graph.heads == Names{"left", "right"});
    const auto head = one_head(graph);
    REQUIRE(!head);
    CHECK(head.error().code == "several_heads");
    CHECK(head.error().message.find("left (left.py), right (right.py)") != std::string::npos);
    CHECK(head.error().hint.starts_with("The chain has branch labels"));
    CHECK(head.error().hint.find("merge") != std::string::npos);
    const auto unlabelled =
        one_head(graph_of({revision("base1", {}), revision("left", {"base1"}), revision("right", {"base1"})}));
    CHECK(unlabelled.error().hint.find("rebase") != std::string::npos);
    CHECK(one_head(graph, "left") == Result<std::string>("left"));
    CHECK(one_head(graph, "ri") == Result<std::string>("right"));
    CHECK(one_head(graph, "billing") == Result<std::string>("right"));
    CHECK(one_head(graph, "base1").error().code == "not_a_head");
    CHECK(one_head(graph, "nothing").error().code == "unknown_revision");
    CHECK(one_head(graph_of({revision("ab", {}), revision("ac", {})}), "a").error().code == "ambiguous_revision");
}

TEST_CASE("a merge has several parents and is one head") {
    const Graph graph =
        graph_of({revision("m", {"l", "r"}), revision("l", {"b"}), revision("r", {"b"}), revision("b", {})});
    CHECK(order_of(graph) == Names{"b", "l", "r", "m"});
    CHECK(graph.heads == Names{"m"});
    CHECK(chain_of(graph, "r") == Names{"b", "r"});
    CHECK(chain_of(graph, "m") == Names{"b", "r", "l", "m"});
    CHECK(chain_of(graph, "nothing").empty());
}

TEST_CASE("dependencies order revisions, by id or label, and do not take away a head") {
    const Graph graph =
        graph_of({revision("a1", {}, {"billing"}), revision("b1", {}, {}, {"billing"}), revision("b2", {"b1"})});
    CHECK(order_of(graph) == Names{"b1", "a1", "b2"});
    CHECK(graph.heads == Names{"a1", "b2"});
    CHECK(graph.faults.empty());
    CHECK(chain_of(graph, "a1") == Names{"b1", "a1"});
}

TEST_CASE("each fault names its files") {
    const Graph missing = graph_of({revision("a", {}), revision("b", {"gone"})});
    REQUIRE(missing.faults.size() == 1);
    CHECK(missing.faults[0].code == "missing_parent");
    CHECK(missing.faults[0].files == Names{"versions/b.py"});
    CHECK(missing.faults[0].message.find("gone") != std::string::npos);
    CHECK(one_head(missing).error().code == "missing_parent");
    CHECK(graph_of({revision("a", {}, {"gone"})}).faults.size() == 1);

    Revision twin = revision("a", {});
    twin.path = "/repo/versions/z.py";
    const Graph doubled = graph_of({revision("a", {}), twin, revision("b", {"a"})});
    REQUIRE(doubled.faults.size() == 1);
    CHECK(doubled.faults[0].code == "duplicate_revision");
    CHECK(doubled.faults[0].files == Names{"versions/a.py", "versions/z.py"});
    CHECK(doubled.faults[0].hint.find("alembic-migrate rebase") != std::string::npos);
    CHECK(doubled.heads == Names{"b"});

    const Graph circle = graph_of(
        {revision("x", {}), revision("a", {"c"}), revision("b", {"a"}), revision("c", {"b"}), revision("d", {"c"})});
    REQUIRE(circle.faults.size() == 1);
    CHECK(circle.faults[0].code == "cycle");
    CHECK(circle.faults[0].files.size() == 3);
    CHECK(circle.revisions.size() == 5);
    CHECK(graph_of({revision("a", {"a"})}).faults[0].code == "cycle");

    CHECK(graph_of({revision("a-b", {})}).faults[0].code == "bad_revision_id");
}

TEST_CASE("five thousand revisions in one line take no time and no stack") {
    std::vector<Revision> revisions;
    for (int i = 5000; i > 0; --i) {
        revisions.push_back(revision(std::to_string(i), i == 1 ? Names{} : Names{std::to_string(i - 1)}));
    }
    const auto start = std::chrono::steady_clock::now();
    const Graph graph = graph_of(std::move(revisions));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
    CHECK(graph.faults.empty());
    CHECK(one_head(graph) == Result<std::string>("5000"));
    CHECK(chain_to(graph, "5000").size() == 5000);
}

// As the real Alembic 1.20 runs them: down from the head, one branch after the other.
TEST_CASE("the branches before a merge run in Alembic's order") {
    const Graph two = graph_of({revision("a", {}), revision("b1", {"a"}), revision("c1", {"a"}), revision("b2", {"b1"}),
                                revision("c2", {"c1"}), revision("m", {"b2", "c2"})});
    CHECK(chain_of(two, "m") == Names{"a", "c1", "c2", "b1", "b2", "m"});
    const Graph turned =
        graph_of({revision("a", {}), revision("b1", {"a"}), revision("c1", {"a"}), revision("m", {"c1", "b1"})});
    CHECK(chain_of(turned, "m") == Names{"a", "b1", "c1", "m"});
}

TEST_CASE("any graph is ordered so that every parent that exists comes first, or its circle is told") {
    CHECK(rc::check([] {
        const int count = *rc::gen::inRange(1, 20);
        std::vector<Revision> revisions;
        for (int i = 0; i < count; ++i) {
            Names parents;
            for (const int parent : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, count + 1))) {
                if (parents.size() < 3) parents.push_back(std::to_string(parent));
            }
            revisions.push_back(revision(std::to_string(i), parents));
        }
        const Graph graph = graph_of(revisions);
        RC_ASSERT(graph.revisions.size() == revisions.size());
        std::map<std::string, std::size_t> place;
        for (std::size_t i = 0; i < graph.revisions.size(); ++i) place[graph.revisions[i].id] = i;
        bool ordered = true;
        for (std::size_t i = 0; i < graph.revisions.size(); ++i) {
            for (const std::string& parent : graph.revisions[i].down_revisions) {
                ordered = ordered && (!place.contains(parent) || place[parent] < i);
            }
        }
        const bool circle =
            std::any_of(graph.faults.begin(), graph.faults.end(), [](const Fault& f) { return f.code == "cycle"; });
        RC_ASSERT(ordered != circle);
    }));
}

TEST_CASE("a versions folder is read as Alembic reads it") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{"versions/20260101_000001_init.py", migration("20260101_000001", "")},
                               {"versions/20260102_000002_more.py", migration("20260102_000002", "20260101_000001")},
                               {"versions/_odd.py", migration("odd", "20260102_000002")},
                               {"versions/__init__.py", ""},
                               {"versions/.#lock.py", ""},
                               {"versions/20260103_000007_old.py.bak", "x"},
                               {"versions/__pycache__/20260103_000009_x.pyc", "x"},
                               {"versions/sub/deep.py", migration("deep", "odd")}});
    project::Project project = project_at(folder);
    const Result<Graph> graph = read_graph(project);
    REQUIRE(graph);
    CHECK(order_of(*graph) == Names{"20260101_000001", "20260102_000002", "odd"});
    CHECK(graph->faults.empty());
    CHECK(graph->highest_number == 7);
    CHECK(graph->ignored == Names{"versions/.#lock.py", "versions/20260103_000007_old.py.bak", "versions/__init__.py"});
    CHECK(graph->revisions[1].number == 2);
    CHECK(graph->revisions[1].message == "about 20260102_000002");
    CHECK(graph->revisions[1].content_hash.size() == 32);
    CHECK(!graph->revisions[2].number);

    project.recursive_version_locations = true;
    CHECK(order_of(*read_graph(project)).back() == "deep");
    project.version_locations.push_back(folder / "versions/sub");
    CHECK(read_graph(project)->revisions.size() == 4);
    project.version_locations = {folder / "not_yet"};
    CHECK(read_graph(project)->revisions.empty());
    project.version_locations = {folder / "versions/__init__.py"};
    CHECK(!read_graph(project));
}

TEST_CASE("files that Alembic would choke on are faults with their place") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{"versions/a.py", "x = 1\n"},
                               {"versions/b.py", "revision = 'b'\n"},
                               {"versions/c.py", "\nrevision = make()\ndown_revision = None\n"},
                               {"versions/0123abc.py", "down_revision = None\n"},
                               {"versions/z.py", std::string(3U << 20U, '#')}});
    const Result<Graph> graph = read_graph(project_at(folder));
    REQUIRE(graph);
    REQUIRE(graph->faults.size() == 4);
    CHECK(graph->faults[0].files == Names{"versions/a.py"});
    CHECK(graph->faults[1].files == Names{"versions/b.py"});
    CHECK(graph->faults[2].message.starts_with("versions/c.py:2"));
    CHECK(graph->faults[3].files == Names{"versions/z.py"});
    CHECK(order_of(*graph) == Names{"0123abc"});
}

TEST_CASE("a thousand files are read side by side, and told in the order of their names") {
    const ScratchFolder folder;
    std::vector<std::pair<std::string, std::string>> files;
    std::string parent;
    for (int i = 1; i <= 1000; ++i) {
        const std::string id = "20260101_" + std::string(6 - std::to_string(i).size(), '0') + std::to_string(i);
        files.emplace_back("versions/" + id + ".py", migration(id, parent));
        parent = id;
    }
    files[299].second = "x = 1\n";
    files[799].second = "revision = make()\n";
    write_tree(folder.path(), files);
    const Result<Graph> graph = read_graph(project_at(folder));
    REQUIRE(graph);
    CHECK(graph->revisions.size() == 998);
    CHECK(std::is_sorted(graph->revisions.begin(), graph->revisions.end(),
                         [](const Revision& a, const Revision& b) { return a.number < b.number; }));
    CHECK(graph->highest_number == 1000);
    REQUIRE(graph->faults.size() == 4);  // and the two files above them have lost their parents
    CHECK(graph->faults[0].files == Names{"versions/20260101_000300.py"});
    CHECK(graph->faults[1].files == Names{"versions/20260101_000800.py"});
}

TEST_CASE("a revision is found by what a person writes of it") {
    const Graph graph = graph_of({revision("20260101_000001", {}), revision("20260102_000002", {"20260101_000001"}),
                                  revision("20260103_000003", {"20260102_000002"}, {}, {"billing"})});
    CHECK(find_meant(graph, "") == "20260103_000003");
    CHECK(find_meant(graph, "head") == "20260103_000003");
    CHECK(find_meant(graph, "20260101_000001") == "20260101_000001");
    CHECK(find_meant(graph, "20260102") == "20260102_000002");
    CHECK(find_meant(graph, "billing") == "20260103_000003");
    CHECK(find_meant(graph, "2026").error().code == "ambiguous_revision");
    CHECK(find_meant(graph, "2026").error().hint.find("20260101_000001") != std::string::npos);
    CHECK(find_meant(graph, "nix").error().code == "unknown_revision");
    CHECK(find_meant(graph, "nix").error().hint.find("20260103_000003") != std::string::npos);
    CHECK(find_meant(graph_of({}), "head") == "");
    CHECK(find_meant(graph_of({}), "x").error().code == "unknown_revision");
}
