#include "lint/faults.h"

namespace migrate::lint {

void report_faults(const Chain& chain, std::string_view code, const std::string& fix, Report& report) {
    for (const history::Fault& fault : chain.graph.faults) {
        if (fault.code != code) continue;
        for (const std::string& file : fault.files)
            report.add_to(file, 0, fault.message, fault.hint.empty() ? fix : fault.hint);
    }
}

}  // namespace migrate::lint
