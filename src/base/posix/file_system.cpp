#include "base/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/file_identity.h"
#include "base/posix/kernel.h"

namespace migrate::base {

namespace {

namespace fs = std::filesystem;

std::error_code failure(int error) {
    return {error, std::generic_category()};
}

tl::unexpected<Error> cannot_read(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return fail("no_file", fmt::format("there is no {}", path), "check the path", path);
    return fail("cannot_read", fmt::format("cannot read {}: {}", path, std::strerror(error)),
                "give this user the right to read it", path);
}

/// `expected` is the size that the file had: mostly one read gets it all, and shows that no more follows.
Result<std::string> read_all(int descriptor, const std::string& path, std::size_t expected, std::size_t max_bytes) {
    std::string content;
    std::size_t filled = 0;
    std::size_t room = std::min(expected, max_bytes) + 1;
    while (true) {
        content.resize(filled + room);
        const auto count = ::read(descriptor, content.data() + filled, room);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(path, errno);
        filled += static_cast<std::size_t>(count);
        if (filled > max_bytes) {
            return fail("too_large", fmt::format("{} is larger than {} bytes", path, max_bytes),
                        "it is too large for a source file: make it shorter, or move it away", path);
        }
        if (count == 0 || (filled == expected && static_cast<std::size_t>(count) < room)) {
            content.resize(filled);
            return content;
        }
        room = 65536;
    }
}

EntryKind kind_of(const struct stat& status) {
    if (S_ISREG(status.st_mode)) return EntryKind::file;
    return S_ISDIR(status.st_mode) ? EntryKind::directory : EntryKind::other;
}

std::int64_t nanoseconds(const std::timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

EntryKind kind_in_folder(const struct dirent& entry) {
    if (entry.d_type == DT_REG) return EntryKind::file;
    return entry.d_type == DT_DIR ? EntryKind::directory : EntryKind::other;
}

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

/// True while the open folder is still the one that the path leads to: a checkout may have put another in its place.
bool is_still_there(int folder, const std::string& path) {
    struct stat opened{};
    struct stat named{};
    return ::fstat(folder, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

}  // namespace

namespace file_system {

std::optional<Status> status_of(const std::string& path, Links links) {
    struct stat status{};
    const int failed = links == Links::follow ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status);
    if (failed != 0) return std::nullopt;
    static const ::uid_t user = ::geteuid();
    return Status{kind_of(status),
                  S_ISLNK(status.st_mode),
                  status.st_uid == user,
                  status.st_uid == user && (status.st_mode & 077U) == 0,
                  static_cast<std::uint64_t>(status.st_size),
                  nanoseconds(kernel::modified(status)),
                  {status.st_mode, status.st_uid, status.st_gid}};
}

Result<std::string> read_plain_file(const std::string& path, std::size_t max_bytes) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) return cannot_read(path, errno);
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
    if (!S_ISREG(status.st_mode))
        return fail("not_a_file", fmt::format("{} is not a file", path), "put a plain file there", path);
    return read_all(file.get(), path, static_cast<std::size_t>(status.st_size), max_bytes);
}

std::error_code list_names(const std::string& path, std::vector<NamedEntry>& names) {
    // Not std::filesystem's iterator: it makes a whole path for each name, and versions folders hold thousands.
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
    if (!folder) return failure(errno);
    errno = 0;
    while (const struct dirent* entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.push_back({std::string(name), kind_in_folder(*entry)});
        errno = 0;
    }
    return errno == 0 ? std::error_code() : failure(errno);
}

std::filesystem::path standard_path(const std::string& path) {
    return path;
}

std::size_t root_size(std::string_view path) {
    return path.starts_with('/') ? 1 : 0;
}

std::string real_path(const std::string& path) {
    std::error_code failed;
    const auto real = fs::canonical(path, failed);
    return failed ? std::string() : real.string();
}

std::error_code write_new(const std::string& path, std::string_view text, bool for_all, bool durable) {
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    const Descriptor file(::open(path.c_str(), flags, for_all ? 0666 : 0600));
    if (!file.is_open()) return failure(errno);
    if (write_all(file.get(), text) && (!durable || ::fsync(file.get()) == 0)) return {};
    const int error = errno;
    ::unlink(path.c_str());
    return failure(error);
}

std::error_code move_to_new(const std::string& from, const std::string& to) {
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return {};
    }
    int error = errno;
    if (error == EPERM || error == EOPNOTSUPP || error == ENOSYS || error == EMLINK)
        error = kernel::rename_to_new(from, to);
    if (error != 0) ::unlink(from.c_str());
    return failure(error);
}

std::error_code move_over(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) == 0) return {};
    const int error = errno;
    ::unlink(from.c_str());
    return failure(error);
}

std::error_code remove(const std::string& path) {
    return ::unlink(path.c_str()) == 0 ? std::error_code() : failure(errno);
}

std::error_code remove_tree(const std::string& path) {
    std::error_code failed;
    fs::remove_all(path, failed);
    return failed;
}

void flush_folder(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open()) ::fsync(folder.get());
}

std::error_code try_lock(const std::string& directory, Descriptor& lock) {
    Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) return failure(ENOTDIR);
    if (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
        return failure(errno == EWOULDBLOCK || errno == EINTR ? EBUSY : errno);
    }
    if (!is_still_there(folder.get(), directory)) return failure(EAGAIN);
    lock = std::move(folder);
    return {};
}

}  // namespace file_system

std::optional<FileIdentity> identity_of(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return FileIdentity{static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
                        static_cast<std::uint64_t>(status.st_size), nanoseconds(kernel::modified(status)),
                        nanoseconds(kernel::changed(status))};
}

void make_executable(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) ::chmod(path.c_str(), (status.st_mode & 07777U) | 0111U);
}

void give_access(const std::string& path, const FileAccess& access) {
    // The owner first: a new one takes away bits of the mode.
    const bool given = ::lchown(path.c_str(), access.owner, access.group) == 0;
    [[maybe_unused]] const bool group_given =
        given || ::lchown(path.c_str(), static_cast<uid_t>(-1), access.group) == 0;
    ::chmod(path.c_str(), access.mode & 07777U);
}

}  // namespace migrate::base
