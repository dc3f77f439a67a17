#include "base/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <io.h>

#include <algorithm>

#include "base/file_identity.h"
#include "base/windows/wide.h"

namespace migrate::base {

namespace {

using windows::Handle;
using windows::wide_path;

constexpr std::int64_t kSecondsTo1970 = 11'644'473'600;  // from 1601, where the system's time begins
constexpr std::string_view kLockName = ".alembic-migrate-lock";
constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

std::errc meaning_of(DWORD error) {
    switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
            return std::errc::no_such_file_or_directory;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
            return std::errc::file_exists;
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
            return std::errc::no_space_on_device;
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION:
        case ERROR_DELETE_PENDING:
            return std::errc::device_or_resource_busy;
        case ERROR_WRITE_PROTECT:
            return std::errc::read_only_file_system;
        case ERROR_ACCESS_DENIED:
            return std::errc::permission_denied;
        default:
            return std::errc::io_error;
    }
}

std::error_code last_failure() {
    return std::make_error_code(meaning_of(GetLastError()));
}

std::int64_t nanoseconds(const FILETIME& time) {
    const auto ticks = (static_cast<std::int64_t>(time.dwHighDateTime) << 32U) | time.dwLowDateTime;
    return (ticks - kSecondsTo1970 * 10'000'000) * 100;
}

EntryKind kind_of(DWORD attributes) {
    if ((attributes & FILE_ATTRIBUTE_DEVICE) != 0) return EntryKind::other;
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? EntryKind::directory : EntryKind::file;
}

/// Open only to be asked: a folder too.
Handle open_to_ask(const std::string& path, file_system::Links links) {
    const DWORD keep = links == file_system::Links::keep ? FILE_FLAG_OPEN_REPARSE_POINT : 0;
    return Handle(CreateFileW(wide_path(path).c_str(), FILE_READ_ATTRIBUTES, kShareAll, nullptr, OPEN_EXISTING,
                              FILE_FLAG_BACKUP_SEMANTICS | keep, nullptr));
}

tl::unexpected<Error> cannot_read(const std::string& path, DWORD error) {
    if (meaning_of(error) == std::errc::no_such_file_or_directory)
        return fail("no_file", fmt::format("there is no {}", path), "check the path", path);
    return fail("cannot_read", fmt::format("cannot read {}: {}", path, windows::error_text(error)),
                "give this user the right to read it, and close the program that holds it", path);
}

}  // namespace

namespace file_system {

std::optional<Status> status_of(const std::string& path, Links links) {
    const Handle file = open_to_ask(path, links);
    BY_HANDLE_FILE_INFORMATION found{};
    if (!file.is_open() || GetFileInformationByHandle(file.get(), &found) == 0) return std::nullopt;
    const bool is_link = (found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 && links == Links::keep;
    // Whoever may write to a repository here is taken for its owner: the rights of Windows say more than a number
    // could.
    return Status{is_link ? EntryKind::other : kind_of(found.dwFileAttributes),
                  is_link,
                  true,
                  true,
                  (static_cast<std::uint64_t>(found.nFileSizeHigh) << 32U) | found.nFileSizeLow,
                  nanoseconds(found.ftLastWriteTime),
                  {found.dwFileAttributes, 0, 0}};
}

Result<std::string> read_plain_file(const std::string& path, std::size_t max_bytes) {
    const auto status = status_of(path, Links::follow);
    if (status && status->kind != EntryKind::file)
        return fail("not_a_file", fmt::format("{} is not a file", path), "put a plain file there", path);
    const Handle file(CreateFileW(wide_path(path).c_str(), GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING,
                                  FILE_FLAG_SEQUENTIAL_SCAN, nullptr));
    if (!file.is_open()) return cannot_read(path, GetLastError());
    if (GetFileType(file.get()) != FILE_TYPE_DISK)
        return fail("not_a_file", fmt::format("{} is not a file", path), "put a plain file there", path);
    std::string content;
    std::size_t filled = 0;
    for (DWORD count = 0;; filled += count) {
        if (filled > max_bytes) {
            return fail("too_large", fmt::format("{} is larger than {} bytes", path, max_bytes),
                        "it is too large for a source file: make it shorter, or move it away", path);
        }
        content.resize(filled + 65536);
        if (ReadFile(file.get(), content.data() + filled, 65536, &count, nullptr) == 0)
            return cannot_read(path, GetLastError());
        if (count == 0) break;
    }
    content.resize(filled);
    return content;
}

std::error_code list_names(const std::string& path, std::vector<NamedEntry>& names) {
    WIN32_FIND_DATAW found{};
    const HANDLE search = FindFirstFileW(wide_path(path + "/*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return last_failure();
    do {
        auto name = windows::narrow(found.cFileName);
        if (name == "." || name == "..") continue;
        const bool is_link = (found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
        names.push_back({std::move(name), is_link ? EntryKind::other : kind_of(found.dwFileAttributes)});
    } while (FindNextFileW(search, &found) != 0);
    const bool complete = GetLastError() == ERROR_NO_MORE_FILES;
    const auto failed = complete ? std::error_code() : last_failure();
    FindClose(search);
    return failed;
}

std::filesystem::path standard_path(const std::string& path) {
    return windows::long_path(path);
}

std::size_t root_size(std::string_view path) {
    const auto parts = [](char c) { return c == '/' || c == '\\'; };
    if (path.size() > 2 && path[1] == ':' && parts(path[2])) return 3;
    return !path.empty() && parts(path[0]) ? 1 : 0;
}

std::string real_path(const std::string& path) {
    const Handle file = open_to_ask(path, Links::follow);
    if (!file.is_open()) return {};
    std::wstring real(32'768, L'\0');
    const auto size = GetFinalPathNameByHandleW(file.get(), real.data(), static_cast<DWORD>(real.size()), 0);
    if (size == 0 || size >= real.size()) return {};
    real.resize(size);
    return windows::narrow_path(real);
}

std::error_code write_new(const std::string& path, std::string_view text, bool, bool durable) {
    std::error_code failed;
    {
        const Handle file(CreateFileW(wide_path(path).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW,
                                      FILE_ATTRIBUTE_NORMAL, nullptr));
        if (!file.is_open()) return last_failure();
        while (!text.empty() && !failed) {
            DWORD count = 0;
            const auto piece = static_cast<DWORD>(std::min<std::size_t>(text.size(), 1U << 20U));
            if (WriteFile(file.get(), text.data(), piece, &count, nullptr) == 0) failed = last_failure();
            text.remove_prefix(count);
        }
        if (!failed && durable && FlushFileBuffers(file.get()) == 0) failed = last_failure();
    }
    if (failed) DeleteFileW(wide_path(path).c_str());
    return failed;
}

namespace {

std::error_code move_file(const std::string& from, const std::string& to, DWORD flags) {
    if (MoveFileExW(wide_path(from).c_str(), wide_path(to).c_str(), flags | MOVEFILE_WRITE_THROUGH) != 0) return {};
    const auto failed = last_failure();
    DeleteFileW(wide_path(from).c_str());
    return failed;
}

}  // namespace

std::error_code move_to_new(const std::string& from, const std::string& to) {
    return move_file(from, to, 0);
}

std::error_code move_over(const std::string& from, const std::string& to) {
    return move_file(from, to, MOVEFILE_REPLACE_EXISTING);
}

std::error_code remove(const std::string& path) {
    return DeleteFileW(wide_path(path).c_str()) != 0 ? std::error_code() : last_failure();
}

// The standard library's own way has a limit of 260 characters in it.
std::error_code remove_tree(const std::string& path) {
    const auto status = status_of(path, Links::keep);
    if (!status) return {};
    std::vector<NamedEntry> entries;
    if (status->kind == EntryKind::directory) {
        if (const auto failed = list_names(path, entries)) return failed;
    }
    for (const NamedEntry& entry : entries) {
        if (const auto failed = remove_tree(join_path(path, entry.name))) return failed;
    }
    const auto name = wide_path(path);
    return DeleteFileW(name.c_str()) != 0 || RemoveDirectoryW(name.c_str()) != 0 ? std::error_code() : last_failure();
}

void flush_folder(const std::string&) {}  // MOVEFILE_WRITE_THROUGH has done it

// Windows locks no folders: a file in it that only one can have open, and that goes with whoever has it, killed or not.
std::error_code try_lock(const std::string& directory, Descriptor& lock) {
    const auto status = status_of(directory, Links::follow);
    if (!status || status->kind != EntryKind::directory) return std::make_error_code(std::errc::not_a_directory);
    const auto path = join_path(directory, kLockName);
    const HANDLE file =
        CreateFileW(wide_path(path).c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, 0, nullptr, OPEN_ALWAYS,
                    FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        const auto why = GetLastError();
        // One that is just going away is "denied".
        const bool busy = why == ERROR_ACCESS_DENIED && status_of(path, Links::keep).has_value();
        return busy ? std::make_error_code(std::errc::device_or_resource_busy) : std::make_error_code(meaning_of(why));
    }
    lock = Descriptor(_open_osfhandle(reinterpret_cast<intptr_t>(file), _O_RDWR | _O_NOINHERIT));
    return {};
}

}  // namespace file_system

std::optional<FileIdentity> identity_of(const std::string& /*path*/) {
    return std::nullopt;  // programs may set all of its times
}

void make_executable(const std::string&) {}  // its name does

void give_access(const std::string& path, const FileAccess& access) {
    SetFileAttributesW(wide_path(path).c_str(), access.mode & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_READONLY |
                                                               FILE_ATTRIBUTE_ARCHIVE | FILE_ATTRIBUTE_NORMAL));
}

}  // namespace migrate::base
