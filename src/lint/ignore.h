/// The comments that silence rules: `# migrate: ignore[rule, other] why`.
///
/// A comment after code is for its line; one alone on its line is for the next line that has code. A finding about the
/// file as a whole has no line: a comment anywhere in the file is for it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/report.h"

namespace migrate::lint {

class Ignores {
  public:
    struct Comment {
        int line = 0;    ///< where it stands
        int target = 0;  ///< the line that it is for; 0 when no code follows
        std::vector<std::string> rules;
        bool has_reason = false;
        std::set<std::string> used;  ///< those of `rules` that silenced something
    };

    /// Reads a file's text.
    explicit Ignores(std::string_view text);

    /// Takes away the findings that a comment is for, and remembers which comments had something to silence.
    void silence(std::vector<Finding>& findings);

    [[nodiscard]] const std::vector<Comment>& comments() const { return comments_; }

  private:
    std::vector<Comment> comments_;
};

}  // namespace migrate::lint
