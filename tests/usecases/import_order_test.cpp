#include "render/import_order.h"

#include <doctest/doctest.h>

#include "render/render.h"

using namespace migrate::render;

TEST_SUITE_BEGIN("import order");

TEST_CASE("blocks of Python itself, of others and of the project, each with its plain imports first") {
    const std::string text =
        "\"\"\"a\"\"\"\n\nfrom shop.types import GUID\nfrom alembic import op\nimport sqlalchemy as sa\nimport uuid\n"
        "from sqlalchemy.dialects import postgresql\nfrom __future__ import annotations\n\nrevision = \"a\"\n";
    const std::string sorted =
        "\"\"\"a\"\"\"\n\nfrom __future__ import annotations\n\nimport uuid\n\nimport sqlalchemy as sa\n"
        "from alembic import op\nfrom sqlalchemy.dialects import postgresql\n\nfrom shop.types import GUID\n\n"
        "revision = \"a\"\n";
    const ImportOrder order{.own_roots = {"shop"}};
    CHECK(sort_imports(text, order) == sorted);
    CHECK(sort_imports(sorted, order) == sorted);
}

TEST_CASE("among each other by the module's name") {
    const std::string sorted = "from alembic import op\nimport sqlalchemy as sa\n\nx = 1\n";
    CHECK(sort_imports("import sqlalchemy as sa\nfrom alembic import op\n\nx = 1\n", {.by_module = true}) == sorted);
    CHECK(sort_imports(sorted, {.by_module = true}) == sorted);
    CHECK(sort_imports(sorted, {}) != sorted);
}

TEST_CASE("plain imports apart") {
    const std::string sorted =
        "import sqlalchemy as sa\n\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n\nx = 1\n";
    CHECK(sort_imports(sorted, {.types_apart = true}) == sorted);
    CHECK(sort_imports(sorted, {}) != sorted);
}

TEST_CASE("what is not told apart stays as it is") {
    for (const char* text : {"import b  # of a\nimport a\n", "from b import (\n    c,\n)\nimport a\n",
                             "import b; import a\nimport a\n", "import\nimport a\n", "x = 1\n", ""}) {
        CAPTURE(text);
        CHECK(sort_imports(text, {}) == text);
    }
}

TEST_CASE("classes of one module are imported by one line, and what the template brings by none") {
    using namespace migrate;
    const Type id{.kind = TypeKind::uuid}, time{.kind = TypeKind::datetime, .timezone = true};
    const Type naive{.kind = TypeKind::datetime};
    CreateTable create;
    create.table.name.name = "a";
    create.table.columns = {{.name = "id", .type = id}, {.name = "at", .type = time}, {.name = "on", .type = naive}};
    plan::Plan plan;
    plan.before.sqlite.dialect = Dialect::sqlite;
    plan.up = {{.operation = create}};
    Header header{.title = "a", .revision = "b"};
    header.own_types = {{id, "GUID()", {"shop.types", "GUID"}},
                        {time, "Time()", {"shop.types", "UTCDateTime as Time"}},
                        {naive, "shop.types.Naive()", {"shop.types", ""}}};
    const std::string built_in = write_migration(header, plan, {}).value();
    CHECK(built_in.find("import shop.types\nfrom shop.types import GUID, UTCDateTime as Time\n") != std::string::npos);
    header.template_text =
        "import sqlalchemy as sa\nfrom alembic import op\nfrom shop.types import GUID\n\nrevision = "
        "${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    "
        "${upgrades}\n\n\ndef downgrade():\n    ${downgrades}\n";
    const std::string in_template = write_migration(header, plan, {}).value();
    CHECK(in_template.find("from shop.types import UTCDateTime as Time\n") != std::string::npos);
    CHECK(in_template.find("GUID, ") == std::string::npos);
}

TEST_SUITE_END();
