// Does what a plan says: carry_out. And says it before: write_plan.
#include <fmt/format.h>

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/process.h"
#include "base/text.h"
#include "base/visible.h"
#include "base/write.h"
#include "usecases/install/install.h"
#include "usecases/text_diff.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMostProgram = std::size_t{256} << 20U;

std::string typed(const Command& command) {
    std::string line;
    for (const std::string& word : command) {
        if (!line.empty()) line += ' ';
        line += word.find_first_of(" '\"\\$&;") == std::string::npos ? word : "\"" + word + "\"";
    }
    return line;
}

std::string shown(const FileStep& step) {
    const Record& record = step.record;
    if (record.before == record.after) return "";
    const std::string remark = step.remark.empty() ? "" : "  (" + step.remark + ")\n";
    if (!record.after) return "remove " + record.path + "\n" + remark;
    if (!base::is_valid_utf8(record.before.value_or("") + *record.after))
        return fmt::format("write {} ({} bytes)\n{}", record.path, record.after->size(), remark);
    const std::string diff = unified_diff(record.before.value_or(""), *record.after, "", "");
    return "write " + record.path + ":\n" + diff.substr(diff.find("@@")) + remark;
}

/// Runs a host's command. Error "cannot_run" where the host is not there.
Result<base::ProcessResult> run(Command command, const base::Work& work) {
    base::ProcessRequest request{.arguments = command, .cancel = work.cancel};
    const auto ran = base::run_process(request);
    if (ran || ran.error().code != "cannot_run") return ran;
    request.arguments[0] += ".cmd";  // how npm puts programs on Windows
    return base::run_process(request);
}

Result<void> put_program(const InstallPlan& plan) {
    TRY(base::create_directories(base::parent_path(plan.target)));
    const std::string program = TRY(base::read_file(plan.program, kMostProgram));
    TRY(base::write_cache_file(plan.target, program));
    base::make_executable(plan.target);
    return {};
}

Result<void> put_plugin(const InstallPlan& plan) {
    for (const Record& file : plan.plugins) {
        TRY(base::create_directories(base::parent_path(file.path)));
        TRY(base::write_cache_file(file.path, *file.after));
    }
    return {};
}

Result<void> change(const Record& record) {
    if (record.before == record.after) return {};
    if (!record.after) return base::remove_if_unchanged(record.path, base::hash128(*record.before));
    if (record.before) return base::replace_if_unchanged(record.path, base::hash128(*record.before), *record.after);
    TRY(base::create_directories(base::parent_path(record.path)));
    return base::create_exclusive(record.path, *record.after);
}

/// The record of a file that we change once more keeps what was there before we first came.
Record merged_record(const std::string& data, Record record) {
    for (const Record& old : read_records(data)) {
        if (old.path != record.path || old.after != record.before) continue;
        record.before = old.before;
        record.mode = old.mode;
        record.made = old.made;
    }
    return record;
}

Result<void> change_files(const InstallPlan& plan, InstallReport& report) {
    for (const FileStep& step : plan.files) {
        const Record& record = step.record;
        if (!plan.takes_back) TRY(write_record(plan.data, merged_record(plan.data, record)));
        TRY(change(record));
        if (plan.takes_back) {
            if (auto access = base::access_of(record.path); access && record.mode != 0 && !record.before) {
                access->mode = record.mode;
                base::give_access(record.path, *access);
            }
            remove_record(plan.data, record);
        }
        if (!record.after) base::remove_empty_directory(base::parent_path(record.path));
        if (record.before != record.after) report.lines.push_back((record.after ? "wrote " : "removed ") + record.path);
    }
    // Those that were made for the files that are gone.
    for (const FileStep& step : plan.files) {
        if (plan.takes_back && !step.record.after) base::remove_made_folders(step.record.made);
    }
    return {};
}

Result<void> run_commands(const InstallPlan& plan, const base::Work& work, InstallReport& report) {
    for (const Command& command : plan.before) static_cast<void>(run(command, work));
    for (std::size_t i = 0; i < plan.commands.size(); ++i) {
        const auto ran = run(plan.commands[i], work);
        if (!ran && ran.error().code == "cannot_run") {
            report.complete = false;
            std::string line = plan.commands[i][0] + " is not on the PATH. Where it is, run:";
            for (std::size_t rest = i; rest < plan.commands.size(); ++rest) line += "\n  " + typed(plan.commands[rest]);
            report.lines.push_back(line);
            return {};
        }
        if (!ran) return tl::unexpected(ran.error());
        if (ran->exit_code != 0 && !plan.takes_back) {
            return fail("host_failed",
                        "`" + typed(plan.commands[i]) +
                            "` failed: " + std::string(base::trim(base::visible(ran->output + ran->errors, true))),
                        "do what it says, then ask again");
        }
        report.lines.push_back("ran " + typed(plan.commands[i]));
    }
    if (!plan.of_commands) return {};
    if (plan.takes_back)
        remove_record(plan.data, *plan.of_commands);
    else
        TRY(write_record(plan.data, *plan.of_commands));
    return {};
}

}  // namespace

std::string write_plan(const InstallPlan& plan) {
    std::string text;
    if (!plan.program.empty()) text += "put this program into " + plan.target + "\n";
    if (!plan.plugins.empty()) {
        text += "put the plugin's files:\n";
        for (const Record& file : plan.plugins) text += "  " + file.path + "\n";
    }
    for (const FileStep& step : plan.files) text += shown(step);
    for (const Command& command : plan.before) text += "run " + typed(command) + "\n";
    for (const Command& command : plan.commands) text += "run " + typed(command) + "\n";
    for (const std::string& folder : plan.folders) text += "remove " + folder + "\n";
    for (const std::string& note : plan.notes) text += "note: " + note + "\n";
    for (const std::string& stays : plan.kept) text += "note: " + stays + "\n";
    return is_empty(plan) ? text + "nothing to do\n" : text;
}

Result<InstallReport> carry_out(const InstallPlan& plan, const base::Work& work) {
    InstallReport report{.complete = plan.kept.empty()};
    if (!plan.program.empty()) TRY(put_program(plan));
    TRY(put_plugin(plan));
    TRY(change_files(plan, report));
    TRY(run_commands(plan, work, report));
    if (report.complete) {
        for (const std::string& folder : plan.folders) TRY(base::remove_tree(folder));
    }
    return report;
}

}  // namespace migrate::usecases
