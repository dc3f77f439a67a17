#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
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

constexpr milliseconds kStep{20};            // how soon a cancellation or the child's end is seen
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

Result<pid_t> start(const ProcessRequest& request, int output, int errors) {
    SpawnSettings settings;
    posix_spawn_file_actions_addopen(&settings.files, 0, "/dev/null", O_RDONLY, 0);
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

// One of the child's streams.
struct Stream {
    Descriptor descriptor;
    std::string* text;
};

// Reads what is there. Closes the stream at its end.
void read_into(Stream& stream, std::size_t max_output, bool& truncated) {
    char buffer[65536];
    const auto count = read_some(stream.descriptor.get(), buffer, sizeof buffer);
    if (count <= 0) return stream.descriptor.close();
    const auto room = max_output - std::min(max_output, stream.text->size());
    const auto kept = std::min(static_cast<std::size_t>(count), room);
    if (kept < static_cast<std::size_t>(count)) truncated = true;
    stream.text->append(buffer, kept);
}

// A child that was started: followed until it has ended and its streams are read, killed with its group
// otherwise.
class Running {
  public:
    Running(pid_t child, Stream output, Stream errors)
        : child_(child), streams_{std::move(output), std::move(errors)} {}
    ~Running() { kill_group(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    bool is_done() const { return ended_ && !streams_[0].descriptor.is_open() && !streams_[1].descriptor.is_open(); }
    bool has_ended() const { return ended_; }
    int exit_code() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_); }

    void step(std::size_t max_output, bool& truncated) {
        if (streams_[0].descriptor.is_open() || streams_[1].descriptor.is_open()) {
            const auto ready = wait_readable({streams_[0].descriptor.get(), streams_[1].descriptor.get()}, kStep);
            for (std::size_t i = 0; i < 2; ++i) {
                if (ready[i]) read_into(streams_[i], max_output, truncated);
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

  private:
    pid_t child_;
    Stream streams_[2];
    int status_ = 0;
    bool ended_ = false;
};

}  // namespace

Result<ProcessResult> run_process(const ProcessRequest& request) {
    if (request.arguments.empty()) return fail("cannot_run", "no program was named");
    if (!request.directory.empty() && !is_directory(request.directory)) {
        return fail("cannot_run", fmt::format("there is no folder {}", request.directory), {}, request.directory);
    }
    auto output = open_pipe();
    auto errors = open_pipe();
    if (!errors.write_end.is_open()) return fail("cannot_run", "too many open files");
    const auto child = start(request, output.write_end.get(), errors.write_end.get());
    if (!child) return tl::unexpected(child.error());
    output.write_end.close();
    errors.write_end.close();

    ProcessResult result;
    Running running(*child, {std::move(output.read_end), &result.output}, {std::move(errors.read_end), &result.errors});
    auto until = Clock::now() + request.timeout;
    bool ended_before = false;
    while (!running.is_done()) {
        if (request.cancel.stop_requested()) return fail("cancelled", "cancelled while another program was running");
        if (Clock::now() >= until) {
            result.timed_out = !running.has_ended();
            break;
        }
        running.step(request.max_output, result.truncated);
        if (running.has_ended() && !ended_before) until = Clock::now() + kGraceForPipes;
        ended_before = running.has_ended();
    }
    running.kill_group();
    result.exit_code = running.exit_code();
    return result;
}

}  // namespace migrate::base
