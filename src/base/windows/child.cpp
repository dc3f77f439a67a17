#include "base/child.h"

#include <fmt/format.h>
#include <io.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/environment.h"
#include "base/files.h"
#include "base/text.h"
#include "base/windows/wide.h"

namespace migrate::base {

namespace {

using windows::Handle;
using windows::wide;
using windows::wide_path;

constexpr unsigned kKilled = 128 + 9;  // as where signals end a program

/// The program's path. A bare name is looked up on PATH alone: the system would look into the current folder first, and
/// that is the repository's.
std::optional<std::string> find_program(const std::string& name) {
    const bool has_ending = name.ends_with(".exe") || name.ends_with(".cmd");
    const auto with_ending = has_ending ? name : name + ".exe";
    if (name.find_first_of("/\\") != std::string::npos) return is_file(name) ? name : with_ending;
    for (const auto& folder : split(environment_variable("PATH").value_or(""), list_separator())) {
        const auto path = join_path(folder, with_ending);
        if (is_absolute(folder) && is_file(path)) return path;
    }
    return std::nullopt;
}

/// One argument as the C library of the other side takes a command line apart: backslashes before a quote are doubled.
std::wstring as_argument(std::string_view argument) {
    std::wstring result = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : wide(argument)) {
        if (c == L'"') result.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        result += c;
    }
    return result.append(backslashes, L'\\') + L'"';
}

std::wstring command_line(const std::vector<std::string>& arguments) {
    std::wstring line;
    for (const auto& argument : arguments) line += (line.empty() ? L"" : L" ") + as_argument(argument);
    return line;
}

/// Names are the same whatever their case.
struct NameOrder {
    bool operator()(const std::wstring& a, const std::wstring& b) const {
        return CompareStringOrdinal(a.c_str(), -1, b.c_str(), -1, TRUE) == CSTR_LESS_THAN;
    }
};

/// Our variables with what the request changes, as the system wants them: "name=value" each with its zero, one more at
/// the end.
std::wstring environment_block(const ProcessRequest& request) {
    std::map<std::wstring, std::wstring, NameOrder> variables;
    wchar_t* const block = GetEnvironmentStringsW();
    for (const wchar_t* at = block; *at != L'\0'; at += std::wcslen(at) + 1) {
        const std::wstring entry(at);
        const auto equals = entry.find(L'=', 1);  // "=C:=C:\folder" is one of the system's own
        if (equals != std::wstring::npos) variables[entry.substr(0, equals)] = entry.substr(equals + 1);
    }
    FreeEnvironmentStringsW(block);
    for (const auto& [name, value] : request.environment) {
        variables.erase(wide(name));
        if (value) variables[wide(name)] = wide(*value);
    }
    std::wstring result;
    for (const auto& [name, value] : variables) result.append(name).append(L"=").append(value).push_back(L'\0');
    result.push_back(L'\0');
    return result;
}

/// A copy of the descriptor's handle that a child may inherit. -1 is the null device.
Handle inheritable(int descriptor) {
    if (descriptor < 0) {
        SECURITY_ATTRIBUTES inherited{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
        return Handle(CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING,
                                  0, nullptr));
    }
    HANDLE copy = INVALID_HANDLE_VALUE;
    const auto own = reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
    DuplicateHandle(GetCurrentProcess(), own, GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS);
    return Handle(copy);
}

/// The list of the handles that the child gets: none but these, whatever other threads start meanwhile.
class InheritedHandles {
  public:
    explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
        SIZE_T bytes = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &bytes);
        memory_.resize(bytes);
        InitializeProcThreadAttributeList(list(), 1, 0, &bytes);
        UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                  handles_.size() * sizeof(HANDLE), nullptr, nullptr);
    }
    ~InheritedHandles() { DeleteProcThreadAttributeList(list()); }
    InheritedHandles(const InheritedHandles&) = delete;
    InheritedHandles& operator=(const InheritedHandles&) = delete;

    LPPROC_THREAD_ATTRIBUTE_LIST list() { return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data()); }

  private:
    std::vector<HANDLE> handles_;
    std::vector<unsigned char> memory_;
};

/// A job ends with its last handle, and everything in it: also when we are killed.
Handle make_job() {
    Handle job(CreateJobObjectW(nullptr, nullptr));
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits);
    return job;
}

tl::unexpected<Error> cannot_run(const ProcessRequest& request, const std::string& why) {
    return fail("cannot_run", fmt::format("cannot run {}: {}", request.arguments[0], why), {}, request.directory);
}

}  // namespace

struct Child::State {
    Handle process;
    Handle job;
};

Child::Child(std::unique_ptr<State> state) : state_(std::move(state)) {}
Child::Child(Child&&) noexcept = default;
Child& Child::operator=(Child&&) noexcept = default;

Child::~Child() {
    kill_all();
}

Result<Child> Child::start(const ProcessRequest& request, const ChildStreams& streams) {
    const auto program = find_program(request.arguments[0]);
    if (!program) return cannot_run(request, "it is not on PATH");
    const Handle input = inheritable(streams.input);
    const Handle output = inheritable(streams.output);
    const Handle errors = inheritable(streams.errors);
    InheritedHandles handles({input.get(), output.get(), errors.get()});
    STARTUPINFOEXW settings{};
    settings.StartupInfo.cb = sizeof settings;
    settings.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    settings.StartupInfo.hStdInput = input.get();
    settings.StartupInfo.hStdOutput = output.get();
    settings.StartupInfo.hStdError = errors.get();
    settings.lpAttributeList = handles.list();

    auto line = command_line(request.arguments);
    auto environment = environment_block(request);
    const auto directory = wide_path(request.directory);
    PROCESS_INFORMATION started{};
    // Suspended until it is in its job: nothing that it starts can be outside.
    const DWORD flags = CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT;
    if (CreateProcessW(wide_path(*program).c_str(), line.data(), nullptr, nullptr, TRUE, flags, environment.data(),
                       directory.empty() ? nullptr : directory.c_str(), &settings.StartupInfo, &started) == 0) {
        return cannot_run(request, windows::error_text(GetLastError()));
    }
    const Handle thread(started.hThread);
    Child child(std::make_unique<State>(State{Handle(started.hProcess), make_job()}));
    AssignProcessToJobObject(child.state_->job.get(), child.state_->process.get());
    ResumeThread(thread.get());
    return child;
}

bool Child::has_ended() {
    return WaitForSingleObject(state_->process.get(), 0) == WAIT_OBJECT_0;
}

int Child::exit_code() const {
    DWORD code = 0;
    GetExitCodeProcess(state_->process.get(), &code);
    return static_cast<int>(code);
}

void Child::kill_all() {
    if (!state_) return;
    TerminateJobObject(state_->job.get(), kKilled);
    TerminateProcess(state_->process.get(), kKilled);
    WaitForSingleObject(state_->process.get(), INFINITE);
}

// A pipe that takes what finds room, and drops nothing: what it did not take is sent later.
ChildInput::ChildInput(const std::optional<std::string>& text) {
    if (!text) return;
    auto pipe = open_pipe();
    if (!pipe.write_end.is_open()) return;
    DWORD mode = PIPE_NOWAIT;
    SetNamedPipeHandleState(reinterpret_cast<HANDLE>(_get_osfhandle(pipe.write_end.get())), &mode, nullptr, nullptr);
    ours_ = std::move(pipe.write_end);
    theirs_ = std::move(pipe.read_end);
    text_ = *text;
}

void ChildInput::send() {
    if (!is_sending()) return;
    DWORD count = 0;
    const auto rest = static_cast<DWORD>(std::min<std::size_t>(text_.size() - sent_, 4096));
    const auto handle = reinterpret_cast<HANDLE>(_get_osfhandle(ours_.get()));
    if (WriteFile(handle, text_.data() + sent_, rest, &count, nullptr) == 0) return ours_.close();
    sent_ += count;
}

}  // namespace migrate::base
