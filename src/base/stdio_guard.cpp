#include "base/stdio_guard.h"

#include <fcntl.h>
#include <unistd.h>

namespace migrate::base {

Result<PrivateStdio> take_stdio() {
    PrivateStdio streams{Descriptor(::fcntl(0, F_DUPFD_CLOEXEC, 3)), Descriptor(::fcntl(1, F_DUPFD_CLOEXEC, 3))};
    const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!streams.input.is_open() || !streams.output.is_open() || !null.is_open()) {
        return fail("no_stdio", "standard input or output is closed");
    }
    ::dup2(null.get(), 0);
    if (::dup2(2, 1) < 0) ::dup2(null.get(), 1);
    return streams;
}

}  // namespace migrate::base
