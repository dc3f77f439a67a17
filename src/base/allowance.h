/// What one request may use, whatever it was given to read: processor time, memory, and as long as whoever asked waits.
///
/// `within` opens an allowance for the calling thread; everything below it that loops over what a stranger wrote calls
/// `step`, which costs nothing but now and then looks. When it is used up, `step` throws TooMuch: with std::bad_alloc
/// the only exception that crosses rooms, for it ends the request and nobody but `within` has an answer to it. Outside
/// of an allowance `step` does nothing. It counts the processor time of the threads that work under it, so that waiting
/// (for a lock, for another program, for a busy machine) is not held against anyone.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/result.h"

namespace migrate::base {

struct Bounds {
    std::stop_token cancel = {};                  ///< requested: the work ends
    std::chrono::milliseconds time{8'000};        ///< of the processor
    std::size_t bytes = std::size_t{640} << 20U;  ///< that are allocated at one time; what is over it by a fifth fails
};

/// Thrown by `step`; not a std::exception, so that who catches what a library throws does not catch it.
struct TooMuch {
    Error error;
};

/// Does the work. The error is "too_much", with what was being done, or "cancelled"; what it wrote before stays. Inside
/// of another allowance it is that one's.
std::optional<Error> within(const Bounds& bounds, const std::function<void()>& work);

/// From here on the allowance that is open has no end: what has begun to be written is finished and told.
void let_finish();

/// Names what is being done, for the error: `Doing now("reading", path);`. Both texts must live as long as it does.
class Doing {
  public:
    Doing(std::string_view what, std::string_view subject);
    ~Doing();
    Doing(const Doing&) = delete;
    Doing& operator=(const Doing&) = delete;
    /// The two as a text that ends with a zero byte, as much of them as fits.
    void copy_to(char* buffer, std::size_t size) const;

  private:
    friend std::string described(const Doing* doing);
    std::string_view what_;
    std::string_view subject_;
    const Doing* around_;
};

/// For a C library that takes its memory by functions given to it: counted in the open allowance, and never refused by
/// it, for such a library ends the process then. Its callbacks ask `is_used_up`, for they cannot throw.
void* counted_malloc(std::size_t size);
void* counted_calloc(std::size_t count, std::size_t size);
void* counted_realloc(void* memory, std::size_t size);
void counted_free(void* memory);
bool is_used_up();

struct Account;

/// The allowance that is open here, for threads that help: `auto allowance = open_allowance();` and there
/// `SharedAllowance shared(allowance);`. The bounds are those of all of them together.
Account* open_allowance();
class SharedAllowance {
  public:
    explicit SharedAllowance(Account* account);
    ~SharedAllowance();
    SharedAllowance(const SharedAllowance&) = delete;
    SharedAllowance& operator=(const SharedAllowance&) = delete;
};

namespace detail {
inline constexpr int kStepsBetween = 200;
inline constinit thread_local int steps_left = kStepsBetween;
void look();
}  // namespace detail

/// One step of work; throws TooMuch when there were too many.
inline void step() {
    if (--detail::steps_left < 0) detail::look();
}

/// The same, looking at once: behind a call that may have taken much.
inline void step_now() {
    detail::look();
}

}  // namespace migrate::base
