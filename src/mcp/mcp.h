/// The Model Context Protocol on top of `rpc`: both of its eras, told apart by each request.
///
/// Tools and resources are values that others hand in; this room knows none of them, and nothing of
/// migrations. Legacy (2024-11-05 to 2025-11-25) begins with `initialize`; modern (2026-07-28) has no state,
/// and its version in every request.
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "rpc/dispatcher.h"
#include "rpc/message.h"

namespace migrate::mcp {

using rpc::Json;
using rpc::OutJson;

/// Who we are, as every client is told.
struct ServerInfo {
    std::string name;
    std::string title;
    std::string version;
    std::string instructions;  ///< how to use the server well, for a model; may be empty
};

/// What a handler may use. Valid during the call only.
struct CallContext {
    std::stop_token cancel;  ///< see rpc::CallContext
    /// Tells the client how far the work is, if it asked for that: `done` of `total` (0: unknown). A call
    /// that does not go beyond the last one is left out.
    std::function<void(double done, double total, const std::string& message)> progress;
};

/// What a host may assume of a tool before it calls it. All four are always sent.
struct ToolAnnotations {
    bool read_only = false;   ///< changes nothing; such tools are called at once, side by side
    bool destructive = true;  ///< may remove or overwrite something
    bool idempotent = false;  ///< a second call with the same arguments changes nothing more
    bool open_world = false;  ///< touches things outside this machine's project
};

/// What a tool answers. Some hosts show only one of the two forms: each must be complete on its own.
struct ToolResult {
    OutJson structured;  ///< an object that fits the tool's output schema; null: none
    std::string text;
    bool is_error = false;  ///< hosts then show only the text
    /// Content blocks behind the text, in the protocol's own form (images, audio, resources). With some, an empty text
    /// is left out.
    std::vector<OutJson> more = {};
    OutJson text_meta = {};  ///< "_meta" of the text's block: hosts hand it to their hooks, not to the model

    bool operator==(const ToolResult&) const = default;
};

struct Tool {
    std::string name;
    std::string title;
    std::string description;
    OutJson input_schema;   ///< "type": "object"; the arguments are held against it before the handler is called
    OutJson output_schema;  ///< null: none
    ToolAnnotations annotations;
    std::function<ToolResult(const Json& arguments, const CallContext& context)> handler;
    OutJson meta = {};  ///< "_meta" of its definition; null: none
};

/// One text that can be read, or bytes written as base64.
struct Resource {
    std::string uri;
    std::string name;
    std::string title;
    std::string description;
    std::string mime_type;
    /// An Error with the code "no_resource" means that there is none.
    std::function<Result<std::string>(const CallContext& context)> read;
    bool is_base64 = false;  ///< what is read are bytes, as base64
};

/// Values of a template's variables.
using Variables = std::map<std::string, std::string>;

/// All values of a variable that begin with `prefix`, the likeliest first; may be empty. At most 100 are sent on.
using Complete = std::function<std::vector<std::string>(const std::string& variable, const std::string& prefix,
                                                        const CallContext& context)>;

/// A family of texts: `migration://{revision}`. A variable stands for one or more characters other than '/'.
struct ResourceTemplate {
    std::string uri_template;
    std::string name;
    std::string title;
    std::string description;
    std::string mime_type;
    std::function<Result<std::string>(const Variables& variables, const CallContext& context)> read;
    Complete complete;
};

struct PromptArgument {
    std::string name;
    std::string description;
    bool required = true;
};

/// A text that a person picks to begin with.
struct Prompt {
    std::string name;
    std::string title;
    std::string description;
    std::vector<PromptArgument> arguments;
    /// The messages, in the protocol's own form. All required arguments are there, and no unknown ones.
    std::function<Result<OutJson>(const Variables& arguments, const CallContext& context)> get;
    Complete complete;
};

/// Everything that a server offers.
struct Offer {
    ServerInfo server;
    std::vector<Tool> tools;
    std::vector<Resource> resources;
    std::vector<ResourceTemplate> templates;
    std::vector<Prompt> prompts;
    /// Tools have no output schema and answer with their text alone: for hosts that show a model the structured form in
    /// its place, which is the longer one.
    bool text_only = false;
};

/// Adds the methods of both eras to the dispatcher. Lists keep the order given here.
void bind(rpc::Dispatcher& dispatcher, Offer offer);

/// How `tools/list` describes a tool: for snapshots in tests and for generated documentation.
OutJson describe_tool(const Tool& tool);

}  // namespace migrate::mcp
