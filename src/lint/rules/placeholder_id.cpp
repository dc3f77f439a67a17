#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

constexpr std::array<std::string_view, 7> kWords = {"abc123",      "xxxx", "todo",        "changeme",
                                                    "revision_id", "new",  "abc123def456"};
constexpr std::size_t kShort = 6;  ///< ids below are counters or words

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// The next letter of a to f, or the next digit; both begin again at their ends.
char after(char c) {
    if (is_letter(c)) return c == 'f' ? 'a' : static_cast<char>(c + 1);
    return c == '9' ? '0' : static_cast<char>(c + 1);
}

/// a1b2c3d4e5f6, 1a2b3c, b2c3d4e5f6a7: a letter and a digit in turn, each the next one.
bool is_zigzag(std::string_view id) {
    for (std::size_t i = 0; i + 1 < id.size(); ++i) {
        if (is_letter(id[i]) == is_letter(id[i + 1])) return false;
        if (i + 2 < id.size() && id[i + 2] != after(id[i])) return false;
    }
    return true;
}

/// 123456789abc, abcdef123456, 000000000000: runs in which each is the next one, or the same; two at most.
bool is_run(std::string_view id) {
    int breaks = 0, same = 0;
    for (std::size_t i = 0; i + 1 < id.size(); ++i) {
        if (id[i + 1] == id[i]) ++same;
        const bool goes_on = id[i + 1] == after(id[i]) || (id[i] == '9' && id[i + 1] == 'a');
        if (!goes_on) ++breaks;
    }
    return breaks <= 1 || same + 1 == static_cast<int>(id.size());
}

bool is_typed(const std::string& id) {
    if (std::find(kWords.begin(), kWords.end(), id) != kWords.end()) return true;
    const bool hex = id.find_first_not_of("0123456789abcdef") == std::string::npos;
    return hex && id.size() > kShort && (is_zigzag(id) || is_run(id));
}

void check(const Chain& chain, Report& report) {
    for (const history::Revision& revision : chain.graph.revisions) {
        if (!is_typed(base::lower(revision.id))) continue;
        report.add_to(project::relative_path(chain.project, revision.path), 0,
                      "the revision id " + revision.id + " looks typed, not made", "take one from `alembic revision`");
    }
}

}  // namespace

Rule placeholder_id() {
    return {
        .name = "placeholder-id",
        .category = Category::chain,
        .severity = Severity::warning,
        .problem = "The id was typed, not made: the next hand that types gets the same one.",
        .instead = "Take an id from `alembic revision`, from `alembic-migrate new` or from the chain's own numbering.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
