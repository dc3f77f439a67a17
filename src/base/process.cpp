#include "base/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/attempt.h"
#include "base/child.h"
#include "base/descriptor.h"
#include "base/files.h"

namespace migrate::base {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kStep{20};  // how soon a cancellation or the child's end is seen
constexpr milliseconds kSendingStep{1};
constexpr std::chrono::microseconds kLongestPause{2'000};
constexpr milliseconds kGraceForPipes{200};  // a grandchild may keep the pipes open after the child's end

// Where the bytes of a stream go: kept up to a limit, or handed on line by line.
class Sink {
  public:
    Sink(const ProcessRequest& request, std::function<void(std::string_view)> on_line)
        : max_(request.max_output), on_line_(std::move(on_line)) {}

    void take(std::string_view bytes) {
        if (!on_line_) return keep(bytes);
        while (!bytes.empty()) {
            const auto end = bytes.find('\n');
            keep(bytes.substr(0, end));
            if (end == std::string_view::npos) return;
            if (!too_long_) on_line_(text_);
            text_.clear();
            too_long_ = false;
            bytes.remove_prefix(end + 1);
        }
    }

    bool was_cut() const { return was_cut_; }
    std::string text() && { return on_line_ ? std::string() : std::move(text_); }

  private:
    void keep(std::string_view bytes) {
        const auto room = max_ - std::min(max_, text_.size());
        too_long_ = too_long_ || bytes.size() > room;
        was_cut_ = was_cut_ || too_long_;
        text_.append(bytes.substr(0, room));
    }

    std::size_t max_;
    std::function<void(std::string_view)> on_line_;
    std::string text_;
    bool too_long_ = false;  // the line at hand
    bool was_cut_ = false;
};

// One of the child's streams.
struct Stream {
    Descriptor descriptor;
    Sink sink;

    // Reads what is there. Closes the stream at its end.
    void read() {
        char buffer[65536];
        const auto count = read_some(descriptor.get(), buffer, sizeof buffer);
        if (count <= 0) return descriptor.close();
        sink.take({buffer, static_cast<std::size_t>(count)});
    }
};

// A child that was started: followed until it has ended and its streams are read, killed with its group
// otherwise.
class Running {
  public:
    Running(Child child, ChildInput input, bool input_ends, Stream output, Stream errors)
        : child_(std::move(child)),
          input_(std::move(input)),
          input_ends_(input_ends),
          streams_{std::move(output), std::move(errors)} {}

    bool is_done() const { return ended_ && !streams_[0].descriptor.is_open() && !streams_[1].descriptor.is_open(); }
    bool has_ended() const { return ended_; }
    void close_input() { input_.close(); }
    void kill_all() { child_.kill_all(); }

    void step() {
        input_.send();
        if (input_ends_ && !input_.is_sending()) input_.close();
        if (streams_[0].descriptor.is_open() || streams_[1].descriptor.is_open()) {
            const auto ready = wait_readable({streams_[0].descriptor.get(), streams_[1].descriptor.get()},
                                             input_.is_sending() ? kSendingStep : kStep);
            for (std::size_t i = 0; i < 2; ++i) {
                if (ready[i]) streams_[i].read();
            }
        } else {
            std::this_thread::sleep_for(pause_);
            pause_ = std::min(pause_ * 2, kLongestPause);
        }
        if (!ended_) ended_ = child_.has_ended();
    }

    void put_into(ProcessResult& result) && {
        result.exit_code = child_.exit_code();
        result.truncated = streams_[0].sink.was_cut() || streams_[1].sink.was_cut();
        result.output = std::move(streams_[0].sink).text();
        result.errors = std::move(streams_[1].sink).text();
    }

  private:
    Child child_;
    ChildInput input_;
    bool input_ends_;
    std::chrono::microseconds pause_{50};  // between its last word and its end is mostly less
    Stream streams_[2];
    bool ended_ = false;
};

// Follows the child to its end, or until it has to be killed.
enum class End { by_itself, cancelled, late };
End follow(Running& running, const ProcessRequest& request) {
    const auto grace = request.input ? request.grace : milliseconds(0);
    auto end = End::by_itself;
    auto until = Clock::now() + request.timeout;
    bool ended_before = false;
    while (!running.is_done()) {
        const bool cancelled = request.cancel.stop_requested();
        const bool late = Clock::now() >= until;
        if (end == End::by_itself && (cancelled || (late && !running.has_ended()))) {
            end = cancelled ? End::cancelled : End::late;
            if (grace == milliseconds(0)) break;
            until = Clock::now() + grace;
            running.close_input();
        } else if (late) {
            break;
        }
        running.step();
        if (running.has_ended() && !ended_before) until = Clock::now() + kGraceForPipes;
        ended_before = running.has_ended();
    }
    return end;
}

}  // namespace

Result<ProcessResult> run_process(const ProcessRequest& request) {
    if (request.arguments.empty()) return fail("cannot_run", "no program was named");
    if (!request.directory.empty() && !is_directory(request.directory)) {
        return fail("cannot_run", fmt::format("there is no folder {}", request.directory), {}, request.directory);
    }
    ChildInput input(request.input);
    auto output = open_pipe();
    auto errors = open_pipe();
    if (!errors.write_end.is_open() || (request.input && input.for_child() < 0)) {
        return fail("cannot_run", "too many open files");
    }
    auto child = TRY(Child::start(request, {input.for_child(), output.write_end.get(), errors.write_end.get()}));
    input.child_has_it();
    output.write_end.close();
    errors.write_end.close();

    Running running(std::move(child), std::move(input), request.input_ends,
                    {std::move(output.read_end), Sink(request, request.on_line)},
                    {std::move(errors.read_end), Sink(request, nullptr)});
    const auto end = follow(running, request);
    running.kill_all();
    if (end == End::cancelled) return fail("cancelled", "cancelled while another program was running");
    ProcessResult result{.timed_out = end == End::late};
    std::move(running).put_into(result);
    return result;
}

}  // namespace migrate::base
