#include "lint/parts.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace migrate::lint {

namespace {

constexpr std::size_t kShown = 6;

using Group = std::vector<const Finding*>;

std::string joined(const Group& group) {
    const Part& first = *group.front()->part;
    std::vector<std::string> names;
    for (const Finding* each : group) {
        if (std::find(names.begin(), names.end(), each->part->what) == names.end()) names.push_back(each->part->what);
    }
    std::string text = first.before;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i == 0 ? "" : first.joiner) + names[i];
    if (names.size() > kShown) text += first.joiner + "and " + std::to_string(names.size() - kShown) + " more";
    return text + first.after;
}

Finding merged(const Group& group) {
    Finding one = *group.front();
    one.message = joined(group);
    std::set<int> lines;
    for (const Finding* each : group) {
        one.severity = std::max(one.severity, each->severity);
        if (each->line != one.line) lines.insert(each->line);
    }
    one.also.assign(lines.begin(), lines.end());
    one.part.reset();
    return one;
}

}  // namespace

void merge_parts(std::vector<Finding>& findings) {
    std::map<std::tuple<std::string, std::string, std::string>, Group> groups;
    std::vector<Finding> all;
    const auto key_of = [](const Finding& each) { return std::tuple(each.rule, each.path, each.part->group); };
    for (const Finding& each : findings) {
        if (each.part) groups[key_of(each)].push_back(&each);
    }
    for (const Finding& each : findings) {
        if (!each.part) {
            all.push_back(each);
            continue;
        }
        const Group& group = groups.at(key_of(each));
        if (group.front() == &each) all.push_back(merged(group));
    }
    findings = std::move(all);
}

}  // namespace migrate::lint
