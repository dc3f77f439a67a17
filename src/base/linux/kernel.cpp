#include "base/posix/kernel.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <malloc.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace migrate::base::kernel {

const char* const kCaches = "/.cache";

bool open_pipe(int (&ends)[kEnds]) {
    return ::pipe2(ends, O_CLOEXEC) == 0;
}

bool open_socket_pair(int (&ends)[kEnds]) {
    return ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
}

long send_now(int socket, std::string_view bytes) {
    return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// By its number: not every C library has it.
int rename_to_new(const std::string& from, const std::string& to) {
    const long failed = ::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
    return failed == 0 ? 0 : errno;
}

const std::timespec& modified(const struct stat& status) {
    return status.st_mtim;
}

const std::timespec& changed(const struct stat& status) {
    return status.st_ctim;
}

std::size_t allocated_size(void* memory) {
    return malloc_usable_size(memory);
}

// musl's allocator has no such settings.
void keep_freed_memory() {
#ifdef M_TRIM_THRESHOLD
    constexpr int kMegabyte = 1 << 20;
    mallopt(M_TRIM_THRESHOLD, 256 * kMegabyte);
    mallopt(M_MMAP_THRESHOLD, 32 * kMegabyte);
    mallopt(M_TOP_PAD, 4 * kMegabyte);
#endif
}

std::string program_path() {
    std::error_code failed;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
    return failed ? "" : path.string();
}

}  // namespace migrate::base::kernel
