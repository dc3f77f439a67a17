#include "history/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <functional>
#include <thread>
#include <unordered_set>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include "cache/file_facts.h"
#include "history/dated_name.h"
#include "history/graph.h"
#include "history/header.h"

namespace migrate::history {
namespace {

constexpr std::size_t kMaxFiles = 100000;
constexpr std::size_t kMaxThreads = 8;
constexpr std::size_t kDateDigits = 8;
constexpr std::size_t kNumberDigits = 6;

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The id of a file that assigns none, as in Alembic before 0.2: hex digits and nothing else.
std::optional<std::string> legacy_id(std::string_view name) {
    const std::string_view stem = name.substr(0, name.size() - 3);
    if (stem.empty() || stem.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
    return std::string(stem);
}

/// Calls `work` with 0 to count - 1, each once, on several threads where there is much to do.
void for_each(std::size_t count, const std::function<void(std::size_t)>& work) {
    constexpr std::size_t kChunk = 64;
    const std::size_t chunks = (count + kChunk - 1) / kChunk;
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t chunk = next++; chunk < chunks; chunk = next++) {
            const std::size_t end = std::min(count, (chunk + 1) * kChunk);
            for (std::size_t i = chunk * kChunk; i < end; ++i) work(i);
        }
    };
    static const std::size_t most = std::min<std::size_t>(std::thread::hardware_concurrency(), kMaxThreads);
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(most, chunks); ++i) helpers.emplace_back(run);
    run();
}

/// Reads the versions folders: first which files there are, then all of them.
class FolderReader {
  public:
    FolderReader(const project::Project& project, cache::Store* kept)
        : project_(project), kept_(kept), facts_(kept, "revisions\n" + project.script_location, project.root) {}

    Result<Graph> read() {
        for (const std::string& folder : project_.version_locations) {
            if (!base::exists(folder)) continue;  // git keeps no empty folder: no migrations yet
            const Result<bool> done = read_folder(folder);
            if (!done) return tl::unexpected<Error>(done.error());
        }
        read_files();
        Graph graph = build_graph(std::move(revisions_), std::move(faults_), project_);
        graph.highest_number = highest_number_;
        graph.ignored = std::move(ignored_);
        graph.evidence = std::move(evidence_);
        return graph;
    }

  private:
    /// What a file's text says by itself.
    struct Fact {
        Revision revision;  ///< without its path
        std::vector<project::Evidence> evidence;
    };
    struct Read {
        Result<Revision> revision;
        std::vector<project::Evidence> evidence;
    };

    Result<bool> read_folder(const std::string& folder) {
        base::ListOptions options;
        options.recursive = project_.recursive_version_locations;
        options.max_entries = kMaxFiles;
        options.sizes = false;
        const auto entries = base::list_directory(folder, options);
        if (!entries) return tl::unexpected<Error>(entries.error());
        for (const base::DirectoryEntry& entry : *entries) {
            const bool cached = entry.name.find("__pycache__/") != std::string::npos;
            if (entry.kind == base::EntryKind::directory || cached) continue;
            choose_entry(base::join_path(folder, entry.name), entry.is_link);
        }
        return true;
    }

    void choose_entry(const std::string& listed, bool is_link) {
        std::string path = listed;
        if (is_link) {
            if (const Result<std::string> real = base::resolve(path)) path = *real;
        }
        if (!seen_.insert(path).second) return;  // Alembic ignores what two locations share
        const std::string name = base::base_name(path);
        count_number(name);
        if (is_migration_name(name))
            paths_.push_back(std::move(path));
        else
            ignored_.push_back(project::relative_path(project_, listed));
    }

    void read_files() {
        std::vector<Read> read(paths_.size());
        std::vector<cache::FileFacts<Fact>::Look> looks(paths_.size());
        for_each(paths_.size(), [&](std::size_t i) {
            looks[i] = facts_.look(paths_[i]);
            read[i] = looks[i].known != nullptr ? Read{looks[i].known->revision, looks[i].known->evidence}
                                                : read_revision(paths_[i]);
        });
        revisions_.reserve(read.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            project::add_of_chain(read[i].evidence, evidence_);
            Result<Revision>& revision = read[i].revision;
            if (!revision) {
                report(paths_[i], revision.error());
                continue;
            }
            count_number(revision->id);
            if (looks[i].known == nullptr) facts_.note(paths_[i], looks[i], {*revision, std::move(read[i].evidence)});
            revision->path = paths_[i];
            revisions_.push_back(std::move(*revision));
        }
        facts_.save();
    }

    void report(const std::string& path, const Error& error) {
        const std::string shown = project::relative_path(project_, path);
        const std::string at = is_digits(error.where) && !error.where.empty() ? shown + ":" + error.where : shown;
        faults_.push_back({"unreadable_file", fmt::format("{}: {}", at, error.message), error.hint, {shown}});
    }

    Read read_revision(const std::string& path) const {
        const Result<std::string> text = base::read_file(path);
        if (!text) return {tl::unexpected<Error>(text.error()), {}};
        return {revision_of(base::base_name(path), *text),
                project::evidence_of_migration(*text, project::relative_path(project_, path))};
    }

    Result<Revision> revision_of(const std::string& name, const std::string& text) const {
        Header header = TRY(read_header(text));
        if (!header.revision) header.revision = legacy_id(name);
        if (!header.revision) {
            return fail("unreadable_file", "The file assigns no revision, so Alembic stops at it.",
                        "Give it its revision line, or move it out of the versions folder.");
        }
        if (!header.down_revisions) {
            return fail("unreadable_file", "The file assigns no down_revision, so Alembic stops at it.",
                        "Give it its down_revision line (None for the first migration).");
        }
        Revision revision;
        revision.id = std::move(*header.revision);
        revision.down_revisions = std::move(*header.down_revisions);
        revision.depends_on = std::move(header.depends_on);
        revision.branch_labels = std::move(header.branch_labels);
        revision.has_unread_labels = header.has_unread_labels;
        revision.message = std::move(header.message);
        revision.number = dated_number(name);
        if (!revision.number) revision.number = dated_number(revision.id);
        revision.content_hash = base::hash128(text);
        if (kept_ != nullptr) revision.fingerprint = kept_->hash()({text});
        return revision;
    }

    void count_number(std::string_view text) {
        highest_number_ = std::max(highest_number_, dated_number(text).value_or(0));
    }

    const project::Project& project_;
    const cache::Store* const kept_;
    cache::FileFacts<Fact> facts_;
    std::vector<std::string> paths_;
    std::vector<Revision> revisions_;
    std::vector<Fault> faults_;
    std::vector<std::string> ignored_;
    std::vector<project::Evidence> evidence_;
    std::unordered_set<std::string> seen_;
    int highest_number_ = 0;
};

}  // namespace

std::optional<int> dated_number(std::string_view text) {
    constexpr std::size_t kLength = kDateDigits + 1 + kNumberDigits;
    if (text.size() < kLength || text[kDateDigits] != '_' || !is_digits(text.substr(0, kDateDigits)))
        return std::nullopt;
    const std::string_view digits = text.substr(kDateDigits + 1, kNumberDigits);
    const bool longer = text.size() > kLength && text[kLength] >= '0' && text[kLength] <= '9';
    if (!is_digits(digits) || longer) return std::nullopt;
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool is_migration_name(std::string_view name) {
    return name.ends_with(".py") && !name.starts_with(".#") && !name.starts_with("__init__");
}

Result<Graph> read_graph(const project::Project& project, const base::Work& work) {
    Result<Graph> graph = FolderReader(project, work.kept.get()).read();
    if (graph) {
        base::log_debug(fmt::format("project {} by {}: {} revisions, heads: {}", project.root,
                                    project.config_path.empty() ? project.script_location : project.config_path,
                                    graph->revisions.size(), base::join(graph->heads, ", ")));
    }
    return graph;
}

}  // namespace migrate::history
