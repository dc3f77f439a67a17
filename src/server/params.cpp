#include "server/params.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace migrate::server {

using nlohmann::json;

namespace {

constexpr std::size_t kMaxText = 100'000;
constexpr std::size_t kMaxTexts = 1000;

}  // namespace

tl::unexpected<Error> bad_param(const std::string& key, const std::string& message, const std::string& hint) {
    return fail("bad_params", message, hint, key);
}

Result<void> check_param_names(const json& params, std::span<const std::string_view> names) {
    for (const auto& item : params.items()) {
        if (std::find(names.begin(), names.end(), item.key()) != names.end() || item.key() == "_meta") continue;
        const std::vector<std::string> known(names.begin(), names.end());
        const std::vector<std::string> near = base::nearest(known, item.key(), 1);
        const std::string shown(base::cut_utf8(item.key(), 60));
        return bad_param(
            shown, "there is no parameter " + shown,
            near.empty() ? "the parameters: " + base::join(known, ", ") : "did you mean " + near.front() + "?");
    }
    return {};
}

Result<std::optional<std::string>> read_text_param(const json& params, const char* key) {
    const auto found = params.find(key);
    if (found == params.end() || found->is_null()) return std::optional<std::string>{};
    if (!found->is_string()) {
        return bad_param(key, std::string(key) + " must be a text, not " + found->type_name(),
                         "send it as a JSON string");
    }
    const std::string& text = found->get_ref<const std::string&>();
    if (text.size() > kMaxText) {
        return bad_param(key, std::string(key) + " is longer than 100000 bytes", "send a shorter one");
    }
    return std::optional<std::string>(text);
}

Result<bool> read_flag_param(const json& params, const char* key) {
    const auto found = params.find(key);
    if (found == params.end() || found->is_null()) return false;
    if (!found->is_boolean()) {
        return bad_param(key, std::string(key) + " must be true or false, not " + found->type_name(),
                         "send true or false");
    }
    return found->get<bool>();
}

Result<std::optional<int>> read_number_param(const json& params, const char* key) {
    const auto found = params.find(key);
    if (found == params.end() || found->is_null()) return std::optional<int>{};
    const bool whole = found->is_number_integer();
    const std::int64_t value = whole ? found->get<std::int64_t>() : 0;
    if (!whole || value < 1 || value > 999'999) {
        return bad_param(key, std::string(key) + " must be a whole number from 1 to 999999",
                         "leave it out for the usual one");
    }
    return std::optional<int>(static_cast<int>(value));
}

Result<std::size_t> read_offset_param(const json& params) {
    if (params.value("offset", json()) == 0) return std::size_t{0};
    const Result<std::optional<int>> offset = read_number_param(params, "offset");
    if (!offset) return tl::unexpected(offset.error());
    return static_cast<std::size_t>(offset->value_or(0));
}

Result<std::vector<std::string>> read_texts_param(const json& params, const char* key) {
    const auto found = params.find(key);
    if (found == params.end() || found->is_null()) return std::vector<std::string>{};
    if (found->is_string()) return std::vector<std::string>{found->get<std::string>()};
    const bool fits = found->is_array() && found->size() <= kMaxTexts &&
                      std::all_of(found->begin(), found->end(), [](const json& item) {
                          return item.is_string() && item.get_ref<const std::string&>().size() <= kMaxText;
                      });
    if (!fits) return bad_param(key, std::string(key) + " must be a list of texts", "send JSON strings");
    return found->get<std::vector<std::string>>();
}

}  // namespace migrate::server
