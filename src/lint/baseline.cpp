#include "lint/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/write.h"
#include "operations/json_text.h"

namespace migrate::lint {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kMaxBytes = std::size_t{32} << 20U;
constexpr const char* kMark = "alembic-migrate-baseline";
constexpr int kVersion = 1;

tl::unexpected<Error> refuse(const std::string& path, const std::string& why) {
    return fail("not_a_baseline", path + " is no baseline: " + why,
                "move it away or name another file with `baseline` in the config", path);
}

std::optional<std::string> text_at(const json& entry, const char* key) {
    const auto found = entry.find(key);
    if (found == entry.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<KnownFinding> read_entry(const json& entry) {
    if (!entry.is_object()) return std::nullopt;
    const auto path = text_at(entry, "path");
    const auto rule = text_at(entry, "rule");
    const auto message = text_at(entry, "message");
    if (!path || !rule || !message) return std::nullopt;
    return KnownFinding{*path, *rule, text_at(entry, "source").value_or(""), *message};
}

std::string write_entry(const KnownFinding& known) {
    ordered_json entry = {{"path", known.path}, {"rule", known.rule}};
    if (!known.source.empty()) entry["source"] = known.source;
    entry["message"] = known.message;
    return entry.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string write_text(const std::map<KnownFinding, int>& entries) {
    std::string list;
    for (const auto& [known, count] : entries) {
        for (int i = 0; i < count; ++i) list += (list.empty() ? "\n    " : ",\n    ") + write_entry(known);
    }
    return "{\n  \"" + std::string(kMark) + "\": " + std::to_string(kVersion) + ",\n  \"findings\": [" + list +
           (list.empty() ? "" : "\n  ") + "]\n}\n";
}

/// Bytes of a source file that are not UTF-8 are not the same after they were written.
std::string as_written(const std::string& text) {
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The message with "line *" for "line 12", and "x.py:*" for "x.py:12": lines move.
std::string without_lines(std::string_view message) {
    std::string out;
    while (!message.empty()) {
        const bool is_number = is_digit(message.front()) && (out.ends_with("line ") || out.ends_with(".py:"));
        if (is_number) {
            out += '*';
            message.remove_prefix(std::min(message.find_first_not_of("0123456789"), message.size()));
        } else {
            out += message.front();
            message.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace

KnownFinding known_as(const Found& found) {
    return {as_written(found.finding.path), found.finding.rule, as_written(found.source),
            without_lines(as_written(found.finding.message))};
}

std::string fingerprint_of(const Found& found) {
    return base::hash128(write_entry(known_as(found)));
}

Result<std::optional<Baseline>> read_baseline(const std::string& path) {
    if (!base::exists(path)) return std::optional<Baseline>();
    const std::string text = TRY(base::read_file(path, kMaxBytes));
    const json value = read_json(text);
    if (!value.is_object() || !value.contains(kMark)) return refuse(path, "it does not say so");
    if (value[kMark] != kVersion) return refuse(path, "its version is not 1");
    const auto findings = value.find("findings");
    if (findings == value.end() || !findings->is_array()) return refuse(path, "it has no list of findings");
    Baseline baseline{.path = path, .content_hash = base::hash128(text), .entries = {}};
    for (const json& entry : *findings) {
        std::optional<KnownFinding> known = read_entry(entry);
        if (!known) return refuse(path, "an entry has no path, rule and message");
        ++baseline.entries[std::move(*known)];
    }
    return std::optional(std::move(baseline));
}

std::size_t leave_out_known(Baseline& baseline, std::vector<Found>& found) {
    return std::erase_if(found, [&](const Found& one) {
        const auto entry = baseline.entries.find(known_as(one));
        if (entry == baseline.entries.end()) return false;
        if (--entry->second == 0) baseline.entries.erase(entry);
        return true;
    });
}

Result<void> write_baseline(const std::string& path, const std::map<KnownFinding, int>& entries,
                            const std::optional<Baseline>& old) {
    const std::string text = write_text(entries);
    return old ? base::replace_if_unchanged(path, old->content_hash, text) : base::create_exclusive(path, text);
}

}  // namespace migrate::lint
