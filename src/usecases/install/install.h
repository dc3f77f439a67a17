/// Install: makes this program known to a host that starts it, Claude Code or an editor, and takes that back.
///
/// First comes a plan, which says all that will change and changes nothing; then, once it is agreed to, what it says.
/// Whatever is put outside of our own folder is recorded there, with what was there before (record.h). No project of
/// Alembic's is needed; where there is one, the reminders of a skill that is replaced stay as its configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "usecases/install/record.h"

namespace migrate::usecases {

struct InstallRequest {
    std::string start;
    std::string project;      ///< relative to `start`; "" for all of the user's projects
    std::string host;         ///< of host_names(); "" for Claude Code, and for uninstall for all
    bool in_project = false;  ///< Claude Code: skill and server in the project's own files, in place of the plugin
    bool keep_own = false;    ///< the project's own /migrate stays
};

/// One file that will change.
struct FileStep {
    Record record;            ///< its path, and what was there before and comes after; to be written, or to go
    std::string remark = "";  ///< for the person: that git ignores it, that git has it
};

/// What is to be done; nothing of it is done yet.
struct InstallPlan {
    bool takes_back = false;
    std::string data;             ///< our folder among this user's data
    std::string program;          ///< what is put there; "" where it is there already
    std::string target;           ///< and under which path
    std::vector<Record> plugins;  ///< files of the plugin that change, without records of their own
    std::vector<FileStep> files;
    std::vector<Command> before;        ///< commands whose failure does not matter
    std::vector<Command> commands;      ///< the host's own
    std::optional<Record> of_commands;  ///< the record of what they do
    std::vector<std::string> folders;   ///< of ours that go
    std::vector<std::string> notes;     ///< what else the person should know
    std::vector<std::string> kept;      ///< what stays though it was to be taken back; each a sentence
};

/// True when there is nothing to do.
bool is_empty(const InstallPlan& plan);

/// Errors: "no_home", "no_directory" (no such project), "bad_params", "not_json" and "other_server" for a file that is
/// in the way, "cannot_read".
Result<InstallPlan> plan_install(const InstallRequest& request);
/// Takes back what was recorded, of that host and project, or all.
Result<InstallPlan> plan_uninstall(const InstallRequest& request);

/// All that will change, for a person.
std::string write_plan(const InstallPlan& plan);

/// What was done, and whether all of it was.
struct InstallReport {
    std::vector<std::string> lines;
    bool complete = true;
};

/// Does what the plan says. A client that is not there is no error: the report says what to run where it is. Errors:
/// those of writing files, "host_failed" with what its command said.
Result<InstallReport> carry_out(const InstallPlan& plan, const base::Work& work);

}  // namespace migrate::usecases
