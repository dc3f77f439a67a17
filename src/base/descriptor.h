/// A file descriptor that is closed when its owner goes away, and the few calls on descriptors that the
/// program needs.
///
/// The only header with which other rooms touch open descriptors (`rpc` reads and writes its two). Nothing
/// here throws.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace migrate::base {

/// Owns one descriptor, or none (-1). Move only.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            descriptor_ = std::exchange(other.descriptor_, -1);
        }
        return *this;
    }

    int get() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }
    void close();

  private:
    int descriptor_ = -1;
};

/// A pipe, both ends closed on exec. Both ends are -1 when the system has no more descriptors.
struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};
Pipe open_pipe();

/// Bytes read into `buffer` (waits for at least one), 0 at the end of the stream, -1 on an error.
long read_some(int descriptor, char* buffer, std::size_t size);

/// Writes everything, waiting as long as it takes. False if the other side is gone (EPIPE) or the descriptor
/// fails.
bool write_all(int descriptor, std::string_view bytes);

/// Writes the bytes at once or drops them, where the system can tell that they find no room: a reader that does not
/// read must not stop the program.
void write_if_possible(int descriptor, std::string_view bytes);

/// Waits until one of the descriptors has something to read, is at its end or broken, or the time is over. A
/// negative time means for ever. Returns one flag for each descriptor, all false when the time was over. A
/// descriptor of -1 is never ready.
std::vector<bool> wait_readable(const std::vector<int>& descriptors, std::chrono::milliseconds timeout);

}  // namespace migrate::base
