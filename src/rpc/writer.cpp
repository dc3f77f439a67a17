#include "rpc/writer.h"

#include <utility>

namespace migrate::rpc {

namespace {

constexpr std::size_t kMaxPending = std::size_t{64} << 20U;

}  // namespace

Writer::Writer(Output output, std::function<void()> on_broken)
    : output_(std::move(output)), on_broken_(std::move(on_broken)), thread_([this] { work(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Writer::send(std::string_view line) {
    {
        const std::lock_guard lock(mutex_);
        if (broken_) return;
        pending_ += line;
    }
    changed_.notify_all();
}

void Writer::wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return broken_ || stopping_ || pending_.size() <= kMaxPending; });
}

bool Writer::flush(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout, [this] { return broken_ || (pending_.empty() && !writing_); });
}

bool Writer::is_broken() const {
    const std::lock_guard lock(mutex_);
    return broken_;
}

void Writer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !pending_.empty(); });
        if (pending_.empty()) return;
        const auto bytes = std::exchange(pending_, {});
        writing_ = true;
        lock.unlock();
        const bool written = output_(bytes);
        lock.lock();
        writing_ = false;
        if (!written && !broken_) {
            broken_ = true;
            pending_.clear();
            if (on_broken_) on_broken_();
        }
        changed_.notify_all();
    }
}

}  // namespace migrate::rpc
