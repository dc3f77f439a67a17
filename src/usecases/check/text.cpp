// What people and GitHub read of a check.
#include "base/text.h"

#include <array>
#include <map>

#include "base/visible.h"
#include "usecases/check/check.h"

namespace migrate::usecases {

namespace {

std::string place_of(const lint::Finding& finding) {
    return finding.line == 0 ? finding.path : finding.path + ":" + std::to_string(finding.line);
}

std::string count_of(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string counts_of(const CheckView& view) {
    std::map<lint::Severity, int> counts;
    for (const lint::Found& found : view.found) ++counts[found.finding.severity];
    std::string text;
    for (const lint::Severity severity : {lint::Severity::critical, lint::Severity::warning, lint::Severity::info}) {
        if (counts[severity] == 0) continue;
        text += (text.empty() ? "" : ", ") + std::to_string(counts[severity]) + " " + std::string(name_of(severity));
    }
    return text.empty() ? "nothing found" : text;
}

std::string write_fixed(const CheckView& view) {
    if (view.fixed.empty()) return "";
    std::string text =
        count_of(view.fixed.size(), "finding") + " of the baseline " + (view.fixed.size() == 1 ? "is" : "are") +
        " found no more" +
        (view.baseline_written ? " and taken out of it:\n" : " (check --all --prune-baseline takes them out):\n");
    for (const lint::KnownFinding& known : view.fixed)
        text += base::visible("  " + known.path + ": " + known.rule + ": " + known.message) + "\n";
    return text;
}

std::string write_baseline_lines(const CheckView& view) {
    if (view.baseline.empty()) return "";
    const std::string known = count_of(view.known, "finding");
    if (!view.baseline_written) {
        const std::string left_out = view.known == 0 ? ""
                                                     : known + " left out: the baseline " + view.baseline + " has " +
                                                           (view.known == 1 ? "it" : "them") + "\n";
        return left_out + write_fixed(view);
    }
    return "wrote " + view.baseline + ": " + known + " that will not be told again\n" + write_fixed(view);
}

/// The text after `::warning ...::`, where GitHub wants these three written differently.
std::string github_text(const std::string& text) {
    std::string out = base::replace_all(text, "%", "%25");
    out = base::replace_all(out, "\r", "%0D");
    return base::replace_all(out, "\n", "%0A");
}

/// A value before the `::`, where it ends at a comma too.
std::string github_value(const std::string& text) {
    return base::replace_all(base::replace_all(github_text(text), ":", "%3A"), ",", "%2C");
}

std::string_view github_level(lint::Severity severity) {
    switch (severity) {
        case lint::Severity::critical:
            return "error";
        case lint::Severity::warning:
            return "warning";
        case lint::Severity::info:
            return "notice";
    }
    return "notice";
}

}  // namespace

std::string write_found_text(const lint::Found& found) {
    const lint::Finding& finding = found.finding;
    std::string text = base::visible(place_of(finding)) + ": " + std::string(name_of(finding.severity)) + " " +
                       finding.rule + ": " + base::visible(finding.message) + "\n";
    if (!found.source.empty()) text += "    | " + found.source + "\n";
    return text + "    = " + base::visible(finding.fix) + "\n";
}

std::string write_check_summary(const CheckView& view) {
    return count_of(view.files.size(), "file") + " checked: " + counts_of(view) + "\n" + write_baseline_lines(view);
}

std::string write_check_text(const CheckView& view) {
    std::string text;
    for (const lint::Found& found : view.found) text += write_found_text(found);
    return text + write_check_summary(view);
}

std::string write_check_github(const CheckView& view) {
    std::string out;
    for (const auto& [finding, source] : view.found) {
        out += "::" + std::string(github_level(finding.severity)) + " file=" + github_value(finding.path);
        if (finding.line > 0) out += ",line=" + std::to_string(finding.line);
        out += ",title=" + github_value(finding.rule) + "::" + github_text(finding.message + ". " + finding.fix) + "\n";
    }
    return out;
}

}  // namespace migrate::usecases
