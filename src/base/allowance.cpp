#include "base/allowance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "base/environment.h"
#include "base/text.h"

namespace migrate::base {

/// One allowance, shared by the threads that work under it.
struct Account {
    Bounds bounds;
    std::atomic<bool> endless = false;
    std::atomic<std::int64_t> bytes = 0;
    std::atomic<std::int64_t> nanoseconds = 0;  ///< of the processor, by all threads, as far as they have told
};

namespace {

/// Who swallows the error gets a little more before the next one.
constexpr std::chrono::milliseconds kMoreTime{500};
/// How late `operator new` puts an end to what calls no `step`.
constexpr std::chrono::milliseconds kLastResort{1'000};
constexpr int kAllocationsBetween = 5'000;

/// This thread's part in an allowance.
struct Share {
    Account* account = nullptr;
    std::chrono::nanoseconds told{0};  ///< the thread's own time when it told the account last
    std::chrono::nanoseconds more{0};  ///< what it may take beyond the bounds, since it was told of them
    const Doing* doing = nullptr;
    int allocations = 0;                 ///< until the time is looked at
    bool late = false;                   ///< an allocation was refused for the time it is
    std::array<char, 120> refused_at{};  ///< what was being done when one was, without a place to allocate a text in
};
thread_local Share share;
/// Bytes that this thread has taken and not told the account yet: threads that tell it of each would wait for each
/// other.
thread_local std::int64_t untold = 0;
constexpr std::int64_t kTellAt = std::int64_t{64} << 10U;

void tell_bytes() {
    if (share.account != nullptr) share.account->bytes.fetch_add(untold, std::memory_order_relaxed);
    untold = 0;
}

/// What all threads have taken of the processor so far. The account must be open.
std::chrono::nanoseconds time_taken() {
    const std::chrono::nanoseconds now = thread_time();
    const std::int64_t since = (now - std::exchange(share.told, now)).count();
    return std::chrono::nanoseconds(share.account->nanoseconds.fetch_add(since, std::memory_order_relaxed) + since);
}

std::chrono::nanoseconds time_allowed() {
    return share.account->bounds.time + share.more;
}

/// Tells the account what this thread has taken since it told it last.
void tell() {
    tell_bytes();
    if (share.account != nullptr) static_cast<void>(time_taken());
}

Error too_much(const std::string& what) {
    const std::string doing = share.doing != nullptr ? described(share.doing) : std::string(share.refused_at.data());
    return {"too_much", "this is too much: " + (doing.empty() ? "it" : doing) + " " + what,
            "ask for less at once; a file that does this much is to be split, or made smaller"};
}

std::string in_megabytes(std::size_t bytes) {
    return fmt::format("{} MB", bytes >> 20U);
}

std::size_t most_bytes(const Account& account) {
    return account.bounds.bytes + account.bounds.bytes / 5;
}

/// Gives the thread back the share that it had, also when another exception goes through.
class Restored {
  public:
    Restored() : before_(share) {}
    ~Restored() {
        tell();
        const std::chrono::nanoseconds told = share.told;
        share = before_;
        share.told = told;
    }
    Restored(const Restored&) = delete;
    Restored& operator=(const Restored&) = delete;

  private:
    Share before_;
};

void begin(Account* account) {
    tell_bytes();
    share = {account, thread_time()};
    detail::steps_left = detail::kStepsBetween;
}

Error too_late() {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(share.account->bounds.time);
    return too_much(fmt::format("takes longer than {} s", seconds.count()));
}

Error out_of_memory() {
    if (share.late) return too_late();
    return too_much("takes more memory than " + in_megabytes(share.account->bounds.bytes));
}

}  // namespace

std::string described(const Doing* doing) {
    if (doing == nullptr) return "";
    std::string text = fmt::format("{} {}", doing->what_, cut_utf8(doing->subject_, 200));
    const Doing* around = doing->around_;
    return around == nullptr ? text : fmt::format("{} ({} {})", text, around->what_, cut_utf8(around->subject_, 200));
}

Doing::Doing(std::string_view what, std::string_view subject)
    : what_(what), subject_(subject), around_(std::exchange(share.doing, this)) {}

void Doing::copy_to(char* buffer, std::size_t size) const {
    std::size_t at = 0;
    for (const std::string_view part : {what_, std::string_view(" "), cut_utf8(subject_, 80)}) {
        at += part.copy(buffer + at, size - 1 - at);
    }
    buffer[at] = '\0';
}

Doing::~Doing() {
    share.doing = around_;
}

namespace {

bool takes_too_much(const Account& account) {
    return std::cmp_greater(account.bytes.load(std::memory_order_relaxed), account.bounds.bytes);
}

}  // namespace

bool is_used_up() {
    const Account* account = share.account;
    if (account == nullptr || account->endless) return false;
    return account->bounds.cancel.stop_requested() || takes_too_much(*account) || time_taken() > time_allowed();
}

void detail::look() {
    steps_left = kStepsBetween;
    Account* account = share.account;
    if (account == nullptr || account->endless || std::uncaught_exceptions() > 0) return;
    if (account->bounds.cancel.stop_requested()) {
        throw TooMuch{{"cancelled", "the request was cancelled; nothing was written", "", ""}};
    }
    if (takes_too_much(*account)) throw TooMuch{out_of_memory()};
    if (const auto taken = time_taken(); taken > time_allowed()) {
        share.more = taken - account->bounds.time + kMoreTime;
        throw TooMuch{too_late()};
    }
}

std::optional<Error> within(const Bounds& bounds, const std::function<void()>& work) {
    Account account{bounds};
    const Restored restored;
    if (share.account == nullptr) begin(&account);
    std::optional<Error> error;
    try {
        work();
    } catch (TooMuch& much) {
        error = std::move(much.error);
    } catch (const std::bad_alloc&) {
        const bool endless = share.account->endless.exchange(true);
        error = out_of_memory();
        share.account->endless = endless;
    }
    return error;
}

void let_finish() {
    if (share.account != nullptr) share.account->endless = true;
}

Account* open_allowance() {
    return share.account;
}

SharedAllowance::SharedAllowance(Account* account) {
    if (account != nullptr) begin(account);
}

SharedAllowance::~SharedAllowance() {
    tell();
    share = {};
}

namespace {

/// False where what calls no `step` is far over the bounds: the last resort, for it may meet a destructor.
bool may_take(std::size_t size) {
    const Account* account = share.account;
    if (account == nullptr || account->endless) return true;
    if (++share.allocations >= kAllocationsBetween) {
        share.allocations = 0;
        share.late = time_taken() > time_allowed() + kLastResort;
        if (share.late && std::uncaught_exceptions() == 0) return false;
    }
    const auto most = static_cast<std::int64_t>(most_bytes(*account));
    const std::int64_t left = most - untold - account->bytes.load(std::memory_order_relaxed);
    return std::cmp_less_equal(size, std::max<std::int64_t>(left, 0)) || std::uncaught_exceptions() > 0;
}

void count(void* memory, int sign) {
    if (share.account == nullptr || memory == nullptr) return;
    const auto size = static_cast<std::int64_t>(allocated_size(memory));
    untold += sign * size;
    if (untold > kTellAt || untold < -kTellAt) tell_bytes();
}

[[maybe_unused]] void* take(std::size_t size) {
    void* memory = may_take(size) ? std::malloc(size == 0 ? 1 : size) : nullptr;
    if (memory == nullptr) {
        if (share.doing != nullptr) share.doing->copy_to(share.refused_at.data(), share.refused_at.size());
        throw std::bad_alloc();
    }
    count(memory, 1);
    return memory;
}

[[maybe_unused]] void give_back(void* memory) noexcept {
    count(memory, -1);
    std::free(memory);
}

void* counted(void* memory) {
    count(memory, 1);
    return memory;
}

}  // namespace

void* counted_malloc(std::size_t size) {
    return counted(std::malloc(size));
}

void* counted_calloc(std::size_t count, std::size_t size) {
    return counted(std::calloc(count, size));
}

void* counted_realloc(void* memory, std::size_t size) {
    count(memory, -1);
    return counted(std::realloc(memory, size));
}

void counted_free(void* memory) {
    count(memory, -1);
    std::free(memory);
}

}  // namespace migrate::base

// The sanitizers have their own, which see more.
#if defined(__SANITIZE_ADDRESS__)
#define MIGRATE_OTHER_ALLOCATOR
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MIGRATE_OTHER_ALLOCATOR
#endif
#endif

#ifndef MIGRATE_OTHER_ALLOCATOR
void* operator new(std::size_t size) {
    return migrate::base::take(size);
}
void operator delete(void* memory) noexcept {
    migrate::base::give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    migrate::base::give_back(memory);
}
#endif
