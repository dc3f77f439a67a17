#include <doctest/doctest.h>

#include "base/environment.h"
#include "base/scratch_folder.h"
#include "project/project.h"
#include "support/tree.h"

using namespace migrate;
using namespace migrate::project;
using test::ScratchFolder;
using test::write_tree;
using Names = std::vector<std::string>;

namespace {

Project found(const std::string& start, const std::string& chosen = {}) {
    const Result<Project> project = find_project(start, chosen);
    INFO((project ? std::string() : project.error().message + " " + project.error().where));
    REQUIRE(project);
    return *project;
}

Error refused(const std::string& start, const std::string& chosen = {}) {
    const Result<Project> project = find_project(start, chosen);
    REQUIRE(!project);
    CHECK(!project.error().message.empty());
    return project.error();
}

Names relative_locations(const Project& project) {
    Names names;
    for (const std::string& location : project.version_locations) names.push_back(relative_path(project, location));
    return names;
}

const std::string kUsual = "[alembic]\nscript_location = %(here)s/app/migrations\nsqlalchemy.url = %(DATABASE_URL)s\n";

}  // namespace

TEST_CASE("the config is found from above, from inside and from a neighbour") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{".git/", ""},
                               {"backend/alembic.ini", kUsual},
                               {"backend/app/migrations/env.py", ""},
                               {"backend/app/migrations/script.py.mako", ""},
                               {"backend/app/migrations/versions/", ""},
                               {"frontend/src/", ""},
                               {"node_modules/x/alembic.ini", kUsual},
                               {".venv/alembic.ini", kUsual}});
    const Project project = found(folder.path());
    CHECK(project.root == folder.path());
    CHECK(project.config_path == folder / "backend/alembic.ini");
    CHECK(project.script_location == folder / "backend/app/migrations");
    CHECK(relative_locations(project) == Names{"backend/app/migrations/versions"});
    CHECK(project.template_path == folder / "backend/app/migrations/script.py.mako");
    CHECK(project.file_template.empty());
    CHECK(project.truncate_slug_length == 40);
    CHECK(found(folder / "backend/app/migrations/versions") == project);
    CHECK(found(folder / "backend/alembic.ini") == project);
    CHECK(found(folder / "frontend/src") == project);
    CHECK(found(folder.path(), "backend") == project);
    CHECK(found(folder.path(), "backend/alembic.ini") == project);
    CHECK(found(folder / "frontend", "../backend") == project);
}

TEST_CASE("several projects are listed, and one can be chosen") {
    const ScratchFolder folder;
    const std::string ini = "[alembic]\nscript_location = db\n";
    write_tree(folder.path(), {{"a/alembic.ini", ini},
                               {"a/db/env.py", ""},
                               {"b/alembic.ini", ini},
                               {"b/db/env.py", ""},
                               {"c/alembic.ini", ini}});  // without its folder: not usable
    const Error error = refused(folder.path());
    CHECK(error.code == "several_projects");
    CHECK(error.message.find("a/alembic.ini, b/alembic.ini") != std::string::npos);
    CHECK(error.message.find("c/alembic.ini") == std::string::npos);
    CHECK(found(folder.path(), "b").root == folder / "b");
    CHECK(refused(folder.path(), "c").code == "bad_config");
    CHECK(refused(folder.path(), "zzz").code == "no_project");
    CHECK(refused(folder / "a", "../b").code == "outside_project");
    CHECK(refused(folder / "a", "/etc").code == "outside_project");
}

TEST_CASE("nothing to find") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{".git/", ""}, {"src/main.py", ""}});
    CHECK(refused(folder.path()).code == "no_project");
    CHECK(refused(folder / "src").code == "no_project");
    CHECK(refused(folder / "missing").code == "no_project");
}

TEST_CASE("a git root ends the way up") {
    const ScratchFolder folder;
    write_tree(folder.path(),
               {{"alembic.ini", "[alembic]\nscript_location = db\n"}, {"db/env.py", ""}, {"inner/.git/", ""}});
    CHECK(refused(folder / "inner").code == "no_project");
}

TEST_CASE("several version locations with each separator") {
    const std::vector<std::pair<std::string, std::string>> spellings = {
        {"", "%(here)s/one %(here)s/two"},
        {"", "%(here)s/one, %(here)s/two"},
        {"version_path_separator = os\n", std::string("%(here)s/one") + base::list_separator() + "%(here)s/two"},
        {"version_path_separator = :\n", "one:two"},
        {"path_separator = ;\n", "one;two;"},
        {"version_path_separator = space\n", "one  two"},
        {"path_separator = newline\n", "\n    one\n    # a comment\n    two\n"},
    };
    for (const auto& [separator, value] : spellings) {
        const ScratchFolder folder;
        write_tree(folder.path(),
                   {{"alembic.ini", "[alembic]\nscript_location = db\n" + separator +
                                        "recursive_version_locations = true\nversion_locations = " + value},
                    {"db/env.py", ""},
                    {"one/", ""}});
        const Project project = found(folder.path());
        INFO(value);
        CHECK(relative_locations(project) == Names{"one", "two"});
        CHECK(project.recursive_version_locations);
    }
    const ScratchFolder folder;
    write_tree(folder.path(), {{"alembic.ini",
                                "[alembic]\nscript_location = db\nversion_path_separator = comma\n"
                                "version_locations = a,b\n"},
                               {"db/env.py", ""}});
    CHECK(refused(folder.path()).where == folder / "alembic.ini:3");
}

TEST_CASE("naming settings and values out of the ordinary") {
    const ScratchFolder folder;
    write_tree(folder.path(),
               {{"alembic.ini",
                 "[alembic]\nscript_location = my.pkg:db:scripts\nfile_template = %%(year)d_%%(rev)s_%%(slug)s\n"
                 "truncate_slug_length = 12\ntimezone = UTC\nprepend_sys_path = ./lib\n"},
                {"lib/my/pkg/db/scripts/env.py", ""}});
    const Project project = found(folder.path());
    CHECK(relative_path(project, project.script_location) == "lib/my/pkg/db/scripts");
    CHECK(project.file_template == "%(year)d_%(rev)s_%(slug)s");
    CHECK(project.truncate_slug_length == 12);
    CHECK(project.timezone == "UTC");

    write_tree(folder.path(), {{"alembic.ini", "[alembic]\nscript_location = lib\ntruncate_slug_length = many\n"}});
    CHECK(refused(folder.path()).where == folder / "alembic.ini:3");
    write_tree(folder.path(), {{"alembic.ini", "[alembic]\nscript_location = %(nowhere)s\n"}});
    CHECK(refused(folder.path()).code == "bad_config");
    write_tree(folder.path(), {{"alembic.ini", "[alembic]\n"}});
    CHECK(refused(folder.path()).code == "bad_config");
    write_tree(folder.path(), {{"alembic.ini", "no section\n"}});
    CHECK(refused(folder.path()).where == folder / "alembic.ini:1");
}

TEST_CASE("a package's folder is found from a config inside the package") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{".git/", ""},
                               {"src/shop/server/alembic.ini", "[alembic]\nscript_location = shop:server:migrations\n"},
                               {"src/shop/server/migrations/env.py", ""}});
    CHECK(found(folder.path()).script_location == folder / "src/shop/server/migrations");
}

TEST_CASE("locations must stay in the repository") {
    const ScratchFolder folder;
    write_tree(folder.path(),
               {{"repo/.git/", ""}, {"repo/alembic.ini", "[alembic]\nscript_location = ../out\n"}, {"out/env.py", ""}});
    CHECK(refused(folder / "repo").code == "bad_config");
    write_tree(folder.path(), {{"repo/alembic.ini", "[alembic]\nscript_location = db\nversion_locations = ../../x\n"},
                               {"repo/db/env.py", ""}});
    CHECK(refused(folder / "repo").code == "bad_config");
    std::error_code refuses;  // Windows lets few users make links
    std::filesystem::create_directory_symlink(folder / "out", folder / "repo/link", refuses);
    if (refuses) return;
    write_tree(folder.path(), {{"repo/alembic.ini", "[alembic]\nscript_location = link\n"}});
    CHECK(refused(folder / "repo").code == "bad_config");
}

TEST_CASE("without a repository the root does not follow the config upward") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{"conf/alembic.ini", "[alembic]\nscript_location = ../db\n"}, {"db/env.py", ""}});
    const Project project = found(folder / "conf");
    CHECK(project.root == folder / "conf");
    CHECK(relative_locations(project) == Names{"../db/versions"});
    const Project named = found(folder.path());
    CHECK(named.root == folder.path());
    CHECK(relative_locations(named) == Names{"db/versions"});
}

TEST_CASE("sections with other names") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{"alembic.ini", "[first]\nscript_location = a\n[second]\nscript_location = b\n"},
                               {"a/env.py", ""},
                               {"b/env.py", ""}});
    const Error error = refused(folder.path());
    CHECK(error.code == "several_projects");
    CHECK(error.message.find("alembic.ini#first, alembic.ini#second") != std::string::npos);
    const Project second = found(folder.path(), "alembic.ini#second");
    CHECK(second.script_location == folder / "b");
    CHECK(second.section == "second");
    CHECK(refused(folder.path(), "alembic.ini#third").code == "no_project");
    CHECK(found(folder / "alembic.ini#second").section == "second");
    CHECK(refused(folder / "alembic.ini#third").code == "no_project");
    CHECK(refused(folder / "none#third").code == "no_project");

    write_tree(folder.path(), {{"alembic.ini", "[alembic]\nscript_location = a\n[second]\nscript_location = b\n"}});
    CHECK(found(folder.path()).script_location == folder / "a");
    write_tree(folder.path(), {{"alembic.ini", "[DEFAULT]\nscript_location = a\n[alembic]\n"}});
    CHECK(found(folder.path()).script_location == folder / "a");
}

TEST_CASE("pyproject.toml, alone and beside an ini file") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{"pyproject.toml",
                                "[tool.alembic]\nscript_location = \"%(here)s/db\"\n"
                                "version_locations = [\"%(here)s/v1\", \"v2\"]\n"
                                "file_template = \"%%(rev)s\"\nrecursive_version_locations = true\n"},
                               {"v2/", ""},
                               {"db/env.py", ""}});
    const Project project = found(folder.path());
    CHECK(project.config_path == folder / "pyproject.toml");
    CHECK(project.section.empty());
    CHECK(relative_locations(project) == Names{"v1", "v2"});
    CHECK(project.file_template == "%(rev)s");
    CHECK(project.recursive_version_locations);

    write_tree(folder.path(), {{"alembic.ini", "[alembic]\nsqlalchemy.url = x\n"}});
    const Project both = found(folder.path());
    CHECK(both.config_path == folder / "alembic.ini");
    CHECK(both.script_location == folder / "db");

    const ScratchFolder other;
    write_tree(other.path(), {{"pyproject.toml", "[tool.black]\n"}});
    CHECK(refused(other.path()).code == "no_project");
    write_tree(other.path(), {{"pyproject.toml", "[tool.alembic\n"}});
    CHECK(refused(other.path()).code == "bad_config");
}

TEST_CASE("Flask-Migrate's layout, with its ini and without one") {
    const ScratchFolder folder;
    write_tree(folder.path(), {{".git/", ""},
                               {"app/migrations/alembic.ini", "[alembic]\n# template used\n[loggers]\nkeys = root\n"},
                               {"app/migrations/env.py", ""}});
    const Project project = found(folder.path());
    CHECK(project.script_location == folder / "app/migrations");
    CHECK(found(folder / "app") == project);
    CHECK(relative_locations(project) == Names{"app/migrations/versions"});

    const ScratchFolder bare;
    write_tree(bare.path(),
               {{"migrations/env.py", ""}, {"migrations/script.py.mako", ""}, {"migrations/versions/", ""}});
    CHECK(found(bare.path()).script_location == bare / "migrations");
    CHECK(found(bare.path()).config_path.empty());
}

TEST_CASE("A script folder that only code names is found by its env.py and versions") {
    const std::string env = "from alembic import context\n";
    const std::pair<std::string, std::string> files[] = {
        {"no config", ""},
        {"none given", "[alembic]\nsqlalchemy.url = x\n"},
        {"a placeholder", "[alembic]\nscript_location = {location}\nfile_template = %%(rev)s\n"},
        {"an unknown value", "[alembic]\nscript_location = %(location)s\n"},
    };
    for (const auto& [what, ini] : files) {
        CAPTURE(what);
        const ScratchFolder folder;
        write_tree(folder.path(), {{".git/", ""},
                                   {"app/db/env.py", env},
                                   {"app/db/versions/", ""},
                                   {"tools/env.py", "import os\n"},
                                   {"tools/versions/", ""}});
        if (!ini.empty()) write_tree(folder.path(), {{"alembic.ini", ini}});
        const Project project = found(folder.path());
        CHECK(project.script_location == folder / "app/db");
        CHECK(project.config_path.empty() == ini.empty());
        if (what == "a placeholder") CHECK(project.file_template == "%(rev)s");
    }
    const ScratchFolder several;
    write_tree(several.path(), {{".git/", ""},
                                {"alembic.ini", "[alembic]\nscript_location = {location}\n"},
                                {"one/env.py", env},
                                {"one/versions/", ""},
                                {"two/env.py", env},
                                {"two/versions/", ""}});
    CHECK(refused(several.path()).code == "several_projects");
    CHECK(found(several.path(), "two").script_location == several / "two");
}

TEST_CASE("Alembic's version, where something pins it") {
    const std::vector<std::pair<std::string, std::string>> pins = {
        {"requirements.txt", "fastapi\nalembic==1.13.1 ; python_version > '3.8'  # why\n"},
        {"requirements-dev.txt", "Alembic[tz] == 1.13.1 \\\n    --hash=sha256:0\n"},
        {"requirements/base.txt", "alembic==1.13.1\n"},
        {"uv.lock", "[[package]]\nname = \"alembic\"\nversion = \"1.13.1\"\n"},
        {"poetry.lock",
         "[[package]]\nname = \"aiofiles\"\nversion = \"9\"\n\n[[package]]\nname = \"alembic\"\nversion = "
         "\"1.13.1\"\n"},
        {"Pipfile.lock", "{\"default\": {\"alembic\": {\"hashes\": [\"x\"], \"version\": \"==1.13.1\"}}}"},
        {"pyproject.toml", "[project]\ndependencies = [\"alembic==1.13.1\"]\n"},
        {".venv/lib/python3.12/site-packages/alembic-1.13.1.dist-info/METADATA", ""},
    };
    for (const auto& [name, text] : pins) {
        const ScratchFolder folder;
        write_tree(folder.path(), {{".git/", ""},
                                   {"app/alembic.ini", "[alembic]\nscript_location = db\n"},
                                   {"app/db/env.py", ""},
                                   {name, text}});
        INFO(name);
        CHECK(found(folder.path()).alembic_version == "1.13.1");
    }
    for (const std::string text :
         {"alembic==1.*\n", "alembic>=1.13\n", "alembic-utils==1.0\n", "# alembic==1.0\n", "alembic\n"}) {
        const ScratchFolder folder;
        write_tree(
            folder.path(),
            {{"alembic.ini", "[alembic]\nscript_location = db\n"}, {"db/env.py", ""}, {"requirements.txt", text}});
        INFO(text);
        CHECK(found(folder.path()).alembic_version.empty());
    }
}

TEST_CASE("folders below versions belong to the chain where code gives them to Alembic") {
    const ScratchFolder folder;
    const std::string revision = "revision = 'b'\ndown_revision = 'a'\n";
    write_tree(folder.path(), {{".git/", ""},
                               {"db/alembic.ini", "[alembic]\nscript_location = %(here)s/scripts\n"},
                               {"db/scripts/env.py", ""},
                               {"db/scripts/versions/a.py", "revision = 'a'\ndown_revision = None\n"},
                               {"db/scripts/versions/y2026/expand/b.py", revision}});
    CHECK_FALSE(found(folder.path()).recursive_version_locations);
    write_tree(folder.path(), {{"db/cli.py", "config.set_main_option('version_locations', ' '.join(folders))\n"}});
    CHECK(found(folder.path()).recursive_version_locations);
    write_tree(
        folder.path(),
        {{"db/alembic.ini", "[alembic]\nscript_location = %(here)s/scripts\nrecursive_version_locations = false\n"}});
    CHECK_FALSE(found(folder.path()).recursive_version_locations);
}
