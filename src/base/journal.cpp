// Changes of several files: change_files and recover_changes of write.h.
//
// The journal is text: a first line with its version and the hash of the rest, then for each change one line
// "<old hash or -> <new hash or -> <length of text> <name>" followed by the text and a line feed. It is put
// in place by create_exclusive, so it is there whole or not at all; from then on the change is decided and
// can only go forward.
//
// A journal lies among files of others: a repository can bring one. Only one whose hash this user's state folder knows
// is carried out (the user's state folder, alembic-migrate/changes/, a file for each folder).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/environment.h"
#include "base/file_system.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/write.h"

namespace migrate::base {

namespace {

constexpr std::string_view kJournalName = ".alembic-migrate-journal";
constexpr std::string_view kJournalVersion = "alembic-migrate-journal-1";
constexpr std::size_t kMaxJournal = std::size_t{64} << 20U;
constexpr std::string_view kNone = "-";

std::string hash_of(const std::optional<std::string>& text) {
    return text ? hash128(*text) : std::string(kNone);
}

std::string write_journal(const std::vector<FileChange>& changes) {
    std::string body;
    for (const auto& change : changes) {
        const auto& text = change.text ? *change.text : std::string();
        body += fmt::format("{} {} {} {}\n{}\n", change.expected_hash.value_or(std::string(kNone)),
                            hash_of(change.text), text.size(), change.name, text);
    }
    return fmt::format("{} {}\n{}", kJournalVersion, hash128(body), body);
}

tl::unexpected<Error> bad_journal(const std::string& where, const std::string& why) {
    return fail("bad_journal", "an interrupted change cannot be finished: " + why,
                "look at the files with git, then remove " + std::string(kJournalName), where);
}

// The line that starts at `at`, without its line feed; moves `at` behind it.
std::string_view take_line(std::string_view text, std::size_t& at) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    return line;
}

Result<FileChange> read_change(std::string_view body, std::size_t& at, const std::string& where) {
    const auto line = std::string(take_line(body, at));
    const auto parts = split(line, ' ');
    std::size_t length = 0;
    if (parts.size() < 4) return bad_journal(where, "its journal is damaged");
    const auto& size = parts[2];
    const auto read = std::from_chars(size.data(), size.data() + size.size(), length);
    if (read.ec != std::errc{} || length >= body.size() - at + 1) return bad_journal(where, "its journal is damaged");
    FileChange change;
    change.name = line.substr(parts[0].size() + parts[1].size() + parts[2].size() + 3);
    if (parts[0] != kNone) change.expected_hash = parts[0];
    if (parts[1] != kNone) change.text = std::string(body.substr(at, length));
    at = std::min(at + length + 1, body.size());
    return change;
}

Result<std::vector<FileChange>> read_journal(const std::string& path) {
    const auto journal = read_file(path, kMaxJournal);
    if (!journal) return tl::unexpected(journal.error());
    std::size_t at = 0;
    const auto head = take_line(*journal, at);
    const auto body = std::string_view(*journal).substr(at);
    if (head != fmt::format("{} {}", kJournalVersion, hash128(body)))
        return bad_journal(path, "its journal is damaged");
    std::vector<FileChange> changes;
    for (std::size_t next = 0; next < body.size();) {
        auto change = TRY(read_change(body, next, path));
        changes.push_back(std::move(change));
    }
    return changes;
}

bool is_plain_name(const std::string& name) {
    const bool odd = name.empty() || name == "." || name == ".." || name == kJournalName;
    return !odd && name.find_first_of(std::string_view("/\n\0", 3)) == std::string::npos;
}

// The hash of the file as it is now, kNone if there is none.
Result<std::string> current_hash(const std::string& path) {
    const auto content = read_file(path, kMaxJournal);
    if (content) return hash128(*content);
    if (content.error().code == "no_file") return std::string(kNone);
    return tl::unexpected(content.error());
}

Result<void> check_change(const std::string& directory, const FileChange& change) {
    const auto path = join_path(directory, change.name);
    if (!is_plain_name(change.name)) return fail("bad_name", fmt::format("'{}' is no file name", change.name));
    const auto now = TRY(current_hash(path));
    if (now == change.expected_hash.value_or(std::string(kNone))) return {};
    if (!change.expected_hash) return fail("file_exists", fmt::format("{} exists already", path), {}, path);
    if (now == kNone) return fail("no_file", fmt::format("there is no {}", path), {}, path);
    return fail("file_changed", fmt::format("{} was changed by someone else in the meantime", path),
                "read it again and repeat the request", path);
}

// Fine when it was done before the kill.
Result<void> carry_out(const std::string& directory, const FileChange& change) {
    const auto path = join_path(directory, change.name);
    const auto now = TRY(current_hash(path));
    if (now == hash_of(change.text)) return {};
    if (now != change.expected_hash.value_or(std::string(kNone))) {
        return bad_journal(path, fmt::format("{} was changed in the meantime", path));
    }
    if (!change.text) return remove_if_unchanged(path, now);
    if (now == kNone) return create_exclusive(path, *change.text);
    return replace_if_unchanged(path, now, *change.text);
}

/// Where the hash of the folder's journal is kept; "" without a home.
std::string record_of(const std::string& directory) {
    const std::string state = state_folder();
    if (state.empty()) return "";
    return join_path(state, "alembic-migrate/changes/" + hash128(resolve(directory).value_or(directory)));
}

/// True for a journal that this program wrote here, as this user, and whole.
bool is_own_journal(const std::string& directory) {
    const auto path = join_path(directory, kJournalName);
    const auto status = file_system::status_of(path, file_system::Links::keep);
    if (!status || status->kind != EntryKind::file || !status->is_own) return false;
    const auto journal = read_file(path, kMaxJournal);
    const auto known = read_file(record_of(directory));
    return journal && known && *known == hash128(*journal);
}

Result<void> finish(const std::string& directory, const std::vector<FileChange>& changes) {
    const auto path = join_path(directory, kJournalName);
    for (const auto& change : changes) {
        if (!is_plain_name(change.name)) return bad_journal(path, "it names a file elsewhere");
        if (auto done = carry_out(directory, change); !done) return done;
    }
    if (file_system::remove(path)) return fail("cannot_write", "cannot remove " + path, {}, path);
    if (const auto record = record_of(directory); !record.empty()) file_system::remove(record);
    return {};
}

// ".<name>.<process>.<number>.tmp", as write.cpp names its temporary files.
bool is_leftover(const std::string& name) {
    if (!name.starts_with('.')) return false;
    const auto parts = split(name, '.');
    const auto is_number = [](const std::string& part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string::npos;
    };
    return parts.size() >= 5 && parts.back() == "tmp" && is_number(parts[parts.size() - 2]) &&
           is_number(parts[parts.size() - 3]);
}

// Whoever wrote them was killed: nobody else writes while we hold the lock.
void remove_leftovers(const std::string& directory) {
    std::vector<file_system::NamedEntry> entries;
    if (file_system::list_names(directory, entries)) return;
    for (const auto& entry : entries) {
        if (!is_leftover(entry.name)) continue;
        const auto path = join_path(directory, entry.name);
        if (is_file(path)) file_system::remove(path);
    }
}

}  // namespace

Result<void> change_files(const std::string& directory, const std::vector<FileChange>& changes) {
    let_finish();
    if (const auto earlier = recover_changes(directory); !earlier) return tl::unexpected(earlier.error());
    std::set<std::string> names;
    for (const auto& change : changes) {
        if (auto fine = check_change(directory, change); !fine) return fine;
        if (!names.insert(change.name).second) return fail("bad_name", fmt::format("{} is changed twice", change.name));
    }
    const auto path = join_path(directory, kJournalName);
    if (exists(path)) {
        return fail("bad_journal", path + " was not written by this program on this machine",
                    "see with git where it comes from, then remove it", path);
    }
    const auto journal = write_journal(changes);
    // Without a state folder the change is as whole, but nobody finishes it after a kill.
    if (const auto record = record_of(directory); !record.empty() && create_directories(parent_path(record)))
        static_cast<void>(write_cache_file(record, hash128(journal)));
    const auto written = create_exclusive(path, journal);
    if (!written) return written;
    return finish(directory, changes);
}

Result<bool> recover_changes(const std::string& directory) {
    const auto path = join_path(directory, kJournalName);
    remove_leftovers(directory);
    if (!is_own_journal(directory)) return false;
    const auto changes = TRY(read_journal(path));
    if (auto done = finish(directory, changes); !done) return tl::unexpected(done.error());
    return true;
}

bool has_interrupted_change(const std::string& directory) {
    return is_own_journal(directory);
}

}  // namespace migrate::base
