/// Reading a JSON object key by key. The first thing that is wrong is kept, with its path; what is read after
/// it is empty. So a reader can take all keys first and look once at the end.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate {

/// The first problem of a whole reading; shared by all Fields of it.
class Problem {
  public:
    void add(std::string path, std::string message, std::string hint = {});
    void add(std::string path, const Error& error);
    bool found() const { return error_.has_value(); }
    const Error& error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

class Fields {
  public:
    /// `value` and `problem` must outlive it. Keys that are not in `keys` are a problem, with the nearest key
    /// as the hint.
    Fields(const nlohmann::json& value, std::string path, std::vector<std::string> keys, Problem& problem);

    const std::string& path() const { return path_; }
    std::string path_of(std::string_view key) const { return path_ + "." + std::string(key); }
    Problem& problem() const { return *problem_; }

    /// nullptr when the key is not there; JSON null counts as there.
    const nlohmann::json* find(std::string_view key) const;
    bool has(std::string_view key) const { return find(key) != nullptr; }

    /// A name: 1 to 200 bytes, no control characters; "" when it is not there.
    std::string name(std::string_view key) const;
    std::string required_name(std::string_view key) const;
    std::vector<std::string> names(std::string_view key) const;
    /// SQL or other text, at most 100,000 bytes, no NUL; "" when it is not there.
    std::string text(std::string_view key) const;
    std::string required_text(std::string_view key) const;
    std::optional<std::string> maybe_text(std::string_view key) const;
    bool flag(std::string_view key, bool otherwise = false) const;
    std::optional<bool> maybe_flag(std::string_view key) const;
    /// One of the words, ASCII case and blanks against underscores ignored, as it stands in `words`; "" when
    /// not there.
    std::string word(std::string_view key, const std::vector<std::string>& words) const;
    /// The array's items, at most `most`; empty when the key is not there.
    std::vector<const nlohmann::json*> items(std::string_view key, std::size_t most = 400) const;

  private:
    const nlohmann::json* value_;
    std::string path_;
    Problem* problem_;
};

/// "a string", "a number", "null" ...: for messages about what was found.
std::string kind_of(const nlohmann::json& value);
/// The same checks as Fields::name, for an item of a list.
std::string read_name(const nlohmann::json& value, const std::string& path, Problem& problem);

}  // namespace migrate
