/// The one place where lines leave: a queue and a thread that puts them out whole and in order.
///
/// Whoever sends never waits for the reader at the other end, so that a slow client cannot stop us from
/// reading its next line.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace migrate::rpc {

class Writer {
  public:
    /// Puts all bytes out, may wait; false if nobody will ever read them. Called from the writer's own
    /// thread.
    using Output = std::function<bool(std::string_view bytes)>;

    /// `on_broken` is called once, from the writer's thread, when the output has failed; lines are dropped
    /// from then on.
    explicit Writer(Output output, std::function<void()> on_broken = nullptr);
    /// Waits for the output to take what was sent.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// One whole line with its line feed.
    void send(std::string_view line);

    /// Waits while more than 64 MiB are on the way: for threads that make long answers.
    void wait_for_room();

    /// Waits until all is out, or the output is broken. False when the time was over before.
    bool flush(std::chrono::milliseconds timeout);

    bool is_broken() const;

  private:
    void work();

    Output output_;
    std::function<void()> on_broken_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::string pending_;
    bool writing_ = false;
    bool broken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace migrate::rpc
