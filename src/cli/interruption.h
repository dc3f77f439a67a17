/// Signals at the terminal, while a verb runs other programs.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

#include "base/signals.h"

namespace migrate::cli {

/// While one lives, a signal that asks to stop cancels the work, and ends the program soon if that does not.
class Interruption {
  public:
    Interruption() : thread_([this] { watch(); }) {}
    ~Interruption() {
        over_ = true;
        thread_.join();
    }
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    std::stop_token token() const { return source_.get_token(); }

  private:
    void watch();

    base::StopSignals signals_;
    std::stop_source source_;
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

}  // namespace migrate::cli
