#include "server/tools.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "usecases/install/hosts.h"
#include "usecases/show/show.h"
#include "verbs/error_text.h"
#include "verbs/verb.h"

namespace migrate::server {

namespace {

constexpr const char* kInstructions =
    "create_migration writes Alembic migrations, revise_migration changes the newest one, check_migrations reviews "
    "files "
    "that were edited by hand, describe_schema tells the tables and columns.";

/// Hands the client's cancellation down to a use case, and its progress up to the client.
base::Work work_of(const mcp::CallContext& context, const Standing& standing) {
    return {context.cancel,
            [progress = context.progress](std::size_t done, std::size_t total, std::string_view what) {
                progress(static_cast<double>(done), static_cast<double>(total), std::string(what));
            },
            standing.kept};
}

/// MCP's word for a resource that is not there.
Error as_missing(Error error, std::string_view code) {
    if (error.code == code) {
        error.code = "no_resource";
        if (error.message.ends_with('.')) error.message.pop_back();
        error.message += "; " + error.hint;
    }
    return error;
}

Result<std::string> head_schema(const Standing& standing, const mcp::CallContext& context) {
    const Result<usecases::SchemaView> view =
        usecases::show_schema({.start = standing.start}, work_of(context, standing));
    if (!view) return tl::unexpected(verbs::bounded(view.error()));
    return usecases::write_schema_text(*view);
}

Result<std::string> schema_of_table(const Standing& standing, const std::string& table,
                                    const mcp::CallContext& context) {
    const Result<usecases::SchemaView> view =
        usecases::show_schema({.start = standing.start, .table = table}, work_of(context, standing));
    if (view) return usecases::write_schema_text(*view);
    return tl::unexpected(verbs::bounded(as_missing(view.error(), "no_such_table")));
}

Result<std::string> migration(const Standing& standing, const std::string& revision, const mcp::CallContext& context) {
    const Result<usecases::MigrationView> view =
        usecases::show_migration(standing.start, revision, work_of(context, standing));
    if (view) return usecases::write_migration_text(*view);
    return tl::unexpected(verbs::bounded(as_missing(view.error(), "unknown_revision")));
}

std::vector<std::string> starting_with(std::vector<std::string> values, const std::string& prefix) {
    std::erase_if(values, [&](const std::string& value) { return !value.starts_with(prefix); });
    return values;
}

std::vector<mcp::ResourceTemplate> templates(const Standing& standing) {
    return {
        {.uri_template = "migration://{revision}",
         .name = "migration",
         .title = "One migration",
         .description = "A migration's file and what it does; {revision} is an id, the beginning of one, or head",
         .mime_type = "text/plain",
         .read =
             [standing](const mcp::Variables& variables, const mcp::CallContext& context) {
                 return migration(standing, variables.at("revision"), context);
             },
         .complete =
             [standing](const std::string&, const std::string& prefix, const mcp::CallContext&) {
                 return starting_with(usecases::revision_ids(standing.start), prefix);
             }},
        {.uri_template = "schema://head/{table}",
         .name = "table",
         .title = "One table at head",
         .description = "The columns, constraints and indexes of one table on PostgreSQL",
         .mime_type = "text/plain",
         .read =
             [standing](const mcp::Variables& variables, const mcp::CallContext& context) {
                 return schema_of_table(standing, variables.at("table"), context);
             },
         .complete =
             [standing](const std::string&, const std::string& prefix, const mcp::CallContext& context) {
                 return starting_with(usecases::table_names(standing.start, work_of(context, standing)), prefix);
             }},
    };
}

bool is_shown_by_hook(const mcp::Json& arguments) {
    const mcp::Json meta = arguments.value("_meta", mcp::Json());
    return meta.is_object() && meta.value(kShownByHook, mcp::Json()) == true;
}

/// The model gets the brief form where the host's hook shows the whole to the person.
mcp::ToolResult call(const verbs::Verb& verb, const Standing& standing, const mcp::Json& arguments,
                     const mcp::CallContext& context) {
    const Result<verbs::Answer> answer = verb.run(
        arguments, {.start = standing.start, .asker = verbs::Asker::model, .work = work_of(context, standing)});
    if (!answer) return verbs::error_result(answer.error());
    mcp::ToolResult result = answer->tool();
    if (answer->brief && is_shown_by_hook(arguments)) {
        result.text_meta = {{kReviewKey, result.text}};
        result.text = answer->brief();
    }
    return result;
}

std::vector<mcp::Tool> tools(const Standing& standing) {
    std::vector<mcp::Tool> listed;
    for (const verbs::Verb& verb : verbs::all_verbs()) {
        if (verb.tool.name.empty()) continue;
        listed.push_back({.name = verb.tool.name,
                          .title = verb.tool.title,
                          .description = verb.tool.description,
                          .input_schema = input_schema(verb),
                          .output_schema = verb.tool.output_schema,
                          .annotations = verb.tool.annotations,
                          .handler = [&verb, standing](const mcp::Json& arguments, const mcp::CallContext& context) {
                              return call(verb, standing, arguments, context);
                          }});
        // The first is what a session begins with; a host that can search tools loads the others when they are wanted.
        listed.back().meta = {{"anthropic/alwaysLoad", listed.size() == 1}};
    }
    return listed;
}

/// What a person picks where the host has prompts and no skills: what the skill says to Claude Code.
mcp::Prompt migrate_prompt() {
    return {.name = "migrate",
            .title = "Create a migration",
            .description = "Create a new Alembic migration from a short description",
            .arguments = {{.name = "description", .description = "add invoices table: number unique, total"}},
            .get = [](const mcp::Variables& arguments, const mcp::CallContext&) -> Result<mcp::OutJson> {
                std::string skill(usecases::skill_text());
                skill.erase(0, skill.find("\n---\n") + 5);
                const std::string text =
                    base::replace_all(std::string(base::trim(skill)), "$ARGUMENTS", arguments.at("description"));
                return mcp::OutJson::array({{{"role", "user"}, {"content", {{"type", "text"}, {"text", text}}}}});
            }};
}

}  // namespace

void add_tools(rpc::Dispatcher& dispatcher, const Standing& standing, mcp::ServerInfo server, bool text_results) {
    server.title = "Alembic migrations";
    server.instructions = kInstructions;
    mcp::Offer offer{.server = std::move(server), .text_only = text_results};
    offer.tools = tools(standing);
    offer.resources = {
        {.uri = "schema://head",
         .name = "schema",
         .title = "Schema at head",
         .description = "The PostgreSQL schema that the migration history leads to",
         .mime_type = "text/plain",
         .read = [standing](const mcp::CallContext& context) { return head_schema(standing, context); }}};
    offer.templates = templates(standing);
    if (!text_results) offer.prompts = {migrate_prompt()};  // such a host has the skill
    mcp::bind(dispatcher, std::move(offer));
}

}  // namespace migrate::server
