#include "base/environment.h"

#include <fcntl.h>
#include <io.h>
#include <malloc.h>

#include "base/windows/wide.h"

namespace migrate::base {

std::optional<std::string> environment_variable(const std::string& name) {
    SetLastError(ERROR_SUCCESS);
    const auto wanted = windows::wide(name);
    std::wstring value(256, L'\0');
    for (;;) {
        const auto size = GetEnvironmentVariableW(wanted.c_str(), value.data(), static_cast<DWORD>(value.size()));
        if (size == 0 && GetLastError() == ERROR_ENVVAR_NOT_FOUND) return std::nullopt;
        const bool fits = size < value.size();
        value.resize(size);
        if (fits) return windows::narrow(value);
    }
}

char list_separator() {
    return ';';
}

Result<std::string> current_directory() {
    std::wstring path(GetCurrentDirectoryW(0, nullptr), L'\0');
    const auto size = GetCurrentDirectoryW(static_cast<DWORD>(path.size()), path.data());
    if (size == 0)
        return fail("no_directory", "the current folder cannot be read: " + windows::error_text(GetLastError()));
    path.resize(size);
    return windows::narrow_path(path);
}

std::string state_folder() {
    return windows::narrow_path(windows::wide(environment_variable("LOCALAPPDATA").value_or("")));
}

std::string cache_folder() {
    return state_folder();
}

std::string data_folder() {
    return state_folder();
}

std::string home_folder() {
    return windows::narrow_path(windows::wide(environment_variable("USERPROFILE").value_or("")));
}

std::string program_path() {
    std::wstring path(32'768, L'\0');  // the longest there is
    path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
    return windows::narrow_path(path);
}

bool is_terminal(int descriptor) {
    return _isatty(descriptor) != 0 &&
           GetFileType(reinterpret_cast<HANDLE>(_get_osfhandle(descriptor))) == FILE_TYPE_CHAR;
}

std::tm local_time(std::time_t time) {
    std::tm local{};
    localtime_s(&local, &time);
    return local;
}

unsigned long process_id() {
    return GetCurrentProcessId();
}

std::chrono::nanoseconds thread_time() {
    FILETIME made{}, ended{}, in_system{}, in_program{};
    GetThreadTimes(GetCurrentThread(), &made, &ended, &in_system, &in_program);
    const auto ticks = [](const FILETIME& time) {
        return (static_cast<std::int64_t>(time.dwHighDateTime) << 32) + time.dwLowDateTime;
    };
    return std::chrono::nanoseconds(100 * (ticks(in_system) + ticks(in_program)));
}

std::size_t allocated_size(void* memory) {
    return _msize(memory);
}

void keep_freed_memory() {}

std::vector<std::string> prepare_console(int, char**) {
    SetConsoleOutputCP(CP_UTF8);
    for (const int stream : {0, 1, 2}) _setmode(stream, _O_BINARY);
    int count = 0;
    wchar_t** const arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> result;
    for (int i = 0; i < count; ++i) result.push_back(windows::narrow(arguments[i]));
    LocalFree(arguments);
    return result;
}

}  // namespace migrate::base
