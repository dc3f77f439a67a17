/// What the program may know of its surroundings: environment variables, folders, terminals.
///
/// Values of environment variables can be secrets (DATABASE_URL): never log them.
#pragma once

#include <chrono>
#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace migrate::base {

/// The value of the variable, or nothing when it is not set. An empty value is a value.
std::optional<std::string> environment_variable(const std::string& name);

/// What stands between the folders of a list of them, as PATH is one.
char list_separator();

/// The folder the program runs in, absolute.
Result<std::string> current_directory();

/// Where programs keep for this user what outlives a run; empty where the system names no such folder.
std::string state_folder();

/// Where programs keep for this user what may be lost at any time; empty where the system names no such folder.
std::string cache_folder();

/// Where programs keep for this user what they need to run; empty where the system names no such folder.
std::string data_folder();

/// The user's own folder; empty where the system names none.
std::string home_folder();

/// The file that this process runs; empty where that cannot be known.
std::string program_path();

/// True if the file descriptor is a terminal: 0 standard input, 1 output, 2 errors.
bool is_terminal(int descriptor);

/// The time where the user is.
std::tm local_time(std::time_t time);

/// The number of this process.
unsigned long process_id();

/// The processor time that this thread has taken.
std::chrono::nanoseconds thread_time();

/// How many bytes the system's allocator keeps for this memory, which malloc gave.
std::size_t allocated_size(void* memory);

/// From here on what is freed is not given back to the system, which gives it again piece by piece: for a process that
/// answers once and ends.
void keep_freed_memory();

/// Makes the three standard streams carry UTF-8 and our line feeds as they are, and gives the arguments of main() as
/// UTF-8, the program's name first. Call it once, first of all.
std::vector<std::string> prepare_console(int argc, char** argv);

}  // namespace migrate::base
