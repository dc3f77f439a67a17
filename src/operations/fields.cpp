#include "operations/fields.h"

#include <algorithm>

#include "base/text.h"

namespace migrate {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxTextBytes = 100000;

bool is_control(char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

std::string allowed_hint(const std::vector<std::string>& allowed, std::string_view found) {
    const std::vector<std::string> near = base::nearest(allowed, found);
    const std::string first = near.empty() ? "" : "did you mean " + near.front() + "? ";
    return first + "allowed: " + base::join(allowed, ", ");
}

std::string shown(std::string_view text) {
    constexpr std::size_t kMaxShown = 60;
    std::string copy(base::cut_utf8(text, kMaxShown));
    std::replace_if(copy.begin(), copy.end(), is_control, '?');
    return "\"" + copy + "\"";
}

std::string normal(std::string_view word) {
    return base::replace_all(base::lower(base::trim(word)), " ", "_");
}

}  // namespace

void Problem::add(std::string path, std::string message, std::string hint) {
    if (!error_) error_ = Error{"bad_operation", std::move(message), std::move(hint), std::move(path)};
}

void Problem::add(std::string path, const Error& error) {
    add(std::move(path), error.message, error.hint);
}

std::string kind_of(const json& value) {
    if (value.is_string()) return "the string " + shown(value.get_ref<const std::string&>());
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (value.is_number()) return "a number";
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    return "null";
}

std::string read_name(const json& value, const std::string& path, Problem& problem) {
    if (!value.is_string()) {
        problem.add(path, "found " + kind_of(value) + " where a name belongs", "write a string");
        return "";
    }
    const std::string& name = value.get_ref<const std::string&>();
    if (name.empty() || name.size() > kMaxNameBytes) {
        problem.add(path, "a name has 1 to 200 bytes, found " + std::to_string(name.size()), "choose another name");
    } else if (std::any_of(name.begin(), name.end(), is_control) || !base::is_valid_utf8(name)) {
        problem.add(path, "a name holds no control characters, found " + shown(name), "choose another name");
    }
    return name;
}

Fields::Fields(const json& value, std::string path, std::vector<std::string> keys, Problem& problem)
    : value_(&value), path_(std::move(path)), problem_(&problem) {
    if (!value.is_object()) {
        problem.add(path_, "found " + kind_of(value) + " where an object belongs",
                    "allowed keys: " + base::join(keys, ", "));
        return;
    }
    for (const auto& [key, unused] : value.items()) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        problem.add(path_, "the key " + shown(key) + " is not known here", allowed_hint(keys, key));
    }
}

const json* Fields::find(std::string_view key) const {
    if (!value_->is_object()) return nullptr;
    const auto found = value_->find(key);
    return found == value_->end() ? nullptr : &*found;
}

std::string Fields::name(std::string_view key) const {
    const json* value = find(key);
    return value && !value->is_null() ? read_name(*value, path_of(key), *problem_) : "";
}

std::string Fields::required_name(std::string_view key) const {
    if (!has(key)) problem_->add(path_, "the key " + std::string(key) + " is missing", "add " + std::string(key));
    const json* value = find(key);
    return value ? read_name(*value, path_of(key), *problem_) : "";
}

std::vector<std::string> Fields::names(std::string_view key) const {
    const json* value = find(key);
    if (value && value->is_string()) return {read_name(*value, path_of(key), *problem_)};
    std::vector<std::string> names;
    for (const json* item : items(key)) {
        names.push_back(read_name(*item, path_of(key) + "[" + std::to_string(names.size()) + "]", *problem_));
    }
    return names;
}

std::string Fields::text(std::string_view key) const {
    return maybe_text(key).value_or("");
}

std::string Fields::required_text(std::string_view key) const {
    std::string value = text(key);
    if (base::trim(value).empty()) {
        problem_->add(path_, "the key " + std::string(key) + " is missing or empty", "add " + std::string(key));
    }
    return value;
}

std::optional<std::string> Fields::maybe_text(std::string_view key) const {
    const json* value = find(key);
    if (!value || value->is_null()) return std::nullopt;
    if (!value->is_string()) {
        problem_->add(path_of(key), "found " + kind_of(*value) + " where text belongs", "write a string");
        return std::nullopt;
    }
    const std::string& text = value->get_ref<const std::string&>();
    if (text.size() > kMaxTextBytes)
        problem_->add(path_of(key), "the text is longer than 100,000 bytes", "make it shorter");
    if (text.find('\0') != std::string::npos)
        problem_->add(path_of(key), "the text holds a NUL character", "take it out");
    return text;
}

bool Fields::flag(std::string_view key, bool otherwise) const {
    return maybe_flag(key).value_or(otherwise);
}

std::optional<bool> Fields::maybe_flag(std::string_view key) const {
    const json* value = find(key);
    if (!value || value->is_null()) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    problem_->add(path_of(key), "found " + kind_of(*value) + " where true or false belongs", "write true or false");
    return std::nullopt;
}

std::string Fields::word(std::string_view key, const std::vector<std::string>& words) const {
    const std::optional<std::string> found = maybe_text(key);
    if (!found || found->empty()) return "";
    for (const std::string& word : words) {
        if (normal(word) == normal(*found)) return word;
    }
    problem_->add(path_of(key), shown(*found) + " is not allowed here", allowed_hint(words, *found));
    return "";
}

std::vector<const json*> Fields::items(std::string_view key, std::size_t most) const {
    std::vector<const json*> items;
    const json* value = find(key);
    if (!value || value->is_null()) return items;
    if (!value->is_array()) {
        problem_->add(path_of(key), "found " + kind_of(*value) + " where a list belongs", "write a list");
        return items;
    }
    if (value->size() > most) {
        problem_->add(path_of(key),
                      "the list has " + std::to_string(value->size()) + " items, at most " + std::to_string(most) +
                          " are allowed",
                      "make several requests of it");
        return items;
    }
    for (const json& item : *value) items.push_back(&item);
    return items;
}

}  // namespace migrate
