#include <nlohmann/json.hpp>

#include "usecases/merge/merge.h"
#include "verbs/review_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

/// One tool for merging and rebasing: `strategy` says which, and all else is taken as that takes it.
Verb resolve_heads() {
    Verb verb{.rank = 5,
              .tool = {.name = "resolve_heads",
                       .title = "Join several heads",
                       .description =
                           "Make one line of several heads. merge: a revision after all, right once a branch was "
                           "deployed; rebase: one branch goes behind the other, right while it was not. Ask the user "
                           "when unsure.",
                       .output_schema = review_schema(),
                       .annotations = {.read_only = false, .destructive = false},
                       .asks_first = true}};
    verb.fields = {{{.required = true, .brief = true, .choices = {"merge", "rebase"}}, "strategy", Kind::text},
                   {{.brief = true}, "branch", Kind::texts}};
    verb.run = [](const Json& params, const Call& call) -> Result<Answer> {
        const Json strategy = params.is_object() ? params.value("strategy", Json()) : Json();
        if (strategy != "merge" && strategy != "rebase")
            return bad_param("strategy", "strategy must be merge or rebase", std::string(usecases::how_to_choose()));
        Json rest = params;
        rest.erase("strategy");
        return (strategy == "merge" ? merge() : rebase()).run(rest, call);
    };
    return verb;
}

}  // namespace migrate::verbs::each
