/// What the system knows a file by: to see that it is as it was, without reading it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace migrate::base {

/// By which the system knows a file and its last change again.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;  ///< of the content; programs may set it
    std::int64_t changed_ns = 0;   ///< of content or entry; none may
    bool operator==(const FileIdentity&) const = default;
};
/// Of a plain file; nothing where there is none, and on systems that keep no time of changes.
std::optional<FileIdentity> identity_of(const std::string& path);

}  // namespace migrate::base
