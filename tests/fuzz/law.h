/// What a fuzzer defines, and how it says that a law does not hold.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace migrate::fuzz {

/// Ends the program, so that the fuzzer keeps the input.
[[noreturn]] inline void broken(const std::string& law, const std::string& shown) {
    std::fprintf(stderr, "law broken: %s\n%s\n", law.c_str(), shown.c_str());
    std::abort();
}

/// Each fuzzer's own: attacks the program with one input. input.cpp calls it, and stops what takes too long.
void take(std::string_view input);

}  // namespace migrate::fuzz
