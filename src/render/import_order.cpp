#include "render/import_order.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "base/text.h"

namespace migrate::render {

namespace {

/// Modules of Python itself that migrations import.
constexpr std::array<std::string_view, 34> kStandard = {
    "abc",      "base64",    "collections", "contextlib", "copy",   "csv",       "dataclasses", "datetime", "decimal",
    "enum",     "functools", "hashlib",     "inspect",    "io",     "ipaddress", "itertools",   "json",     "logging",
    "math",     "operator",  "os",          "pathlib",    "random", "re",        "secrets",     "string",   "sys",
    "textwrap", "time",      "types",       "typing",     "uuid",   "warnings",  "zoneinfo"};

enum class Section { future, standard, others, own };

struct Line {
    Section section;
    bool is_from = false;
    std::string module;
    std::string text;
};

bool is_import(const std::string& line) {
    return line.starts_with("import ") || line.starts_with("from ");
}

Line read_line(const std::string& text, const ImportOrder& order) {
    const std::string module = base::split_words(text).at(1);
    const std::string root = root_of(module);
    const Section section = root == "__future__"                                    ? Section::future
                            : std::ranges::find(kStandard, root) != kStandard.end() ? Section::standard
                            : root.empty() || order.own_roots.contains(root)        ? Section::own
                                                                                    : Section::others;
    return {section, text.starts_with("from "), base::lower(module), text};
}

}  // namespace

std::string root_of(std::string_view module) {
    return std::string(module.substr(0, module.find_first_of(". ")));
}

std::string sort_imports(const std::string& text, const ImportOrder& order) {
    std::vector<std::string> lines = base::split_lines(text);
    const auto first = std::ranges::find_if(lines, is_import);
    auto last = first;
    std::vector<Line> block;
    for (auto at = first; at != lines.end() && (is_import(*at) || at->empty()); ++at) {
        if (at->empty()) continue;
        if (at->find_first_of("(\\;#") != std::string::npos || base::split_words(*at).size() < 2) return text;
        block.push_back(read_line(*at, order));
        last = at + 1;
    }
    if (last != lines.end() && (last->starts_with(" ") || last->starts_with(")"))) return text;
    std::ranges::stable_sort(block, {}, [&](const Line& line) {
        return std::tuple(line.section, !order.by_module && line.is_from, line.module, line.is_from);
    });
    std::vector<std::string> sorted;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool apart = i > 0 && (block[i].section != block[i - 1].section ||
                                     (order.types_apart && block[i].is_from != block[i - 1].is_from));
        if (apart) sorted.emplace_back();
        sorted.push_back(block[i].text);
    }
    const auto place = lines.erase(first, last);
    lines.insert(place, sorted.begin(), sorted.end());
    return base::join(lines, "\n") + (text.ends_with("\n") ? "\n" : "");
}

}  // namespace migrate::render
