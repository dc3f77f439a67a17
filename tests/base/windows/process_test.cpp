// What child processes, signals and paths are on Windows. The children are the system's own shell, and this very
// program.
#include "base/process.h"

#include <doctest/doctest.h>

#include <iostream>
#include <thread>

#include "base/environment.h"
#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/windows/wide.h"
#include "base/write.h"

using namespace migrate::base;
using migrate::test::ScratchFolder;
using namespace std::chrono_literals;

namespace {

constexpr auto kStart = 5000ms;  // a process may take its time to start

/// The test case of this program with that name, as a child.
ProcessRequest child(const std::string& name) {
    return {.arguments = {program_path(), "--no-skip", "--minimal", "--test-case=" + name}, .timeout = 60s};
}

/// By its number, from a line of the output.
bool is_alive(const std::string& output) {
    const auto at = output.find("number ");
    REQUIRE(at != std::string::npos);
    const windows::Handle process(OpenProcess(SYNCHRONIZE, FALSE, std::stoul(output.substr(at + 7))));
    return process.is_open() && WaitForSingleObject(process.get(), 0) != WAIT_OBJECT_0;
}

}  // namespace

TEST_CASE("(child) tells its number and waits" * doctest::skip()) {
    std::cout << "number " << process_id() << std::endl;
    std::this_thread::sleep_for(120s);
}

TEST_CASE("(child) starts one that waits" * doctest::skip()) {
    static_cast<void>(
        run_process({.arguments = {"cmd", "/c", program_path(), "--no-skip", "--minimal", "--test-case=(child) tells*"},
                     .on_line = [](std::string_view line) { std::cout << line << std::endl; }}));
}

TEST_CASE("(child) says what it is given" * doctest::skip()) {
    const auto told = environment_variable("MIGRATE_TEST");
    std::cout << "[" << current_directory().value() << "] [" << told.value_or("unset") << "] ["
              << environment_variable("MIGRATE_GONE").value_or("unset") << "]" << std::endl;
    std::string text;
    std::cin >> text;
    std::cout << text.size() << " bytes of input" << std::endl;
    std::cerr << "to errors" << std::endl;
    exit_now(3);
}

TEST_CASE("a child's output, errors and exit code come back; it has its folder and what it is given") {
    ScratchFolder folder;
    REQUIRE(create_directories(folder / "b l ä").has_value());
    migrate::test::set_variable("MIGRATE_GONE", "x");
    auto request = child("(child) says*");
    request.directory = folder / "b l ä";
    request.environment = {{"MIGRATE_TEST", "a \"b\" ä"}, {"MIGRATE_GONE", std::nullopt}};
    request.input = std::string(300'000, 'x') + "\n";
    const auto result = run_process(request);
    REQUIRE(result.has_value());
    CHECK(result->exit_code == 3);
    CHECK(result->output.find("[" + folder.path() + "/b l ä] [a \"b\" ä] [unset]") != std::string::npos);
    CHECK(result->output.find("300000 bytes of input") != std::string::npos);
    CHECK(result->errors.find("to errors") != std::string::npos);
    CHECK_FALSE(result->timed_out);
}

TEST_CASE("a program is looked for on PATH alone, not in the folder it is run in") {
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "tool-of-theirs.exe", "").has_value());
    CHECK(run_process({.arguments = {"tool-of-theirs"}, .directory = folder.path()}).error().code == "cannot_run");
    CHECK(run_process({.arguments = {"cmd", "/c", "exit", "7"}}).has_value());
}

TEST_CASE("when the time is over, the child and what it has started are killed") {
    auto request = child("(child) starts one*");
    request.timeout = kStart;
    const auto result = run_process(request);
    REQUIRE(result.has_value());
    CHECK(result->timed_out);
    CHECK(result->exit_code == 128 + 9);
    CHECK_FALSE(is_alive(result->output));
}

TEST_CASE("a cancelled request kills the child") {
    std::stop_source cancel;
    std::string said;
    auto request = child("(child) tells*");
    request.cancel = cancel.get_token();
    request.on_line = [&](std::string_view line) {
        said += line;
        if (line.starts_with("number")) cancel.request_stop();
    };
    const auto start = std::chrono::steady_clock::now();
    CHECK(run_process(request).error().code == "cancelled");
    CHECK(std::chrono::steady_clock::now() - start < 60s);
    CHECK_FALSE(is_alive(said));
}

TEST_CASE("output is kept up to a limit") {
    auto request = child("(child) says*");
    request.max_output = 10;
    const auto result = run_process(request);
    CHECK(result->output.size() == 10);
    CHECK(result->truncated);
}

TEST_CASE("(console) Ctrl+C becomes something to wait for" * doctest::skip()) {
    const StopSignals signals;
    CHECK_FALSE(wait_readable({signals.descriptor()}, 0ms)[0]);
    REQUIRE(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0) != 0);
    CHECK(wait_readable({signals.descriptor()}, 5000ms)[0]);
}

TEST_CASE("paths: drives, backslashes, other cases, long ones") {
    ScratchFolder folder;
    REQUIRE(create_exclusive(folder / "Mixed.py", "x").has_value());
    CHECK(read_file(folder / "mIXED.py").value() == "x");
    CHECK(create_exclusive(folder / "MIXED.PY", "y").error().code == "file_exists");
    CHECK(is_absolute("C:/x"));
    CHECK(is_absolute(folder.path()));
    CHECK(resolve(folder / "Mixed.py").value() == folder / "Mixed.py");
    CHECK(parent_path("C:/x") == "C:/");
    CHECK(join_path("C:/a", "D:/b") == "D:/b");

    std::string deep = folder.path();
    while (deep.size() < 300) deep += "/" + std::string(40, 'd');
    REQUIRE(create_directories(deep).has_value());
    REQUIRE(create_exclusive(deep + "/ä.py", "deep").has_value());
    CHECK(read_file(deep + "/ä.py").value() == "deep");
    CHECK(list_directory(deep).value().at(0).name == "ä.py");
    REQUIRE(remove_tree(folder.path()).has_value());
    CHECK_FALSE(exists(folder.path()));
}
