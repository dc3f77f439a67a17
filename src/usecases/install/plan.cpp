// Which files change for a host, and how: plan_install and plan_uninstall.
#include <algorithm>

#include "base/attempt.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/write.h"
#include "project/git.h"
#include "usecases/install/hosts.h"
#include "usecases/install/install.h"
#include "usecases/install/json_members.h"
#include "usecases/install/own_skill.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMostProgram = std::size_t{256} << 20U;

Result<std::optional<std::string>> content_of(const std::string& path, std::size_t most = base::kMaxFileBytes) {
    if (!base::exists(path)) return std::nullopt;
    return TRY(base::read_file(path, most));
}

Result<std::string> data_folder() {
    const std::string data = base::data_folder();
    if (!data.empty()) return data + "/alembic-migrate";
    return fail("no_home", "there is no folder for this user's data",
                "set HOME, or XDG_DATA_HOME, to a folder that this user may write to");
}

Result<std::string> project_folder(const InstallRequest& request) {
    if (request.project.empty()) return std::string();
    const std::string path = base::join_path(request.start, request.project);
    if (!base::is_directory(path))
        return fail("no_directory", "there is no folder " + path, "name the project's folder");
    return base::resolve(path);
}

std::string said_by_git(const std::string& path, bool goes) {
    const project::GitState state = project::git_state(path);
    if (state == project::GitState::ignored)
        return "git ignores this file: others who clone the repository do not get it";
    if (state == project::GitState::tracked)
        return goes ? "git has this file: its removal is a change to commit"
                    : "git has this file: it is a change to commit";
    return "";
}

/// Plans for one host.
class Planner {
  public:
    Planner(const InstallRequest& request, Setting setting)
        : request_(request), setting_(std::move(setting)), records_(read_records(setting_.data)) {
        plan_.data = setting_.data;
        plan_.target = setting_.program;
    }

    Result<InstallPlan> plan() {
        TRY(add_program());
        const bool as_plugin = takes_plugin(request_.host) && !request_.in_project;
        if (as_plugin) {
            TRY(add_plugin());
        } else if (std::vector<Command> commands = commands_of(request_.host, setting_);
                   !commands.empty() && !request_.in_project) {
            add_commands(std::move(commands));
        } else {
            TRY(add_server());
        }
        if (request_.host == "claude") TRY(add_own_skill());
        return std::move(plan_);
    }

  private:
    Result<void> add_program() {
        const std::string running = base::program_path();
        if (running.empty()) return fail("cannot_read", "the system does not say which file this program is");
        const auto there = TRY(content_of(setting_.program, kMostProgram));
        if (there != TRY(content_of(running, kMostProgram))) plan_.program = running;
        return {};
    }

    Result<void> add_plugin() {
        const std::string folder = marketplace_of(request_.host, setting_);
        const bool was_there = base::is_directory(folder);
        for (const PutFile& file : plugin_of(request_.host, setting_)) {
            const std::string path = folder + "/" + file.path;
            const auto before = TRY(content_of(path));
            if (before != file.text) plan_.plugins.push_back({.path = path, .before = before, .after = file.text});
        }
        // A client keeps its copy of a plugin as long as the version is the same.
        if (was_there && !plan_.plugins.empty()) plan_.before.push_back(undo_of(request_.host).front());
        add_commands(commands_of(request_.host, setting_));
        return {};
    }

    void add_commands(std::vector<Command> commands) {
        Record record{.host = request_.host, .undo = undo_of(request_.host)};
        const bool known = std::ranges::find(records_, record_folder(setting_.data, record), [&](const Record& each) {
                               return record_folder(setting_.data, each);
                           }) != records_.end();
        if (known && plan_.plugins.empty()) return;
        plan_.commands = std::move(commands);
        plan_.of_commands = std::move(record);
    }

    /// A change of one file, if it is one. What was there before we first came stays what is put back.
    Result<void> add_file(const std::string& path, std::optional<std::string> after, const std::string& group = "") {
        Record record{.host = request_.host, .project = setting_.project, .path = path};
        record.before = TRY(content_of(path));
        if (record.before == after) return {};
        record.after = std::move(after);
        record.group = group;
        if (const auto access = base::access_of(path)) record.mode = access->mode;
        record.made = base::missing_folders(base::parent_path(path));
        plan_.files.push_back({record, setting_.project.empty() ? "" : said_by_git(path, !record.after)});
        return {};
    }

    Result<void> add_server() {
        const ServerEntry server = TRY(server_of(request_.host, setting_));
        const std::string text = TRY(content_of(server.path)).value_or("");
        if (!text.empty()) {
            const auto there = member_text(text, server.group, kServerName);
            if (!there) return in_the_way(server.path, there.error());
            if (*there && !is_ours(server.path) && nlohmann::json::parse(**there, nullptr, false, true) != server.entry)
                return fail("other_server", server.path + " has another server called " + kServerName,
                            "rename that one, then ask again: nothing was changed", server.path);
        }
        const auto after = with_member(text, server.group, kServerName, server.entry);
        if (!after) return in_the_way(server.path, after.error());
        return add_file(server.path, *after, server.group);
    }

    static Result<void> in_the_way(const std::string& path, const Error& error) {
        return fail(error.code, path + ": " + error.message, error.hint, path);
    }

    bool is_ours(const std::string& path) const {
        return std::ranges::find(records_, path, &Record::path) != records_.end();
    }

    /// The project's own /migrate has the name that the plugin's has.
    Result<void> add_own_skill() {
        const auto for_all = own_migrate(user_folder());
        for (const std::string& path : for_all)
            plan_.notes.push_back(path + " has the name /migrate in all projects: remove it, or type /migrate:migrate");
        if (setting_.project.empty()) return {};
        const std::string ours = setting_.project + "/" + kOurSkill;
        for (const std::string& path : own_migrate(setting_.project + "/.claude")) {
            if (request_.in_project && path == ours) continue;
            if (is_ours(path)) continue;
            if (request_.keep_own) {
                plan_.notes.push_back(path + " keeps the name /migrate: type /migrate:migrate");
            } else {
                TRY(add_file(path, std::nullopt));
            }
        }
        if (request_.in_project && !(request_.keep_own && base::exists(ours)))
            TRY(add_file(ours, std::string(skill_text())));
        if (const std::optional<ReplacedConfig> config = config_for(setting_.project);
            config && !request_.keep_own && is_replaced(config->skill))
            TRY(add_file(config->path, config->text));
        return {};
    }

    bool is_replaced(const std::string& path) const {
        return std::ranges::any_of(plan_.files, [&](const FileStep& step) { return step.record.path == path; });
    }

    /// Claude Code's own folder of this user.
    static std::string user_folder() {
        const auto set = base::environment_variable("CLAUDE_CONFIG_DIR");
        return set && !set->empty() ? *set : base::home_folder() + "/.claude";
    }

    const InstallRequest& request_;
    Setting setting_;
    std::vector<Record> records_;
    InstallPlan plan_;
};

/// The step that takes back what a record says, or a sentence about what stays.
Result<void> take_back(const Record& record, InstallPlan& plan) {
    if (record.path.empty()) {
        plan.commands.insert(plan.commands.end(), record.undo.begin(), record.undo.end());
        plan.of_commands = record;
        return {};
    }
    Record back = record;
    const auto now = TRY(content_of(record.path));
    back.before = now;
    back.after = record.before;
    if (now != record.after && now != record.before) {
        const bool is_member = !record.group.empty() && now;
        const auto without = is_member ? without_member(*now, record.group, kServerName) : Result<std::string>("");
        if (!is_member || !without) {
            plan.kept.push_back(
                record.path + " was changed since and stays" +
                (record.before ? "; what was there before is " + record_folder(plan.data, record) + "/before" : ""));
            return {};
        }
        back.after = *without;
        plan.notes.push_back(record.path + " was changed since: only our server is taken out");
    }
    const bool in_project = !record.project.empty() && back.before != back.after;
    plan.files.push_back({back, in_project ? said_by_git(record.path, !back.after) : ""});
    return {};
}

}  // namespace

bool is_empty(const InstallPlan& plan) {
    return plan.program.empty() && plan.plugins.empty() && plan.files.empty() && plan.commands.empty() &&
           plan.folders.empty();
}

Result<InstallPlan> plan_install(const InstallRequest& request) {
    Setting setting{.data = TRY(data_folder()), .project = TRY(project_folder(request))};
    const std::string name = base::base_name(base::program_path());
    setting.program = setting.data + "/bin/alembic-migrate" + (name.ends_with(".exe") ? ".exe" : "");
    if (request.in_project && (request.host != "claude" || setting.project.empty()))
        return fail("bad_params", "--in-project is for Claude Code and wants a project", "name the project's folder");
    return Planner(request, std::move(setting)).plan();
}

Result<InstallPlan> plan_uninstall(const InstallRequest& request) {
    InstallPlan plan{.takes_back = true, .data = TRY(data_folder())};
    std::string project = TRY(project_folder(request));
    const auto is_asked = [&](const Record& record) {
        return (project.empty() || record.project == project) && (request.host.empty() || record.host == request.host);
    };
    const std::vector<Record> records = read_records(plan.data);
    for (const Record& record : records) {
        if (is_asked(record)) TRY(take_back(record, plan));
    }
    const bool goes = plan.kept.empty() && std::ranges::all_of(records, is_asked);
    if (goes && base::is_directory(plan.data)) plan.folders.push_back(plan.data);
    return plan;
}

}  // namespace migrate::usecases
