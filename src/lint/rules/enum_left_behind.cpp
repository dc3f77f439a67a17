#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::Visited& file, Report& report) {
    const replay::Side& side = file.postgresql;
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || does_nothing(*function) || only_raises(*function) || !is_followed(side)) return;
    for (const auto& [name, type] : side.downgrade.after.enums) {
        if (side.before.enums.contains(name)) continue;
        report.add(line_of_function(file, "downgrade"),
                   "downgrade() leaves the enum type " + to_string(name) + " behind",
                   "end downgrade() with op.execute(\"DROP TYPE " + to_string(name) + "\") on PostgreSQL");
    }
}

}  // namespace

Rule enum_left_behind() {
    return {
        .name = "enum-left-behind",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL keeps an enum type when the last table that used it is dropped: the next "
            "upgrade stops with \"type already exists\".",
        .instead = "Drop the type in downgrade(): sa.Enum(name=\"...\").drop(op.get_bind(), checkfirst=True).",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
