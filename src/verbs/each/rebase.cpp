#include "usecases/rebase/rebase.h"

#include <nlohmann/json.hpp>

#include "verbs/review_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::RebaseRequest;

struct Asked {
    RebaseRequest request;
};

auto in(auto member) {
    return at(&Asked::request, member);
}

}  // namespace

Verb rebase() {
    return make_verb(with_review<Asked>({
        .about = {.rank = 4,
                  .command = "rebase",
                  .summary = "Put one branch of the history behind the other head",
                  .methods = {{"rebase"}},
                  .usual_params = "{} for all defaults"},
        .fields = {{"branch",
                    in(&RebaseRequest::branch),
                    {.help = "What moves: the file or id of its head, or all of its files; what git's main line does "
                             "not have when not given",
                     .typed = Typed::words}},
                   {"onto", in(&RebaseRequest::onto), {.help = "The head to go behind, when there are several"}},
                   {"dry_run", in(&RebaseRequest::dry_run), {.help = "Show the changes, write nothing"}}},
        .run = [](const Asked& asked, const base::Work& work) { return rebase_branch(asked.request, work); },
    }));
}

}  // namespace migrate::verbs::each
