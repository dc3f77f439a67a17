/// The comments that silence rules: `# migrate: ignore[rule, other] why`.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace migrate::lint {

class Ignores {
  public:
    /// Reads a file's text. A comment after code is for its line; one alone on its line is for the next line that has
    /// code.
    explicit Ignores(std::string_view text);

    [[nodiscard]] bool holds(const std::string& rule, int line) const;

  private:
    std::map<int, std::set<std::string>> rules_;
};

}  // namespace migrate::lint
