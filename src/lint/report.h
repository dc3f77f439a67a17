/// What a rule found, and the paper it writes that on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::lint {

/// The three that reviewers use: info is to be known, warning to be thought about, critical not to be merged.
enum class Severity { info, warning, critical };

/// "INFO", "WARNING", "CRITICAL"
std::string_view name_of(Severity severity);

struct Finding {
    std::string rule;
    std::string_view category;
    Severity severity = Severity::info;
    std::string path;  ///< relative to the project's root
    int line = 0;      ///< 0: the file as a whole
    std::string message;
    std::string fix;  ///< what to do, concretely
    bool operator==(const Finding&) const = default;
};

/// Collects the findings of one rule; the same one only once.
class Report {
  public:
    Report(std::string_view rule, std::string_view category, Severity severity, std::string path)
        : rule_(rule), category_(category), severity_(severity), path_(std::move(path)) {}

    void add(int line, std::string message, std::string fix) {
        add_to(path_, line, std::move(message), std::move(fix));
    }
    /// For chain rules, which look at many files.
    void add_to(const std::string& path, int line, std::string message, std::string fix);

    std::vector<Finding> take() { return std::move(findings_); }

  private:
    std::string rule_;
    std::string_view category_;
    Severity severity_;
    std::string path_;
    std::vector<Finding> findings_;
};

}  // namespace migrate::lint
