#include "lint/ignore.h"

#include <utility>

#include "base/text.h"

namespace migrate::lint {

namespace {

constexpr std::string_view kMark = "# migrate: ignore[";

/// The names between the brackets; none when the line has no such comment.
std::set<std::string> names_in(std::string_view line) {
    std::set<std::string> names;
    const std::size_t begin = line.find(kMark);
    if (begin == std::string_view::npos) return names;
    const std::size_t first = begin + kMark.size();
    const std::size_t end = line.find(']', first);
    if (end == std::string_view::npos) return names;
    std::string name;
    for (const char c : line.substr(first, end - first)) {
        if (c != ',' && c != ' ') {
            name += c;
        } else if (!name.empty()) {
            names.insert(std::exchange(name, {}));
        }
    }
    if (!name.empty()) names.insert(std::move(name));
    return names;
}

bool is_alone(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == std::string_view::npos || line[first] == '#';
}

}  // namespace

Ignores::Ignores(std::string_view text) {
    std::set<std::string> waiting;
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        std::set<std::string> names = names_in(line);
        if (is_alone(line)) {
            waiting.merge(names);
            continue;
        }
        names.merge(waiting);
        waiting.clear();
        if (!names.empty()) rules_[number] = std::move(names);
    }
}

bool Ignores::holds(const std::string& rule, int line) const {
    const auto found = rules_.find(line);
    return found != rules_.end() && found->second.contains(rule);
}

}  // namespace migrate::lint
