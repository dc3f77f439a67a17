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

base::Work work_of(const rpc::CallContext& context) {
    return {.cancel = context.cancel};
}

rpc::RpcResult<rpc::OutJson> migrate_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const rpc::Json given = params.is_null() ? rpc::Json::object() : params;
    const Result<usecases::CreateRequest> request = read_create_request(given, start);
    if (!request) return refuse(request.error());
    const Result<usecases::Review> review = usecases::create_migration(*request, work);
    if (!review) return refuse(review.error());
    return write_review(*review, wants_explanation(given));
}

rpc::RpcResult<rpc::OutJson> revise_method(const std::string& start, rpc::Json params, bool discard,
                                           const base::Work& work) {
    if (params.is_null()) params = rpc::Json::object();
    if (discard && params.is_object()) params["discard"] = true;
    const Result<usecases::Review> review = revise_or_discard(params, start, work);
    if (!review) return refuse(review.error());
    return write_review(*review, wants_explanation(params));
}

rpc::RpcResult<rpc::OutJson> merge_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const Result<usecases::MergeRequest> request =
        read_merge_request(params.is_null() ? rpc::Json::object() : params, start);
    if (!request) return refuse(request.error());
    const Result<usecases::Review> review = usecases::merge_heads(*request, work);
    if (!review) return refuse(review.error());
    return write_review(*review, false);
}

rpc::RpcResult<rpc::OutJson> rebase_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const Result<usecases::RebaseRequest> request =
        read_rebase_request(params.is_null() ? rpc::Json::object() : params, start);
    if (!request) return refuse(request.error());
    const Result<usecases::Review> review = usecases::rebase_branch(*request, work);
    if (!review) return refuse(review.error());
    return write_review(*review, false);
}

rpc::RpcResult<rpc::OutJson> schema_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const Result<usecases::SchemaRequest> request = read_schema_request(params, start);
    if (!request) return refuse(request.error());
    const Result<usecases::SchemaView> view = usecases::show_schema(*request, work);
    if (!view) return refuse(view.error());
    return write_schema_view(*view);
}

rpc::RpcResult<rpc::OutJson> check_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const Result<usecases::CheckRequest> request = read_check_request(params, start);
    if (!request) return refuse(request.error());
    const Result<usecases::CheckView> view = usecases::check_migrations(*request, work);
    if (!view) return refuse(view.error());
    return write_check_view(*view);
}

rpc::RpcResult<rpc::OutJson> verify_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const Result<usecases::VerifyRequest> request = read_verify_request(params, start);
    if (!request) return refuse(request.error());
    const Result<verify::Report> report = usecases::verify_migration(*request, work);
    if (!report) return refuse(report.error());
    return write_verify_report(*report);
}

rpc::RpcResult<rpc::OutJson> history_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const std::string project = params.is_object() ? params.value("project", std::string()) : std::string();
    const Result<usecases::HistoryView> view = usecases::show_history(start, project, work);
    if (!view) return refuse(view.error());
    return write_history_view(*view);
}

rpc::RpcResult<rpc::OutJson> doctor_method(const std::string& start, const rpc::Json& params, const base::Work& work) {
    const std::string project = params.is_object() ? params.value("project", std::string()) : std::string();
    Result<usecases::DoctorView> view = usecases::examine({.start = start, .project = project}, work);
    if (!view) return refuse(view.error());
    view->version = kVersion;
    return write_doctor_view(*view);
}

void add_methods(rpc::Dispatcher& dispatcher, const std::string& start) {
    using rpc::CallContext;
    using rpc::Json;
    dispatcher.add({.name = "migrate",
                    .summary = "Create a migration from a description or operations",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return migrate_method(start, params, work_of(context));
                    }});
    dispatcher.add({.name = "revise",
                    .summary = "Write the newest migration anew in its place",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return revise_method(start, params, false, work_of(context));
                    }});
    dispatcher.add({.name = "discard",
                    .summary = "Take the newest migration back",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return revise_method(start, params, true, work_of(context));
                    }});
    dispatcher.add({.name = "merge",
                    .summary = "Join several heads by a merge revision",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return merge_method(start, params, work_of(context));
                    }});
    dispatcher.add({.name = "rebase",
                    .summary = "Put one branch of the history behind the other head",
                    .schedule = rpc::Schedule::exclusive,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return rebase_method(start, params, work_of(context));
                    }});
    dispatcher.add(
        {.name = "check",
         .summary = "What a reviewer would say about migrations",
         .schedule = rpc::Schedule::read_only,
         .handler = [start](const Json& params,
                            const CallContext& context) { return check_method(start, params, work_of(context)); },
         .params_schema = check_input_schema()});
    dispatcher.add({.name = "verify",
                    .summary = "Run a migration with the project's own Alembic on scratch databases",
                    .schedule = rpc::Schedule::read_only,
                    .handler = [start](const Json& params, const CallContext& context) {
                        return verify_method(start, params, work_of(context));
                    }});
    dispatcher.add(
        {.name = "schema",
         .summary = "The schema that the chain leads to",
         .schedule = rpc::Schedule::read_only,
         .handler = [start](const Json& params,
                            const CallContext& context) { return schema_method(start, params, work_of(context)); },
         .params_schema = schema_input_schema()});
    dispatcher.add(
        {.name = "doctor",
         .summary = "What the program believes of this repository",
         .schedule = rpc::Schedule::read_only,
         .handler = [start](const Json& params,
                            const CallContext& context) { return doctor_method(start, params, work_of(context)); },
         .params_schema = {{"type", "object"}, {"properties", {{"project", {{"type", "string"}}}}}}});
    dispatcher.add(
        {.name = "history",
         .summary = "The revisions with what they do",
         .schedule = rpc::Schedule::read_only,
         .handler = [start](const Json& params,
                            const CallContext& context) { return history_method(start, params, work_of(context)); },
         .params_schema = {{"type", "object"}, {"properties", {{"project", {{"type", "string"}}}}}}});
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
