#include "project/databases.h"

#include <doctest/doctest.h>

#include "base/scratch_folder.h"
#include "support/tree.h"

using namespace migrate;
using namespace migrate::project;
using test::ScratchFolder;
using test::write_tree;
using Files = std::vector<std::pair<std::string, std::string>>;

namespace {

Result<FoundDatabases> found_with(const Files& more) {
    const ScratchFolder folder;
    write_tree(folder.path(), {{".git/", ""},
                               {"api/alembic.ini", "[alembic]\nscript_location = %(here)s/moves\n"},
                               {"api/moves/env.py", ""},
                               {"api/moves/versions/", ""}});
    write_tree(folder.path(), more);
    const Result<Project> project = find_project(folder.path());
    REQUIRE(project);
    std::vector<Evidence> of_chain;
    for (const auto& [path, text] : more) {
        if (path.starts_with("api/moves/versions/")) add_of_chain(evidence_of_migration(text, path), of_chain);
    }
    return find_databases(*project, of_chain);
}

/// "postgresql sqlite MySQL", those in use.
std::string used_with(const Files& more) {
    const Result<FoundDatabases> found = found_with(more);
    REQUIRE(found);
    std::string names;
    if (found->used.postgresql) names += "postgresql ";
    if (found->used.sqlite) names += "sqlite ";
    return names + found->used.other;
}

std::string migration(const std::string& upgrade) {
    return "from alembic import op\nrevision = \"a\"\ndown_revision = None\n\n\ndef upgrade():\n    " + upgrade +
           "\n\n\ndef downgrade():\n    pass\n";
}

}  // namespace

TEST_CASE("where nothing speaks for one database alone, both are in use") {
    CHECK(used_with({}) == "postgresql sqlite ");
    CHECK(used_with({{"api/requirements.txt", "alembic==1.13.1\nfastapi\n"}}) == "postgresql sqlite ");
}

TEST_CASE("drivers speak for their database, wherever requirements are listed") {
    CHECK(used_with({{"api/requirements.txt", "psycopg2-binary==2.9\n"}}) == "postgresql ");
    CHECK(used_with({{"requirements/base.txt", "asyncpg>=0.29  # for the api\n"}}) == "postgresql ");
    CHECK(used_with({{"pyproject.toml", "[project]\ndependencies = [\"psycopg[binary]>=3\"]\n"}}) == "postgresql ");
    CHECK(used_with({{"pyproject.toml", "[tool.poetry.dependencies]\nasyncpg = {version = \"^0.29\"}\n"}}) ==
          "postgresql ");
    CHECK(used_with({{"Pipfile", "[packages]\npsycopg2 = \"*\"\n"}}) == "postgresql ");
    CHECK(used_with({{"setup.py", "setup(install_requires=['x', 'psycopg2'])\n"}}) == "postgresql ");
    CHECK(used_with({{"api/poetry.lock", "[[package]]\nname = \"pg8000\"\nversion = \"1\"\n"}}) == "postgresql ");
    CHECK(used_with({{"api/requirements.txt", "SQLAlchemy[postgresql-asyncpg]\n"}}) == "postgresql ");
    CHECK(used_with({{"api/requirements.txt", "aiosqlite\n"}}) == "sqlite ");
}

TEST_CASE("compose files and URLs speak too, Alembic's own placeholder and comments do not") {
    CHECK(used_with({{"docker-compose.yml", "services:\n  db:\n    image: postgres:16-alpine\n"}}) == "postgresql ");
    CHECK(used_with({{"api/settings.py", "DATABASE_URL = \"sqlite:///./app.db\"\n"}}) == "sqlite ");
    CHECK(used_with({{"api/settings.py", "DATABASE_URL = \"sqlite://\"\n"}}) == "sqlite ");
    CHECK(used_with({{"api/moves/env.py", "# postgresql://x\nurl = \"driver://user:pass@localhost/dbname\"\n"}}) ==
          "postgresql sqlite ");
    CHECK(used_with({{".env.example", "DATABASE_URL=postgresql+asyncpg://u:p@db/x\n"}}) == "postgresql ");
}

TEST_CASE("SQLite beside PostgreSQL counts where the chain can run there, or speaks of it") {
    const std::pair<std::string, std::string> both{"api/requirements.txt", "asyncpg\naiosqlite\n"};
    CHECK(used_with({both}) == "postgresql sqlite ");
    const std::string bare = migration("op.alter_column(\"a\", \"b\", nullable=False)");
    CHECK(used_with({both, {"api/moves/versions/a.py", bare}}) == "postgresql ");
    const std::string branch =
        migration("if op.get_context().dialect.name != \"sqlite\":\n        op.alter_column(\"a\", \"b\")");
    CHECK(used_with({both, {"api/moves/versions/a.py", branch}}) == "postgresql sqlite ");
    const std::pair<std::string, std::string> tests{"pyproject.toml",
                                                    "[project]\ndependencies = [\"asyncpg\"]\n"
                                                    "[dependency-groups]\ndev = [\"aiosqlite\"]\n"};
    CHECK(used_with({tests}) == "postgresql ");
    const std::string batch =
        migration("with op.batch_alter_table(\"a\") as batch_op:\n        batch_op.drop_column(\"b\")");
    CHECK(used_with({tests, {"api/moves/versions/a.py", batch}}) == "postgresql sqlite ");
    const std::string key = migration(
        "with op.batch_alter_table(\"a\") as batch_op:\n"
        "        batch_op.create_foreign_key(\"k\", \"t\", [\"b\"], [\"id\"])");  // not op.create_foreign_key
    CHECK(used_with({both, {"api/moves/versions/a.py", key}}) == "postgresql sqlite ");
}

TEST_CASE("another database is named, and nothing of ours is in use then") {
    CHECK(used_with({{"api/requirements.txt", "pymysql\n"}}) == "MySQL");
    const std::string types = migration("op.add_column(\"a\", sa.Column(\"b\", mysql.TINYINT()))");
    CHECK(used_with({{"api/requirements.txt", "psycopg2\npymysql\n"},
                     {"api/moves/versions/a.py", "from sqlalchemy.dialects import mysql\n" + types}}) == "MySQL");
    CHECK(used_with({{"api/requirements.txt", "psycopg2\npymysql\n"}}) == "postgresql ");
    const auto found = found_with({{"api/requirements.txt", "mysqlclient\n"}});
    REQUIRE(found);
    CHECK(note_of_other(found->used).starts_with("this project is on MySQL; "));
}

TEST_CASE("the config decides, and a name that is none is an error with its place") {
    CHECK(used_with({{"api/requirements.txt", "asyncpg\n"},
                     {".alembic-migrate.toml", "databases = [\"postgresql\", \"sqlite\"]\n"}}) == "postgresql sqlite ");
    const auto said = found_with({{".alembic-migrate.toml", "\ndatabases = [\"sqlite\"]\n"}});
    REQUIRE(said);
    CHECK(said->source == ".alembic-migrate.toml:2");
    CHECK(said->used.only() == Dialect::sqlite);
    for (const std::string value : {"[\"postgre\"]", "[]", "7"}) {
        const auto wrong = found_with({{".alembic-migrate.toml", "databases = " + value + "\n"}});
        REQUIRE(!wrong);
        CHECK(wrong.error().code == "bad_config");
        CHECK(wrong.error().where == ".alembic-migrate.toml:1");
    }
}

TEST_CASE("evidence has its place") {
    const auto found = found_with({{"api/requirements.txt", "fastapi\nasyncpg==0.29\n"}});
    REQUIRE(found);
    REQUIRE(found->evidence.size() == 1);
    CHECK(found->evidence.front() ==
          Evidence{"postgresql", Evidence::Kind::driver, "asyncpg", "api/requirements.txt:2"});
}
