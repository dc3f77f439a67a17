#include "server/tools.h"

#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/error_text.h"
#include "server/heads_json.h"
#include "server/revise_json.h"
#include "server/schema_json.h"

namespace migrate::server {

namespace {

constexpr std::size_t kMaxResult = 40'000;  ///< characters of a result: hosts put longer ones into a file

constexpr const char* kCreateDescription =
    "Create one Alembic migration file with upgrade() and its exact downgrade(), for PostgreSQL and SQLite. Knows the "
    "history: takes the next number, the head, key types and names from it. Send description, the user's words as they "
    "are; send operations instead when you know the exact columns, or when the answer says that the words were not "
    "understood. Show the user the file, operations, assumptions, warnings and reminders. On an error nothing was "
    "written.";
constexpr const char* kReviseDescription =
    "Write the newest migration anew in its file, same revision and parent. Send change, the user's words (make total "
    "not null), or add and remove; or the whole request anew. Refuses files that others build on, have, or edited. "
    "Show "
    "the diff.";
constexpr const char* kResolveDescription =
    "Several heads, or one id in two files, become one line. merge: a new revision follows all heads; right once a "
    "branch was deployed. rebase: one branch goes behind the other with new numbers; right while it was deployed "
    "nowhere. Ask the user when unsure. Conflicts are named, nothing written.";
constexpr const char* kSchemaDescription =
    "The database schema that the migration history leads to, at the head or at any revision: tables, columns, "
    "constraints, indexes. "
    "Needs no database.";
constexpr const char* kInstructions =
    "Use create_migration to write Alembic migrations and revise_migration to change the newest one, never edit files "
    "in the versions folder by hand; describe_schema tells which "
    "tables and columns there are.";

mcp::ToolResult create(const std::string& start, const mcp::Json& arguments) {
    const Result<usecases::CreateRequest> request = read_create_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<usecases::Review> review = usecases::create_migration(*request);
    if (!review) return error_result(review.error());
    return {.structured = write_review(*review, wants_explanation(arguments)), .text = usecases::write_text(*review)};
}

mcp::ToolResult revise(const std::string& start, const mcp::Json& arguments) {
    const Result<usecases::Review> review = revise_or_discard(arguments, start);
    if (!review) return error_result(review.error());
    return {.structured = write_review(*review, wants_explanation(arguments)), .text = usecases::write_text(*review)};
}

mcp::ToolResult resolve(const std::string& start, const mcp::Json& arguments) {
    const Result<usecases::Review> review = resolve_heads(arguments, start);
    if (!review) return error_result(review.error());
    return {.structured = write_review(*review, false), .text = usecases::write_text(*review)};
}

mcp::ToolResult describe(const std::string& start, const mcp::Json& arguments) {
    const Result<usecases::SchemaRequest> request = read_schema_request(arguments, start);
    if (!request) return error_result(request.error());
    const Result<usecases::SchemaView> view = usecases::show_schema(*request);
    if (!view) return error_result(view.error());
    mcp::ToolResult result{.structured = write_schema_view(*view), .text = usecases::write_schema_text(*view)};
    if (result.structured.dump().size() <= kMaxResult && result.text.size() <= kMaxResult) return result;
    std::string names;
    for (const auto& [name, table] : view->schema.tables) names += (names.empty() ? "" : ", ") + to_string(name);
    return error_result({"too_long", "the schema is longer than 40,000 characters",
                         "ask for one table: " + names.substr(0, 20'000), ""});
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

Result<std::string> head_schema(const std::string& start) {
    const Result<usecases::SchemaView> view = usecases::show_schema({.start = start});
    if (!view) return tl::unexpected(bounded(view.error()));
    return usecases::write_schema_text(*view);
}

Result<std::string> schema_of_table(const std::string& start, const std::string& table) {
    const Result<usecases::SchemaView> view = usecases::show_schema({.start = start, .table = table});
    if (view) return usecases::write_schema_text(*view);
    return tl::unexpected(bounded(as_missing(view.error(), "no_such_table")));
}

Result<std::string> migration(const std::string& start, const std::string& revision) {
    const Result<usecases::MigrationView> view = usecases::show_migration(start, revision);
    if (view) return usecases::write_migration_text(*view);
    return tl::unexpected(bounded(as_missing(view.error(), "unknown_revision")));
}

std::vector<std::string> starting_with(std::vector<std::string> values, const std::string& prefix) {
    std::erase_if(values, [&](const std::string& value) { return !value.starts_with(prefix); });
    return values;
}

std::vector<mcp::ResourceTemplate> templates(const std::string& start) {
    return {
        {.uri_template = "migration://{revision}",
         .name = "migration",
         .title = "One migration",
         .description = "A migration's file and what it does; {revision} is an id, the beginning of one, or head",
         .mime_type = "text/plain",
         .read = [start](const mcp::Variables& variables,
                         const mcp::CallContext&) { return migration(start, variables.at("revision")); },
         .complete = [start](
                         const std::string&,
                         const std::string& prefix) { return starting_with(usecases::revision_ids(start), prefix); }},
        {.uri_template = "schema://head/{table}",
         .name = "table",
         .title = "One table at head",
         .description = "The columns, constraints and indexes of one table on PostgreSQL",
         .mime_type = "text/plain",
         .read = [start](const mcp::Variables& variables,
                         const mcp::CallContext&) { return schema_of_table(start, variables.at("table")); },
         .complete = [start](
                         const std::string&,
                         const std::string& prefix) { return starting_with(usecases::table_names(start), prefix); }},
    };
}

}  // namespace

mcp::ToolResult error_result(const Error& whole) {
    const Error error = bounded(whole);
    std::string text = error.message;
    if (!error.where.empty()) text += " (at " + error.where + ")";
    if (!error.hint.empty()) text += ". " + error.hint;
    return {.text = text + " [" + error.code + "]", .is_error = true};
}

std::vector<mcp::Tool> tools(const std::string& start) {
    return {
        {.name = "create_migration",
         .title = "Create a migration",
         .description = kCreateDescription,
         .input_schema = create_input_schema(),
         .output_schema = create_output_schema(),
         .annotations = {.read_only = false, .destructive = false, .idempotent = false, .open_world = false},
         .handler = [start](const mcp::Json& arguments, const mcp::CallContext&) { return create(start, arguments); }},
        {.name = "revise_migration",
         .title = "Revise a migration",
         .description = kReviseDescription,
         .input_schema = revise_input_schema(),
         .output_schema = create_output_schema(),
         .annotations = {.read_only = false, .destructive = true, .idempotent = true, .open_world = false},
         .handler = [start](const mcp::Json& arguments, const mcp::CallContext&) { return revise(start, arguments); }},
        {.name = "resolve_heads",
         .title = "Join several heads",
         .description = kResolveDescription,
         .input_schema = resolve_heads_input_schema(),
         .output_schema = create_output_schema(),
         .annotations = {.read_only = false, .destructive = false, .idempotent = false, .open_world = false},
         .handler = [start](const mcp::Json& arguments, const mcp::CallContext&) { return resolve(start, arguments); }},
        {.name = "describe_schema",
         .title = "Describe the schema",
         .description = kSchemaDescription,
         .input_schema = schema_input_schema(),
         .output_schema = schema_output_schema(),
         .annotations = {.read_only = true, .destructive = false, .idempotent = true, .open_world = false},
         .handler = [start](const mcp::Json& arguments,
                            const mcp::CallContext&) { return describe(start, arguments); }},
    };
}

void add_tools(rpc::Dispatcher& dispatcher, const std::string& start, const std::string& title,
               const std::string& version) {
    mcp::Offer offer{
        .server = {.name = title, .title = "Alembic migrations", .version = version, .instructions = kInstructions}};
    offer.tools = tools(start);
    offer.resources = {{.uri = "schema://head",
                        .name = "schema",
                        .title = "Schema at head",
                        .description = "The PostgreSQL schema that the migration history leads to",
                        .mime_type = "text/plain",
                        .read = [start](const mcp::CallContext&) { return head_schema(start); }}};
    offer.templates = templates(start);
    mcp::bind(dispatcher, std::move(offer));
}

}  // namespace migrate::server
