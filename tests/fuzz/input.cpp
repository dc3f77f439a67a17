// What each fuzzer has: it takes one input after the other, and one that takes too long of the processor is a fault as
// a crash is. (How long a busy machine lets it wait is none: scripts/fuzz bounds that, and memory.)
#include <cstdint>
#include <ctime>

#include "fuzz/law.h"

namespace {

constexpr double kMostSeconds = 30;  // of the processor; the sanitizers take three to ten times as long

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const double before = processor_seconds();
    migrate::fuzz::take({reinterpret_cast<const char*>(data), size});
    const double used = processor_seconds() - before;
    if (used > kMostSeconds) migrate::fuzz::broken("an input is done soon", std::to_string(used) + " s");
    return 0;
}
