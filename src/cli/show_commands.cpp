#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/output.h"
#include "server/doctor_json.h"
#include "server/schema_json.h"
#include "usecases/show.h"

namespace migrate::cli {

int run_schema(const SchemaOptions& options, const Common& common) {
    usecases::SchemaRequest request{.start = common.start, .table = options.table, .at = options.at};
    const bool as_sql = !options.sql.empty();
    const std::string& dialect = as_sql && options.sql != "-" ? options.sql : options.dialect;
    if (!dialect.empty()) request.dialect = dialect == "sqlite" ? Dialect::sqlite : Dialect::postgresql;
    const Result<usecases::SchemaView> view = usecases::show_schema(request);
    if (!view) return print_error(view.error(), common.json);
    if (common.json)
        print_json(server::write_schema_view(*view));
    else if (as_sql)
        print_text(usecases::write_schema_sql(*view));
    else if (options.mermaid)
        print_text(usecases::write_schema_mermaid(view->schema));
    else
        print_text(usecases::write_schema_text(*view));
    return 0;
}

int run_history(bool mermaid, const Common& common) {
    const Result<usecases::HistoryView> view = usecases::show_history(common.start, "");
    if (!view) return print_error(view.error(), common.json);
    if (common.json)
        print_json(server::write_history_view(*view));
    else if (mermaid)
        print_text(usecases::write_history_mermaid(*view));
    else
        print_text(usecases::write_history_text(*view));
    return view->faults.empty() ? 0 : 1;
}

int run_doctor(const Common& common) {
    Result<usecases::DoctorView> view = usecases::examine({.start = common.start, .project = ""});
    if (!view) return print_error(view.error(), common.json);
    view->version = common.version;
    if (common.json)
        print_json(server::write_doctor_view(*view));
    else
        print_text(usecases::write_doctor_text(*view));
    return view->problem.empty() && view->faults.empty() ? 0 : 1;
}

}  // namespace migrate::cli
