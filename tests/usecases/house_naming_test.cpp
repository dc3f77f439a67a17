#include "usecases/create/house_naming.h"

#include <doctest/doctest.h>

#include "usecases/create/house_template.h"

using namespace migrate;
using namespace migrate::usecases;

namespace {

/// A chain of files; each is "id" or "id file".
HouseNaming naming_of(const std::vector<std::pair<std::string, std::string>>& files) {
    history::Graph graph;
    for (const auto& [id, file] : files) {
        history::Revision revision{.id = id, .path = "/repo/versions/" + file + ".py"};
        graph.revisions.push_back(std::move(revision));
    }
    return house_naming(graph);
}

}  // namespace

TEST_CASE("counted ids go on counting, in their own width") {
    CHECK(naming_of({{"0001", "0001_init"}, {"0002", "0002_users"}}) == HouseNaming{"{number:4}", "{rev}_{slug}", 2});
    CHECK(naming_of({{"001", "001_init"}, {"006", "006_users"}}) == HouseNaming{"{number:3}", "{rev}_{slug}", 6});
    CHECK(naming_of({{"0001_init", "0001_init"}, {"0002_users", "0002_users"}}) ==
          HouseNaming{"{number:4}_{slug}", "{rev}", 2});
    CHECK(naming_of({{"v1", "v1_init"}, {"v2", "v2_users"}}) == HouseNaming{"v{number:1}", "{rev}_{slug}", 2});
    CHECK(naming_of({{"20240102_0001", "20240102_0001_init"}, {"20240203_0002", "20240203_0002_users"}}) ==
          HouseNaming{"{date}_{number:4}", "{rev}_{slug}", 2});
}

TEST_CASE("a time is not counted up; numbers of six digits that count are the seed's") {
    CHECK(naming_of({{"20240102_101500", "20240102_101500_init"}, {"20240203_235959", "20240203_235959_users"}}).id ==
          "{date}_{time}");
    CHECK(naming_of({{"20240102_000001", "20240102_000001_init"}, {"20240203_000002", "20240203_000002_users"}}) ==
          HouseNaming{});
}

TEST_CASE("hex ids stay hex, also behind a number in the file's name") {
    CHECK(naming_of({{"1a2b3c4d5e6f", "1a2b3c4d5e6f_init"}, {"2b3c4d5e6f1a", "2b3c4d5e6f1a_users"}}) == HouseNaming{});
    const HouseNaming numbered = naming_of({{"1a2b3c4d5e6f", "0001_init"}, {"2b3c4d5e6f1a", "0002_users"}});
    CHECK(numbered == HouseNaming{"", "{number:4}_{slug}", 2});
}

TEST_CASE("patterns and Alembic's file_template are filled") {
    const NameParts parts{7, "2026-03-01", "093005", "add_x", "abc"};
    CHECK(fill_name_pattern("{number:4}_{slug}", parts) == "0007_add_x");
    CHECK(fill_name_pattern("{date}_{time}", parts) == "20260301_093005");
    CHECK(fill_name_pattern("{date}{time:4}", parts) == "202603010930");
    CHECK(fill_file_template("%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s", parts) ==
          "2026_03_01_0930-abc_add_x");
    CHECK(fill_file_template("%(hour)-2d|%(hour)2d|%(month)02d|%(second)d", parts) == "9 | 9|03|5");
    CHECK(fill_file_template("%(year)d/%(slug)s", parts) == "2026/add_x");
    CHECK(fill_file_template("%(other)s%", parts) == "%(other)s%");
}

TEST_CASE("a file of the house becomes a template, with its imports, comments and typing") {
    const std::string text =
        "\"\"\"add users\n\nRevision ID: b\nRevises: a\nCreate Date: 2024-01-02 10:11:12\n\n\"\"\"\n\n"
        "from collections.abc import Sequence\n\nimport sqlalchemy as sa\n\nfrom alembic import op\n\n"
        "# revision identifiers, used by Alembic.\nrevision: str = \"b\"\n"
        "down_revision: str | None = \"a\"\nbranch_labels: str | Sequence[str] | None = None\n"
        "depends_on: str | Sequence[str] | None = None\n\n\n"
        "def upgrade() -> None:\n    \"\"\"Upgrade schema.\"\"\"\n    op.drop_table(\"x\")\n\n\n"
        "def downgrade() -> None:\n    \"\"\"Downgrade schema.\"\"\"\n    pass\n";
    const auto made = template_of(text, {.id = "b", .down_revisions = {"a"}, .message = "add users"});
    REQUIRE(made);
    CHECK(*made ==
          "\"\"\"${message}\n\nRevision ID: ${up_revision}\nRevises: ${down_revision | comma,n}\n"
          "Create Date: ${create_date}\n\n\"\"\"\n\n"
          "from collections.abc import Sequence\n\nimport sqlalchemy as sa\n${imports}\n\nfrom alembic import op\n\n"
          "# revision identifiers, used by Alembic.\nrevision: str = ${repr(up_revision)}\n"
          "down_revision: str | None = ${repr(down_revision)}\n"
          "branch_labels: str | Sequence[str] | None = ${repr(branch_labels)}\n"
          "depends_on: str | Sequence[str] | None = ${repr(depends_on)}\n\n\n"
          "def upgrade() -> None:\n    \"\"\"Upgrade schema.\"\"\"\n    ${upgrades if upgrades else \"pass\"}\n\n\n"
          "def downgrade() -> None:\n    \"\"\"Downgrade schema.\"\"\"\n"
          "    ${downgrades if downgrades else \"pass\"}\n");
    CHECK(!template_of(text + "\nLIMIT = 3\n\n\ndef helper():\n    pass\n", {.id = "b", .message = "another title"}));
}
