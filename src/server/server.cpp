#include "server/server.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "base/stdio_guard.h"
#include "rpc/serve.h"
#include "server/tools.h"
#include "verbs/error_text.h"
#include "verbs/verb.h"

namespace migrate::server {

namespace {

constexpr const char* kTitle = "alembic-migrate";

rpc::Handler handler_of(const verbs::Verb& verb, const rpc::Json& preset, const std::string& start,
                        const std::shared_ptr<cache::Store>& kept) {
    return [&verb, preset, start, kept](const rpc::Json& params,
                                        const rpc::CallContext& context) -> rpc::RpcResult<rpc::OutJson> {
        rpc::Json given = params.is_null() ? rpc::Json::object() : params;
        if (given.is_object()) given.update(preset);
        const auto answer = verb.run(given, {.start = start, .work = {.cancel = context.cancel, .kept = kept}});
        if (!answer) return tl::unexpected(rpc::from_error(verbs::bounded(answer.error())));
        return answer->json();
    };
}

void add_methods(rpc::Dispatcher& dispatcher, const std::string& start, const std::shared_ptr<cache::Store>& kept) {
    for (const verbs::Verb& verb : verbs::all_verbs()) {
        for (const verbs::MethodName& method : verb.methods) {
            dispatcher.add({.name = method.name,
                            .summary = method.summary.empty() ? verb.summary : method.summary,
                            .schedule = verb.schedule,
                            .handler = handler_of(verb, method.preset, start, kept),
                            .params_schema = params_schema(verb),
                            .is_checked = false});
        }
    }
}

}  // namespace

int serve(const std::string& start, const std::shared_ptr<cache::Store>& kept, bool text_results) {
    Result<base::PrivateStdio> stdio = base::take_stdio();
    if (!stdio) {
        base::log_error(stdio.error().message);
        return 2;
    }
    rpc::Dispatcher dispatcher;
    add_methods(dispatcher, start, kept);
    add_tools(dispatcher, {start, kept}, {.name = kTitle, .version = verbs::kVersion}, text_results);
    rpc::add_discover(dispatcher, kTitle, verbs::kVersion);
    return rpc::serve(dispatcher, stdio->input.get(), stdio->output.get());
}

}  // namespace migrate::server
