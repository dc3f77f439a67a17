#include "usecases/create/create.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "verbs/review_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::CreateRequest;

struct Asked {
    CreateRequest request;
    std::optional<std::string> command;
    bool explain = false;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

/// The words after "/migrate" of what the harness typed.
Result<std::string> description_of_command(const std::string& command) {
    std::string_view rest = base::trim(command);
    for (std::string_view name : {"/migrate:migrate", "/migrate"}) {
        if (!rest.starts_with(name)) continue;
        rest.remove_prefix(name.size());
        if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t' && rest.front() != '\n') break;
        return std::string(base::trim(rest));
    }
    return bad_param("command", "command must begin with /migrate",
                     R"(send {"command": "/migrate add invoices table"})");
}

Result<void> settle(Asked& asked) {
    CreateRequest& request = asked.request;
    if (request.down_operations && !request.operations)
        return bad_param("down_operations", "down_operations is given without operations", "send both");
    if (!asked.command) return {};
    if (!request.description.empty())
        return bad_param("command", "command and description are both given", "send one of them");
    return description_of_command(*asked.command).map([&](std::string words) {
        request.description = std::move(words);
    });
}

}  // namespace

Verb create() {
    return make_verb(with_review<Asked>({
        .about = {.rank = 1,
                  .command = "new",
                  .summary = "Create a migration from a description",
                  .examples = {"alembic-migrate new \"add invoices table: number string(32) unique, customer_id fk "
                               "customers, total numeric(12,2)\"",
                               "alembic-migrate new \"add due_date and paid_at to invoices\" --dry-run"},
                  .methods = {{"migrate"}},
                  .usual_params = R"({"description": "add invoices table"})",
                  .tool = {.name = "create_migration",
                           .title = "Create a migration",
                           .description = "Write one Alembic migration: upgrade() and its exact downgrade(). "
                                          "description: the user's words. operations: only for columns you know "
                                          "exactly, or when an error asks. On an error nothing was written.",
                           .output_schema = review_schema(),
                           .annotations = {.read_only = false, .destructive = false}}},
        .fields =
            {{"description",
              in(&CreateRequest::description),
              {.help = "What to change, in English", .typed = Typed::words, .must_be_typed = true, .brief = true}},
             {"operations",
              in(&CreateRequest::operations),
              {.help = "Operations as JSON, instead of understanding the description",
               .brief = true,
               .schema = operations_json_schema()}},
             {"dry_run", in(&CreateRequest::dry_run), {.help = "Show the file, write nothing", .brief = true}},
             {"date", in(&CreateRequest::date), {.help = "YYYY-MM-DD instead of today"}},
             {"number", in(&CreateRequest::number), {.help = "The NNNNNN instead of the next free one"}},
             {"message", in(&CreateRequest::message), {.help = "Title of the file, where it is not the description"}},
             {"head", in(&CreateRequest::head), {.help = "Revision to build on, when there are several heads"}},
             {"backfill",
              in(&CreateRequest::backfill),
              {.help = "SQL value for rows that are there, for a new NOT NULL"}},
             {"empty", in(&CreateRequest::empty), {.help = "The empty template under this title, to fill by hand"}},
             {"explain", at(&Asked::explain), {.help = "Add the understood operations to the JSON"}},
             {"command", at(&Asked::command), {.whom = For::programs}},
             {"down_operations", in(&CreateRequest::down_operations), {.whom = For::programs}}},
        .settle = settle,
        .run = [](const Asked& asked, const base::Work& work) { return create_migration(asked.request, work); },
    }));
}

}  // namespace migrate::verbs::each
