#include "usecases/file_name.h"

#include <fmt/format.h>

#include <array>

#include "base/hash.h"
#include "base/text.h"

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
    const std::string folder = versions_folder(workspace);
    const std::string slug = slug_of(title, static_cast<std::size_t>(workspace.project.truncate_slug_length));
    if (workspace.rules.revision_style == project::RevisionStyle::dated_number) {
        const Result<int> chosen = choose_number(workspace, number, taken_elsewhere);
        if (!chosen) return tl::unexpected(chosen.error());
        name.number = *chosen;
        name.revision = fmt::format("{}_{:06}", base::replace_all(date, "-", ""), *chosen);
        name.path = folder + "/" + name.revision + "_" + slug + ".py";
        name.create_date = date;
        return name;
    }
    name.revision = hex_revision(workspace, title, date);
    const std::string& file_template = workspace.project.file_template;
    const std::string pattern = file_template.empty() ? "%(rev)s_%(slug)s" : file_template;
    name.path = folder + "/" + fill_template(pattern, name.revision, slug, date) + ".py";
    name.create_date = date + " 00:00:00";
    return name;
}

}  // namespace migrate::usecases
