#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "base/allowance.h"
#include "base/descriptor.h"
#include "base/environment.h"
#include "base/log.h"
#include "base/signals.h"
#include "base/text.h"
#include "cache/store.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pages.h"
#include "server/hook.h"
#include "server/server.h"
#include "verbs/verb.h"

namespace migrate::cli {

namespace {

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

/// --project, else CLAUDE_PROJECT_DIR, else the working directory.
std::string start_folder(const std::string& typed) {
    if (!typed.empty()) return typed;
    if (const auto folder = base::environment_variable("CLAUDE_PROJECT_DIR"); folder && !folder->empty())
        return *folder;
    return base::current_directory().value_or(".");
}

/// What earlier runs left in the user's folder for caches; empty where that is not wanted.
std::shared_ptr<cache::Store> store(bool no_cache) {
    if (no_cache || base::environment_variable("ALEMBIC_MIGRATE_CACHE") == "off") return nullptr;
    const std::string folder = base::cache_folder();
    return std::make_shared<cache::Store>(folder.empty() ? "" : folder + "/alembic-migrate");
}

/// Reads what the client of a hook sends on standard input, and prints the answer.
void run_hook(const std::shared_ptr<cache::Store>& kept) {
    std::string input;
    std::array<char, 65'536> buffer{};
    while (input.size() <= server::kMaxHookInput) {
        const long got = base::read_some(0, buffer.data(), buffer.size());
        if (got <= 0) break;
        input.append(buffer.data(), static_cast<std::size_t>(got));
    }
    const std::string answer = server::answer_hook(input, {.kept = kept});
    if (!answer.empty()) print_text(answer);
}

}  // namespace

int run(int argc, char** argv) {
    const auto arguments = base::prepare_console(argc, argv);
    base::make_size_limit_an_error();
    CLI::App app{"Writes and understands Alembic migrations, without running Python.", "alembic-migrate"};
    app.set_version_flag("--version", std::string("alembic-migrate ") + verbs::kVersion);
    app.require_subcommand(0, 1);
    std::string project;
    app.add_option("--project", project, "Folder to search the Alembic project from, or alembic.ini#section")
        ->type_name("DIR");
    add_log_level(app);
    bool no_cache = false;
    app.add_flag("--no-cache", no_cache, "Take nothing from earlier runs, and leave nothing for later ones");
    app.fallthrough();
    const auto run_verb = add_verbs(app, arguments);
    CLI::App* serve = app.add_subcommand("serve", "Speak JSON-RPC and MCP on standard input and output");
    bool text_results = false;
    serve->add_flag("--text-results", text_results,
                    "Answer tools with text alone, for hosts that show models the structured form in its place");
    const std::array pages = {
        std::pair(app.add_subcommand("man", "Print the manual page, for man"), &write_manual),
        std::pair(app.add_subcommand("completion", "Print what completes a command line in bash"), &write_completion)};
    CLI::App* hook = app.add_subcommand("hook", "Answer a hook of Claude Code, whose JSON comes on standard input");
    app.footer(app.get_subcommand("new")->get_footer() +
               R"(
  echo '{"jsonrpc":"2.0","id":1,"method":"migrate","params":{"description":"add invoices table"}}' | alembic-migrate)");
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend() - 1));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!serve->parsed()) base::keep_freed_memory();
    const std::shared_ptr<cache::Store> kept = store(no_cache);
    if (hook->parsed()) {
        static_cast<void>(base::within({}, [&] { run_hook(kept); }));  // a session must not be disturbed
        return 0;
    }
    for (const auto& [command, write] : pages) {
        if (!command->parsed()) continue;
        std::fputs(write(app).c_str(), stdout);
        return 0;
    }
    const std::string start = start_folder(project);
    if (const std::optional<int> code = run_verb(start, kept)) return *code;
    if (serve->parsed() || !base::is_terminal(0)) return server::serve(start, kept, text_results);
    std::fputs(app.help().c_str(), stdout);
    return 0;
}

}  // namespace migrate::cli
