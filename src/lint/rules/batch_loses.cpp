#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    for (const replay::Remark& remark : file.sqlite.upgrade.remarks) {
        if (!remark.text.starts_with("this batch makes ")) continue;
        report.add(line_of(remark, file.path), remark.text,
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
            "Batch mode makes the table anew on SQLite from what reflection sees: unnamed CHECKs, "
            "expressions and DESC of indexes are lost there.",
        .instead =
            "Name the CHECK and hand it to table_args; drop the index before the batch and create it "
            "after.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
