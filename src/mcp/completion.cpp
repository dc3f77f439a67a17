// completion/complete: the values that a template's variable can have.
#include <algorithm>

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

rpc::RpcResult<const ResourceTemplate*> find_family(const Offer& offer, const Json& reference) {
    const auto type = text_parameter(reference, "type");
    if (!type) return invalid("ref.type must be a string");
    if (*type == "ref/prompt") return invalid("this server has no prompts");
    if (*type != "ref/resource") return invalid("ref.type must be ref/resource");
    const auto uri = text_parameter(reference, "uri");
    if (!uri) return invalid("ref.uri must be a string");
    const auto& families = offer.templates;
    const auto found = std::find_if(families.begin(), families.end(),
                                    [&](const ResourceTemplate& family) { return family.uri_template == *uri; });
    if (found == families.end()) return invalid("ref.uri is none of the resource templates");
    return &*found;
}

rpc::RpcResult<OutJson> complete(const Offer& offer, const Json& params) {
    if (!params.is_object() || !params.contains("ref")) return invalid("ref is missing");
    const auto family = find_family(offer, params["ref"]);
    if (!family) return tl::unexpected(family.error());
    if (!params.contains("argument")) return invalid("argument is missing");
    const auto name = text_parameter(params["argument"], "name");
    const auto value = text_parameter(params["argument"], "value");
    if (!name || !value) return invalid("argument.name and argument.value must be strings");
    const auto known = variables_of((*family)->uri_template);
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
        return invalid("argument.name is none of the template's variables");
    }
    if (!(*family)->complete) return write_values({});
    return write_values((*family)->complete(*name, *value));
}

}  // namespace

void add_completion(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    add_method(
        dispatcher, offer,
        {.name = "completion/complete",
         .summary = "Completes a variable of a resource template",
         .schedule = rpc::Schedule::read_only,
         .handler = [offer](Era, const Json& params, const rpc::CallContext&) { return complete(*offer, params); }});
}

}  // namespace migrate::mcp
