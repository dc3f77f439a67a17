/// How a fuzzer says that a law does not hold.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace migrate::fuzz {

/// Ends the program, so that the fuzzer keeps the input.
[[noreturn]] inline void broken(const std::string& law, const std::string& shown) {
    std::fprintf(stderr, "law broken: %s\n%s\n", law.c_str(), shown.c_str());
    std::abort();
}

}  // namespace migrate::fuzz
