#include "base/text.h"
#include "lint/ignore.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

constexpr std::size_t kMaxShown = 60;

std::string instead_of(const std::string& unknown) {
    std::vector<std::string> names;
    for (const Rule& rule : all_rules()) names.emplace_back(rule.name);
    const std::vector<std::string> near = base::nearest(names, unknown, 1);
    return near.empty() ? "name a rule as a finding does, or take the comment away"
                        : "did you mean " + near.front() + "?";
}

void check_name(const Ignores::Comment& comment, const std::string& name, Report& report) {
    const Rule* rule = find_rule(name);
    if (rule == nullptr) {
        report.add(comment.line, "there is no rule " + std::string(base::cut_utf8(name, kMaxShown)), instead_of(name));
        return;
    }
    // Rules about the chain are not asked file by file: whether they had something to say here is not known.
    const bool is_asked = rule->check_file != nullptr;
    if (is_asked && !comment.used.contains(name))
        report.add(comment.line, name + " finds nothing here", "take the name out of the comment");
}

void check(const Ignores& ignores, Report& report) {
    for (const Ignores::Comment& comment : ignores.comments()) {
        if (comment.rules.empty()) {
            report.add(comment.line, "the comment names no rule and silences nothing",
                       "write # migrate: ignore[rule] and why");
            continue;
        }
        for (const std::string& name : comment.rules) check_name(comment, name, report);
        if (!comment.has_reason)
            report.add(comment.line, "the comment does not say why", "write the reason behind the bracket");
    }
}

}  // namespace

Rule ignore_comment() {
    return {
        .name = "ignore-comment",
        .category = Category::check,
        .severity = Severity::info,
        .problem =
            "A comment that silences a rule names none, or one that does not exist or finds nothing there, or does "
            "not say why: the next reader cannot tell whether it still holds.",
        .instead =
            "Write `# migrate: ignore[rule] why` on the line, and take it away when there is nothing to silence.",
        .check_ignores = check,
    };
}

}  // namespace migrate::lint::rules
