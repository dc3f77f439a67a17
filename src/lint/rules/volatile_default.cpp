#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

constexpr std::array<std::string_view, 7> kVolatile = {
    "gen_random_uuid(", "uuid_generate_v", "random(", "clock_timestamp(", "timeofday(", "nextval(", "uuidv7("};

bool is_volatile(const Column& column) {
    if (column.identity) return true;
    if (!column.server_default) return false;
    const std::string sql = base::lower(column.server_default->sql);
    return std::any_of(kVolatile.begin(), kVolatile.end(),
                       [&](std::string_view call) { return sql.find(call) != std::string::npos; });
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* added = std::get_if<AddColumn>(step.operation);
        if (added == nullptr || !is_volatile(added->column) || !stood_before(file.postgresql, added->table)) continue;
        report.add(step.place.line,
                   describe(*step.operation) + " writes the table anew: its default differs row by row",
                   "add it without the default, set the default after, fill in batches");
    }
}

}  // namespace

Rule volatile_default() {
    return {
        .name = "volatile-default",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "A default that differs from row to row makes PostgreSQL write the whole table anew while "
            "nobody can read or write it.",
        .instead = "Add the column without it, set the default after, and fill the rows in batches.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
