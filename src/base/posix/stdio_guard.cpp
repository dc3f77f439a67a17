#include "base/stdio_guard.h"

#include <fcntl.h>
#include <unistd.h>

namespace migrate::base {

namespace {

/// Something that reading finds at its end: /dev/null, or a pipe that nobody writes to where that is not there.
Descriptor open_null() {
    Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (null.is_open()) return null;
    return open_pipe().read_end;
}

}  // namespace

Result<PrivateStdio> take_stdio() {
    PrivateStdio streams{Descriptor(::fcntl(0, F_DUPFD_CLOEXEC, 3)), Descriptor(::fcntl(1, F_DUPFD_CLOEXEC, 3))};
    if (!streams.input.is_open() || !streams.output.is_open()) {
        return fail("no_stdio", "standard input or output is closed");
    }
    const Descriptor null = open_null();
    if (!null.is_open()) return fail("no_stdio", "no more files can be opened");
    ::dup2(null.get(), 0);
    if (::dup2(2, 1) < 0) ::dup2(null.get(), 1);
    return streams;
}

}  // namespace migrate::base
