/// What Linux and macOS do each their own way, for the files of posix/: implemented in linux/ and macos/.
#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>

namespace migrate::base::kernel {

inline constexpr std::size_t kEnds = 2;

/// A pipe whose ends children do not get; false when no more files can be opened.
bool open_pipe(int (&ends)[kEnds]);
/// Two sockets that are connected, likewise.
bool open_socket_pair(int (&ends)[kEnds]);
/// send(2) that neither waits nor raises a signal where nobody reads.
long send_now(int socket, std::string_view bytes);

/// `from` becomes `to`, which must not exist: 0, or why not.
int rename_to_new(const std::string& from, const std::string& to);

const std::timespec& modified(const struct stat& status);  ///< its content
const std::timespec& changed(const struct stat& status);   ///< the file itself

std::size_t allocated_size(void* memory);
void keep_freed_memory();
/// The file that this process runs; empty where that cannot be known.
std::string program_path();

extern const char* const kCaches;  ///< in the user's home

}  // namespace migrate::base::kernel
