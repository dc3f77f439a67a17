#include "verbs/install_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

namespace {

using usecases::InstallRequest;

Result<InstallView> run(const AskedInstall& asked, const base::Work& work) {
    AskedInstall whole = asked;
    if (whole.request.host.empty()) whole.request.host = "claude";
    return agree_and_carry_out(whole, &usecases::plan_install, work);
}

}  // namespace

Verb install() {
    const auto in = [](auto member) { return at(&AskedInstall::request, member); };
    return install_verb(
        {.rank = 11,
         .command = "install",
         .summary = "Make this program known to Claude Code or another host; shows the change first",
         .examples = {"alembic-migrate install", "alembic-migrate install --host vscode .",
                      "alembic-migrate uninstall"}},
        {{"in_project",
          in(&InstallRequest::in_project),
          {.help = "Claude Code: skill and server in the project's own files, in place of the plugin"}},
         {"keep_own", in(&InstallRequest::keep_own), {.help = "Leave a /migrate that the project has"}}},
        run);
}

}  // namespace migrate::verbs::each
