#include <algorithm>

#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const std::string_view call : {"inspect(", "Inspector.from_engine("}) {
        const std::size_t found = file.text.find(call);
        if (found == std::string::npos) continue;
        const auto line =
            1 + std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(found), '\n');
        report.add(static_cast<int>(line), "this asks the database, so `alembic upgrade --sql` cannot write it",
                   "use if_exists and if_not_exists");
        return;
    }
}

}  // namespace

Rule needs_connection() {
    return {
        .name = "needs-connection",
        .category = Category::dialects,
        .severity = Severity::info,
        .problem =
            "op.get_bind() and sa.inspect() ask a live database: `alembic upgrade --sql` cannot write "
            "this migration as a script.",
        .instead =
            "Ask op.get_context().dialect.name for the dialect; use if_exists and if_not_exists "
            "instead of inspecting.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
