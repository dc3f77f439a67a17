#include "rpc/workers.h"

#include <utility>

namespace migrate::rpc {

Workers::Workers(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        queue_.clear();
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Workers::submit(Task task, bool exclusive) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(task), exclusive});
    }
    changed_.notify_one();
}

bool Workers::can_start() const {
    return !queue_.empty() && !exclusive_runs_;
}

void Workers::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || can_start(); });
        if (stopping_) return;
        auto next = std::move(queue_.front());
        queue_.pop_front();
        exclusive_runs_ = next.exclusive;
        lock.unlock();
        next.task();
        next.task = nullptr;
        lock.lock();
        if (next.exclusive) {
            exclusive_runs_ = false;
            changed_.notify_all();
        }
    }
}

}  // namespace migrate::rpc
