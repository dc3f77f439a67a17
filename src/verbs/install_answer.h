/// How making this program known to a host reads, and how a person agrees to it: for install and for uninstall.
#pragma once

#include "usecases/install/install.h"
#include "verbs/verb.h"

namespace migrate::verbs {

struct AskedInstall {
    usecases::InstallRequest request;
    bool dry_run = false;
    bool yes = false;
};

struct InstallView {
    std::string plan;  ///< "" where the person has seen it
    usecases::InstallReport report;
    bool done = false;
};

using PlanInstall = Result<usecases::InstallPlan> (*)(const usecases::InstallRequest& request);

/// Shows the plan and carries it out where that is agreed to.
Result<InstallView> agree_and_carry_out(const AskedInstall& asked, PlanInstall plan, const base::Work& work);

/// The definition with all that both verbs have.
Verb install_verb(Verb about, std::vector<Field<AskedInstall>> fields,
                  Result<InstallView> (*run)(const AskedInstall& asked, const base::Work& work));

}  // namespace migrate::verbs
