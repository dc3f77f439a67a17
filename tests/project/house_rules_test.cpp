#include <doctest/doctest.h>

#include "base/scratch_folder.h"
#include "project/library_version.h"
#include "project/own_skill.h"
#include "project/profile.h"
#include "project/project.h"
#include "support/tree.h"

using namespace migrate;
using namespace migrate::project;
using test::ScratchFolder;
using test::write_tree;
using Files = std::vector<std::pair<std::string, std::string>>;

namespace {

/// A repository laid out as VejaPRO's, with more files.
Project repository(const ScratchFolder& folder, const Files& more) {
    write_tree(folder.path(), {{".git/", ""},
                               {"backend/alembic.ini", "[alembic]\nscript_location = %(here)s/app/migrations\n"},
                               {"CLAUDE.md", "# VejaPRO\n"},
                               {"backend/app/migrations/env.py", ""},
                               {"backend/app/migrations/versions/", ""}});
    write_tree(folder.path(), more);
    const Result<Project> project = find_project(folder.path());
    REQUIRE(project);
    return *project;
}

HouseRules rules_with(const Files& more, const ChainHabits& habits = {}) {
    const ScratchFolder folder;
    const Result<HouseRules> rules = house_rules(repository(folder, more), habits);
    INFO((rules ? std::string() : rules.error().message));
    REQUIRE(rules);
    return *rules;
}

Error refused_with(const Files& more) {
    const ScratchFolder folder;
    const Result<HouseRules> rules = house_rules(repository(folder, more), {});
    REQUIRE(!rules);
    CHECK(rules.error().code == "bad_config");
    return rules.error();
}

const std::string kVersions = "backend/app/migrations/versions/";

}  // namespace

TEST_CASE("every profile can be read") {
    CHECK(profile_names() == std::vector<std::string>{"alembic", "vejapro"});
    for (const std::string& name : profile_names()) {
        const Result<HouseRules> rules = read_profile(name);
        INFO(name);
        REQUIRE(rules);
        CHECK(rules->profile == name);
        CHECK(!rules->reminders.empty());
    }
    CHECK(!read_profile("vejapr"));
}

TEST_CASE("VejaPRO's profile fits its own layout, empty or dated") {
    const HouseRules rules = rules_with({});
    CHECK(rules.profile == "vejapro");
    CHECK(rules.revision_style == RevisionStyle::dated_number);
    CHECK(rules.index_name == "idx_{table}_{columns}");
    CHECK(rules.unique_index_name == "uniq_{table}_{columns}");
    CHECK(rules.check_name == "chk_{table}_{columns}");
    CHECK(rules.key_type == KeyType::string36);
    CHECK(rules.line_length == 120);
    CHECK(rules_with({{kVersions + "20260212_000018_add_x.py", ""}, {kVersions + "__init__.py", ""}}).profile ==
          "vejapro");
    CHECK(rules_with({{kVersions + "0a1b_add_x.py", ""}}).profile == "alembic");
    ChainHabits hex;
    hex.revision_style = RevisionStyle::hex;
    CHECK(rules_with({}, hex).profile == "alembic");
}

TEST_CASE("a stranger whose folders look alike has its own rules, and is sent to nobody's server") {
    const HouseRules rules = rules_with({{"CLAUDE.md", "# Another one\n"}});
    CHECK(rules.profile == "alembic");
    REQUIRE(rules.reminders.size() == 1);
    CHECK(rules.reminders[0].command == "alembic -c backend/alembic.ini upgrade head");
    for (const Reminder& reminder : rules_with({}).reminders) CHECK(reminder.command.find("ssh") == std::string::npos);
}

// The last step of the skill that this program replaces, as the project has it.
constexpr const char* kSkill = R"skill(## Step 3: Show and guide

1. Show the generated file for review
2. Remind: "Run `/test` to verify the migration applies cleanly"
3. Remind: "Deploy with `/deploy backend/app/migrations/versions/<filename>`"
4. Remind: "After deploy, run Alembic upgrade on server":
   ```bash
   ssh -i "~/.ssh/key" someone@203.0.113.7 \
     "cd /srv/app && PYTHONPATH=backend \
      python3 -m alembic -c backend/alembic.ini upgrade head"
   ```
)skill";

TEST_CASE("the reminders of the project's own skill are there word for word") {
    const std::vector<Reminder> reminders =
        rules_with({{kOwnSkill, kSkill}, {"CLAUDE.md", "# Another one\n"}}).reminders;
    REQUIRE(reminders.size() == 3);
    CHECK(reminders[0] == Reminder{"Run `/test` to verify the migration applies cleanly", "/test"});
    CHECK(reminders[1] == Reminder{"Deploy with `/deploy {path}`", "/deploy {path}"});
    CHECK(reminders[2].text == "After deploy, run Alembic upgrade on server:");
    CHECK(reminders[2].command ==
          "ssh -i \"~/.ssh/key\" someone@203.0.113.7 \\\n"
          "  \"cd /srv/app && PYTHONPATH=backend \\\n"
          "   python3 -m alembic -c backend/alembic.ini upgrade head\"");
    const std::string config = "[[reminders]]\ntext = \"Ask first\"\ncommand = \"\"\n";
    CHECK(rules_with({{kOwnSkill, kSkill}, {".alembic-migrate.toml", config}}).reminders.size() == 1);
    CHECK(rules_with({{kOwnSkill, "Follow VejaPRO\n"}, {"CLAUDE.md", ""}}).profile == "vejapro");
}

TEST_CASE("a skill that is written otherwise reminds of nothing, and no skill stops anything") {
    for (const char* text : {"", "1. Remind", "1. Remind: \"", "Remind: \"x\"", "x. Remind: \"x\"", "1. Remind: \"\\0"})
        CHECK(reminders_in(text).empty());
    CHECK(reminders_in("1. Remind: \"x\":\n   ```\n   never closed").size() == 1);
    CHECK(reminders_in("1. Remind: \"" + std::string(5000, 'x') + "\"").empty());
    std::string many;
    for (int i = 0; i < 50; ++i) many += "1. Remind: \"go on\"\n";
    CHECK(reminders_in(many).size() == 10);
}

TEST_CASE("the chain's habits count more than the profile, the config more than both") {
    ChainHabits habits;
    habits.index_prefix = "index_";
    habits.check_prefix = "check_";
    habits.unique_prefix = "u_";
    habits.unique_index_prefix = "ui_";
    habits.foreign_key_prefix = "ref_";
    habits.key_type = KeyType::uuid;
    habits.created_at_column = "";
    const HouseRules chain = rules_with({}, habits);
    CHECK(chain.index_name == "index_{table}_{columns}");
    CHECK(chain.check_name == "check_{table}_{columns}");
    CHECK(chain.unique_name == "u_{table}_{columns}");
    CHECK(chain.unique_index_name == "ui_{table}_{columns}");
    CHECK(chain.foreign_key_name == "ref_{table}_{columns}_{target}");
    CHECK(chain.key_type == KeyType::uuid);
    CHECK(!chain.created_at);

    const Files config = {
        {"pyproject.toml",
         "[tool.alembic-migrate]\nprofile = \"alembic\"\nindex-name = \"i_{table}_{columns}\"\n"
         "key_type = \"bigint\"\ncreated-at = true\ncreated-at-name = \"made_at\"\nif-exists = false\n"
         "revision-style = \"dated_number\"\nindex-foreign-keys = false\nline-length = 79\n"
         "quote-style = \"single\"\n[[tool.alembic-migrate.reminders]]\ntext = \"Tell Ops\"\n"}};
    const HouseRules own = rules_with(config, habits);
    CHECK(own.profile == "alembic");
    CHECK(own.index_name == "i_{table}_{columns}");
    CHECK(own.check_name == "check_{table}_{columns}");
    CHECK(own.key_type == KeyType::bigint);
    CHECK(own.created_at);
    CHECK(own.created_at_name == "made_at");
    CHECK(!own.if_exists);
    CHECK(!own.index_foreign_keys);
    CHECK(own.revision_style == RevisionStyle::dated_number);
    CHECK(own.line_length == 79);
    CHECK(own.quotes == QuoteStyle::single_quotes);
    CHECK(own.reminders == std::vector<Reminder>{{"Tell Ops", ""}});
}

TEST_CASE("the own config: nearest file, mistakes with their place") {
    CHECK(rules_with({{".alembic-migrate.toml", "line-length = 60\n"}}).line_length == 60);
    CHECK(rules_with({{".alembic-migrate.toml", "line-length = 60\n"},
                      {"backend/.alembic-migrate.toml", "line-length = 70\n"}})
              .line_length == 70);
    const Error unknown = refused_with({{".alembic-migrate.toml", "profile = 'alembic'\nindex-nam = 'x'\n"}});
    CHECK(unknown.where == ".alembic-migrate.toml:2");
    CHECK(unknown.hint.find("index-name") != std::string::npos);
    CHECK(refused_with({{"pyproject.toml", "[tool.alembic-migrate]\nkey-type = 'guid'\n"}}).where ==
          "pyproject.toml:2");
    CHECK(refused_with({{".alembic-migrate.toml", "index-name = 'x y {table}'\n"}}).where == ".alembic-migrate.toml:1");
    CHECK(refused_with({{".alembic-migrate.toml", "index-name = 'ix_{columns}'\n"}}).where ==
          ".alembic-migrate.toml:1");
    CHECK(refused_with({{".alembic-migrate.toml", "line-length = 9\n"}}).message.find("40") != std::string::npos);
    CHECK(refused_with({{".alembic-migrate.toml", "created-at = 'yes'\n"}}).where == ".alembic-migrate.toml:1");
    CHECK(refused_with({{".alembic-migrate.toml", "\nprofile = 'vejapr'\n"}}).where == ".alembic-migrate.toml:2");
    CHECK(refused_with({{".alembic-migrate.toml", "= 1\n"}}).where == ".alembic-migrate.toml:1");
}

TEST_CASE("line length and quotes come from ruff, nearest first, or from black") {
    CHECK(rules_with({{"ruff.toml", "line-length = 100\n[format]\nquote-style = \"single\"\n"}}).line_length == 100);
    CHECK(rules_with({{"ruff.toml", "[format]\nquote-style = \"single\"\n"}}).quotes == QuoteStyle::single_quotes);
    CHECK(rules_with(
              {{"ruff.toml", "line-length = 100\n"}, {"backend/pyproject.toml", "[tool.ruff]\nline-length = 90\n"}})
              .line_length == 90);
    CHECK(rules_with(
              {{"ruff.toml", "line-length = 100\n"}, {"backend/pyproject.toml", "[tool.black]\nline-length = 90\n"}})
              .line_length == 100);
    CHECK(rules_with({{"ruff.toml", "line-length = 100\n"}, {".ruff.toml", "line-length = 99\n"}}).line_length == 99);
    CHECK(rules_with({{"pyproject.toml", "[tool.black]\nline-length = 90\n"}}).line_length == 90);
    CHECK(rules_with({{"ruff.toml", "line-length = 100\n"}, {"backend/ruff.toml", "extend = \"../ruff.toml\"\n"}})
              .line_length == 100);
    CHECK(rules_with({{"ruff.toml", "line-length = 100\n"},
                      {"backend/ruff.toml", "extend = \"../ruff.toml\"\nline-length = 77\n"}})
              .line_length == 77);
    CHECK(refused_with({{"ruff.toml", "extend = \"ruff.toml\"\n"}}).message.find("circle") != std::string::npos);
    CHECK(refused_with({{"ruff.toml", "line-length = \n"}}).code == "bad_config");
}

TEST_CASE("if_exists is left out where the pinned Alembic does not know it") {
    CHECK(rules_with({}).if_exists);
    CHECK(rules_with({{"requirements.txt", "alembic==1.13.3\n"}}).if_exists);
    CHECK(!rules_with({{"requirements.txt", "alembic==1.13.2\n"}}).if_exists);
    CHECK(is_older("1.8.1", "1.13.3"));
    CHECK(is_older("1.13", "1.13.3"));
    CHECK(!is_older("1.16.0", "1.13.3"));
    CHECK(!is_older("2.0", "1.13.3"));
    CHECK(!is_older("", "1.13.3"));
}

TEST_CASE("the version of a library is that of the project's own locks, pins and ranges") {
    const auto version = [](const Files& files) {
        const ScratchFolder folder;
        return repository(folder, files).sqlalchemy;
    };
    const LibraryVersion exact{"2.0.36", "", ""};
    CHECK(version({}) == LibraryVersion());
    CHECK(version({{"uv.lock", "[[package]]\nname = \"sqlalchemy\"\nversion = \"2.0.36\"\n"}}) == exact);
    CHECK(version({{"poetry.lock",
                    "[[package]]\nname = \"sqlalchemy-utils\"\nversion = \"0.41\"\n"
                    "[[package]]\nname = \"SQLAlchemy\"\nversion = \"2.0.36\"\n"}}) == exact);
    CHECK(version({{"Pipfile.lock", "{\"default\": {\"sqlalchemy\": {\"hashes\": [], \"version\": \"==2.0.36\"}}}"}}) ==
          exact);
    CHECK(version({{"requirements.txt",
                    "sqlalchemy-utils==0.41\nSQLAlchemy[asyncio]==2.0.36 \\\n  --hash=sha256:0\n"}}) == exact);
    CHECK(version({{"backend/requirements.txt", "sqlalchemy>=1.4,<2.1\n"},
                   {"requirements.txt", "sqlalchemy==2.0.36\n"}}) == exact);
    CHECK(version({{"backend/requirements.in", "sqlalchemy>=1.4,<2.1  # why\n"}}) == LibraryVersion{"", "1.4", "2.1"});
    CHECK(version({{"setup.py", "setup(install_requires=[\n    'SQLAlchemy>=1.3, <2',\n])\n"}}) ==
          LibraryVersion{"", "1.3", "2"});
    CHECK(version({{"pyproject.toml", "[tool.poetry.dependencies]\nsqlalchemy = \"^1.4\"\n"}}) ==
          LibraryVersion{"", "1.4", "2"});
    CHECK(version({{"pyproject.toml", "[tool.poetry.dependencies]\nsqlalchemy = {version = \"~2.0.3\"}\n"}}) ==
          LibraryVersion{"", "2.0.3", "2.1"});
    CHECK(version({{"pyproject.toml", "[project]\ndependencies = [\"sqlalchemy~=2.0.30\"]\n"}}) ==
          LibraryVersion{"", "2.0.30", "2.1"});
    CHECK(version({{"Pipfile", "[packages]\nsqlalchemy = \"==2.0.*\"\n"}}) == LibraryVersion{"", "2.0", "2.1"});
    CHECK(is_before(exact, "2.1") == true);
    CHECK(is_before({"2.1.9", "", ""}, "2.1") == false);
    CHECK(is_before({"", "1.4", "2"}, "2.1") == true);
    CHECK(is_before({"", "2.1", ""}, "2.1") == false);
    CHECK(is_before({"", "2.0", "3"}, "2.1") == std::nullopt);
    CHECK(is_before({}, "2.1") == std::nullopt);
}

TEST_CASE("other projects get Alembic's own way of upgrading as a reminder") {
    ChainHabits hex;
    hex.revision_style = RevisionStyle::hex;
    CHECK(rules_with({}, hex).reminders.front().command == "alembic -c backend/alembic.ini upgrade head");
    const ScratchFolder folder;
    write_tree(folder.path(), {{"alembic.ini", "[alembic]\nscript_location = db\n"}, {"db/env.py", ""}});
    const Result<HouseRules> rules = house_rules(*find_project(folder.path()), {});
    REQUIRE(rules);
    CHECK(rules->reminders.front().command == "alembic upgrade head");
}
