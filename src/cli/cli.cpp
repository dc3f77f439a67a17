#include "cli/cli.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/allowance.h"
#include "base/environment.h"
#include "base/log.h"
#include "base/signals.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "server/server.h"

namespace migrate::cli {

namespace {

/// What a subcommand's help shows; that of the program itself shows those of "new" and of no subcommand.
struct Example {
    std::string_view command;
    std::string_view line;
};

constexpr std::array kExamples = {
    Example{"new",
            "alembic-migrate new \"add invoices table: number string(32) unique, customer_id fk customers, total "
            "numeric(12,2)\""},
    Example{"new", "alembic-migrate new \"add due_date and paid_at to invoices\" --dry-run"},
    Example{"revise", "alembic-migrate revise \"make total not null\""},
    Example{"revise", "alembic-migrate revise --remove invoices.paid_at --dry-run"},
    Example{"schema", "alembic-migrate schema invoices"},
    Example{"schema", "alembic-migrate schema --sql sqlite"},
    Example{"check", "alembic-migrate check --since main"},
    Example{"check", "alembic-migrate check --all --format sarif"},
    Example{"verify", "alembic-migrate verify"},
    Example{"verify", "alembic-migrate verify 20260301_000019 --postgres postgresql://localhost:5432/postgres"},
    Example{"", R"(echo '{"jsonrpc":"2.0","id":1,"method":"migrate","params":{"description":"add invoices table"}}' | )"
                "alembic-migrate"},
};

std::string examples_of(const std::function<bool(std::string_view)>& fits) {
    std::string text;
    for (const Example& example : kExamples) {
        if (fits(example.command)) text += "\n  " + std::string(example.line);
    }
    return text.empty() ? "" : "Examples:" + text;
}

void add_examples(CLI::App& app) {
    app.footer(examples_of([](std::string_view command) { return command.empty() || command == "new"; }));
    for (CLI::App* command : app.get_subcommands(nullptr)) {
        command->footer(examples_of([&](std::string_view name) { return name == command->get_name(); }));
    }
}

void add_new(CLI::App& app, NewOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("new", "Create a migration from a description");
    command->add_option("description", options.words, "What to change, in English")->required();
    command->add_flag("--dry-run", options.dry_run, "Show the file, write nothing");
    command->add_option("--date", options.date, "YYYY-MM-DD instead of today");
    command->add_option("--number", options.number, "The NNNNNN instead of the next free one")
        ->check(CLI::Range(1, 999'999));
    command->add_option("--message", options.message, "Title of the file, where it is not the description");
    command->add_option("--head", options.head, "Revision to build on, when there are several heads");
    command->add_option("--backfill", options.backfill, "SQL value for rows that are there, for a new NOT NULL");
    command->add_option("--operations", options.operations,
                        "Operations as JSON, instead of understanding the description");
    command->add_flag("--empty", options.empty, "The empty template under this title, to fill by hand");
    command->add_flag("--explain", options.explain, "Add the understood operations to the JSON");
    command->add_flag("--json", common.json, "Answer in JSON");
}

void add_revise(CLI::App& app, ReviseOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("revise", "Write the newest migration anew in its place");
    command->add_option("change", options.words, "On top of what it does, in English: make total not null");
    command->add_flag("--whole", options.whole, "The words are the whole request anew, not a change");
    command->add_option("--revision", options.revision, "The head when not given");
    command->add_option("--add", options.add, "Operations to add, as JSON");
    command->add_option("--remove", options.remove, "What it is to make no more: invoices.total, an index");
    command->add_option("--operations", options.operations, "The whole request anew, as JSON");
    command->add_option("--message", options.message, "New title of the file");
    command->add_option("--backfill", options.backfill, "SQL value for rows that are there, for a new NOT NULL");
    command->add_flag("--discard", options.discard, "Take the file back; it is kept as a backup");
    command->add_flag("--replace-edited", options.replace_edited, "Also when a person has edited it: replace it whole");
    command->add_flag("--allow-committed", options.allow_committed, "Also when another branch or the main line has it");
    command->add_flag("--dry-run", options.dry_run, "Show the changes, write nothing");
    command->add_flag("--json", common.json, "Answer in JSON");
}

void add_merge(CLI::App& app, MergeOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("merge", "Join several heads by a merge revision");
    command->add_option("heads", options.heads, "The heads to join; all when not given");
    command->add_option("--message", options.message, "Title of the file; merge heads when not given");
    command->add_option("--date", options.date, "YYYY-MM-DD instead of today");
    command->add_option("--number", options.number, "The NNNNNN instead of the next free one")
        ->check(CLI::Range(1, 999'999));
    command->add_flag("--dry-run", options.dry_run, "Show the file, write nothing");
    command->add_flag("--json", common.json, "Answer in JSON");
}

void add_rebase(CLI::App& app, RebaseOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("rebase", "Put one branch of the history behind the other head");
    command->add_option("branch", options.branch,
                        "What moves: the file or id of its head, or all of its files; what git's main line does not "
                        "have when not given");
    command->add_option("--onto", options.onto, "The head to go behind, when there are several");
    command->add_flag("--dry-run", options.dry_run, "Show the changes, write nothing");
    command->add_flag("--json", common.json, "Answer in JSON");
}

void add_schema(CLI::App& app, SchemaOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("schema", "Show the schema that the chain leads to");
    command->add_option("table", options.table, "One table; all when not given");
    command->add_option("--at", options.at, "Revision; the head when not given");
    command->add_option("--dialect", options.dialect, "postgresql or sqlite; the one in use when not given")
        ->check(CLI::IsMember({"postgresql", "sqlite"}));
    command->add_option("--sql", options.sql, "As DDL: --sql, --sql postgresql or --sql sqlite")
        ->expected(0, 1)
        ->default_str("-")
        ->type_name("[DIALECT]");
    command->add_flag("--mermaid", options.mermaid, "As a Mermaid diagram");
    command->add_flag("--json", common.json, "Answer in JSON");
}

/// In `schema --sql tags` the word after the option is the table: the option takes a dialect or nothing.
void settle_table(SchemaOptions& options) {
    const bool is_dialect =
        options.sql.empty() || options.sql == "-" || options.sql == "postgresql" || options.sql == "sqlite";
    if (is_dialect) return;
    if (!options.table.empty()) {
        throw CLI::ValidationError("--sql", options.sql + " is no database: postgresql or sqlite");
    }
    options.table = std::exchange(options.sql, "-");
}

void add_check(CLI::App& app, CheckOptions& options, Common& common) {
    CLI::App* command = app.add_subcommand("check", "Say what a careful reviewer would say about migrations");
    command->add_option("files", options.files, "Files or revision ids; the head when not given");
    command->add_flag("--all", options.all, "The whole chain");
    command->add_option("--since", options.since, "Files added or changed since HEAD and this git ref went their ways")
        ->type_name("REF");
    command->add_flag("--skip-others", options.skip_others, "Leave out files that are no migrations");
    CLI::Option_group* baseline = command->add_option_group("Baseline", "Findings that are to count no more");
    baseline->add_flag("--write-baseline", options.write_baseline, "Write all that is found into it; with --all");
    baseline->add_flag("--prune-baseline", options.prune_baseline, "Take out what is found no more; with --all");
    baseline->add_flag("--no-baseline", options.no_baseline, "Tell what it has, too");
    baseline->require_option(0, 1);
    command->add_option("--format", options.format, "text (default), json, sarif or github")
        ->check(CLI::IsMember({"text", "json", "sarif", "github"}));
    command
        ->add_option("--fail-on", options.fail_on,
                     "Exit code 1 from here on: info, warning, critical (default), never; over the config's fail-on")
        ->check(CLI::IsMember({"info", "warning", "critical", "never"}));
    command->add_flag("--json", common.json, "Answer in JSON");
}

constexpr std::array<std::pair<const char*, base::LogLevel>, 5> kLogLevels = {{{"debug", base::LogLevel::debug},
                                                                               {"info", base::LogLevel::info},
                                                                               {"warning", base::LogLevel::warning},
                                                                               {"error", base::LogLevel::error},
                                                                               {"off", base::LogLevel::off}}};

void add_log_level(CLI::App& app) {
    std::vector<std::string> names;
    for (const auto& [name, level] : kLogLevels) names.emplace_back(name);
    const auto set = [](const std::string& typed) {
        for (const auto& [name, level] : kLogLevels) {
            if (typed == name) base::set_log_level(level);
        }
    };
    app.add_option_function<std::string>("--log-level", set,
                                         "What to say on standard error: " + base::join(names, ", "))
        ->check(CLI::IsMember(names).description(""))
        ->envname("ALEMBIC_MIGRATE_LOG_LEVEL")
        ->default_str("warning")
        ->type_name("LEVEL");
}

void add_verify(CLI::App& app, VerifyOptions& options, Common& common) {
    CLI::App* command =
        app.add_subcommand("verify", "Run a migration with the project's own Alembic on scratch databases");
    command->add_option("revision", options.revision, "Id or file; the head when not given");
    command->add_flag_callback("--head", [&] { options.revision = "head"; }, "The head, as when nothing is given");
    command->add_option("--postgres", options.postgres, "Server to make scratch databases on")->type_name("URL");
    command->add_option("--python", options.python, "The project's Python, instead of looking for it")
        ->type_name("PATH");
    command->add_option("--dialect", options.dialect, "Only postgresql or sqlite; both when not given")
        ->check(CLI::IsMember({"postgresql", "sqlite"}));
    command->add_option("--timeout", options.timeout, "Seconds for all of it; 120")->check(CLI::Range(1, 999'999));
    command->add_flag("--json", common.json, "Answer in JSON");
}

}  // namespace

int run(int argc, char** argv) {
    const auto arguments = base::prepare_console(argc, argv);
    base::make_size_limit_an_error();
    CLI::App app{"Writes and understands Alembic migrations, without running Python.", "alembic-migrate"};
    app.set_version_flag("--version", std::string("alembic-migrate ") + kVersion);
    app.require_subcommand(0, 1);
    Common common;
    NewOptions new_options;
    ReviseOptions revise_options;
    MergeOptions merge_options;
    RebaseOptions rebase_options;
    SchemaOptions schema_options;
    CheckOptions check_options;
    VerifyOptions verify_options;
    app.add_option("--project", common.project, "Folder to search the Alembic project from, or alembic.ini#section")
        ->type_name("DIR");
    add_log_level(app);
    app.fallthrough();
    add_new(app, new_options, common);
    add_revise(app, revise_options, common);
    add_merge(app, merge_options, common);
    add_rebase(app, rebase_options, common);
    add_schema(app, schema_options, common);
    add_check(app, check_options, common);
    add_verify(app, verify_options, common);
    CLI::App* history = app.add_subcommand("history", "List the revisions with what they do");
    bool history_mermaid = false;
    history->add_flag("--mermaid", history_mermaid, "As a Mermaid diagram");
    history->add_flag("--json", common.json, "Answer in JSON");
    CLI::App* doctor = app.add_subcommand("doctor", "Show what the program believes of this repository");
    doctor->add_flag("--json", common.json, "Answer in JSON");
    CLI::App* serve = app.add_subcommand("serve", "Speak JSON-RPC and MCP on standard input and output");
    bool text_results = false;
    serve->add_flag("--text-results", text_results,
                    "Answer tools with text alone, for hosts that show models the structured form in its place");
    CLI::App* hook = app.add_subcommand("hook", "Answer a hook of Claude Code, whose JSON comes on standard input");
    add_examples(app);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend() - 1));
        settle_table(schema_options);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    common.start = start_folder(common.project);
    common.version = kVersion;
    const auto run_one = [&]() -> std::optional<int> {
        if (app.got_subcommand(hook)) return run_hook();
        if (app.got_subcommand("new")) return run_new(new_options, common);
        if (app.got_subcommand("revise")) return run_revise(revise_options, common);
        if (app.got_subcommand("merge")) return run_merge(merge_options, common);
        if (app.got_subcommand("rebase")) return run_rebase(rebase_options, common);
        if (app.got_subcommand("schema")) return run_schema(schema_options, common);
        if (app.got_subcommand("check")) return run_check(check_options, common);
        if (app.got_subcommand("verify")) return run_verify(verify_options, common);
        if (app.got_subcommand(doctor)) return run_doctor(common);
        if (app.got_subcommand(history)) return run_history(history_mermaid, common);
        return std::nullopt;
    };
    std::optional<int> code;
    const std::optional<Error> stopped = base::within({}, [&] { code = run_one(); });
    if (stopped) return app.got_subcommand(hook) ? 0 : print_error(*stopped, common.json);
    if (code) return *code;
    if (app.got_subcommand(serve) || !base::is_terminal(0)) return server::serve(common.start, text_results);
    std::fputs(app.help().c_str(), stdout);
    return 0;
}

}  // namespace migrate::cli
