#include "server/server.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "base/stdio_guard.h"
#include "rpc/serve.h"
#include "server/check_json.h"
#include "server/create_json.h"
#include "server/doctor_json.h"
#include "server/error_text.h"
#include "server/heads_json.h"
#include "server/revise_json.h"
#include "server/schema_json.h"
#include "server/tools.h"
#include "server/verify_json.h"

namespace migrate::server {

namespace {

constexpr const char* kTitle = "alembic-migrate";
constexpr const char* kVersion = "0.1.0";

tl::unexpected<rpc::RpcError> refuse(const Error& error) {
    return tl::unexpected(rpc::from_error(bounded(error)));
}

/// One verb for plain JSON-RPC: `read` makes its request of the parameters ({} where there are none), `run` does it,
/// and `write` makes JSON of its answer. What one of them refuses, the call is refused with.
template <typename Read, typename Run, typename Write>
rpc::Handler verb(const std::string& start, Read read, Run run, Write write) {
    return [start, read, run, write](const rpc::Json& params,
                                     const rpc::CallContext& context) -> rpc::RpcResult<rpc::OutJson> {
        const rpc::Json given = params.is_null() ? rpc::Json::object() : params;
        const auto request = read(given, start);
        if (!request) return refuse(request.error());
        const auto answer = run(*request, base::Work{.cancel = context.cancel});
        if (!answer) return refuse(answer.error());
        return write(*answer, given);
    };
}

rpc::OutJson write_explained(const usecases::Review& review, const rpc::Json& params) {
    return write_review(review, wants_explanation(params));
}

/// revise and discard: what they take is read where it is known which of the two it is.
rpc::Handler change(const std::string& start, bool discard) {
    struct Asked {
        rpc::Json params;
        std::string start;
    };
    const auto read = [discard](rpc::Json params, const std::string& from) {
        if (discard && params.is_object()) params["discard"] = true;
        return Result<Asked>(Asked{std::move(params), from});
    };
    const auto run = [](const Asked& asked, const base::Work& work) {
        return revise_or_discard(asked.params, asked.start, work);
    };
    return verb(start, read, run, write_explained);
}

/// `project`, the one parameter of the verbs that only look.
Result<std::string> read_project(const rpc::Json& params, const std::string&) {
    return params.is_object() ? params.value("project", std::string()) : std::string();
}

void add_methods(rpc::Dispatcher& dispatcher, const std::string& start) {
    using rpc::Schedule;
    const auto add = [&](const char* name, const char* summary, Schedule schedule, rpc::Handler handler,
                         rpc::OutJson schema = nullptr) {
        dispatcher.add({.name = name,
                        .summary = summary,
                        .schedule = schedule,
                        .handler = std::move(handler),
                        .params_schema = std::move(schema)});
    };
    const auto view = [](auto write) { return [write](const auto& shown, const rpc::Json&) { return write(shown); }; };
    add("migrate", "Create a migration from a description or operations", Schedule::exclusive,
        verb(start, read_create_request, usecases::create_migration, write_explained));
    add("revise", "Write the newest migration anew in its place", Schedule::exclusive, change(start, false));
    add("discard", "Take the newest migration back", Schedule::exclusive, change(start, true));
    add("merge", "Join several heads by a merge revision", Schedule::exclusive,
        verb(start, read_merge_request, usecases::merge_heads, write_explained));
    add("rebase", "Put one branch of the history behind the other head", Schedule::exclusive,
        verb(start, read_rebase_request, usecases::rebase_branch, write_explained));
    add("check", "What a reviewer would say about migrations", Schedule::read_only,
        verb(start, read_check_request, usecases::check_migrations, view(write_check_view)), check_input_schema());
    add("verify", "Run a migration with the project's own Alembic on scratch databases", Schedule::read_only,
        verb(start, read_verify_request, usecases::verify_migration, view(write_verify_report)));
    add("schema", "The schema that the chain leads to", Schedule::read_only,
        verb(start, read_schema_request, usecases::show_schema, view(write_schema_view)), schema_input_schema());
    const rpc::OutJson only_project = {{"type", "object"}, {"properties", {{"project", {{"type", "string"}}}}}};
    const auto history = [start](const std::string& project, const base::Work& work) {
        return usecases::show_history(start, project, work);
    };
    add("history", "The revisions with what they do", Schedule::read_only,
        verb(start, read_project, history, view(write_history_view)), only_project);
    const auto examine = [start](const std::string& project, const base::Work& work) {
        return usecases::examine({.start = start, .project = project}, work);
    };
    const auto write_doctor = [](usecases::DoctorView shown, const rpc::Json&) {
        shown.version = kVersion;
        return write_doctor_view(shown);
    };
    add("doctor", "What the program believes of this repository", Schedule::read_only,
        verb(start, read_project, examine, write_doctor), only_project);
}

}  // namespace

int serve(const std::string& start, bool text_results) {
    Result<base::PrivateStdio> stdio = base::take_stdio();
    if (!stdio) {
        base::log_error(stdio.error().message);
        return 2;
    }
    rpc::Dispatcher dispatcher;
    add_methods(dispatcher, start);
    add_tools(dispatcher, start, {.name = kTitle, .version = kVersion}, text_results);
    rpc::add_discover(dispatcher, kTitle, kVersion);
    return rpc::serve(dispatcher, stdio->input.get(), stdio->output.get());
}

}  // namespace migrate::server
