#include "usecases/create/file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/visible.h"
#include "history/dated_name.h"
#include "usecases/create/house_naming.h"
#include "usecases/create/template_file.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

constexpr int kHighestNumber = 999'999;
constexpr std::size_t kHexLength = 12;
constexpr std::size_t kLongestId = 32;
constexpr std::array kWindowsNames = {"con",  "prn",  "aux",  "nul",  "com1", "com2",
                                      "com3", "com4", "lpt1", "lpt2", "lpt3"};

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string words_with_underscores(std::string_view title) {
    std::string slug;
    for (char c : base::lower(base::fold_to_ascii(title))) {
        if (is_word_character(c))
            slug += c;
        else if (!slug.empty() && slug.back() != '_')
            slug += '_';
    }
    while (!slug.empty() && slug.back() == '_') slug.pop_back();
    return slug;
}

/// A hex id that is new to the chain and the same for the same request, so that a dry run shows what a run writes.
std::string hex_revision(const Workspace& workspace, const std::string& title, const std::string& date) {
    for (int attempt = 0;; ++attempt) {
        const std::string seed = workspace.head + "\n" + title + "\n" + date + "\n" + std::to_string(attempt);
        std::string id = base::hash128(seed).substr(0, kHexLength);
        if (history::find_revision(workspace.graph, id) == nullptr) return id;
    }
}

Result<int> choose_number(const Workspace& workspace, std::optional<int> wanted, const std::set<int>& elsewhere) {
    if (!wanted) {
        int next = workspace.graph.highest_number + 1;
        while (elsewhere.contains(next)) ++next;
        if (next <= kHighestNumber) return next;
        return fail("bad_number", "the number 999999 is taken: there is no next one", "give a number in the request");
    }
    if (*wanted < 1 || *wanted > kHighestNumber) {
        return fail("bad_number", fmt::format("the number {} is not between 1 and 999999", *wanted),
                    "choose another number");
    }
    for (const history::Revision& revision : workspace.graph.revisions) {
        if (revision.number != *wanted) continue;
        return fail("number_taken", fmt::format("the number {:06} is taken by {}", *wanted, revision.id),
                    fmt::format("the next free one is {:06}", workspace.graph.highest_number + 1),
                    project::relative_path(workspace.project, revision.path));
    }
    return *wanted;
}

/// HHMMSS of "2026-03-01 12:34:56.789012"; midnight where there is a date only.
std::string time_of(const std::string& stamp) {
    return stamp.size() < 19 ? "000000" : stamp.substr(11, 2) + stamp.substr(14, 2) + stamp.substr(17, 2);
}

/// The time as the newest file's header has it: the date alone, with the time, or with its fractions.
std::string create_date_like_house(const Workspace& workspace, const std::string& stamp) {
    const std::string date = stamp.substr(0, 10);
    const std::string time = stamp.size() < 19 ? " 00:00:00" : stamp.substr(10);
    const history::Revision* head = history::find_revision(workspace.graph, workspace.head);
    const Result<std::string> text = head == nullptr ? fail("no_file", "") : base::read_file(head->path);
    const std::string last = text ? create_date_of(*text) : "";
    if (last.size() == 10) return date;
    return date + (last.find('.') == std::string::npos ? time.substr(0, 9) : time);
}

/// The new file's path: by Alembic's file_template, whose folders are made below the versions folder as Alembic does,
/// else by the house's pattern beside the head. It must be one that Alembic finds again.
Result<std::string> path_of(const Workspace& workspace, const std::string& pattern, const NameParts& parts) {
    const project::Project& project = workspace.project;
    if (project.file_template.empty()) {
        const std::string name = fill_name_pattern(pattern.empty() ? "{rev}_{slug}" : pattern, parts) + ".py";
        return base::join_path(versions_folder(workspace), name);
    }
    const std::string name = fill_file_template(project.file_template, parts) + ".py";
    const std::vector<std::string> folders = base::split(name, '/');
    const bool plain = std::all_of(folders.begin(), folders.end(), [](const std::string& part) {
        const bool odd = part.empty() || part == "." || part == ".." || part == ".py";
        return !odd && part.find('\\') == std::string::npos &&
               std::none_of(part.begin(), part.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; });
    });
    const auto refuse = [&](const std::string& why, const std::string& hint) {
        return fail("bad_config", fmt::format("file_template gives the name \"{}\", {}", base::visible(name), why),
                    hint, project::relative_path(project, project.config_path));
    };
    if (!plain || !history::is_migration_name(folders.back()))
        return refuse("which is no file of the versions folder", "give it a name like %%(rev)s_%%(slug)s");
    if (folders.size() > 1 && !project.recursive_version_locations) {
        return refuse("which is in a folder of its own, where Alembic would not find it",
                      "set recursive_version_locations = true, or take the folder out of file_template");
    }
    return base::join_path(folders.size() > 1 ? version_location(workspace) : versions_folder(workspace), name);
}

/// A name by the house's own counting: the next number, today's date, the title.
Result<FileName> house_file_name(const Workspace& workspace, const HouseNaming& house, const std::string& slug,
                                 const std::string& title, const std::string& stamp, std::optional<int> number) {
    NameParts parts{number.value_or(house.highest + 1), stamp.substr(0, 10), time_of(stamp), slug, ""};
    const bool counts = (house.id + house.file).find("{number") != std::string::npos;
    const std::string id_pattern = house.id;
    const std::size_t fixed = fill_name_pattern(id_pattern, {parts.number, parts.date, parts.time, "", ""}).size();
    NameParts id_parts = parts;  // an id is no longer than the column that Alembic keeps it in
    id_parts.slug = slug_of(slug, fixed + 8 < kLongestId ? kLongestId - fixed : 8);
    parts.revision =
        id_pattern.empty() ? hex_revision(workspace, title, parts.date) : fill_name_pattern(id_pattern, id_parts);
    for (int second = 1; history::find_revision(workspace.graph, parts.revision) != nullptr; ++second) {
        if (id_pattern.find("{time}") == std::string::npos || second > 59) {
            return fail("number_taken", "the revision " + parts.revision + " is there already",
                        "give another number or date");
        }
        id_parts.time = fmt::format("{}{:02}", parts.time.substr(0, 4), second);
        parts.revision = fill_name_pattern(id_pattern, id_parts);
    }
    parts.time = id_parts.time;
    const std::string path = TRY(path_of(workspace, house.file, parts));
    return FileName{parts.revision, path, create_date_like_house(workspace, stamp), counts ? parts.number : 0};
}

}  // namespace

std::string slug_of(std::string_view title, std::size_t max_length) {
    std::string slug = words_with_underscores(title);
    if (slug.size() > max_length) {
        const std::size_t cut = slug[max_length] == '_' ? max_length : slug.rfind('_', max_length);
        slug.resize(cut == std::string::npos || cut == 0 ? max_length : cut);
        while (!slug.empty() && slug.back() == '_') slug.pop_back();
    }
    if (slug.empty()) return "migration";
    for (const char* reserved : kWindowsNames) {
        if (slug == reserved) return slug + "_migration";
    }
    return slug;
}

Result<FileName> next_file_name(const Workspace& workspace, const std::string& title, const std::string& stamp,
                                std::optional<int> number, const std::set<int>& taken_elsewhere) {
    const std::string date = stamp.substr(0, 10);
    const std::string slug = slug_of(title, static_cast<std::size_t>(workspace.project.truncate_slug_length));
    const HouseNaming house = workspace.rules.profile == "vejapro" ? HouseNaming{} : house_naming(workspace.graph);
    FileName name;
    if (house != HouseNaming{}) {
        Result<FileName> by_house = house_file_name(workspace, house, slug, title, stamp, number);
        if (!by_house) return by_house;
        name = std::move(*by_house);
    } else if (workspace.rules.revision_style == project::RevisionStyle::dated_number) {
        const int chosen = TRY(choose_number(workspace, number, taken_elsewhere));
        name.number = chosen;
        name.revision = fmt::format("{}_{:06}", base::replace_all(date, "-", ""), chosen);
        name.path = base::join_path(versions_folder(workspace), name.revision + "_" + slug + ".py");
        name.create_date = date;
    } else {
        name.revision = hex_revision(workspace, title, date);
        std::string path = TRY(path_of(workspace, "{rev}_{slug}", {0, date, time_of(stamp), slug, name.revision}));
        name.path = std::move(path);
        name.create_date = create_date_like_house(workspace, stamp);
    }
    TRY(check_place(workspace.project, name.path));
    return name;
}

}  // namespace migrate::usecases
