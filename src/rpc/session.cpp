#include "rpc/session.h"

#include <fmt/format.h>

#include <optional>
#include <variant>
#include <vector>

#include "base/log.h"
#include "base/text.h"

namespace migrate::rpc {

namespace {

constexpr std::size_t kWorkers = 4;
constexpr const char* kCancelled = "notifications/cancelled";

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

std::string too_long() {
    return write_error(std::nullopt, {kInvalidRequest, "Invalid Request: the line is longer than 10 MiB", nullptr});
}

}  // namespace

Session::Session(const Dispatcher& dispatcher, Writer& writer, std::function<void()> on_idle)
    : dispatcher_(dispatcher),
      writer_(writer),
      on_idle_(std::move(on_idle)),
      lines_(
          kMaxLine, [this](std::string_view line) { on_line(line); }, [this] { writer_.send(too_long()); }),
      workers_(kWorkers) {}

Session::~Session() {
    cancel_all();
}

void Session::receive(std::string_view bytes) {
    lines_.feed(bytes);
}

void Session::end_input() {
    lines_.finish();
    std::vector<Flight> held;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, flight] : in_flight_) {
            if (flight->held) held.push_back(flight);
        }
    }
    for (const auto& flight : held) finish(flight, flight->held_answer);
}

bool Session::is_idle() const {
    const std::lock_guard lock(mutex_);
    return in_flight_.empty();
}

void Session::cancel_all() {
    std::vector<Flight> flights;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, flight] : in_flight_) {
            flight->silent = true;
            flights.push_back(flight);
        }
    }
    for (const auto& flight : flights) {
        flight->cancel.request_stop();
        if (flight->held) forget(flight);
    }
}

void Session::on_line(std::string_view line) {
    if (base::trim(line).empty()) return;
    auto message = read_message(line);
    std::visit(Overloaded{
                   [&](Request& request) { take(std::move(request), line.size()); },
                   [&](const Notification& notification) { take(notification); },
                   [](const StrayResponse&) { base::log_debug("a response to nothing was ignored"); },
                   [&](const BadMessage& bad) { writer_.send(write_error(bad.id, bad.error)); },
               },
               message);
}

void Session::take(const Notification& notification) {
    if (notification.method == kCancelled) return cancel(notification.params);
    if (dispatcher_.find(notification.method) != nullptr) {
        base::log_warning(fmt::format("{} without an id is not carried out", notification.method));
    }
}

void Session::take(Request request, std::size_t bytes) {
    const auto schedule = dispatcher_.schedule_of(request);
    const auto flight = board(request, bytes);
    if (!flight) return;
    start(std::move(request), flight, schedule.value_or(Schedule::immediate));
}

// Null, with the answer sent, if the request cannot be taken.
Session::Flight Session::board(const Request& request, std::size_t bytes) {
    const auto refuse = [&](int code, const char* why) {
        writer_.send(write_error(request.id, {code, why, nullptr}));
        return nullptr;
    };
    auto flight = std::make_shared<InFlight>();
    flight->id = request.id;
    flight->bytes = bytes;
    const std::lock_guard lock(mutex_);
    const bool full = in_flight_.size() >= kMaxInFlight || bytes_in_flight_ + bytes > kMaxInFlightBytes;
    if (full) return refuse(kBusy, "Too many requests in flight: wait for answers, then send this one again");
    if (!in_flight_.emplace(request.id.dump(), flight).second) {
        return refuse(kInvalidRequest, "Invalid Request: a request with this id is still in flight");
    }
    bytes_in_flight_ += bytes;
    return flight;
}

void Session::start(Request request, const Flight& flight, Schedule schedule) {
    if (schedule == Schedule::immediate || schedule == Schedule::held) {
        flight->held = schedule == Schedule::held;
        run(request, flight);
        if (!flight->held) writer_.wait_for_room();
        return;
    }
    auto shared = std::make_shared<Request>(std::move(request));
    workers_.submit(
        [this, shared, flight] {
            run(*shared, flight);
            writer_.wait_for_room();
        },
        schedule == Schedule::exclusive);
}

void Session::run(const Request& request, const Flight& flight) {
    if (flight->cancel.stop_requested()) return forget(flight);
    const CallContext context{
        flight->cancel.get_token(),
        [this, flight](std::string_view method, const OutJson& params) { notify(*flight, method, params); },
        flight->id};
    const auto result = dispatcher_.call(request, context);
    auto line = result ? write_result(request.id, *result) : write_error(request.id, result.error());
    if (flight->held && result) {
        const std::lock_guard lock(mutex_);
        flight->held_answer = std::move(line);
    } else {
        finish(flight, line);
    }
}

void Session::notify(InFlight& flight, std::string_view method, const OutJson& params) {
    const auto line = write_notification(method, params);
    const std::lock_guard lock(mutex_);
    if (!flight.silent && line.size() <= kMaxLine) writer_.send(line);
}

void Session::finish(const Flight& flight, const std::string& line) {
    bool idle = false;
    {
        // Under one lock: after a cancellation was taken no answer may follow, and after an answer its id is
        // free.
        const std::lock_guard lock(mutex_);
        if (!flight->silent) writer_.send(line);
        idle = erase(*flight);
    }
    if (idle && on_idle_) on_idle_();
}

void Session::forget(const Flight& flight) {
    bool idle = false;
    {
        const std::lock_guard lock(mutex_);
        idle = erase(*flight);
    }
    if (idle && on_idle_) on_idle_();
}

// True if nothing is in flight now. The lock must be held.
bool Session::erase(InFlight& flight) {
    flight.silent = true;
    if (in_flight_.erase(flight.id.dump()) > 0) bytes_in_flight_ -= flight.bytes;
    return in_flight_.empty();
}

void Session::cancel(const Json& params) {
    if (!params.is_object() || !params.contains("requestId")) return;
    Flight flight;
    {
        const std::lock_guard lock(mutex_);
        const auto found = in_flight_.find(params["requestId"].dump(-1, ' ', false, Json::error_handler_t::replace));
        if (found == in_flight_.end()) return;
        flight = found->second;
        flight->silent = true;
    }
    flight->cancel.request_stop();
    if (flight->held) forget(flight);
}

}  // namespace migrate::rpc
