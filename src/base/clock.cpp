#include "base/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/environment.h"
#include "base/text.h"

namespace migrate::base {

std::string today() {
    const auto local = local_time(std::time(nullptr));
    return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::string now() {
    const auto moment = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(moment.time_since_epoch()).count() % 1'000'000;
    const auto local = local_time(seconds);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", local.tm_year + 1900, local.tm_mon + 1,
                       local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec, micros);
}

Result<std::string> parse_date(std::string_view text) {
    const auto bad = [&] {
        return fail("bad_date", fmt::format("'{}' is not a date", cut_utf8(text, 40)), "write it as YYYY-MM-DD");
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
    int parts[3] = {0, 0, 0};
    int part = 0;
    for (const char c : text) {
        if (c == '-') {
            if (++part > 2) return bad();
        } else if (c >= '0' && c <= '9') {
            parts[part] = parts[part] * 10 + (c - '0');
        } else {
            return bad();
        }
    }
    const std::chrono::year_month_day day{std::chrono::year{parts[0]},
                                          std::chrono::month{static_cast<unsigned>(parts[1])},
                                          std::chrono::day{static_cast<unsigned>(parts[2])}};
    if (!day.ok() || parts[0] < 1970) return bad();
    return std::string(text);
}

}  // namespace migrate::base
