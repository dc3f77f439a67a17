#include "base/write.h"

#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/environment.h"
#include "base/file_system.h"
#include "base/files.h"
#include "base/hash.h"

namespace migrate::base {

namespace {

constexpr std::size_t kMaxReplaced = std::size_t{16} << 20U;

tl::unexpected<Error> cannot_write(const std::string& path, const std::error_code& why) {
    return fail("cannot_write", fmt::format("cannot write {}: {}", path, why.message()),
                "see that this user may write to the folder, and that the disk is not full", path);
}

std::string folder_of(const std::string& path) {
    const auto parent = parent_path(path);
    return parent.empty() ? "." : parent;
}

std::string temporary_name(const std::string& path) {
    static std::atomic<unsigned> counter{0};
    return fmt::format("{}/.{}.{}.{}.tmp", folder_of(path), base_name(path).substr(0, 100), process_id(), ++counter);
}

enum class Readers { all, owner };

// The name of the temporary file; it is on the disk when this returns (if `durable`), and nowhere when it
// fails.
Result<std::string> write_temporary(const std::string& path, std::string_view text, Readers readers,
                                    bool durable = true) {
    const auto name = temporary_name(path);
    if (const auto failed = file_system::write_new(name, text, readers == Readers::all, durable)) {
        return cannot_write(path, failed);
    }
    return name;
}

Result<file_system::Status> status_of_unchanged(const std::string& path, const std::string& expected_hash) {
    const auto status = file_system::status_of(path, file_system::Links::keep);
    if (!status) return fail("no_file", fmt::format("there is no {}", path), "read the folder again", path);
    if (status->kind != EntryKind::file)
        return fail("not_a_file", fmt::format("{} is not a plain file", path), "put a plain file there", path);
    const auto content = TRY(read_file(path, kMaxReplaced));
    if (hash128(content) != expected_hash) {
        return fail("file_changed", fmt::format("{} was changed by someone else in the meantime", path),
                    "read it again and repeat the request", path);
    }
    return *status;
}

}  // namespace

Result<void> create_exclusive(const std::string& path, std::string_view text) {
    let_finish();
    const auto exists_already = [&] {
        return fail("file_exists", fmt::format("{} exists already", path), "choose another name", path);
    };
    if (file_system::status_of(path, file_system::Links::keep)) return exists_already();
    const auto temporary = TRY(write_temporary(path, text, Readers::all));
    const auto failed = file_system::move_to_new(temporary, path);
    if (failed == std::errc::file_exists) return exists_already();
    if (failed) return cannot_write(path, failed);
    file_system::flush_folder(folder_of(path));
    return {};
}

Result<void> replace_if_unchanged(const std::string& path, const std::string& expected_hash, std::string_view text) {
    let_finish();
    const auto status = TRY(status_of_unchanged(path, expected_hash));
    const auto temporary = TRY(write_temporary(path, text, Readers::owner));
    give_access(temporary, status.access);
    if (const auto failed = file_system::move_over(temporary, path)) return cannot_write(path, failed);
    file_system::flush_folder(folder_of(path));
    return {};
}

Result<void> remove_if_unchanged(const std::string& path, const std::string& expected_hash) {
    TRY(status_of_unchanged(path, expected_hash));
    if (const auto failed = file_system::remove(path)) return cannot_write(path, failed);
    file_system::flush_folder(folder_of(path));
    return {};
}

std::string existing_part(std::string path) {
    while (!exists(path) && parent_path(path) != path && !parent_path(path).empty()) path = parent_path(path);
    return path;
}

Result<void> create_directories(const std::string& path) {
    std::error_code failed;
    std::filesystem::create_directories(file_system::standard_path(path), failed);
    if (failed)
        return fail("cannot_write", fmt::format("cannot create {}: {}", path, failed.message()),
                    "see that this user may write to the folder above", path);
    return {};
}

void remove_empty_directory(const std::string& path) {
    std::error_code failed;
    const auto folder = file_system::standard_path(path);
    if (std::filesystem::is_directory(folder, failed)) std::filesystem::remove(folder, failed);
}

std::vector<std::string> missing_folders(std::string folder) {
    std::vector<std::string> missing;
    for (; !exists(folder) && !folder.empty(); folder = parent_path(folder)) missing.insert(missing.begin(), folder);
    return missing;
}

void remove_made_folders(const std::vector<std::string>& made) {
    for (auto folder = made.rbegin(); folder != made.rend(); ++folder) remove_empty_directory(*folder);
}

Result<void> remove_tree(const std::string& path) {
    if (const auto failed = file_system::remove_tree(path)) return cannot_write(path, failed);
    return {};
}

std::optional<FileAccess> access_of(const std::string& path) {
    const auto status = file_system::status_of(path, file_system::Links::keep);
    if (!status || status->kind != EntryKind::file) return std::nullopt;
    return status->access;
}

Result<void> write_cache_file(const std::string& path, std::string_view text) {
    const auto temporary = TRY(write_temporary(path, text, Readers::owner, false));
    if (const auto failed = file_system::move_over(temporary, path)) return cannot_write(path, failed);
    return {};
}

void remove_cache_file(const std::string& path) {
    if (is_private_file(path)) file_system::remove(path);
}

bool make_private_folder(const std::string& path) {
    if (!file_system::status_of(path, file_system::Links::keep)) {
        if (!create_directories(path)) return false;
        std::error_code ignored;
        std::filesystem::permissions(file_system::standard_path(path), std::filesystem::perms::owner_all, ignored);
    }
    return is_private_folder(path);
}

bool is_private_folder(const std::string& path) {
    const auto status = file_system::status_of(path, file_system::Links::keep);
    return status && status->kind == EntryKind::directory && status->is_private;
}

bool is_private_file(const std::string& path) {
    const auto status = file_system::status_of(path, file_system::Links::keep);
    return status && status->kind == EntryKind::file && status->is_private;
}

Result<DirectoryLock> DirectoryLock::acquire(const std::string& directory, std::chrono::milliseconds timeout,
                                             const std::stop_token& cancel) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        Descriptor lock;
        const auto failed = file_system::try_lock(directory, lock);
        if (!failed) return DirectoryLock(std::move(lock));
        if (failed == std::errc::not_a_directory)
            return fail("no_directory", fmt::format("there is no folder {}", directory), "make the folder", directory);
        if (failed != std::errc::device_or_resource_busy && failed != std::errc::resource_unavailable_try_again) {
            return fail("cannot_lock", fmt::format("cannot lock {}: {}", directory, failed.message()),
                        "the file system must know locks: keep the repository on a local disk", directory);
        }
        if (cancel.stop_requested()) return fail("cancelled", "cancelled while waiting for the lock");
        if (std::chrono::steady_clock::now() >= until) {
            return fail("locked", fmt::format("another program is writing in {}", directory),
                        "try again when it is done", directory);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

}  // namespace migrate::base
