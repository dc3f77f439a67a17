#include "project/own_skill.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/files.h"
#include "base/text.h"
#include "base/visible.h"

namespace migrate::project {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 10U;
constexpr std::size_t kMostReminders = 10;
constexpr std::size_t kMaxReminder = 2000;
constexpr std::string_view kRemind = ". Remind: \"";
constexpr std::string_view kFence = "```";
constexpr std::string_view kFileName = "<filename>";

std::string text_of(const Project& project, const char* file) {
    Result<std::string> text = base::read_file(base::join_path(project.root, file), kMaxBytes);
    return text ? std::move(*text) : "";
}

/// The sentence of a line "4. Remind: "…":", with a colon that stands behind it.
std::optional<std::string> sentence_of(std::string_view line) {
    const std::string_view item = base::trim(line);
    const std::size_t digits = item.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || !item.substr(digits).starts_with(kRemind)) {
        return std::nullopt;
    }
    const std::string_view rest = item.substr(digits + kRemind.size());
    const std::size_t end = rest.rfind('"');
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(rest.substr(0, end)) + (rest.substr(end + 1) == ":" ? ":" : "");
}

/// The same with each "some/folder/<filename>" as {path}.
std::string with_path(std::string text) {
    for (std::size_t at = text.find(kFileName); at != std::string::npos; at = text.find(kFileName)) {
        const std::size_t before = text.find_last_of(" `\"", at);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        text.replace(begin, at + kFileName.size() - begin, "{path}");
    }
    return text;
}

std::string between_backticks(std::string_view text) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    return end == std::string_view::npos ? "" : std::string(text.substr(begin + 1, end - begin - 1));
}

/// The block of code that begins in this line, without its own indentation; nothing where none does.
std::optional<std::string> block_at(const std::vector<std::string>& lines, std::size_t at) {
    if (at >= lines.size() || !base::trim(lines[at]).starts_with(kFence)) return std::nullopt;
    const std::size_t indent = lines[at].find('`');
    std::vector<std::string> kept;
    for (std::size_t i = at + 1; i < lines.size() && !base::trim(lines[i]).starts_with(kFence); ++i) {
        const std::size_t own = std::min(lines[i].find_first_not_of(' '), lines[i].size());
        kept.push_back(lines[i].substr(std::min(indent, own)));
    }
    return base::join(kept, "\n");
}

}  // namespace

std::vector<Reminder> reminders_in(std::string_view skill) {
    const std::vector<std::string> lines = base::split_lines(base::visible(std::string(skill), true));
    std::vector<Reminder> reminders;
    for (std::size_t i = 0; i < lines.size() && reminders.size() < kMostReminders; ++i) {
        const std::optional<std::string> sentence = sentence_of(lines[i]);
        if (!sentence) continue;
        Reminder reminder{.text = with_path(*sentence), .command = {}};
        const std::optional<std::string> block = block_at(lines, i + 1);
        reminder.command = block ? with_path(*block) : between_backticks(reminder.text);
        if (reminder.text.size() + reminder.command.size() <= kMaxReminder) reminders.push_back(std::move(reminder));
    }
    return reminders;
}

std::vector<Reminder> own_reminders(const Project& project) {
    return reminders_in(text_of(project, kOwnSkill));
}

bool speaks_of(const Project& project, std::string_view name) {
    constexpr std::array kFiles = {kOwnSkill, "CLAUDE.md"};
    return std::any_of(kFiles.begin(), kFiles.end(),
                       [&](const char* file) { return text_of(project, file).find(name) != std::string::npos; });
}

}  // namespace migrate::project
