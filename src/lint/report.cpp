#include "lint/report.h"

#include <algorithm>

#include "base/text.h"

namespace migrate::lint {

namespace {

/// A message may quote what a file holds, which has no bound; who reads it needs no megabyte.
constexpr std::size_t kMostBytes = 4'000;

void shorten(std::string& text) {
    if (text.size() <= kMostBytes) return;
    const std::size_t bytes = text.size();
    text = std::string(base::cut_utf8(text, kMostBytes)) + " … (" + std::to_string(bytes) + " bytes, cut here)";
}

}  // namespace

void Report::put(Finding finding) {
    shorten(finding.message);
    shorten(finding.fix);
    if (finding.part) shorten(finding.part->what);
    if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end())
        findings_.push_back(std::move(finding));
}

void Report::add_to(const std::string& path, int line, std::string message, std::string fix) {
    put({rule_, category_, severity_, path, line, std::move(message), std::move(fix), {}, {}});
}

void Report::add_as(Severity severity, int line, std::string message, std::string fix) {
    put({rule_, category_, severity, path_, line, std::move(message), std::move(fix), {}, {}});
}

void Report::add_part(int line, Part part, std::string fix) {
    add_part_as(severity_, line, std::move(part), std::move(fix));
}

void Report::add_part_as(Severity severity, int line, Part part, std::string fix) {
    std::string message = part.before + part.what + part.after;
    put({rule_, category_, severity, path_, line, std::move(message), std::move(fix), {}, std::move(part)});
}

}  // namespace migrate::lint
