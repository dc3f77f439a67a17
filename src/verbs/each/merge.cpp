#include "usecases/merge/merge.h"

#include <nlohmann/json.hpp>

#include "verbs/review_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::MergeRequest;

struct Asked {
    MergeRequest request;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

}  // namespace

Verb merge() {
    return make_verb(with_review<Asked>({
        .about = {.rank = 3,
                  .command = "merge",
                  .summary = "Join several heads by a merge revision",
                  .methods = {{"merge"}},
                  .usual_params = "{} for all defaults"},
        .fields = {{"heads",
                    in(&MergeRequest::heads),
                    {.help = "The heads to join; all when not given", .typed = Typed::words}},
                   {"message", in(&MergeRequest::message), {.help = "Title of the file; merge heads when not given"}},
                   {"date", in(&MergeRequest::date), {.help = "YYYY-MM-DD instead of today"}},
                   {"number", in(&MergeRequest::number), {.help = "The NNNNNN instead of the next free one"}},
                   {"dry_run", in(&MergeRequest::dry_run), {.help = "Show the file, write nothing"}}},
        .run = [](const Asked& asked, const base::Work& work) { return merge_heads(asked.request, work); },
    }));
}

}  // namespace migrate::verbs::each
