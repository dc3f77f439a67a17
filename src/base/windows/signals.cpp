#include "base/signals.h"

#include <io.h>

#include <atomic>
#include <cstdlib>

#include "base/windows/wide.h"

namespace migrate::base {

namespace {

// The handler runs on a thread of the system's own and has nothing but globals: where it writes its one byte.
std::atomic<int> signal_target{-1};

BOOL WINAPI on_event(DWORD event) {
    const int target = signal_target.load();
    if (target < 0) return FALSE;
    const char byte = 's';
    static_cast<void>(_write(target, &byte, 1));
    // After the window's or the session's end the process goes as soon as this returns: what is in flight gets its
    // time.
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) Sleep(INFINITE);
    return TRUE;
}

}  // namespace

StopSignals::StopSignals() : pipe_(open_pipe()) {
    signal_target = pipe_.write_end.get();
    SetConsoleCtrlHandler(on_event, TRUE);
}

StopSignals::~StopSignals() {
    SetConsoleCtrlHandler(on_event, FALSE);
    signal_target = -1;
}

void make_size_limit_an_error() {}  // Windows knows no such limit

void exit_now(int code) {
    std::_Exit(code);
}

}  // namespace migrate::base
