/// Windows alone: our UTF-8 text and paths with '/', and the wide ones of the system.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
// After it:
#include <shellapi.h>

#include <string>
#include <string_view>
#include <utility>

namespace migrate::base::windows {

/// UTF-8 to UTF-16 and back. What is not valid becomes U+FFFD.
std::wstring wide(std::string_view text);
std::string narrow(std::wstring_view text);

/// A path of ours for a call of the system: backslashes, and the prefix `\\?\` where a long one needs it.
std::wstring wide_path(std::string_view path);

/// The same whose length has no bound in any call: for what makes longer paths out of it.
std::wstring long_path(std::string_view path);

/// A path of the system as ours: '/' and without the prefix `\\?\`.
std::string narrow_path(std::wstring_view path);

/// What the system says of an error code of GetLastError().
std::string error_text(unsigned long code);

/// Owns a handle, or none. Move only.
class Handle {
  public:
    Handle() = default;
    explicit Handle(HANDLE handle) : handle_(handle) {}
    ~Handle() { close(); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, INVALID_HANDLE_VALUE)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            close();
            handle_ = std::exchange(other.handle_, INVALID_HANDLE_VALUE);
        }
        return *this;
    }

    HANDLE get() const { return handle_; }
    bool is_open() const { return handle_ != nullptr && handle_ != INVALID_HANDLE_VALUE; }
    void close() {
        if (is_open()) CloseHandle(handle_);
        handle_ = INVALID_HANDLE_VALUE;
    }

  private:
    HANDLE handle_ = INVALID_HANDLE_VALUE;
};

}  // namespace migrate::base::windows
