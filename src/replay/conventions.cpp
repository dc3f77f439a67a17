#include "replay/conventions.h"

#include "replay/md5.h"
#include "schema/naming.h"

namespace migrate::replay {

namespace {

std::string key_of_kind(const Naming& naming) {
    if (naming.index) return "ix";
    switch (naming.kind) {
        case ConstraintKind::primary_key:
            return "pk";
        case ConstraintKind::unique:
            return "uq";
        case ConstraintKind::check:
            return "ck";
        case ConstraintKind::foreign_key:
            return "fk";
        case ConstraintKind::exclude:
            return "ex";
    }
    return "";
}

/// "column_0_name", "column_0N_label", "referred_column_0_name" ... for the columns; nullopt for another
/// token.
std::optional<std::string> column_token(std::string_view token, std::string_view prefix,
                                        const std::vector<std::string>& columns, const std::string& table) {
    if (!token.starts_with(prefix) || token.size() < prefix.size() + 2) return std::nullopt;
    token.remove_prefix(prefix.size());
    if (token[0] < '0' || token[0] > '9') return std::nullopt;
    const auto place = static_cast<std::size_t>(token[0] - '0');
    token.remove_prefix(1);
    const bool joined = token.starts_with("N") || token.starts_with("_N");
    const std::string_view between = token.starts_with("_N") ? "_" : "";
    const bool label = token.ends_with("label");
    std::string made;
    for (std::size_t i = place; i < columns.size() && (joined || i == place); ++i) {
        if (i > place) made += between;
        made += label ? table + "_" + columns[i] : columns[i];
    }
    return made;
}

std::string token_value(const Naming& naming, std::string_view token) {
    if (token == "table_name") return naming.table;
    if (token == "referred_table_name") return naming.target;
    if (token == "constraint_name") return naming.given;
    if (auto made = column_token(token, "referred_column_", naming.target_columns, naming.target)) return *made;
    if (auto made = column_token(token, "column_", naming.columns, naming.table)) return *made;
    return "";
}

std::string filled(const std::string& pattern, const Naming& naming) {
    std::string made;
    for (std::size_t at = 0; at < pattern.size();) {
        std::size_t close = pattern.find(")s", at);
        if (pattern.compare(at, 2, "%(") == 0 && close != std::string::npos) {
            made += token_value(naming, std::string_view(pattern).substr(at + 2, close - at - 2));
            at = close + 2;
        } else {
            made += pattern[at++];
        }
    }
    return made;
}

std::string uncut_name(const Machine& machine, const Naming& naming) {
    if (naming.is_final) return naming.given;
    const std::string kind = key_of_kind(naming);
    const std::string* pattern = nullptr;
    auto found = machine.setting.naming.find(kind);
    if (found != machine.setting.naming.end()) pattern = &found->second;
    for (const BatchObject* batch : machine.batches) {
        auto own = batch->naming.find(kind);
        if (own != batch->naming.end()) pattern = &own->second;
    }
    static const std::string usual_index = "%(table_name)s_%(column_0_name)s";
    if (!pattern && naming.index && naming.given.empty()) return "ix_" + filled(usual_index, naming);
    if (!pattern) return naming.given;
    const bool wants_name = pattern->find("%(constraint_name)s") != std::string::npos;
    if (naming.given.empty()) return wants_name ? "" : filled(*pattern, naming);
    return wants_name ? filled(*pattern, naming) : naming.given;
}

}  // namespace

std::string name_by_convention(const Machine& machine, const Naming& naming) {
    std::string name = uncut_name(machine, naming);
    const bool made = naming.is_final || name != naming.given;
    if (!made || !machine.on_postgresql() || name.size() <= kMaxIdentifierBytes) return name;
    return name.substr(0, kMaxIdentifierBytes - 8) + "_" + md5_hex(name).substr(28);
}

}  // namespace migrate::replay
