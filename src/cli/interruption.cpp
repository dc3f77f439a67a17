#include "cli/interruption.h"

#include <cstdio>

#include "base/descriptor.h"
#include "base/environment.h"

namespace migrate::cli {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{300};  // with the worker's cleaning; it goes on without us

void Interruption::watch() {
    while (!over_ && !base::wait_readable({signals_.descriptor()}, milliseconds(20))[0]) continue;
    if (over_) return;
    source_.request_stop();
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!over_ && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(milliseconds(2));
    if (over_) return;
    std::fputs("error: cancelled while another program was running\n", stderr);
    base::exit_now(2);
}

}  // namespace migrate::cli
