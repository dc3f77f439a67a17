#include "rpc/dispatcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "base/allowance.h"
#include "base/log.h"
#include "base/text.h"
#include "rpc/schema_check.h"

namespace migrate::rpc {

namespace {

constexpr std::size_t kMaxShown = 100;  // of a name that a stranger sent

std::string unknown_method(const std::vector<Method>& methods, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& method : methods) names.push_back(method.name);
    const auto near = base::nearest(names, name.substr(0, kMaxShown), 1);
    const auto shown = base::cut_utf8(name, kMaxShown);
    if (near.empty()) return fmt::format("Method not found: {}; rpc.discover lists all", shown);
    return fmt::format("Method not found: {}; did you mean {}?", shown, near.front());
}

RpcResult<OutJson> call_handler(const Method& method, const Json& params, const CallContext& context) {
    try {
        RpcResult<OutJson> answer;
        const auto stopped =
            base::within({.cancel = context.cancel}, [&] { answer = method.handler(params, context); });
        if (stopped) return tl::unexpected(from_error(*stopped));
        return answer;
    } catch (const std::exception& error) {
        base::log_error(fmt::format("{} failed: {}", method.name, error.what()));
    } catch (...) {
        base::log_error(fmt::format("{} failed", method.name));
    }
    return fail(kInternalError, fmt::format("Internal error in {}", method.name));
}

OutJson parameters_of(const OutJson& schema) {
    auto parameters = OutJson::array();
    if (!schema.is_object() || !schema.contains("properties")) return parameters;
    const auto required = schema.value("required", OutJson::array());
    for (const auto& [name, property] : schema["properties"].items()) {
        const bool needed = std::find(required.begin(), required.end(), name) != required.end();
        parameters.push_back({{"name", name}, {"required", needed}, {"schema", property}});
    }
    return parameters;
}

OutJson describe(const Method& method) {
    return {{"name", method.name},
            {"summary", method.summary},
            {"paramStructure", "by-name"},
            {"params", parameters_of(method.params_schema)},
            {"result", {{"name", "result"}, {"schema", {{"type", "object"}}}}}};
}

}  // namespace

void Dispatcher::add(Method method) {
    const auto same =
        std::find_if(methods_.begin(), methods_.end(), [&](const Method& known) { return known.name == method.name; });
    if (same != methods_.end()) {
        *same = std::move(method);
    } else {
        methods_.push_back(std::move(method));
    }
}

const Method* Dispatcher::find(std::string_view name) const {
    const auto found =
        std::find_if(methods_.begin(), methods_.end(), [&](const Method& method) { return method.name == name; });
    return found == methods_.end() ? nullptr : &*found;
}

std::optional<Schedule> Dispatcher::schedule_of(const Request& request) const {
    const auto* method = find(request.method);
    if (method == nullptr) return std::nullopt;
    return method->schedule_of ? method->schedule_of(request.params) : method->schedule;
}

RpcResult<OutJson> Dispatcher::call(const Request& request, const CallContext& context) const {
    const auto* method = find(request.method);
    if (method == nullptr) return fail(kMethodNotFound, unknown_method(methods_, request.method));
    base::log_debug(fmt::format("{} begins", method->name));
    if (method->is_checked && !method->params_schema.is_null()) {
        const Json schema = method->params_schema;
        const auto problems = check_schema(schema, request.params.is_null() ? Json::object() : request.params);
        if (!problems.empty()) return fail(kInvalidParams, "Invalid params: " + describe_problems(problems));
    }
    RpcResult<OutJson> answer = call_handler(*method, request.params, context);
    base::log_debug(answer ? fmt::format("{} ends", method->name)
                           : fmt::format("{} ends with error {}", method->name, answer.error().code));
    return answer;
}

void add_discover(Dispatcher& dispatcher, const std::string& title, const std::string& version) {
    const auto handler = [&dispatcher, title, version](const Json&, const CallContext&) -> RpcResult<OutJson> {
        auto methods = OutJson::array();
        for (const auto& method : dispatcher.methods()) methods.push_back(describe(method));
        return OutJson{
            {"openrpc", "1.3.2"}, {"info", {{"title", title}, {"version", version}}}, {"methods", std::move(methods)}};
    };
    dispatcher.add({.name = "rpc.discover",
                    .summary = "Lists all methods with their parameters",
                    .schedule = Schedule::immediate,
                    .handler = handler,
                    .params_schema = nullptr,
                    .schedule_of = nullptr});
}

}  // namespace migrate::rpc
