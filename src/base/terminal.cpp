#include "base/terminal.h"

#include <cstdio>

#include "base/descriptor.h"
#include "base/environment.h"
#include "base/text.h"
#include "base/visible.h"

namespace migrate::base {

std::optional<bool> ask_person(const std::string& text, const std::string& question) {
    if (!is_terminal(0) || !is_terminal(1)) return std::nullopt;
    std::fputs((with_escapes(text) + question + " [y/N] ").c_str(), stdout);
    std::fflush(stdout);
    std::string line;
    for (char next = 0; line.size() < 100 && read_some(0, &next, 1) == 1 && next != '\n';) line += next;
    const std::string answer = lower(trim(line));
    return answer == "y" || answer == "yes";
}

}  // namespace migrate::base
