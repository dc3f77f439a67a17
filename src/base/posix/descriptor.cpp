#include "base/descriptor.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "base/posix/kernel.h"

namespace migrate::base {

void Descriptor::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

Pipe open_pipe() {
    int ends[2] = {-1, -1};
    if (!kernel::open_pipe(ends)) return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

long read_some(int descriptor, char* buffer, std::size_t size) {
    while (true) {
        const auto count = ::read(descriptor, buffer, size);
        if (count >= 0) return count;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            wait_readable({descriptor}, std::chrono::milliseconds(-1));
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(descriptor, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd wanted{descriptor, POLLOUT, 0};
            ::poll(&wanted, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

void write_if_possible(int descriptor, std::string_view bytes) {
    pollfd wanted{descriptor, POLLOUT, 0};
    if (::poll(&wanted, 1, 0) != 1 || (wanted.revents & POLLOUT) == 0) return;
    static_cast<void>(!::write(descriptor, bytes.data(), bytes.size()));
}

std::vector<bool> wait_readable(const std::vector<int>& descriptors, std::chrono::milliseconds timeout) {
    std::vector<pollfd> wanted;
    for (const int descriptor : descriptors) wanted.push_back({descriptor, POLLIN, 0});
    std::vector<bool> ready(descriptors.size(), false);
    const int count = ::poll(wanted.data(), wanted.size(), static_cast<int>(timeout.count()));
    if (count <= 0) return ready;  // a signal counts as "nothing yet": every caller waits in a loop
    for (std::size_t i = 0; i < wanted.size(); ++i) ready[i] = wanted[i].revents != 0;
    return ready;
}

}  // namespace migrate::base
