#include "usecases/install/hosts.h"

#include <algorithm>
#include <array>

#include "base/environment.h"
#include "base/files.h"
#include "base/text.h"
#include "usecases/plugin_files.h"

namespace migrate::usecases {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPlugin = "migrate@alembic-migrate";
constexpr const char* kMarketplace = "alembic-migrate";
constexpr const char* kInPlugin = "${CLAUDE_PLUGIN_ROOT}/bin/alembic-migrate";
constexpr const char* kServersOfPlugin = "skill/.mcp.json";

/// A host whose settings are a file.
struct FileHost {
    const char* name;
    const char* in_project;  ///< the file, from the project's folder
    const char* for_user;    ///< from the user's home; "": it has none
    const char* group;
    const char* home;       ///< how the file names the user's home; "": it cannot
    const char* workspace;  ///< how it names the open project; "": it cannot
};

constexpr std::array kFileHosts = {
    FileHost{"claude", ".mcp.json", "", "mcpServers", "${HOME}", "${CLAUDE_PROJECT_DIR:-.}"},
    FileHost{"gemini", ".gemini/settings.json", ".gemini/settings.json", "mcpServers", "", ""},
    FileHost{"vscode", ".vscode/mcp.json", "", "servers", "${userHome}", "${workspaceFolder}"},
    FileHost{"cursor", ".cursor/mcp.json", ".cursor/mcp.json", "mcpServers", "${userHome}", "${workspaceFolder}"},
    FileHost{"zed", ".zed/settings.json", ".config/zed/settings.json", "context_servers", "", ""},
    FileHost{"jetbrains", ".junie/mcp/mcp.json", ".junie/mcp/mcp.json", "mcpServers", "", ""},
};

/// The program as a file of the project names it: a file that a team shares does not hold one user's name where the
/// host can do without.
std::string program_in(const FileHost& host, const Setting& setting) {
    const std::string home = base::home_folder();
    const std::string below = base::relative_to(home, setting.program);
    if (setting.project.empty() || *host.home == '\0' || home.empty() || below == setting.program)
        return setting.program;
    const bool on_windows = below.ends_with(".exe") && std::string_view(host.name) == "claude";
    return (on_windows ? "${USERPROFILE}" : host.home) + ("/" + below);
}

Json entry_of(const FileHost& host, const Setting& setting) {
    Json arguments = Json::array({"serve"});
    // Without the hook, and shown the structured form in the text's place.
    if (std::string_view(host.name) == "claude") arguments.push_back("--text-results");
    if (*host.workspace != '\0') {
        arguments.insert(arguments.end(), {"--project", host.workspace});
    } else if (!setting.project.empty()) {
        arguments.insert(arguments.end(), {"--project", setting.project});
    }
    Json entry = Json::object();
    if (std::string_view(host.name) == "vscode") entry["type"] = "stdio";
    entry["command"] = program_in(host, setting);
    entry["args"] = std::move(arguments);
    if (std::string_view(host.name) == "zed") entry["env"] = Json::object();
    return entry;
}

/// On Windows Zed keeps its settings with those of other programs.
std::string settings_for_user(const FileHost& host) {
    const auto roaming = base::environment_variable("APPDATA");
    if (std::string_view(host.name) == "zed" && roaming && !roaming->empty())
        return base::replace_all(*roaming, "\\", "/") + "/Zed/settings.json";
    return base::home_folder() + "/" + host.for_user;
}

}  // namespace

const std::vector<std::string>& host_names() {
    static const std::vector<std::string> kNames = {"claude", "codex", "gemini",   "vscode",
                                                    "cursor", "zed",   "jetbrains"};
    return kNames;
}

bool takes_plugin(const std::string& host) {
    return host == "claude" || host == "codex";
}

std::string marketplace_of(const std::string& host, const Setting& setting) {
    return setting.data + "/plugin-of-" + host;
}

std::vector<Command> commands_of(const std::string& host, const Setting& setting) {
    const std::string folder = marketplace_of(host, setting);
    if (host == "claude")
        return {{"claude", "plugin", "marketplace", "add", folder}, {"claude", "plugin", "install", kPlugin}};
    if (host == "codex")
        return {{"codex", "plugin", "marketplace", "add", folder}, {"codex", "plugin", "add", kPlugin}};
    if (host == "gemini" && setting.project.empty())
        return {{"gemini", "mcp", "add", "--scope", "user", kServerName, setting.program, "serve"}};
    return {};
}

std::vector<Command> undo_of(const std::string& host) {
    if (host == "gemini") return {{"gemini", "mcp", "remove", "--scope", "user", kServerName}};
    const char* const remove = host == "claude" ? "uninstall" : "remove";
    return {{host, "plugin", remove, kPlugin}, {host, "plugin", "marketplace", "remove", kMarketplace}};
}

Result<ServerEntry> server_of(const std::string& host, const Setting& setting) {
    const auto found = std::ranges::find(kFileHosts, host, &FileHost::name);
    if (setting.project.empty() && *found->for_user == '\0')
        return fail("bad_params", host + " keeps servers in the project's own folder", "name the project's folder too");
    return ServerEntry{setting.project.empty() ? settings_for_user(*found) : setting.project + "/" + found->in_project,
                       found->group, entry_of(*found, setting)};
}

std::vector<PutFile> plugin_of(const std::string& host, const Setting& setting) {
    const std::string quoted = Json(setting.program).dump();
    std::vector<PutFile> files;
    for (const PluginFile& file : kPluginFiles) {
        std::string text = base::replace_all(std::string(file.text), kInPlugin, quoted.substr(1, quoted.size() - 2));
        if (host == "codex") {  // it fills in no variables, and has no such hooks
            if (file.name.find("/hooks/") != std::string_view::npos) continue;
            if (file.name == kServersOfPlugin)
                text = Json{{"mcpServers",
                             {{kServerName, {{"command", setting.program}, {"args", Json::array({"serve"})}}}}}}
                           .dump(2) +
                       "\n";
        }
        files.push_back({std::string(file.name), std::move(text)});
    }
    return files;
}

std::string_view skill_text() {
    return std::ranges::find(kPluginFiles, "skill/skills/migrate/SKILL.md", &PluginFile::name)->text;
}

}  // namespace migrate::usecases
