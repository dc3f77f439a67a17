#include "usecases/file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/visible.h"
#include "history/dated_name.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

constexpr int kHighestNumber = 999'999;
constexpr std::size_t kHexLength = 12;
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

/// Alembic's file_template with its tokens filled; "%%" was undone by the reader of the config.
std::string fill_template(std::string_view file_template, const std::string& revision, const std::string& slug,
                          const std::string& date) {
    std::string name = base::replace_all(file_template, "%(rev)s", revision);
    name = base::replace_all(name, "%(slug)s", slug);
    name = base::replace_all(name, "%(year)d", date.substr(0, 4));
    name = base::replace_all(name, "%(year)s", date.substr(0, 4));
    name = base::replace_all(name, "%(month).2d", date.substr(5, 2));
    name = base::replace_all(name, "%(month)02d", date.substr(5, 2));
    name = base::replace_all(name, "%(month)d", std::to_string(std::stoi(date.substr(5, 2))));
    name = base::replace_all(name, "%(day).2d", date.substr(8, 2));
    name = base::replace_all(name, "%(day)02d", date.substr(8, 2));
    name = base::replace_all(name, "%(day)d", std::to_string(std::stoi(date.substr(8, 2))));
    for (const char* clock :
         {"%(hour).2d", "%(minute).2d", "%(second).2d", "%(hour)02d", "%(minute)02d", "%(second)02d"}) {
        name = base::replace_all(name, clock, "00");
    }
    return name;
}

/// The file that Alembic's file_template names; it must be one that Alembic finds again in its versions folder.
Result<std::string> path_by_template(const Workspace& workspace, const std::string& revision, const std::string& slug,
                                     const std::string& date) {
    const project::Project& project = workspace.project;
    const std::string pattern = project.file_template.empty() ? "%(rev)s_%(slug)s" : project.file_template;
    const std::string name = fill_template(pattern, revision, slug, date) + ".py";
    const std::vector<std::string> parts = base::split(name, '/');
    const bool plain = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
        const bool odd = part.empty() || part == "." || part == ".." || part == ".py";
        return !odd && part.find('\\') == std::string::npos &&
               std::none_of(part.begin(), part.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; });
    });
    const auto refuse = [&](const std::string& why, const std::string& hint) {
        return fail("bad_config", fmt::format("file_template gives the name \"{}\", {}", base::visible(name), why),
                    hint, project::relative_path(project, project.config_path));
    };
    if (!plain || !history::is_migration_name(parts.back()))
        return refuse("which is no file of the versions folder", "give it a name like %%(rev)s_%%(slug)s");
    if (parts.size() > 1 && !project.recursive_version_locations) {
        return refuse("which is in a folder of its own, where Alembic would not find it",
                      "set recursive_version_locations = true, or take the folder out of file_template");
    }
    const std::string folder = parts.size() > 1 ? version_location(workspace) : versions_folder(workspace);
    return base::join_path(folder, name);
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

Result<FileName> next_file_name(const Workspace& workspace, const std::string& title, const std::string& date,
                                std::optional<int> number, const std::set<int>& taken_elsewhere) {
    FileName name;
    const std::string slug = slug_of(title, static_cast<std::size_t>(workspace.project.truncate_slug_length));
    if (workspace.rules.revision_style == project::RevisionStyle::dated_number) {
        const Result<int> chosen = choose_number(workspace, number, taken_elsewhere);
        if (!chosen) return tl::unexpected(chosen.error());
        name.number = *chosen;
        name.revision = fmt::format("{}_{:06}", base::replace_all(date, "-", ""), *chosen);
        name.path = base::join_path(versions_folder(workspace), name.revision + "_" + slug + ".py");
        name.create_date = date;
    } else {
        name.revision = hex_revision(workspace, title, date);
        Result<std::string> path = path_by_template(workspace, name.revision, slug, date);
        if (!path) return tl::unexpected(path.error());
        name.path = std::move(*path);
        name.create_date = date + " 00:00:00";
    }
    if (const Result<void> fine = check_place(workspace.project, name.path); !fine) return tl::unexpected(fine.error());
    return name;
}

}  // namespace migrate::usecases
