#include "base/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace migrate::base {

namespace {

// A signal handler has nothing but globals to work with: where it writes its one byte.
std::atomic<int> signal_target{-1};

void on_signal(int) {
    const int saved = errno;
    const char byte = 's';
    [[maybe_unused]] const auto written = ::write(signal_target.load(), &byte, 1);
    errno = saved;
}

void set_handler(int signal, void (*handler)(int)) {
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals() : pipe_(open_pipe()) {
    ::fcntl(pipe_.write_end.get(), F_SETFL, O_NONBLOCK);
    signal_target = pipe_.write_end.get();
    set_handler(SIGINT, on_signal);
    set_handler(SIGTERM, on_signal);
    set_handler(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() {
    set_handler(SIGINT, SIG_DFL);
    set_handler(SIGTERM, SIG_DFL);
    set_handler(SIGPIPE, SIG_DFL);
    signal_target = -1;
}

void make_size_limit_an_error() {
    set_handler(SIGXFSZ, SIG_IGN);
}

void exit_now(int code) {
    std::_Exit(code);
}

}  // namespace migrate::base
