#include "usecases/revise/revise.h"

#include <nlohmann/json.hpp>

#include "verbs/review_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::CreateRequest;
using usecases::ReviseRequest;

struct Asked {
    ReviseRequest request;
    bool whole = false;
    bool discard = false;
    bool explain = false;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

auto in_wanted(auto member) {
    return at(&Asked::request, &ReviseRequest::wanted, member);
}

Result<void> settle(Asked& asked) {
    ReviseRequest& request = asked.request;
    if (asked.whole) request.wanted.description = std::exchange(request.change, "");
    if (request.wanted.down_operations && !request.wanted.operations)
        return bad_param("down_operations", "down_operations is given without operations", "send both");
    return {};
}

Result<usecases::Review> revise_or_discard(const Asked& asked, const base::Work& work) {
    return asked.discard ? discard_migration(asked.request, work) : revise_migration(asked.request, work);
}

}  // namespace

Verb revise() {
    return make_verb(with_review<Asked>({
        .about = {.rank = 2,
                  .command = "revise",
                  .summary = "Write the newest migration anew in its place",
                  .examples = {"alembic-migrate revise \"make total not null\"",
                               "alembic-migrate revise --remove invoices.paid_at --dry-run"},
                  .methods = {{"revise"}, {"discard", {{"discard", true}}, "Take the newest migration back"}},
                  .usual_params = R"({"change": "make total not null"})",
                  .tool = {.name = "revise_migration",
                           .title = "Revise a migration",
                           .description = "Change the newest migration in its file. change: the user's words (make "
                                          "total not null); or add (operations) and remove (names). discard takes the "
                                          "file back.",
                           .output_schema = review_schema(),
                           .annotations = {.read_only = false, .destructive = true, .idempotent = true}}},
        .fields =
            {{"change",
              in(&ReviseRequest::change),
              {.help = "On top of what it does, in English: make total not null",
               .typed = Typed::words,
               .brief = true}},
             {"whole",
              at(&Asked::whole),
              {.help = "The words are the whole request anew, not a change", .whom = For::person}},
             {"revision", in(&ReviseRequest::revision), {.help = "The head when not given"}},
             {"add", in(&ReviseRequest::add), {.help = "Operations to add, as JSON", .brief = true}},
             {"remove",
              in(&ReviseRequest::remove),
              {.help = "What it is to make no more: invoices.total, an index", .brief = true}},
             {"operations", in_wanted(&CreateRequest::operations), {.help = "The whole request anew, as JSON"}},
             {"message", in_wanted(&CreateRequest::message), {.help = "New title of the file"}},
             {"backfill",
              in_wanted(&CreateRequest::backfill),
              {.help = "SQL value for rows that are there, for a new NOT NULL"}},
             {"discard", at(&Asked::discard), {.help = "Take the file back; it is kept as a backup", .brief = true}},
             {"replace_edited",
              in(&ReviseRequest::replace_edited),
              {.help = "Also when a person has edited it: replace it whole"}},
             {"allow_committed",
              in(&ReviseRequest::allow_committed),
              {.help = "Also when another branch or the main line has it"}},
             {"dry_run", in_wanted(&CreateRequest::dry_run), {.help = "Show the changes, write nothing"}},
             {"description", in_wanted(&CreateRequest::description), {.whom = For::programs}},
             {"down_operations", in_wanted(&CreateRequest::down_operations), {.whom = For::programs}},
             {"explain", at(&Asked::explain), {.whom = For::programs}}},
        .settle = settle,
        .run = revise_or_discard,
    }));
}

}  // namespace migrate::verbs::each
