#include "base/descriptor.h"

#include <fcntl.h>
#include <io.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "base/windows/wide.h"

namespace migrate::base {

namespace {

using std::chrono::milliseconds;

constexpr unsigned kPipeBytes = 65'536;
constexpr std::size_t kMostAtOnce = 1U << 20U;  // _read and _write count in int

HANDLE handle_of(int descriptor) {
    return reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
}

/// Windows cannot wait for a pipe: it can only be asked. A broken one is "ready", as poll() has it: the read tells.
bool is_readable(int descriptor) {
    const HANDLE handle = handle_of(descriptor);
    switch (GetFileType(handle)) {
        case FILE_TYPE_PIPE: {
            DWORD available = 0;
            return PeekNamedPipe(handle, nullptr, 0, nullptr, &available, nullptr) == 0 || available > 0;
        }
        case FILE_TYPE_CHAR:
            return WaitForSingleObject(handle, 0) == WAIT_OBJECT_0;
        default:
            return true;
    }
}

}  // namespace

void Descriptor::close() {
    if (descriptor_ >= 0) _close(descriptor_);
    descriptor_ = -1;
}

Pipe open_pipe() {
    int ends[2] = {-1, -1};
    if (_pipe(ends, kPipeBytes, _O_BINARY | _O_NOINHERIT) != 0) return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

long read_some(int descriptor, char* buffer, std::size_t size) {
    const int count = _read(descriptor, buffer, static_cast<unsigned>(std::min(size, kMostAtOnce)));
    return count < 0 && errno == EPIPE ? 0 : count;
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const int count = _write(descriptor, bytes.data(), static_cast<unsigned>(std::min(bytes.size(), kMostAtOnce)));
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void write_if_possible(int descriptor, std::string_view bytes) {
    static_cast<void>(write_all(descriptor, bytes));
}

std::vector<bool> wait_readable(const std::vector<int>& descriptors, milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    std::vector<bool> ready(descriptors.size(), false);
    for (unsigned round = 0;; ++round) {
        for (std::size_t i = 0; i < descriptors.size(); ++i)
            ready[i] = descriptors[i] >= 0 && is_readable(descriptors[i]);
        const bool late = timeout >= milliseconds(0) && std::chrono::steady_clock::now() >= until;
        if (late || std::ranges::find(ready, true) != ready.end()) return ready;
        // At once while a conversation is under way, seldom while nobody speaks.
        std::this_thread::sleep_for(round < 500 ? milliseconds(1) : milliseconds(15));
    }
}

}  // namespace migrate::base
