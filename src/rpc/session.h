/// One conversation: bytes come in, whole lines go out. Keeps account of what is in flight and of what was
/// cancelled.
///
/// Between the transport (serve.h, which owns descriptors and signals) and the dispatcher (which knows the
/// methods); it touches neither descriptors nor signals, so a test or a fuzzer can feed it from memory.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "rpc/dispatcher.h"
#include "rpc/line_splitter.h"
#include "rpc/workers.h"
#include "rpc/writer.h"

namespace migrate::rpc {

inline constexpr std::size_t kMaxInFlight = 10'000;                       ///< requests; more are answered kBusy
inline constexpr std::size_t kMaxInFlightBytes = std::size_t{64} << 20U;  ///< of their lines, together

class Session {
  public:
    /// Both must outlive the session. `on_idle` is called, from any thread, whenever the last request in
    /// flight was answered.
    Session(const Dispatcher& dispatcher, Writer& writer, std::function<void()> on_idle = nullptr);
    /// Cancels what is in flight and waits for it.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The next bytes of the input, cut anywhere. From one thread only.
    void receive(std::string_view bytes);

    /// The input is over: a last line without line feed is taken, held requests get their answer. Others go
    /// on.
    void end_input();

    /// True if nothing is in flight: all that will be answered was given to the writer.
    bool is_idle() const;

    /// Asks all that is in flight to stop; none of it will be answered.
    void cancel_all();

  private:
    struct InFlight {
        Id id;
        std::size_t bytes = 0;
        std::stop_source cancel;
        bool silent = false;  // cancelled or answered: no more lines about it
        bool held = false;
        std::string held_answer;
    };
    using Flight = std::shared_ptr<InFlight>;

    void on_line(std::string_view line);
    void take(Request request, std::size_t bytes);
    void take(const Notification& notification);
    void start(Request request, const Flight& flight, Schedule schedule);
    void run(const Request& request, const Flight& flight);
    void cancel(const Json& params);
    void notify(InFlight& flight, std::string_view method, const OutJson& params);
    void finish(const Flight& flight, const std::string& line);
    Flight board(const Request& request, std::size_t bytes);
    void forget(const Flight& flight);
    bool erase(InFlight& flight);

    const Dispatcher& dispatcher_;
    Writer& writer_;
    std::function<void()> on_idle_;
    LineSplitter lines_;
    mutable std::mutex mutex_;
    std::map<std::string, Flight> in_flight_;  // by the id's JSON text
    std::size_t bytes_in_flight_ = 0;
    Workers workers_;
};

}  // namespace migrate::rpc
