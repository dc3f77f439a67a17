#include "base/environment.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/posix/kernel.h"

namespace migrate::base {

std::optional<std::string> environment_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
}

char list_separator() {
    return ':';
}

Result<std::string> current_directory() {
    std::error_code failed;
    auto path = std::filesystem::current_path(failed);
    if (failed) return fail("no_directory", "the current folder cannot be read: " + failed.message());
    return path.string();
}

std::string state_folder() {
    const std::string state = environment_variable("XDG_STATE_HOME").value_or("");
    if (state.starts_with('/')) return state;
    const std::string home = home_folder();
    return home.empty() ? "" : home + "/.local/state";
}

std::string cache_folder() {
    const std::string cache = environment_variable("XDG_CACHE_HOME").value_or("");
    if (cache.starts_with('/')) return cache;
    const std::string home = home_folder();
    return home.empty() ? "" : home + kernel::kCaches;
}

std::string data_folder() {
    const std::string data = environment_variable("XDG_DATA_HOME").value_or("");
    if (data.starts_with('/')) return data;
    const std::string home = home_folder();
    return home.empty() ? "" : home + "/.local/share";
}

std::string home_folder() {
    const std::string home = environment_variable("HOME").value_or("");
    return home.starts_with('/') ? home : "";
}

std::string program_path() {
    return kernel::program_path();
}

bool is_terminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

std::tm local_time(std::time_t time) {
    std::tm local{};
    localtime_r(&time, &local);
    return local;
}

unsigned long process_id() {
    return static_cast<unsigned long>(::getpid());
}

std::chrono::nanoseconds thread_time() {
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::size_t allocated_size(void* memory) {
    return kernel::allocated_size(memory);
}

void keep_freed_memory() {
    kernel::keep_freed_memory();
}

std::vector<std::string> prepare_console(int argc, char** argv) {
    return {argv, argv + argc};
}

}  // namespace migrate::base
