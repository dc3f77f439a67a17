#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const replay::Remark& remark : file.sqlite.upgrade.remarks) {
        if (remark.code != "batch_loses") continue;
        report.add_as(*severity, line_of(remark, file.path), remark.text,
                      "hand named CHECKs to table_args; drop such indexes before the batch and create them after");
    }
}

}  // namespace

Rule batch_loses() {
    return {
        .name = "batch-loses",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "Batch mode makes the table anew on SQLite from what reflection sees: unnamed CHECKs, expressions, "
            "COLLATE and DESC of indexes are lost there.",
        .instead = "Name the CHECK and hand it to table_args; drop the index before the batch and create it after.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
