/// Cuts a stream of bytes into lines, however the bytes arrive, and never keeps more than one line's worth of
/// them.
///
/// Pure: it reads nothing itself. It knows nothing of JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace migrate::rpc {

class LineSplitter {
  public:
    /// Called for every line, without its LF or CRLF; the view lives as long as the call.
    using OnLine = std::function<void(std::string_view line)>;
    /// Called once for a line over the limit, when its end is seen. Its bytes are gone.
    using OnTooLong = std::function<void()>;

    LineSplitter(std::size_t max_line, OnLine on_line, OnTooLong on_too_long)
        : max_line_(max_line), on_line_(std::move(on_line)), on_too_long_(std::move(on_too_long)) {}

    /// The next bytes of the stream.
    void feed(std::string_view bytes);

    /// The stream is over: a last line without a line feed counts too.
    void finish();

  private:
    void append(std::string_view piece);
    void end_line();

    std::size_t max_line_;
    OnLine on_line_;
    OnTooLong on_too_long_;
    std::string line_;
    bool discarding_ = false;
};

}  // namespace migrate::rpc
