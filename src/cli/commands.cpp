#include "cli/commands.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/allowance.h"
#include "base/environment.h"
#include "base/text.h"
#include "base/visible.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "operations/json_text.h"
#include "verbs/verb.h"

namespace migrate::cli {

namespace {

using verbs::FieldShape;
using verbs::Kind;
using verbs::Typed;
using verbs::Verb;

/// What was typed for one field.
struct Value {
    std::string text;
    std::vector<std::string> texts;
    int number = 0;
    bool flag = false;
    CLI::Option* option = nullptr;
};

struct Command {
    const Verb* verb = nullptr;
    CLI::App* app = nullptr;
    std::vector<Value> values;  ///< of the verb's fields, in their order
    bool json = false;
};

/// The option of a flag or value; a list of words comes as texts, whatever it is to be.
CLI::Option* add_option(CLI::App& app, const FieldShape& field, Value& value) {
    std::string name = field.name;
    if (field.typed == Typed::option) {
        std::ranges::replace(name, '_', '-');
        name.insert(0, "--");
    }
    if (field.kind == Kind::flag) return app.add_flag(name, value.flag, field.help);
    if (field.kind == Kind::number)
        return app.add_option(name, value.number, field.help)->check(CLI::Range(1, verbs::kMaxNumber));
    if (field.kind == Kind::texts || field.typed == Typed::words) return app.add_option(name, value.texts, field.help);
    return app.add_option(name, value.text, field.help);
}

void add_field(CLI::App& app, const FieldShape& field, Value& value) {
    value.option = add_option(app, field, value);
    if (field.required || field.must_be_typed) value.option->required();
    if (!field.choices.empty()) value.option->check(CLI::IsMember(field.choices));
    if (field.kind == Kind::dialect) value.option->check(CLI::IsMember({"postgresql", "sqlite"}));
    if (!field.type_name.empty()) value.option->type_name(field.type_name);
    if (!field.alone.empty()) value.option->expected(0, 1)->default_str(field.alone);
}

std::string examples_of(const std::vector<std::string>& lines) {
    return lines.empty() ? "" : "Examples:\n  " + base::join(lines, "\n  ");
}

void add_command(CLI::App& app, const Verb& verb, Command& command) {
    command.verb = &verb;
    command.app = app.add_subcommand(verb.command, verb.summary);
    command.app->footer(examples_of(verb.examples));
}

void add_options(const Verb& verb, Command& command) {
    command.values.resize(verb.fields.size());
    std::map<std::string, CLI::Option_group*> groups;
    for (std::size_t i = 0; i < verb.fields.size(); ++i) {
        const FieldShape& field = verb.fields[i];
        if (field.help.empty()) continue;
        CLI::App* home = command.app;
        if (!field.group.empty()) {
            CLI::Option_group*& group = groups[field.group];
            if (group == nullptr) group = command.app->add_option_group(field.group, field.group_text);
            group->require_option(0, 1);
            home = group;
        }
        add_field(*home, field, command.values[i]);
    }
    command.app->add_flag("--json", command.json, "Answer in JSON");
}

/// What was typed, as the verb's parameters.
Result<verbs::Json> params_of(const Command& command) {
    verbs::Json params = verbs::Json::object();
    for (std::size_t i = 0; i < command.values.size(); ++i) {
        const FieldShape& field = command.verb->fields[i];
        const Value& value = command.values[i];
        if (value.option == nullptr || value.option->count() == 0) continue;
        switch (field.kind) {
            case Kind::flag:
                params[field.name] = value.flag;
                break;
            case Kind::number:
            case Kind::offset:
                params[field.name] = value.number;
                break;
            case Kind::texts:
                params[field.name] = value.texts;
                break;
            case Kind::operations:
                params[field.name] = read_json(value.text);
                if (!params[field.name].is_discarded()) break;
                return fail("bad_params", "--" + field.name + " is not JSON", "give a JSON list", field.name);
            case Kind::text:
            case Kind::dialect:
                params[field.name] = field.typed == Typed::words ? base::join(value.texts, " ") : value.text;
                break;
        }
    }
    return params;
}

void show_step(std::size_t done, std::size_t total, std::string_view step) {
    const std::string line =
        "[" + std::to_string(done + 1) + "/" + std::to_string(total) + "] " + std::string(step) + "\n";
    std::fputs(base::with_escapes(line).c_str(), stderr);
}

int run(const Command& command, const std::string& start, const std::shared_ptr<cache::Store>& kept, bool as_json) {
    const Result<verbs::Json> params = params_of(command);
    if (!params) return print_error(params.error(), as_json);
    std::optional<Interruption> interruption;
    verbs::Call call{.start = start, .asker = verbs::Asker::person};
    call.work.kept = kept;
    if (command.verb->runs_programs) {
        interruption.emplace();
        call.work.cancel = interruption->token();
        if (base::is_terminal(2)) call.work.progress = show_step;
    }
    const Result<verbs::Answer> answer = command.verb->run(*params, call);
    if (!answer) return print_error(answer.error(), as_json);
    if (as_json)
        print_json(answer->json());
    else
        print_text(answer->text());
    return answer->exit_code;
}

/// --json, or the format of that name where a command has several.
bool wants_json(const Command& command) {
    const auto& fields = command.verb->fields;
    const auto format = std::ranges::find(fields, "format", &FieldShape::name);
    if (format == fields.end()) return command.json;
    return command.json || command.values[static_cast<std::size_t>(format - fields.begin())].text == "json";
}

}  // namespace

std::function<std::optional<int>(const std::string& start, const std::shared_ptr<cache::Store>& kept)> add_verbs(
    CLI::App& app, const std::vector<std::string>& typed) {
    const auto is_typed = [&](std::string_view word) { return std::ranges::find(typed, word) != typed.end(); };
    const bool shows_all = is_typed("man") || is_typed("completion");
    const auto commands = std::make_shared<std::vector<Command>>(verbs::all_verbs().size());
    for (std::size_t i = 0; i < commands->size(); ++i) {
        const Verb& verb = verbs::all_verbs()[i];
        if (verb.command.empty()) continue;
        add_command(app, verb, (*commands)[i]);
        if (shows_all || is_typed(verb.command)) add_options(verb, (*commands)[i]);
    }
    return [commands](const std::string& start, const std::shared_ptr<cache::Store>& kept) -> std::optional<int> {
        for (const Command& command : *commands) {
            if (command.app == nullptr || !command.app->parsed()) continue;
            const bool as_json = wants_json(command);
            int code = 2;
            const std::optional<Error> stopped = base::within({}, [&] { code = run(command, start, kept, as_json); });
            return stopped ? print_error(*stopped, as_json) : code;
        }
        return std::nullopt;
    };
}

}  // namespace migrate::cli
