// completion/complete: the values that a template's variable or a prompt's argument can have.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "mcp/methods.h"
#include "mcp/uri_template.h"

namespace migrate::mcp {

namespace {

constexpr std::size_t kMaxValues = 100;  // the protocol's limit

OutJson write_values(std::vector<std::string> values) {
    const auto total = values.size();
    if (total > kMaxValues) values.resize(kMaxValues);
    return {{"completion", {{"values", values}, {"total", total}, {"hasMore", total > kMaxValues}}}};
}

tl::unexpected<rpc::RpcError> invalid(const std::string& why) {
    return rpc::fail(rpc::kInvalidParams, "Invalid params: " + why);
}

/// What has variables to complete.
struct Target {
    std::vector<std::string> variables;
    const Complete* complete = nullptr;
};

rpc::RpcResult<Target> find_prompt(const Offer& offer, const Json& reference) {
    const auto name = text_parameter(reference, "name");
    if (!name) return invalid("ref.name must be a string");
    for (const auto& prompt : offer.prompts) {
        if (prompt.name != *name) continue;
        Target target{{}, &prompt.complete};
        for (const auto& argument : prompt.arguments) target.variables.push_back(argument.name);
        return target;
    }
    return invalid(offer.prompts.empty() ? "this server has no prompts" : "ref.name is none of the prompts");
}

rpc::RpcResult<Target> find_family(const Offer& offer, const Json& reference) {
    const auto uri = text_parameter(reference, "uri");
    if (!uri) return invalid("ref.uri must be a string");
    for (const auto& family : offer.templates) {
        if (family.uri_template == *uri) return Target{variables_of(*uri), &family.complete};
    }
    return invalid("ref.uri is none of the resource templates");
}

rpc::RpcResult<Target> find_target(const Offer& offer, const Json& reference) {
    const auto type = text_parameter(reference, "type");
    if (!type) return invalid("ref.type must be a string");
    if (*type == "ref/prompt") return find_prompt(offer, reference);
    if (*type == "ref/resource") return find_family(offer, reference);
    return invalid("ref.type must be ref/resource or ref/prompt");
}

rpc::RpcResult<OutJson> complete(const Offer& offer, const Json& params, const rpc::CallContext& context) {
    if (!params.is_object() || !params.contains("ref")) return invalid("ref is missing");
    const auto target = TRY(find_target(offer, params["ref"]));
    if (!params.contains("argument")) return invalid("argument is missing");
    const auto name = text_parameter(params["argument"], "name");
    const auto value = text_parameter(params["argument"], "value");
    if (!name || !value) return invalid("argument.name and argument.value must be strings");
    const auto& known = target.variables;
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
        return invalid("argument.name must be one of: " + base::join(known, ", "));
    }
    if (!*target.complete) return write_values({});
    return write_values((*target.complete)(*name, *value, context_of(params, context)));
}

}  // namespace

void add_completion(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    add_method(dispatcher, offer,
               {.name = "completion/complete",
                .summary = "Completes a variable of a resource template or a prompt",
                .schedule = rpc::Schedule::read_only,
                .handler = [offer](Era, const Json& params, const rpc::CallContext& context) {
                    return complete(*offer, params, context);
                }});
}

}  // namespace migrate::mcp
