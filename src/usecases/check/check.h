/// Check migrations: what a careful reviewer would say about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "lint/baseline.h"
#include "lint/lint.h"

namespace migrate::usecases {

/// What is done with the baseline, the list of findings that are to count no more.
enum class BaselineUse {
    apply,  ///< what it has is left out, where there is one
    none,   ///< it is not looked at
    write,  ///< everything found is written into it; needs `all`
    prune,  ///< what is found no more is taken out of it; needs `all`
};

struct CheckRequest {
    std::string start;
    std::string project;               ///< as typed; "" to search
    std::vector<std::string> files;    ///< paths or revision ids
    bool all = false;                  ///< the whole chain
    std::optional<std::string> since;  ///< a git ref: what was added or changed since HEAD went its own way
    bool skip_others = false;          ///< files that are no migrations are left out, not refused
    BaselineUse baseline = BaselineUse::apply;
    // At most one of files, all and since; without any: the heads.
};

struct CheckView {
    std::vector<lint::Found> found;  ///< by file in the chain's order, then by line; those of the chain first
    std::vector<std::string> files;  ///< checked, relative to the project's root
    std::string root;                ///< of the project, absolute
    std::string fail_on;             ///< as the project's config says: "info", "warning", "critical", "never"
    std::string baseline;            ///< relative to the root; "" when there is none or it was not looked at
    bool baseline_written = false;
    std::size_t known = 0;                  ///< findings that the baseline has, left out of `found`
    std::vector<lint::KnownFinding> fixed;  ///< what it has of the checked files and is found no more
};

/// A chain that is broken has only findings about that, and `files` is empty. What is wrong in the chain is told
/// whatever was asked for when it is critical; else only for files that were asked for.
///
/// Errors of project, history and replay, of files_changed_since and of baselines; "unknown_revision" for a file or id
/// that the chain does not have; "bad_params" for a request that contradicts itself. Files
/// of several projects of one repository are each checked in their own. Nothing is written on any error.
Result<CheckView> check_migrations(const CheckRequest& request, const base::Work& work = {});

/// The same for one file, in the project that it is a migration of. Errors as above, and of find_project_of.
Result<CheckView> check_one_file(const std::string& path, const base::Work& work = {});

/// As text for people: each finding with the source line, then a count.
std::string write_check_text(const CheckView& view);
/// Its parts, for answers that must stay short: one finding, and the counts at the end.
std::string write_found_text(const lint::Found& found);
std::string write_check_summary(const CheckView& view);
/// As GitHub workflow commands, one a finding.
std::string write_check_github(const CheckView& view);

}  // namespace migrate::usecases
