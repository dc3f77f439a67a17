/// What a rule found, and the paper it writes that on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::lint {

/// The three that reviewers use: info is to be known, warning to be thought about, critical not to be merged.
enum class Severity { info, warning, critical };

/// "INFO", "WARNING", "CRITICAL"
std::string_view name_of(Severity severity);

/// One of several occurrences that make one finding: "building " + "ix_a, ix_b" + " blocks writes to users".
struct Part {
    std::string group;  ///< occurrences of one rule with the same group in one file are told together
    std::string before;
    std::string what;
    std::string after;
    std::string joiner = ", ";
    bool operator==(const Part&) const = default;
};

struct Finding {
    std::string rule;
    std::string_view category;
    Severity severity = Severity::info;
    std::string path;  ///< relative to the project's root
    int line = 0;      ///< 0: the file as a whole
    std::string message;
    std::string fix;           ///< what to do, concretely
    std::vector<int> also;     ///< further lines that the message is about
    std::optional<Part> part;  ///< only until merge_parts (parts.h)
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
    /// With another severity than the rule's own, where less is certain or at stake.
    void add_as(Severity severity, int line, std::string message, std::string fix);
    /// One occurrence of several.
    void add_part(int line, Part part, std::string fix);
    void add_part_as(Severity severity, int line, Part part, std::string fix);
    /// For chain rules, which look at many files.
    void add_to(const std::string& path, int line, std::string message, std::string fix);

    std::vector<Finding> take() { return std::move(findings_); }

  private:
    void put(Finding finding);

    std::string rule_;
    std::string_view category_;
    Severity severity_;
    std::string path_;
    std::vector<Finding> findings_;
};

}  // namespace migrate::lint
