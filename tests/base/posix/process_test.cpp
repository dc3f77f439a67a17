#include "base/process.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/signals.h"
#include "base/stdio_guard.h"
#include "base/text.h"

using namespace migrate::base;
using migrate::test::ScratchFolder;
using namespace std::chrono_literals;

namespace {

ProcessRequest shell(const std::string& script) {
    return {.arguments = {"sh", "-c", script}, .timeout = 10s};
}

bool is_alive(const std::string& process) {
    const auto state = read_file("/proc/" + process + "/stat");
    return ::kill(std::stoi(process), 0) == 0 && (!state || state->find(") Z ") == std::string::npos);
}

}  // namespace

TEST_CASE("a child's output, errors and exit code come back") {
    const auto result = run_process(shell("echo out; echo err >&2; exit 3"));
    REQUIRE(result.has_value());
    CHECK(result->output == "out\n");
    CHECK(result->errors == "err\n");
    CHECK(result->exit_code == 3);
    CHECK_FALSE(result->timed_out);
    CHECK(run_process(shell("kill -TERM $$"))->exit_code == 128 + SIGTERM);
}

TEST_CASE("a child has no input, its own folder and the environment it is given") {
    ScratchFolder folder;
    auto request = shell("cat; pwd; echo ${MIGRATE_TEST-unset} ${HOME-unset}");
    request.directory = folder.path();
    request.environment = {{"MIGRATE_TEST", "a b"}, {"HOME", std::nullopt}};
    CHECK(run_process(request)->output == folder.path() + "\na b unset\n");
}

TEST_CASE("output is kept up to a limit, and a child that writes much does not hang") {
    auto request = shell("head -c 3000000 /dev/zero; head -c 300000 /dev/zero >&2");
    request.max_output = 1000;
    const auto result = run_process(request);
    CHECK(result->output.size() == 1000);
    CHECK(result->errors.size() == 1000);
    CHECK(result->truncated);
    CHECK(result->exit_code == 0);
}

TEST_CASE("when the time is over, the whole group is killed") {
    auto request = shell("sleep 60 & echo $!; sleep 60");
    request.timeout = 200ms;
    const auto start = std::chrono::steady_clock::now();
    const auto result = run_process(request);
    CHECK(std::chrono::steady_clock::now() - start < 2s);
    REQUIRE(result.has_value());
    CHECK(result->timed_out);
    CHECK(result->exit_code == 128 + SIGKILL);
    std::this_thread::sleep_for(50ms);
    CHECK_FALSE(is_alive(std::string(trim(result->output))));
}

TEST_CASE("a grandchild that keeps the pipes open does not make us wait, and is killed") {
    const auto start = std::chrono::steady_clock::now();
    const auto result = run_process(shell("sleep 60 & echo $!"));
    CHECK(std::chrono::steady_clock::now() - start < 2s);
    REQUIRE(result.has_value());
    CHECK(result->exit_code == 0);
    std::this_thread::sleep_for(50ms);
    CHECK_FALSE(is_alive(std::string(trim(result->output))));
}

TEST_CASE("a cancelled request kills the child") {
    std::stop_source cancel;
    auto request = shell("sleep 60");
    request.cancel = cancel.get_token();
    std::jthread later([&] {
        std::this_thread::sleep_for(100ms);
        cancel.request_stop();
    });
    const auto start = std::chrono::steady_clock::now();
    CHECK(run_process(request).error().code == "cancelled");
    CHECK(std::chrono::steady_clock::now() - start < 1s);
}

TEST_CASE("stop signals become something to wait for") {
    {
        const StopSignals signals;
        CHECK_FALSE(wait_readable({signals.descriptor()}, 0ms)[0]);
        ::kill(::getpid(), SIGTERM);
        CHECK(wait_readable({signals.descriptor(), -1}, 1000ms)[0]);
        auto pipe = open_pipe();
        pipe.read_end.close();
        CHECK_FALSE(write_all(pipe.write_end.get(), "nobody reads"));
    }
    struct sigaction now{};
    ::sigaction(SIGTERM, nullptr, &now);
    CHECK((now.sa_handler == SIG_DFL));
}

TEST_CASE("a child reads what it is given, however much, and then sees no end") {
    auto request = shell("head -c 3000000 | wc -c; read -t 1 more; echo $?");
    request.arguments[0] = "bash";
    request.input = std::string(3'000'000, 'x');
    const auto result = run_process(request);
    CHECK(result->output == "3000000\n142\n");
    CHECK_FALSE(result->timed_out);
}

TEST_CASE("a child reads to the end of what it is given, where it ends") {
    auto request = shell("wc -c");
    request.input = std::string(3'000'000, 'x');
    request.input_ends = true;
    CHECK(run_process(request)->output == "3000000\n");
    request.input = "";
    CHECK(run_process(request)->output == "0\n");
}

TEST_CASE("a child that does not read is no danger") {
    auto request = shell("exec <&-; sleep 0.1; echo done");
    request.input = std::string(3'000'000, 'x');
    CHECK(run_process(request)->output == "done\n");
}

TEST_CASE("lines come as they are written, whole, and the last one without a line feed not at all") {
    std::vector<std::string> lines;
    auto request =
        shell("printf 'one\\ntw'; sleep 0.1; printf 'o\\n\\n'; head -c 2000 /dev/zero; printf '\\nthree\\nrest'");
    request.max_output = 1000;
    request.on_line = [&](std::string_view line) { lines.emplace_back(line); };
    const auto result = run_process(request);
    CHECK(lines == std::vector<std::string>{"one", "two", "", "three"});
    CHECK(result->output.empty());
    CHECK(result->truncated);
}

TEST_CASE("a child with input is asked to stop before it is killed") {
    ScratchFolder folder;
    const std::string cleaned = folder.path() + "/cleaned";
    for (const auto grace : {5000ms, 0ms}) {
        for (const bool cancelled : {true, false}) {
            std::stop_source source;
            auto request = shell("echo ready; cat > /dev/null; echo bye > " + cleaned);
            request.input = "";
            request.grace = grace;
            request.timeout = cancelled ? 10s : 300ms;
            request.cancel = source.get_token();
            request.on_line = [&](std::string_view) {
                if (cancelled) source.request_stop();
            };
            const auto result = run_process(request);
            CHECK(result.has_value() != cancelled);
            if (cancelled) CHECK(result.error().code == "cancelled");
            if (!cancelled) CHECK(result->timed_out);
            CHECK(read_file(cleaned).has_value() == (grace > 0ms));
            std::remove(cleaned.c_str());
        }
    }
}
