#include "base/write.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "base/files.h"
#include "base/hash.h"

namespace migrate::base {

namespace {

constexpr std::size_t kMaxReplaced = std::size_t{16} << 20U;

tl::unexpected<Error> cannot_write(const std::string& path, int error) {
    return fail("cannot_write", fmt::format("cannot write {}: {}", path, std::strerror(error)),
                "see that this user may write to the folder, and that the disk is not full", path);
}

std::string folder_of(const std::string& path) {
    const auto parent = parent_path(path);
    return parent.empty() ? "." : parent;
}

std::string temporary_name(const std::string& path) {
    static std::atomic<unsigned> counter{0};
    return fmt::format("{}/.{}.{}.{}.tmp", folder_of(path), base_name(path).substr(0, 100), ::getpid(), ++counter);
}

// The name of the temporary file; it is on the disk when this returns (if `durable`), and nowhere when it
// fails.
Result<std::string> write_temporary(const std::string& path, std::string_view text, mode_t mode, bool durable = true) {
    const auto name = temporary_name(path);
    const Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file.is_open()) return cannot_write(path, errno);
    if (!write_all(file.get(), text) || (durable && ::fsync(file.get()) != 0)) {
        const int error = errno;
        ::unlink(name.c_str());
        return cannot_write(path, error);
    }
    return name;
}

// Some file systems cannot flush a folder; the file itself is already safe then.
void flush_folder(const std::string& path) {
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open()) ::fsync(folder.get());
}

// 0, or the errno why `temporary` could not become `path`. Never over another file.
int put_in_place(const std::string& temporary, const std::string& path) {
    if (::link(temporary.c_str(), path.c_str()) == 0) {
        ::unlink(temporary.c_str());
        return 0;
    }
    int error = errno;
    if (error == EPERM || error == EOPNOTSUPP || error == ENOSYS || error == EMLINK) {
        const auto renamed = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
        if (renamed == 0) return 0;
        error = errno;
    }
    ::unlink(temporary.c_str());
    return error;
}

Result<struct stat> status_of_unchanged(const std::string& path, const std::string& expected_hash) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0)
        return fail("no_file", fmt::format("there is no {}", path), "read the folder again", path);
    if (!S_ISREG(status.st_mode))
        return fail("not_a_file", fmt::format("{} is not a plain file", path), "put a plain file there", path);
    const auto content = read_file(path, kMaxReplaced);
    if (!content) return tl::unexpected(content.error());
    if (hash128(*content) != expected_hash) {
        return fail("file_changed", fmt::format("{} was changed by someone else in the meantime", path),
                    "read it again and repeat the request", path);
    }
    return status;
}

// True while the open folder is still the one that the path leads to: a checkout may have put another in its place.
bool is_still_there(int folder, const std::string& path) {
    struct stat opened{};
    struct stat named{};
    return ::fstat(folder, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

}  // namespace

Result<void> create_exclusive(const std::string& path, std::string_view text) {
    struct stat status{};
    const auto exists_already = [&] {
        return fail("file_exists", fmt::format("{} exists already", path), "choose another name", path);
    };
    if (::lstat(path.c_str(), &status) == 0) return exists_already();
    const auto temporary = write_temporary(path, text, 0666);
    if (!temporary) return tl::unexpected(temporary.error());
    const int error = put_in_place(*temporary, path);
    if (error == EEXIST) return exists_already();
    if (error != 0) return cannot_write(path, error);
    flush_folder(path);
    return {};
}

Result<void> replace_if_unchanged(const std::string& path, const std::string& expected_hash, std::string_view text) {
    const auto status = status_of_unchanged(path, expected_hash);
    if (!status) return tl::unexpected(status.error());
    const auto temporary = write_temporary(path, text, 0600);
    if (!temporary) return tl::unexpected(temporary.error());
    give_access(*temporary, {status->st_mode, status->st_uid, status->st_gid});
    if (::rename(temporary->c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary->c_str());
        return cannot_write(path, error);
    }
    flush_folder(path);
    return {};
}

Result<void> remove_if_unchanged(const std::string& path, const std::string& expected_hash) {
    const auto status = status_of_unchanged(path, expected_hash);
    if (!status) return tl::unexpected(status.error());
    if (::unlink(path.c_str()) != 0) return cannot_write(path, errno);
    flush_folder(path);
    return {};
}

std::string existing_part(std::string path) {
    while (!exists(path) && parent_path(path) != path && !parent_path(path).empty()) path = parent_path(path);
    return path;
}

Result<void> create_directories(const std::string& path) {
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed)
        return fail("cannot_write", fmt::format("cannot create {}: {}", path, failed.message()),
                    "see that this user may write to the folder above", path);
    return {};
}

void remove_empty_directory(const std::string& path) {
    ::rmdir(path.c_str());
}

std::optional<FileAccess> access_of(const std::string& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return FileAccess{status.st_mode, status.st_uid, status.st_gid};
}

void give_access(const std::string& path, const FileAccess& access) {
    // The owner first: a new one takes away bits of the mode.
    const bool given = ::lchown(path.c_str(), access.owner, access.group) == 0;
    if (!given) static_cast<void>(::lchown(path.c_str(), static_cast<uid_t>(-1), access.group));
    ::chmod(path.c_str(), access.mode & 07777U);
}

Result<void> write_cache_file(const std::string& path, std::string_view text) {
    const auto temporary = write_temporary(path, text, 0600, false);
    if (!temporary) return tl::unexpected(temporary.error());
    if (::rename(temporary->c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary->c_str());
        return cannot_write(path, error);
    }
    return {};
}

Result<DirectoryLock> DirectoryLock::acquire(const std::string& directory, std::chrono::milliseconds timeout,
                                             const std::stop_token& cancel) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder.is_open())
            return fail("no_directory", fmt::format("there is no folder {}", directory), "make the folder", directory);
        while (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR) {
                return fail("cannot_lock", fmt::format("cannot lock {}: {}", directory, std::strerror(errno)),
                            "the file system must know flock: keep the repository on a local disk", directory);
            }
            if (cancel.stop_requested()) return fail("cancelled", "cancelled while waiting for the lock");
            if (std::chrono::steady_clock::now() >= until) {
                return fail("locked", fmt::format("another program is writing in {}", directory),
                            "try again when it is done", directory);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        if (is_still_there(folder.get(), directory)) return DirectoryLock(std::move(folder));
    }
}

}  // namespace migrate::base
