#include <algorithm>

#include "lint/databases.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

std::string instead_of(const Failure& failure) {
    if (failure.code == "table_exists") return "if the same table is meant, if_not_exists=True; else another name";
    if (failure.code == "index_exists")
        return "index names are shared by all tables of a schema: take another name, or if_not_exists=True for the "
               "same "
               "index";
    if (failure.code == "type_exists")
        return "postgresql.ENUM(..., name=..., create_type=False) where the type is there already";
    return "take another name, or leave it out";
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_postgresql(file);
    if (!severity) return;
    const std::vector<Failure> failures = failures_of(file, file.postgresql.upgrade);
    for (auto failure = failures.begin(); failure != failures.end(); ++failure) {
        const auto is_cause = [&](const Failure& earlier) { return follows_from(*failure, earlier); };
        if (!is_name_taken(failure->code) || std::any_of(failures.begin(), failure, is_cause)) continue;
        const bool sure = !leans_on_doubt(file.postgresql, *failure);
        report.add_as(sure ? *severity : Severity::info, failure->line, failure->text, instead_of(*failure));
    }
    for (const replay::Remark& remark : file.postgresql.upgrade.remarks) {
        if (remark.code == "type_made_twice")
            report.add_as(*severity, line_of(remark, file.path), remark.text, instead_of({.code = "type_exists"}));
        if (remark.code == "type_remembered")
            report.add_as(
                std::min(*severity, Severity::warning), line_of(remark, file.path), remark.text,
                "CREATE TYPE in op.execute(), and postgresql.ENUM(..., name=..., create_type=False) in the table");
    }
}

}  // namespace

Rule name_taken() {
    return {
        .name = "name-taken",
        .category = Category::integrity,
        .severity = Severity::critical,
        .problem = "The name is there already at this point of the chain: the database refuses the second one.",
        .instead =
            "Take another name, or leave out what is made twice; if_not_exists=True only where the same thing is "
            "meant.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
