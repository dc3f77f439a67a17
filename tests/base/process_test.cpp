#include "base/process.h"

#include <doctest/doctest.h>

#include "base/descriptor.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/scratch_folder.h"

using namespace migrate::base;

TEST_CASE("what cannot be run is an error") {
    CHECK(run_process({.arguments = {"no-such-program-anywhere"}}).error().code == "cannot_run");
    CHECK(run_process({}).error().code == "cannot_run");
    CHECK(run_process({.arguments = {program_path()}, .directory = "/no/such/folder"}).error().code == "cannot_run");
}

TEST_CASE("the environment is read as it is") {
    migrate::test::set_variable("MIGRATE_TEST_EMPTY", "x");
    CHECK(environment_variable("MIGRATE_TEST_EMPTY") == "x");
    CHECK_FALSE(environment_variable("MIGRATE_TEST_NOT_THERE").has_value());
    CHECK(is_absolute(current_directory().value()));
}

TEST_CASE("descriptors close with their owner") {
    int number = -1;
    {
        auto pipe = open_pipe();
        number = pipe.read_end.get();
        Descriptor moved = std::move(pipe.read_end);
        CHECK_FALSE(pipe.read_end.is_open());
        REQUIRE(write_all(pipe.write_end.get(), "abc"));
        char buffer[8];
        CHECK(read_some(moved.get(), buffer, sizeof buffer) == 3);
        pipe.write_end.close();
        CHECK(read_some(moved.get(), buffer, sizeof buffer) == 0);
    }
    char byte = 0;
    CHECK(read_some(number, &byte, 1) == -1);
}
