#include "rpc/schema_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace migrate::rpc {

namespace {

constexpr std::size_t kMaxProblems = 5;
constexpr int kMaxSchemaDepth = 160;  // a value is at most 64 deep; a $ref costs a level too
constexpr std::size_t kMaxShown = 60;
constexpr double kExactInteger = 9e15;  // beyond it a double no longer tells integers apart

using Problems = std::vector<Problem>;

std::string show(const Json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    auto text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() <= kMaxShown) return text;
    return std::string(base::cut_utf8(text, kMaxShown)) + "…";
}

bool has_type(const Json& value, const std::string& type) {
    if (type == "integer" && value.is_number_float()) {
        const double number = value.get<double>();
        return std::abs(number) < kExactInteger && std::trunc(number) == number;
    }
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return type == "null" && value.is_null();
}

std::vector<std::string> strings_of(const Json& json) {
    std::vector<std::string> strings;
    if (json.is_string()) strings.push_back(json.get<std::string>());
    if (!json.is_array()) return strings;
    for (const auto& item : json) strings.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    return strings;
}

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

// One walk of a value along a schema.
class Checker {
  public:
    explicit Checker(const Json& root) : root_(root) {}

    Problems check(const Json& schema, const Json& value, const std::string& path, int depth) const {
        Problems problems;
        const auto& resolved = resolve(schema);
        if (depth > kMaxSchemaDepth) return {{path, "is nested too deep", {}}};
        if (!resolved.is_object()) {
            if (resolved == false) problems.push_back({path, "is not allowed", {}});
            return problems;
        }
        check_type(resolved, value, path, problems);
        if (!problems.empty()) return problems;
        check_choice(resolved, value, path, problems);
        if (value.is_object()) check_object(resolved, value, path, depth, problems);
        if (value.is_array()) check_array(resolved, value, path, depth, problems);
        if (value.is_string())
            check_length(resolved, base::count_characters(value.get_ref<const std::string&>()), "Length", "characters",
                         path, problems);
        if (value.is_number()) check_range(resolved, value, path, problems);
        for (const char* key : {"anyOf", "oneOf"}) {
            if (resolved.contains(key)) check_branches(resolved[key], value, path, depth, problems);
        }
        if (problems.size() > kMaxProblems) problems.resize(kMaxProblems);
        return problems;
    }

  private:
    const Json& resolve(const Json& schema) const {
        const Json* at = &schema;
        for (int hops = 0; hops < 8 && at->is_object() && at->contains("$ref") && (*at)["$ref"].is_string(); ++hops) {
            const auto reference = (*at)["$ref"].get<std::string>();
            if (!reference.starts_with("#/$defs/") || !root_.contains("$defs")) break;
            const auto target = root_["$defs"].find(reference.substr(8));
            if (target == root_["$defs"].end()) break;
            at = &*target;
        }
        return *at;
    }

    static void check_type(const Json& schema, const Json& value, const std::string& path, Problems& problems) {
        if (!schema.contains("type")) return;
        const auto types = strings_of(schema["type"]);
        const bool fits =
            std::any_of(types.begin(), types.end(), [&](const auto& type) { return has_type(value, type); });
        if (fits) return;
        const auto expected = base::join(types, " or ");
        problems.push_back({path, fmt::format("must be {}, not {}", expected, show(value)), expected});
    }

    static void check_choice(const Json& schema, const Json& value, const std::string& path, Problems& problems) {
        if (schema.contains("const") && value != schema["const"]) {
            const auto expected = show(schema["const"]);
            problems.push_back({path, fmt::format("must be {}, not {}", expected, show(value)), expected});
        }
        if (!schema.contains("enum")) return;
        const auto& allowed = schema["enum"];
        if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
        const auto names = strings_of(allowed);
        const auto near = value.is_string() ? base::nearest(names, value.get<std::string>(), 1) : names;
        const auto meant = value.is_string() && !near.empty() ? fmt::format("; did you mean {}?", near.front()) : "";
        const auto expected = base::join(names, ", ");
        problems.push_back({path, fmt::format("must be one of {}, not {}{}", expected, show(value), meant), expected});
    }

    void check_object(const Json& schema, const Json& value, const std::string& path, int depth,
                      Problems& problems) const {
        static const Json kNothing = Json::object();
        const auto& properties = schema.contains("properties") ? schema["properties"] : kNothing;
        const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
        if (schema.contains("required")) {
            for (const auto& key : strings_of(schema["required"])) {
                if (!value.contains(key)) problems.push_back({below(key), "is missing", {}});
            }
        }
        for (const auto& [key, item] : value.items()) {
            if (problems.size() >= kMaxProblems) return;
            const auto shown = below(std::string(base::cut_utf8(key, kMaxShown)));
            if (properties.contains(key)) {
                append(problems, check(properties[key], item, shown, depth + 1));
            } else if (schema.contains("additionalProperties")) {
                check_extra(schema["additionalProperties"], properties, key, item, shown, depth, problems);
            }
        }
    }

    void check_extra(const Json& rule, const Json& properties, const std::string& key, const Json& item,
                     const std::string& path, int depth, Problems& problems) const {
        if (rule != false) return append(problems, check(rule, item, path, depth + 1));
        const auto known = keys_of(properties);
        const auto near = base::nearest(known, key, 1);
        const auto way_out = !near.empty()   ? fmt::format("did you mean {}?", near.front())
                             : known.empty() ? std::string("nothing is allowed here")
                                             : fmt::format("allowed here: {}", base::join(known, ", "));
        problems.push_back({path, "is not a known field; " + way_out, {}});
    }

    void check_array(const Json& schema, const Json& value, const std::string& path, int depth,
                     Problems& problems) const {
        check_length(schema, value.size(), "Items", "items", path, problems);
        if (!schema.contains("items")) return;
        for (std::size_t i = 0; i < value.size() && problems.size() < kMaxProblems; ++i) {
            append(problems, check(schema["items"], value[i], fmt::format("{}[{}]", path, i), depth + 1));
        }
    }

    static void check_length(const Json& schema, std::size_t size, const std::string& what, const std::string& unit,
                             const std::string& path, Problems& problems) {
        const auto least = schema.find("min" + what);
        const auto most = schema.find("max" + what);
        if (least != schema.end() && size < least->get<std::size_t>()) {
            problems.push_back({path, fmt::format("must have at least {} {}", least->get<std::size_t>(), unit), {}});
        }
        if (most != schema.end() && size > most->get<std::size_t>()) {
            problems.push_back(
                {path, fmt::format("must have at most {} {}, not {}", most->get<std::size_t>(), unit, size), {}});
        }
    }

    static void check_range(const Json& schema, const Json& value, const std::string& path, Problems& problems) {
        const auto least = schema.find("minimum");
        const auto most = schema.find("maximum");
        if (least != schema.end() && value < *least) {
            problems.push_back({path, fmt::format("must be at least {}, not {}", least->dump(), show(value)), {}});
        }
        if (most != schema.end() && value > *most) {
            problems.push_back({path, fmt::format("must be at most {}, not {}", most->dump(), show(value)), {}});
        }
    }

    // The value must fit one branch. If it fits none, the problems of the branch that was most likely meant
    // are told: one where no type and no constant is wrong. If there is none, all that the branches wanted at
    // one place is told together.
    void check_branches(const Json& branches, const Json& value, const std::string& path, int depth,
                        Problems& problems) const {
        Problems best, mismatches;
        for (const auto& branch : branches) {
            auto found = check(branch, value, path, depth + 1);
            if (found.empty()) return;
            const auto wrong = std::find_if(found.begin(), found.end(), [&](const Problem& problem) {
                return !problem.expected.empty() && is_at(problem.path, path);
            });
            if (wrong != found.end()) {
                mismatches.push_back(*wrong);
            } else if (best.empty() || found.size() < best.size()) {
                best = std::move(found);
            }
        }
        append(problems, best.empty() ? merge(mismatches, value, path) : best);
    }

    // `path` itself or a member of it.
    static bool is_at(const std::string& place, const std::string& path) {
        const auto rest = place.substr(std::min(path.size(), place.size()));
        return rest.find_first_of(".[", 1) == std::string::npos;
    }

    static Problems merge(const Problems& mismatches, const Json& value, const std::string& path) {
        // A member that tells the branches apart says more than the branch of another type.
        const auto place =
            std::max_element(mismatches.begin(), mismatches.end(),
                             [](const Problem& a, const Problem& b) { return a.path.size() < b.path.size(); });
        if (place == mismatches.end()) return {{path, "fits none of the allowed forms", {}}};
        std::vector<std::string> wanted;
        for (const auto& problem : mismatches) {
            const bool known = std::find(wanted.begin(), wanted.end(), problem.expected) != wanted.end();
            if (problem.path == place->path && !known) wanted.push_back(problem.expected);
        }
        const auto expected = base::join(wanted, " or ");
        if (wanted.size() == 1) return {*place};
        const auto key = place->path.substr(place->path.find_last_of('.') + 1);
        const bool is_member = place->path != path && value.is_object() && value.contains(key);
        return {
            {place->path, fmt::format("must be {}, not {}", expected, show(is_member ? value[key] : value)), expected}};
    }

    static void append(Problems& problems, const Problems& more) {
        problems.insert(problems.end(), more.begin(), more.end());
    }

    const Json& root_;
};

}  // namespace

std::vector<Problem> check_schema(const Json& schema, const Json& value) {
    return Checker(schema).check(schema, value, "", 0);
}

std::string describe_problems(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const auto& problem : problems) {
        lines.push_back(problem.path.empty() ? problem.text : fmt::format("`{}` {}", problem.path, problem.text));
    }
    return base::join(lines, "; ");
}

}  // namespace migrate::rpc
