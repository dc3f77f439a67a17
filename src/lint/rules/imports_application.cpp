#include "base/text.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// The last part of a module's name tells: app.models, app.db.models.user, models.
bool holds_models(const std::string& module) {
    const std::string dotted = "." + module + ".";
    return dotted.find(".models.") != std::string::npos || dotted.find(".model.") != std::string::npos;
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const python::Statement& statement : file.module->statements) {
        const auto* from = statement.as<python::ImportFrom>();
        if (from == nullptr || !holds_models(from->module)) continue;
        std::vector<std::string> names;
        for (const python::ImportedName& name : from->names) names.push_back(name.name);
        report.add(
            static_cast<int>(statement.span.line),
            "this works with " + base::join(names, ", ") + " of " + from->module + " as they will be, not as they are",
            "sa.table(\"...\", sa.column(\"...\")) in the migration itself");
    }
}

}  // namespace

Rule imports_application() {
    return {
        .name = "imports-application",
        .category = Category::errors,
        .severity = Severity::info,
        .problem =
            "The migration imports the application's models: it works with them as they are when it runs, not as "
            "they were when it was written, and stops once a model has changed.",
        .instead = "Write down in the migration what it needs: sa.table(\"...\", sa.column(\"...\")), or plain SQL.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
