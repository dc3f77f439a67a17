#include "lint/ignore.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace migrate::lint {

namespace {

constexpr std::string_view kMark = "migrate: ignore";
constexpr std::string_view kBlanks = " \t\r";

struct Parsed {
    std::vector<std::string> rules;
    bool has_reason = false;
};

/// What an ignore comment of the line says; nothing when it has none.
std::optional<Parsed> parse(std::string_view line) {
    const std::size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) return std::nullopt;
    const std::size_t hash = line.find_last_not_of(kBlanks, mark == 0 ? std::string_view::npos : mark - 1);
    if (mark == 0 || hash == std::string_view::npos || line[hash] != '#') return std::nullopt;
    std::string_view rest = line.substr(mark + kMark.size());
    Parsed parsed;
    if (rest.starts_with('[')) {
        const std::size_t end = std::min(rest.find(']'), rest.size());
        parsed.rules = base::split_words(base::replace_all(std::string(rest.substr(1, end - 1)), ",", " "));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    parsed.has_reason = rest.find_first_not_of(" \t\r:-#.,") != std::string_view::npos;
    return parsed;
}

bool is_alone(std::string_view line) {
    const std::size_t first = line.find_first_not_of(kBlanks);
    return first == std::string_view::npos || line[first] == '#';
}

}  // namespace

Ignores::Ignores(std::string_view text) {
    std::size_t waiting = 0;  // the first comment that still looks for its line
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (std::optional<Parsed> parsed = parse(line)) {
            comments_.push_back({.line = number, .rules = std::move(parsed->rules), .has_reason = parsed->has_reason});
        }
        if (is_alone(line)) continue;
        for (; waiting < comments_.size(); ++waiting) comments_[waiting].target = number;
    }
}

void Ignores::silence(std::vector<Finding>& findings) {
    std::erase_if(findings, [&](const Finding& finding) {
        bool silenced = false;
        for (Comment& comment : comments_) {
            const bool is_for_it = finding.line == 0 || comment.target == finding.line;
            const bool names_it =
                std::find(comment.rules.begin(), comment.rules.end(), finding.rule) != comment.rules.end();
            if (!is_for_it || !names_it) continue;
            comment.used.insert(finding.rule);
            silenced = true;
        }
        return silenced;
    });
}

}  // namespace migrate::lint
