// resources/list, resources/templates/list and resources/read.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mcp/methods.h"
#include "mcp/uri_template.h"

namespace migrate::mcp {

namespace {

// What can be listed of a resource or a template; `key` is "uri" or "uriTemplate".
template <typename Described>
OutJson describe(const Described& resource, const char* key, const std::string& place) {
    OutJson description = {{key, place}, {"name", resource.name}};
    if (!resource.title.empty()) description["title"] = resource.title;
    if (!resource.description.empty()) description["description"] = resource.description;
    if (!resource.mime_type.empty()) description["mimeType"] = resource.mime_type;
    return description;
}

struct Reading {
    Result<std::string> text;
    std::string mime_type;
    bool is_base64 = false;
};

Reading read(const Offer& offer, const std::string& uri, const CallContext& context) {
    for (const auto& resource : offer.resources) {
        if (resource.uri == uri) return {resource.read(context), resource.mime_type, resource.is_base64};
    }
    for (const auto& family : offer.templates) {
        if (const auto variables = match_uri(family.uri_template, uri)) {
            return {family.read(*variables, context), family.mime_type};
        }
    }
    return {migrate::fail("no_resource", fmt::format("Resource not found: {}", base::cut_utf8(uri, 200))), {}};
}

rpc::RpcError read_error(const Error& error, Era era, const std::string& uri) {
    const OutJson where = {{"uri", std::string(base::cut_utf8(uri, 1000))}};
    if (error.code == "no_resource") {
        return {era == Era::modern ? rpc::kInvalidParams : kLegacyNoResource, error.message, where};
    }
    auto failed = rpc::from_error(error);
    failed.code = rpc::kInternalError;
    failed.data.update(where);
    return failed;
}

rpc::RpcResult<OutJson> read_resource(const Offer& offer, Era era, const Json& params,
                                      const rpc::CallContext& context) {
    const auto uri = text_parameter(params, "uri");
    if (!uri) return tl::unexpected(uri.error());
    const auto reading = read(offer, *uri, context_of(params, context));
    if (!reading.text) return tl::unexpected(read_error(reading.text.error(), era, *uri));
    OutJson content = {{"uri", *uri}};
    if (!reading.mime_type.empty()) content["mimeType"] = reading.mime_type;
    content[reading.is_base64 ? "blob" : "text"] = *reading.text;
    return OutJson{{"contents", OutJson::array({content})}};
}

EraHandler list_handler(const char* key, OutJson list) {
    return [key, list = std::move(list)](Era, const Json& params, const rpc::CallContext&) -> rpc::RpcResult<OutJson> {
        if (const auto fine = check_cursor(params); !fine) return tl::unexpected(fine.error());
        return OutJson{{key, list}};
    };
}

}  // namespace

void add_resources(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    auto resources = OutJson::array();
    auto templates = OutJson::array();
    for (const auto& resource : offer->resources) resources.push_back(describe(resource, "uri", resource.uri));
    for (const auto& family : offer->templates)
        templates.push_back(describe(family, "uriTemplate", family.uri_template));
    add_method(dispatcher, offer,
               {.name = "resources/list",
                .summary = "Lists the resources that can be read",
                .handler = list_handler("resources", std::move(resources)),
                .caching = &kFixedList});
    add_method(dispatcher, offer,
               {.name = "resources/templates/list",
                .summary = "Lists the families of resources that can be read",
                .handler = list_handler("resourceTemplates", std::move(templates)),
                .caching = &kFixedList});
    add_method(
        dispatcher, offer,
        {.name = "resources/read",
         .summary = "Reads one resource: {uri}",
         .schedule = rpc::Schedule::read_only,
         .handler = [offer](Era era, const Json& params,
                            const rpc::CallContext& context) { return read_resource(*offer, era, params, context); },
         .caching = &kFresh});
}

}  // namespace migrate::mcp
