#include "rpc/line_splitter.h"

#include <utility>

namespace migrate::rpc {

void LineSplitter::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        append(bytes.substr(0, end));
        if (end == std::string_view::npos) return;
        end_line();
        bytes.remove_prefix(end + 1);
    }
}

void LineSplitter::finish() {
    if (discarding_ || !line_.empty()) end_line();
}

void LineSplitter::append(std::string_view piece) {
    if (discarding_) return;
    // One byte more than the limit: it may be the CR of a CRLF.
    if (line_.size() + piece.size() > max_line_ + 1) {
        discarding_ = true;
        line_ = std::string();
        return;
    }
    line_.append(piece);
}

void LineSplitter::end_line() {
    if (line_.ends_with('\r')) line_.pop_back();
    const bool too_long = discarding_ || line_.size() > max_line_;
    discarding_ = false;
    const std::string line = std::exchange(line_, {});
    if (too_long) {
        on_too_long_();
    } else {
        on_line_(line);
    }
}

}  // namespace migrate::rpc
