#include "verbs/values.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"

namespace migrate::verbs {

namespace {

constexpr std::size_t kMaxText = 100'000;
constexpr std::size_t kMaxTexts = 1000;

/// Reads a value of one kind and puts it where a value of another, wider one is wanted.
template <typename Value, typename Target>
Result<void> read_through(const std::string& name, const Json& value, Target& target) {
    Value read{};
    Result<void> done = read_value(name, value, read);
    if (done) target = Target(std::move(read));
    return done;
}

}  // namespace

tl::unexpected<Error> bad_param(const std::string& name, const std::string& message, const std::string& hint) {
    return fail("bad_params", message, hint, name);
}

Result<void> check_names(const Json& params, const std::vector<std::string>& names) {
    for (const auto& item : params.items()) {
        if (std::ranges::find(names, item.key()) != names.end() || item.key() == "_meta") continue;
        const std::vector<std::string> near = base::nearest(names, item.key(), 1);
        const std::string shown(base::cut_utf8(item.key(), 60));
        return bad_param(
            shown, "there is no parameter " + shown,
            near.empty() ? "the parameters: " + base::join(names, ", ") : "did you mean " + near.front() + "?");
    }
    return {};
}

Result<void> read_value(const std::string& name, const Json& value, std::string& target) {
    if (!value.is_string()) {
        return bad_param(name, name + " must be a text, not " + value.type_name(), "send it as a JSON string");
    }
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() > kMaxText) return bad_param(name, name + " is longer than 100000 bytes", "send a shorter one");
    target = text;
    return {};
}

Result<void> read_value(const std::string& name, const Json& value, std::optional<std::string>& target) {
    return read_through<std::string>(name, value, target);
}

Result<void> read_value(const std::string& name, const Json& value, bool& target) {
    if (!value.is_boolean()) {
        return bad_param(name, name + " must be true or false, not " + value.type_name(), "send true or false");
    }
    target = value.get<bool>();
    return {};
}

Result<void> read_value(const std::string& name, const Json& value, std::optional<int>& target) {
    const bool whole = value.is_number_integer();
    const std::int64_t number = whole ? value.get<std::int64_t>() : 0;
    if (!whole || number < 1 || number > kMaxNumber) {
        return bad_param(name, name + " must be a whole number from 1 to 999999", "leave it out for the usual one");
    }
    target = static_cast<int>(number);
    return {};
}

Result<void> read_value(const std::string& name, const Json& value, std::chrono::seconds& target) {
    std::optional<int> number;
    Result<void> read = read_value(name, value, number);
    if (read) target = std::chrono::seconds(*number);
    return read;
}

Result<void> read_value(const std::string& name, const Json& value, std::size_t& target) {
    std::optional<int> number = 0;
    Result<void> read = value == 0 ? Result<void>() : read_value(name, value, number);
    if (read) target = static_cast<std::size_t>(*number);
    return read;
}

Result<void> read_value(const std::string& name, const Json& value, std::vector<std::string>& target) {
    const auto is_short_text = [](const Json& item) {
        return item.is_string() && item.get_ref<const std::string&>().size() <= kMaxText;
    };
    if (value.is_string()) {
        target = {value.get<std::string>()};
        return {};
    }
    if (!value.is_array() || value.size() > kMaxTexts || !std::ranges::all_of(value, is_short_text))
        return bad_param(name, name + " must be a list of texts", "send JSON strings");
    target = value.get<std::vector<std::string>>();
    return {};
}

Result<void> read_value(const std::string& name, const Json& value, std::vector<RequestedOperation>& target) {
    std::vector<RequestedOperation> read = TRY(read_operations(value, name));
    target = std::move(read);
    return {};
}

Result<void> read_value(const std::string& name, const Json& value,
                        std::optional<std::vector<RequestedOperation>>& target) {
    return read_through<std::vector<RequestedOperation>>(name, value, target);
}

Result<void> read_value(const std::string& name, const Json& value, std::optional<Dialect>& target) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        if (value != name_of(dialect)) continue;
        target = dialect;
        return {};
    }
    return bad_param(name, name + " must be postgresql or sqlite", "leave it out for the usual one");
}

}  // namespace migrate::verbs
