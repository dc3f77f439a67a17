#include <array>
#include <string>

#include "base/descriptor.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "server/hook.h"

namespace migrate::cli {

int run_hook() {
    std::string input;
    std::array<char, 65'536> buffer{};
    while (input.size() <= server::kMaxHookInput) {
        const long got = base::read_some(0, buffer.data(), buffer.size());
        if (got <= 0) break;
        input.append(buffer.data(), static_cast<std::size_t>(got));
    }
    const std::string answer = server::answer_hook(input);
    if (!answer.empty()) print_text(answer);
    return 0;
}

}  // namespace migrate::cli
