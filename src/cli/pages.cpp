#include "cli/pages.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"

namespace migrate::cli {

namespace {

/// Text for troff: a "-" that may be copied, and nothing that begins a line as a request.
std::string troff(std::string text) {
    text = base::replace_all(std::move(text), "\\", "\\e");
    text = base::replace_all(std::move(text), "-", "\\-");
    text = base::replace_all(std::move(text), "\n.", "\n\\&.");
    return text.starts_with('.') || text.starts_with('\'') ? "\\&" + text : text;
}

void add_options(const CLI::App& app, std::string& page) {
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_name(option->get_positional(), true);
        page += fmt::format(".TP\n.B {}\n{}\n", troff(name), troff(option->get_description()));
    }
    for (const CLI::App* group : app.get_subcommands(nullptr)) {
        if (group->get_name().empty()) add_options(*group, page);
    }
}

/// Names of options with their values: "--dialect" with "postgresql sqlite".
void add_words(const CLI::App& app, std::vector<std::string>& words) {
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
    for (const CLI::App* each : app.get_subcommands(nullptr)) {
        if (each->get_name().empty())
            add_words(*each, words);
        else
            words.push_back(each->get_name());
    }
}

std::string words_of(const CLI::App& app) {
    std::vector<std::string> words;
    add_words(app, words);
    return base::join(words, " ");
}

}  // namespace

std::string write_manual(const CLI::App& app) {
    const std::string name = troff(app.get_name());
    std::string page = fmt::format(".TH {} 1\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n[options] [command]\n", name,
                                   name, troff(app.get_description()), name);
    page += ".SH OPTIONS\n";
    add_options(app, page);
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        page += fmt::format(".SH {}\n{}\n", troff(base::upper(command->get_name())), troff(command->get_description()));
        add_options(*command, page);
        if (!command->get_footer().empty()) page += ".PP\n.nf\n" + troff(command->get_footer()) + "\n.fi\n";
    }
    return page;
}

std::string write_completion(const CLI::App& app) {
    std::string cases;
    for (const CLI::App* command : app.get_subcommands(nullptr))
        cases += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), words_of(*command));
    return fmt::format(R"(_alembic_migrate() {{
  local words="{}"
  case "${{COMP_WORDS[1]}}" in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -F _alembic_migrate alembic-migrate
)",
                       words_of(app), cases);
}

}  // namespace migrate::cli
