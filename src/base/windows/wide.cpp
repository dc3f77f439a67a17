#include "base/windows/wide.h"

#include <algorithm>

namespace migrate::base::windows {

namespace {

constexpr std::size_t kLongPath = 240;  // MAX_PATH is 260, and a folder must leave room for a name of 12

bool is_from_drive(std::string_view path) {
    return path.size() > 2 && path[1] == ':' && (path[2] == '/' || path[2] == '\\');
}

}  // namespace

std::wstring wide(std::string_view text) {
    if (text.empty()) return {};
    const int size = static_cast<int>(text.size());
    std::wstring result(static_cast<std::size_t>(MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0)),
                        L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), size, result.data(), static_cast<int>(result.size()));
    return result;
}

std::string narrow(std::wstring_view text) {
    if (text.empty()) return {};
    const int size = static_cast<int>(text.size());
    const int bytes = WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
    std::string result(static_cast<std::size_t>(bytes), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), size, result.data(), bytes, nullptr, nullptr);
    return result;
}

std::wstring wide_path(std::string_view path) {
    if (path.size() >= kLongPath) return long_path(path);  // never fewer bytes than units of UTF-16
    std::wstring result = wide(path);
    std::ranges::replace(result, L'/', L'\\');
    return result;
}

std::wstring long_path(std::string_view path) {
    std::wstring result = wide(path);
    std::ranges::replace(result, L'/', L'\\');
    if (is_from_drive(path)) return L"\\\\?\\" + result;
    if (path.starts_with("//") && !path.starts_with("//?/")) return L"\\\\?\\UNC" + result.substr(1);
    return result;
}

std::string narrow_path(std::wstring_view path) {
    std::string result = narrow(path);
    std::ranges::replace(result, '\\', '/');
    if (result.starts_with("//?/UNC/")) return "/" + result.substr(7);
    if (result.starts_with("//?/")) return result.substr(4);
    return result;
}

std::string error_text(unsigned long code) {
    wchar_t* text = nullptr;
    const auto size =
        FormatMessageW(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
                       nullptr, code, 0, reinterpret_cast<wchar_t*>(&text), 0, nullptr);
    std::string result = size == 0 ? "error " + std::to_string(code) : narrow({text, size});
    LocalFree(text);
    while (!result.empty() && (result.back() == '\n' || result.back() == '\r' || result.back() == '.'))
        result.pop_back();
    return result;
}

}  // namespace migrate::base::windows
