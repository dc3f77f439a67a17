#include "rpc/serve.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "base/signals.h"
#include "rpc/session.h"
#include "rpc/writer.h"

namespace migrate::rpc {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kForEver{-1};
constexpr milliseconds kGrace{300};  // the host kills 500 ms after its first signal
constexpr std::size_t kChunk = 65536;

// What other threads use to make the loop look again. At most one byte is ever in the pipe, so nobody waits
// to wake.
class Wake {
  public:
    void raise() {
        if (!raised_.exchange(true)) base::write_all(pipe_.write_end.get(), "w");
    }
    // In this order: a `raise` in between is not lost, because the loop looks at everything after this.
    void clear() {
        char byte = 0;
        base::read_some(pipe_.read_end.get(), &byte, 1);
        raised_ = false;
    }
    int descriptor() const { return pipe_.read_end.get(); }

  private:
    base::Pipe pipe_ = base::open_pipe();
    std::atomic<bool> raised_ = false;
};

enum class End { input, signal, broken };

// Reads until there is a reason to stop; after the end of the input, waits for what is in flight.
End converse(Session& session, const Writer& writer, const base::StopSignals& signals, Wake& wake, int input) {
    std::vector<char> buffer(kChunk);
    bool reading = true;
    while (reading || !session.is_idle()) {
        const auto ready =
            base::wait_readable({signals.descriptor(), wake.descriptor(), reading ? input : -1}, kForEver);
        if (ready[0]) return End::signal;
        if (ready[1]) wake.clear();
        if (writer.is_broken()) return End::broken;
        if (!ready[2]) continue;
        const auto count = base::read_some(input, buffer.data(), buffer.size());
        if (count > 0) {
            session.receive({buffer.data(), static_cast<std::size_t>(count)});
        } else {
            reading = false;
            session.end_input();
        }
    }
    return End::input;
}

// What has not stopped in time is left behind: its writes are all or nothing.
void stop_soon(Session& session, Writer& writer, int exit_code) {
    session.cancel_all();
    const auto until = Clock::now() + kGrace;
    while (!session.is_idle()) {
        if (Clock::now() >= until) base::exit_now(exit_code);
        std::this_thread::sleep_for(milliseconds(2));
    }
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    if (!writer.flush(std::max(left, milliseconds(1)))) base::exit_now(exit_code);
}

// The other side may be slow to read; a signal ends the wait.
void put_out(Writer& writer, const base::StopSignals& signals) {
    while (!writer.flush(milliseconds(50))) {
        if (base::wait_readable({signals.descriptor()}, milliseconds(0))[0]) base::exit_now(0);
    }
}

}  // namespace

int serve(const Dispatcher& dispatcher, int input, int output) {
    const base::StopSignals signals;
    Wake wake;
    Writer writer([output](std::string_view bytes) { return base::write_all(output, bytes); },
                  [&wake] { wake.raise(); });
    Session session(dispatcher, writer, [&wake] { wake.raise(); });
    const auto end = converse(session, writer, signals, wake, input);
    if (end == End::input) {
        put_out(writer, signals);
    } else {
        stop_soon(session, writer, end == End::broken ? 1 : 0);
    }
    return writer.is_broken() ? 1 : 0;
}

}  // namespace migrate::rpc
