#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

namespace migrate::base {

namespace {

spdlog::logger& logger() {
    static spdlog::logger the_logger = [] {
        spdlog::logger made("alembic-migrate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made.set_pattern("%Y-%m-%dT%H:%M:%S.%e %n %l: %v");
        made.set_level(spdlog::level::warn);
        made.flush_on(spdlog::level::trace);
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
