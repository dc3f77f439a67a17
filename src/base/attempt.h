/// The one way to hand an error on: `const Schema schema = TRY(replay(chain));` is the value of a Result, or returns
/// its error from the function that it stands in. A value that holds something while it lives (a lock) needs a name:
/// `TRY(lock_versions(...));` alone gives it back at once.
#pragma once

#include <utility>

#include "base/result.h"

namespace migrate::base {

template <typename Value, typename Failure>
Value value_of(tl::expected<Value, Failure>&& result) {
    if constexpr (!std::is_void_v<Value>) return *std::move(result);
}

}  // namespace migrate::base

// An expression that may return needs a statement inside, which GCC and Clang both have.
#define TRY(...)                                                                     \
    __extension__({                                                                  \
        auto result_to_try = (__VA_ARGS__);                                          \
        if (!result_to_try) return tl::unexpected(std::move(result_to_try).error()); \
        ::migrate::base::value_of(std::move(result_to_try));                         \
    })
