/// A few threads that carry out tasks in the order in which they came, some of them alone.
///
/// Nothing that came after an exclusive task starts before that one has ended: exclusive tasks keep their
/// order, and what was asked after one sees what it did. What came before it may still be running. All other
/// tasks run side by side.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace migrate::rpc {

class Workers {
  public:
    using Task = std::function<void()>;

    explicit Workers(std::size_t threads);
    /// Waits for the tasks that run and drops those that wait.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Never waits. A task must not throw.
    void submit(Task task, bool exclusive);

  private:
    struct Queued {
        Task task;
        bool exclusive;
    };

    void work();
    bool can_start() const;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Queued> queue_;
    bool exclusive_runs_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace migrate::rpc
