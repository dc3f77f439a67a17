#include "base/allowance.h"
#include "base/environment.h"
#include "interpreter/modules.h"
#include "python/syntax.h"
#include "replay/paths.h"
#include "replay/replay.h"
#include "sqlalchemy/libraries.h"

namespace migrate::replay {

Setting setting_of(std::string_view path, const RunLimits& limits, const Surroundings& surroundings) {
    Setting setting;
    setting.path = path;
    setting.limits = limits;
    setting.naming = surroundings.naming;
    setting.naming_doubt = surroundings.naming_doubt;
    setting.modules = with_libraries(surroundings.modules);
    setting.parsed = std::make_shared<ParsedModules>();
    setting.version_table_schema = surroundings.version_table_schema;
    setting.before_2_1 = surroundings.before_2_1;
    setting.has_run = surroundings.has_run;
    return setting;
}

Run not_run(const Schema& before, const std::string& path, const std::string& problem) {
    Run run;
    run.after = before;
    run.complete = false;
    run.remarks.push_back({Remark::Kind::unknown, path, problem});
    add_doubt(run.after, {"*", problem, path});
    return run;
}

Run run_function(std::string_view source, std::string_view path, std::string_view function, const Schema& before,
                 const RunLimits& limits, const Surroundings& surroundings) {
    Setting setting = setting_of(path, limits, surroundings);
    auto module = python::parse(source);
    if (!module) {
        return not_run(before, std::string(path), module.error().message);
    }
    return run_parsed(*module, std::move(setting), function, before);
}

Run run_parsed(const python::Module& module, Setting setting, std::string_view function, const Schema& before) {
    setting.deadline = base::thread_time() + std::chrono::milliseconds(setting.limits.milliseconds);
    Run run = run_module(module, setting, function, before);
    for (const python::SyntaxError& error : module.errors) {
        run.remarks.push_back({Remark::Kind::fails, setting.path + ":" + std::to_string(error.span.line),
                               "Python does not read this: " + error.message});
    }
    return run;
}

}  // namespace migrate::replay
