/// Runs a conversation over two file descriptors until the input ends, a signal comes, or nobody reads any
/// more.
#pragma once

#include "rpc/dispatcher.h"

namespace migrate::rpc {

/// Reads lines from `input`, writes answers to `output`; both stay open. Call it from the main thread.
///
/// End of input: all that is in flight is finished and answered, however long it takes; returns 0.
/// SIGINT, SIGTERM: what is in flight is cancelled; returns 0 when it has stopped. If it has not after 300
/// ms, the process ends here and now with exit code 0. The output is closed at the other side: as with a
/// signal, but 1.
int serve(const Dispatcher& dispatcher, int input, int output);

}  // namespace migrate::rpc
