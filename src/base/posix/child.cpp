#include "base/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/attempt.h"
#include "base/posix/kernel.h"

extern "C" char** environ;  // macOS has it in no header

namespace migrate::base {

namespace {

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

Result<pid_t> spawn(const ProcessRequest& request, const ChildStreams& streams) {
    SpawnSettings settings;
    if (streams.input >= 0) {
        posix_spawn_file_actions_adddup2(&settings.files, streams.input, 0);
    } else {
        posix_spawn_file_actions_addopen(&settings.files, 0, "/dev/null", O_RDONLY, 0);
    }
    posix_spawn_file_actions_adddup2(&settings.files, streams.output, 1);
    posix_spawn_file_actions_adddup2(&settings.files, streams.errors, 2);
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

}  // namespace

struct Child::State {
    pid_t id;
    int status = 0;
    bool ended = false;
};

Child::Child(std::unique_ptr<State> state) : state_(std::move(state)) {}
Child::Child(Child&&) noexcept = default;
Child& Child::operator=(Child&&) noexcept = default;

Child::~Child() {
    kill_all();
}

Result<Child> Child::start(const ProcessRequest& request, const ChildStreams& streams) {
    const auto id = TRY(spawn(request, streams));
    return Child(std::make_unique<State>(State{id}));
}

bool Child::has_ended() {
    if (!state_->ended) state_->ended = ::waitpid(state_->id, &state_->status, WNOHANG) == state_->id;
    return state_->ended;
}

int Child::exit_code() const {
    const int status = state_->status;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Child::kill_all() {
    if (!state_) return;
    ::kill(-state_->id, SIGKILL);
    while (!state_->ended) {
        const auto got = ::waitpid(state_->id, &state_->status, 0);
        if (got == state_->id || (got < 0 && errno != EINTR)) state_->ended = true;
    }
}

// A socket, because writing to one neither waits nor raises a signal when nobody reads.
ChildInput::ChildInput(const std::optional<std::string>& text) {
    int ends[2];
    if (!text || !kernel::open_socket_pair(ends)) return;
    ours_ = Descriptor(ends[0]);
    theirs_ = Descriptor(ends[1]);
    text_ = *text;
}

void ChildInput::send() {
    if (!is_sending()) return;
    const auto count = kernel::send_now(ours_.get(), std::string_view(text_).substr(sent_));
    if (count > 0) sent_ += static_cast<std::size_t>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR) ours_.close();
}

}  // namespace migrate::base
