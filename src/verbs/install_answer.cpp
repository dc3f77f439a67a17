#include "verbs/install_answer.h"

#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/terminal.h"
#include "base/text.h"
#include "usecases/install/hosts.h"

namespace migrate::verbs {

namespace {

OutJson write_json(const InstallView& view, const AskedInstall&) {
    return {{"plan", view.plan}, {"done", view.done}, {"complete", view.report.complete}, {"lines", view.report.lines}};
}

std::string write_text(const InstallView& view, const AskedInstall& asked) {
    std::string text = view.plan;
    if (!view.report.lines.empty()) text += base::join(view.report.lines, "\n") + "\n";
    if (!view.done && !asked.dry_run) text += "Nothing was changed: say --yes to do it.\n";
    return text;
}

}  // namespace

Result<InstallView> agree_and_carry_out(const AskedInstall& asked, PlanInstall plan_of, const base::Work& work) {
    const usecases::InstallPlan plan = TRY(plan_of(asked.request));
    InstallView view{.plan = write_plan(plan)};
    view.done = usecases::is_empty(plan);
    view.report.complete = plan.kept.empty();
    if (view.done || asked.dry_run) return view;
    if (!asked.yes) {
        const std::optional<bool> agreed = base::ask_person(view.plan, "Do it?");
        if (agreed) view.plan.clear();
        if (!agreed.value_or(false)) return view;
    }
    view.report = TRY(usecases::carry_out(plan, work));
    view.done = true;
    return view;
}

Verb install_verb(Verb about, std::vector<Field<AskedInstall>> fields,
                  Result<InstallView> (*run)(const AskedInstall& asked, const base::Work& work)) {
    const auto request = [](auto member) { return at(&AskedInstall::request, member); };
    fields.insert(fields.begin(),
                  {{"project",
                    request(&usecases::InstallRequest::project),
                    {.help = "The project's folder; all projects when not given", .typed = Typed::word}},
                   {"host",
                    request(&usecases::InstallRequest::host),
                    {.help = "The program that is to start this one", .choices = usecases::host_names()}}});
    fields.insert(fields.end(),
                  {{"dry_run", at(&AskedInstall::dry_run), {.help = "Show what would change, change nothing"}},
                   {"yes", at(&AskedInstall::yes), {.help = "Do it without asking"}}});
    about.runs_programs = true;
    return make_verb(
        Definition<AskedInstall, InstallView>{.about = std::move(about),
                                              .fields = std::move(fields),
                                              .run = run,
                                              .json = write_json,
                                              .text = write_text,
                                              .exit_code = [](const InstallView& view, const AskedInstall& asked) {
                                                  return (view.done || asked.dry_run) && view.report.complete ? 0 : 1;
                                              }});
}

}  // namespace migrate::verbs
