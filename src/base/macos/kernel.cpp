#include "base/posix/kernel.h"

#include <fcntl.h>
#include <mach-o/dyld.h>
#include <malloc/malloc.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace migrate::base::kernel {

namespace {

/// Two calls where Linux has one: a child that another thread starts between them gets the ends too.
bool keep_from_children(const int (&ends)[kEnds]) {
    return ::fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && ::fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

}  // namespace

const char* const kCaches = "/Library/Caches";

bool open_pipe(int (&ends)[kEnds]) {
    return ::pipe(ends) == 0 && keep_from_children(ends);
}

bool open_socket_pair(int (&ends)[kEnds]) {
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    const int on = 1;
    for (const int end : ends) ::setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on));
    return keep_from_children(ends);
}

long send_now(int socket, std::string_view bytes) {
    return ::send(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
}

int rename_to_new(const std::string& from, const std::string& to) {
    return ::renamex_np(from.c_str(), to.c_str(), RENAME_EXCL) == 0 ? 0 : errno;
}

const std::timespec& modified(const struct stat& status) {
    return status.st_mtimespec;
}

const std::timespec& changed(const struct stat& status) {
    return status.st_ctimespec;
}

std::size_t allocated_size(void* memory) {
    return malloc_size(memory);
}

void keep_freed_memory() {}

std::string program_path() {
    std::uint32_t size = 0;
    _NSGetExecutablePath(nullptr, &size);
    std::string path(size, '\0');
    if (_NSGetExecutablePath(path.data(), &size) != 0) return "";
    return path.c_str();
}

}  // namespace migrate::base::kernel
