// prompts/list and prompts/get.
#include <fmt/format.h>

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "mcp/methods.h"

namespace migrate::mcp {

namespace {

OutJson describe(const Prompt& prompt) {
    OutJson description = {{"name", prompt.name}};
    if (!prompt.title.empty()) description["title"] = prompt.title;
    if (!prompt.description.empty()) description["description"] = prompt.description;
    for (const auto& argument : prompt.arguments) {
        description["arguments"].push_back(
            {{"name", argument.name}, {"description", argument.description}, {"required", argument.required}});
    }
    return description;
}

tl::unexpected<rpc::RpcError> invalid(const std::string& why) {
    return rpc::fail(rpc::kInvalidParams, "Invalid params: " + why);
}

rpc::RpcResult<Variables> read_arguments(const Prompt& prompt, const Json& params) {
    Variables arguments;
    const Json given = params.contains("arguments") ? params["arguments"] : Json::object();
    if (!given.is_object()) return invalid("arguments must be an object");
    for (const auto& [name, value] : given.items()) {
        if (!value.is_string()) return invalid("each argument must be a string");
        arguments[name] = value.get<std::string>();
    }
    for (const auto& argument : prompt.arguments) {
        if (argument.required && !arguments.contains(argument.name)) return invalid(argument.name + " is missing");
    }
    for (const auto& [name, value] : arguments) {
        const bool known = std::any_of(prompt.arguments.begin(), prompt.arguments.end(),
                                       [&](const PromptArgument& argument) { return argument.name == name; });
        if (!known) return invalid(fmt::format("there is no argument {}", base::cut_utf8(name, 100)));
    }
    return arguments;
}

rpc::RpcResult<OutJson> get_prompt(const Offer& offer, const Json& params, const rpc::CallContext& context) {
    const auto name = text_parameter(params, "name");
    if (!name) return tl::unexpected(name.error());
    const auto found = std::find_if(offer.prompts.begin(), offer.prompts.end(),
                                    [&](const Prompt& prompt) { return prompt.name == *name; });
    if (found == offer.prompts.end()) {
        return invalid(offer.prompts.empty() ? "this server has no prompts" : "there is no prompt of this name");
    }
    const auto arguments = TRY(read_arguments(*found, params));
    const auto messages = found->get(arguments, context_of(params, context));
    if (!messages) return tl::unexpected(rpc::from_error(messages.error()));
    OutJson result = OutJson::object();
    if (!found->description.empty()) result["description"] = found->description;
    result["messages"] = *messages;
    return result;
}

}  // namespace

void add_prompts(rpc::Dispatcher& dispatcher, const SharedOffer& offer) {
    auto prompts = OutJson::array();
    for (const auto& prompt : offer->prompts) prompts.push_back(describe(prompt));
    add_method(
        dispatcher, offer,
        {.name = "prompts/list",
         .summary = "Lists the prompts",
         .handler = [prompts = std::move(prompts)](Era, const Json& params, const auto&) -> rpc::RpcResult<OutJson> {
             if (const auto fine = check_cursor(params); !fine) return tl::unexpected(fine.error());
             return OutJson{{"prompts", prompts}};
         },
         .caching = &kFixedList});
    add_method(dispatcher, offer,
               {.name = "prompts/get",
                .summary = "Gets one prompt: {name, arguments}",
                .schedule = rpc::Schedule::read_only,
                .handler = [offer](Era, const Json& params, const rpc::CallContext& context) {
                    return get_prompt(*offer, params, context);
                }});
}

}  // namespace migrate::mcp
