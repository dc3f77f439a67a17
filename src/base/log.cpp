#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <memory>
#include <mutex>

#include "base/descriptor.h"

namespace migrate::base {

namespace {

constexpr int kErrors = 2;
constexpr std::size_t kMostBytes = 4000;  // a pipe that takes anything takes PIPE_BUF (4096) without a wait

// Standard error as far as it takes lines at once: a host that does not read it must not stop the program, so lines
// that find no room are lost.
class ErrorsSink : public spdlog::sinks::base_sink<std::mutex> {
  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        if (line.size() > kMostBytes) {
            line.resize(kMostBytes);
            line.push_back('\n');
        }
        write_if_possible(kErrors, {line.data(), line.size()});
    }
    void flush_() override {}
};

spdlog::logger& logger() {
    static spdlog::logger the_logger = [] {
        spdlog::logger made("alembic-migrate", std::make_shared<ErrorsSink>());
        made.set_pattern("%Y-%m-%dT%H:%M:%S.%e %n %l: %v");
        made.set_level(spdlog::level::warn);
        return made;
    }();
    return the_logger;
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            return spdlog::level::off;
    }
    return spdlog::level::warn;
}

void write(spdlog::level::level_enum level, std::string_view text) {
    logger().log(level, spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace

void set_log_level(LogLevel level) {
    logger().set_level(level_of(level));
}

void log_debug(std::string_view text) {
    write(spdlog::level::debug, text);
}
void log_info(std::string_view text) {
    write(spdlog::level::info, text);
}
void log_warning(std::string_view text) {
    write(spdlog::level::warn, text);
}
void log_error(std::string_view text) {
    write(spdlog::level::err, text);
}

}  // namespace migrate::base
