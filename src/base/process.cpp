#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "base/descriptor.h"
#include "base/files.h"

namespace migrate::base {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kStep{20};  // how soon a cancellation or the child's end is seen
constexpr milliseconds kSendingStep{1};
constexpr milliseconds kGraceForPipes{200};  // a grandchild may keep the pipes open after the child's end

std::vector<std::string> environment_of(const ProcessRequest& request) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text(*entry);
        if (!request.environment.contains(text.substr(0, text.find('=')))) result.push_back(text);
    }
    for (const auto& [name, value] : request.environment) {
        if (value) result.push_back(name + "=" + *value);
    }
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// The two settings objects of posix_spawn, freed together.
struct SpawnSettings {
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};

    SpawnSettings() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
};

Result<pid_t> start(const ProcessRequest& request, int input, int output, int errors) {
    SpawnSettings settings;
    if (input >= 0) {
        posix_spawn_file_actions_adddup2(&settings.files, input, 0);
    } else {
        posix_spawn_file_actions_addopen(&settings.files, 0, "/dev/null", O_RDONLY, 0);
    }
    posix_spawn_file_actions_adddup2(&settings.files, output, 1);
    posix_spawn_file_actions_adddup2(&settings.files, errors, 2);
    if (!request.directory.empty()) posix_spawn_file_actions_addchdir_np(&settings.files, request.directory.c_str());

    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&settings.attributes, &none);
    posix_spawnattr_setsigdefault(&settings.attributes, &all);
    posix_spawnattr_setpgroup(&settings.attributes, 0);
    posix_spawnattr_setflags(&settings.attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    auto arguments = request.arguments;
    auto environment = environment_of(request);
    pid_t child = -1;
    const int error = posix_spawnp(&child, arguments[0].c_str(), &settings.files, &settings.attributes,
                                   pointers_to(arguments).data(), pointers_to(environment).data());
    if (error == 0) return child;
    return fail("cannot_run", fmt::format("cannot run {}: {}", arguments[0], std::strerror(error)), {},
                request.directory);
}

// What the child reads: a socket, because writing to one neither waits nor raises a signal when nobody reads.
class Input {
  public:
    explicit Input(const std::optional<std::string>& text) {
        int ends[2];
        if (!text || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
        ours_ = Descriptor(ends[0]);
        theirs_ = Descriptor(ends[1]);
        text_ = *text;
    }

    int for_child() const { return theirs_.get(); }
    void child_has_it() { theirs_.close(); }
    bool is_sending() const { return ours_.is_open() && sent_ < text_.size(); }
    void close() { ours_.close(); }

    void send() {
        if (!is_sending()) return;
        const auto count = ::send(ours_.get(), text_.data() + sent_, text_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) sent_ += static_cast<std::size_t>(count);
        if (count < 0 && errno != EAGAIN && errno != EINTR) ours_.close();
    }

  private:
    Descriptor ours_;
    Descriptor theirs_;
    std::string text_;
    std::size_t sent_ = 0;
};

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
    Running(pid_t child, Input input, Stream output, Stream errors)
        : child_(child), input_(std::move(input)), streams_{std::move(output), std::move(errors)} {}
    ~Running() { kill_group(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    bool is_done() const { return ended_ && !streams_[0].descriptor.is_open() && !streams_[1].descriptor.is_open(); }
    bool has_ended() const { return ended_; }
    int exit_code() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_); }
    void close_input() { input_.close(); }

    void step() {
        input_.send();
        if (streams_[0].descriptor.is_open() || streams_[1].descriptor.is_open()) {
            const auto ready = wait_readable({streams_[0].descriptor.get(), streams_[1].descriptor.get()},
                                             input_.is_sending() ? kSendingStep : kStep);
            for (std::size_t i = 0; i < 2; ++i) {
                if (ready[i]) streams_[i].read();
            }
        } else {
            std::this_thread::sleep_for(milliseconds(2));
        }
        if (!ended_) ended_ = ::waitpid(child_, &status_, WNOHANG) == child_;
    }

    // Also what the child left running in its group: nothing of it may outlive the request.
    void kill_group() {
        ::kill(-child_, SIGKILL);
        while (!ended_) {
            const auto got = ::waitpid(child_, &status_, 0);
            if (got == child_ || (got < 0 && errno != EINTR)) ended_ = true;
        }
    }

    void put_into(ProcessResult& result) && {
        result.exit_code = exit_code();
        result.truncated = streams_[0].sink.was_cut() || streams_[1].sink.was_cut();
        result.output = std::move(streams_[0].sink).text();
        result.errors = std::move(streams_[1].sink).text();
    }

  private:
    pid_t child_;
    Input input_;
    Stream streams_[2];
    int status_ = 0;
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
    Input input(request.input);
    auto output = open_pipe();
    auto errors = open_pipe();
    if (!errors.write_end.is_open() || (request.input && input.for_child() < 0)) {
        return fail("cannot_run", "too many open files");
    }
    const auto child = start(request, input.for_child(), output.write_end.get(), errors.write_end.get());
    if (!child) return tl::unexpected(child.error());
    input.child_has_it();
    output.write_end.close();
    errors.write_end.close();

    Running running(*child, std::move(input), {std::move(output.read_end), Sink(request, request.on_line)},
                    {std::move(errors.read_end), Sink(request, nullptr)});
    const auto end = follow(running, request);
    running.kill_group();
    if (end == End::cancelled) return fail("cancelled", "cancelled while another program was running");
    ProcessResult result{.timed_out = end == End::late};
    std::move(running).put_into(result);
    return result;
}

}  // namespace migrate::base
