/// Turns the signals that ask the program to stop into something that a loop can wait for.
#pragma once

#include "base/descriptor.h"

namespace migrate::base {

/// While one lives, SIGINT and SIGTERM make `descriptor()` readable instead of ending the program, and
/// SIGPIPE is ignored, so that a write to a closed stream is an ordinary error. Only one at a time; the old
/// behaviour comes back when it goes.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    int descriptor() const { return pipe_.read_end.get(); }

  private:
    Pipe pipe_;
};

/// From now on a file that reaches the limit of `ulimit -f` is an error of the write, as a full disk is, and not a
/// signal that ends the program.
void make_size_limit_an_error();

/// Ends the process now, without waiting for threads and without destructors.
[[noreturn]] void exit_now(int code);

}  // namespace migrate::base
