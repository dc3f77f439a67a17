#include "lint/lint.h"

#include <algorithm>
#include <tuple>

#include "base/allowance.h"
#include "lint/databases.h"
#include "lint/ignore.h"
#include "lint/parts.h"
#include "lint/rule_list.h"

namespace migrate::lint {

namespace {

void sort_by_place(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.path, a.line) < std::tie(b.path, b.line);
    });
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

std::string_view name_of(Category category) {
    switch (category) {
        case Category::chain:
            return "chain";
        case Category::downgrade:
            return "downgrade";
        case Category::dialects:
            return "dialects";
        case Category::integrity:
            return "integrity";
        case Category::locks:
            return "locks";
        case Category::errors:
            return "errors";
        case Category::check:
            return "check";
    }
    return "";
}

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "INFO";
        case Severity::warning:
            return "WARNING";
        case Severity::critical:
            return "CRITICAL";
    }
    return "";
}

const std::vector<Rule>& all_rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> list = list_rules();
        std::sort(list.begin(), list.end(), [](const Rule& a, const Rule& b) { return a.name < b.name; });
        return list;
    }();
    return all;
}

const Rule* find_rule(std::string_view name) {
    const auto found =
        std::find_if(all_rules().begin(), all_rules().end(), [&](const Rule& rule) { return rule.name == name; });
    return found == all_rules().end() ? nullptr : &*found;
}

std::vector<Finding> check_file(const replay::ReplayedFile& file) {
    const base::Doing now("checking", file.path);
    std::vector<Finding> findings;
    for (const Rule& rule : all_rules()) {
        const bool elsewhere = rule.postgresql_only || rule.category == Category::locks;
        if (!rule.check_file || (elsewhere && runs_on_sqlite_alone(file))) continue;
        base::step();
        Report report(rule.name, name_of(rule.category), rule.severity, file.path);
        rule.check_file(file, report);
        append(findings, report.take());
    }
    Ignores ignores(file.text);
    ignores.silence(findings);
    merge_parts(findings);
    for (const Rule& rule : all_rules()) {
        if (!rule.check_ignores) continue;
        Report report(rule.name, name_of(rule.category), rule.severity, file.path);
        rule.check_ignores(ignores, report);
        append(findings, report.take());
    }
    sort_by_place(findings);
    return findings;
}

std::vector<Finding> check_chain(const Chain& chain) {
    std::vector<Finding> findings;
    for (const Rule& rule : all_rules()) {
        if (!rule.check_chain) continue;
        Report report(rule.name, name_of(rule.category), rule.severity, "");
        rule.check_chain(chain, report);
        append(findings, report.take());
    }
    sort_by_place(findings);
    return findings;
}

}  // namespace migrate::lint
