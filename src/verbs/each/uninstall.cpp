#include "verbs/install_answer.h"
#include "verbs/verb_list.h"

namespace migrate::verbs::each {

Verb uninstall() {
    return install_verb({.rank = 12,
                         .command = "uninstall",
                         .summary = "Take back what install did: all of it, or that of one host or project"},
                        {}, [](const AskedInstall& asked, const base::Work& work) {
                            return agree_and_carry_out(asked, &usecases::plan_uninstall, work);
                        });
}

}  // namespace migrate::verbs::each
