#include "laws/cases.h"

#include "laws/words.h"

namespace migrate::laws {

namespace {

/// Adds the request to the case when the plan room accepts it together with those before.
void ask(Case& made, Asked asked) {
    plan::Request longer = made.request;
    longer.operations.push_back(std::move(asked.operation));
    Result<plan::Plan> plan = plan::complete(longer, made.before, made.rules);
    if (!plan) {
        made.refused[asked.kind + " " + plan.error().code] += 1;
        made.refusals.push_back(asked.kind + " " + plan.error().code + ": " + plan.error().message);
        return;
    }
    Result<plan::Heads> after = advanced(plan->up, made.before);
    if (!after) {
        made.refused[asked.kind + " (cannot be applied)"] += 1;
        made.refusals.push_back("BROKEN " + asked.kind + ": " + after.error().message);
        return;
    }
    made.accepted[asked.kind] += 1;
    made.request = std::move(longer);
    made.plan = std::move(*plan);
    made.after = std::move(*after);
}

}  // namespace

Case make_case_on(const plan::Heads& heads, const project::HouseRules& rules) {
    Case made{.rules = rules, .before = heads, .after = heads};
    const int wanted = chance(60) ? 1 : number(2, 4);
    for (int tries = 0; tries < 8 && static_cast<int>(made.request.operations.size()) < wanted; ++tries) {
        ask(made, some_request(made.after));
    }
    return made;
}

Case make_case() {
    const project::HouseRules rules = some_rules();
    return make_case_on(some_heads(rules), rules);
}

}  // namespace migrate::laws
