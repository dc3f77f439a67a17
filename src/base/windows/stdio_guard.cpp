#include "base/stdio_guard.h"

#include <fcntl.h>
#include <io.h>

#include "base/windows/wide.h"

namespace migrate::base {

namespace {

/// A second descriptor of the same stream that children do not get, in bytes as they are.
Descriptor private_copy(int descriptor) {
    HANDLE copy = INVALID_HANDLE_VALUE;
    const auto stream = reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
    if (DuplicateHandle(GetCurrentProcess(), stream, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) ==
        0) {
        return {};
    }
    return Descriptor(_open_osfhandle(reinterpret_cast<intptr_t>(copy), _O_BINARY | _O_NOINHERIT));
}

}  // namespace

Result<PrivateStdio> take_stdio() {
    PrivateStdio streams{private_copy(0), private_copy(1)};
    if (!streams.input.is_open() || !streams.output.is_open()) {
        return fail("no_stdio", "standard input or output is closed");
    }
    const Descriptor null(_open("NUL", _O_RDWR | _O_NOINHERIT));
    if (!null.is_open()) return fail("no_stdio", "no more files can be opened");
    _dup2(null.get(), 0);
    if (_dup2(2, 1) < 0) _dup2(null.get(), 1);
    SetStdHandle(STD_INPUT_HANDLE, reinterpret_cast<HANDLE>(_get_osfhandle(0)));
    SetStdHandle(STD_OUTPUT_HANDLE, reinterpret_cast<HANDLE>(_get_osfhandle(1)));
    return streams;
}

}  // namespace migrate::base
