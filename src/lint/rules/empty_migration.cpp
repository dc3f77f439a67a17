#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

bool is_bare(const replay::ReplayedFile& file, std::string_view name) {
    const python::FunctionDef* function = find_function(file, name);
    return function != nullptr && does_nothing(*function) && !python::docstring(function->body);
}

void check(const replay::ReplayedFile& file, Report& report) {
    // A first one begins the history, a merge joins it, labels and dependencies shape it: those are empty on purpose.
    const history::Revision& revision = *file.revision;
    if (revision.down_revisions.size() != 1 || !revision.branch_labels.empty() || !revision.depends_on.empty()) return;
    if (!is_bare(file, "upgrade") || !is_bare(file, "downgrade")) return;
    report.add(line_of_function(file, "upgrade"), "this migration does nothing: upgrade() and downgrade() are empty",
               "fill it, take the file out while nobody has run it, or say in a docstring what it is for");
}

}  // namespace

Rule empty_migration() {
    return {
        .name = "empty-migration",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "upgrade() and downgrade() are empty: a template that was never filled. A database that has run it never "
            "gets what is filled in later.",
        .instead = "Fill it before anyone runs it, or take it out.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
