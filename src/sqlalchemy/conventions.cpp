#include "sqlalchemy/conventions.h"

#include <set>

#include "interpreter/value.h"
#include "schema/doubts.h"
#include "schema/naming.h"
#include "sqlalchemy/md5.h"

namespace migrate::sqlalchemy {

namespace {

std::string key_of_kind(const Naming& naming) {
    if (naming.index) return "ix";
    return convention_key(naming.kind);
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
    if (token.starts_with(kUniqueToken)) {
        token.remove_prefix(kUniqueToken.size());
        const std::size_t between = token.find(':');
        return std::string(naming.is_unique ? token.substr(0, between) : token.substr(between + 1));
    }
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

const std::string* pattern_in(const NamingConvention& convention, const std::string& kind) {
    const auto found = convention.find(kind);
    return found == convention.end() ? nullptr : &found->second;
}

/// The pattern of an open batch, or of the MetaData whose table is made.
const std::string* own_pattern(const Machine& machine, const std::string& kind) {
    const std::string* pattern = machine.own_naming ? pattern_in(*machine.own_naming, kind) : nullptr;
    for (const NamingAround& around : machine.naming_around) {
        if (const std::string* own = pattern_in(*around.naming, kind)) pattern = own;
    }
    return pattern;
}

const std::string* pattern_for(const Machine& machine, const std::string& kind) {
    const std::string* pattern = own_pattern(machine, kind);
    return pattern || machine.own_naming ? pattern : pattern_in(machine.naming, kind);
}

/// The tokens that SQLAlchemy has itself: what follows column_ and referred_column_ is a place, "N" for all of them,
/// and what is taken of each.
bool is_own_token(std::string_view token) {
    static const std::set<std::string_view> plain = {"table_name", "referred_table_name", "constraint_name"};
    if (plain.contains(token) || token.starts_with(kUniqueToken)) return true;
    if (token.starts_with("referred_")) token.remove_prefix(9);
    if (!token.starts_with("column_")) return false;
    token.remove_prefix(7);
    if (token.empty() || token[0] < '0' || token[0] > '9') return false;
    token.remove_prefix(1);
    static const std::set<std::string_view> ends = {"_name",   "_key",    "_label", "N_name",  "N_key",
                                                    "N_label", "_N_name", "_N_key", "_N_label"};
    return ends.contains(token);
}

/// The first token of the pattern that SQLAlchemy does not have; "" when there is none.
std::string foreign_token(const std::string& pattern) {
    for (std::size_t at = pattern.find("%("); at != std::string::npos; at = pattern.find("%(", at + 2)) {
        const std::size_t end = pattern.find(")s", at);
        std::string token = pattern.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        if (end == std::string::npos || !is_own_token(token)) return token;
    }
    return "";
}

bool wants_name(const std::string& pattern) {
    return pattern.find("%(constraint_name)s") != std::string::npos;
}

std::string uncut_name(const std::string* pattern, const Naming& naming) {
    if (naming.is_final) return naming.given;
    static const std::string usual_index = "%(table_name)s_%(column_0_name)s";
    if (!pattern && naming.index && naming.given.empty()) return "ix_" + filled(usual_index, naming);
    if (!pattern) return naming.given;
    if (naming.given.empty()) return wants_name(*pattern) ? "" : filled(*pattern, naming);
    return wants_name(*pattern) ? filled(*pattern, naming) : naming.given;
}

std::string name_by_pattern(const std::string* pattern, const Naming& naming, Dialect dialect) {
    std::string name = uncut_name(pattern, naming);
    const bool made = naming.is_final || name != naming.given;
    if (!made || dialect != Dialect::postgresql || name.size() <= kMaxIdentifierBytes) return name;
    return name.substr(0, kMaxIdentifierBytes - 8) + "_" + md5_hex(name).substr(28);
}

}  // namespace

std::string name_by_convention(const Machine& machine, const Naming& naming) {
    return name_by_pattern(pattern_for(machine, key_of_kind(naming)), naming, machine.dialect());
}

std::string name_by_convention(const NamingConvention& convention, const Naming& naming, Dialect dialect) {
    return name_by_pattern(pattern_in(convention, key_of_kind(naming)), naming, dialect);
}

bool lacks_name(const Machine& machine, const Naming& naming) {
    if (!naming.given.empty() || naming.is_final || !machine.naming_doubt.empty()) return false;
    const std::string* pattern = pattern_for(machine, key_of_kind(naming));
    return pattern && wants_name(*pattern);
}

namespace {

std::string name_there(const Table& table, const Naming& naming, const std::string& name) {
    const auto in = [&](const auto& constraints) {
        for (const auto& each : constraints) {
            if (!name.empty() ? each.name == name : each.columns == naming.columns) return each.name;
        }
        return std::string();
    };
    switch (naming.kind) {
        case ConstraintKind::unique:
            return in(table.uniques);
        case ConstraintKind::foreign_key:
            return in(table.foreign_keys);
        case ConstraintKind::primary_key:
            return table.primary_key ? table.primary_key->name : "";
        case ConstraintKind::check:
        case ConstraintKind::exclude:
            return name;
    }
    return "";
}

}  // namespace

std::string object_named(const Machine& machine, const TableName& table, const Naming& naming) {
    const std::string made = name_by_convention(machine, naming);
    if (naming.index) return made.empty() ? "indexes " + to_string(table) : "name index " + made;
    const Table* there = find_table(machine.schema, table);
    const std::string name = there ? name_there(*there, naming, made) : made;
    return name.empty() ? "constraints " + to_string(table) : "name constraint " + to_string(table) + "." + name;
}

std::string doubt_about_name(const Machine& machine, const Naming& naming) {
    if (const Doubt* own = find_doubt_about(machine.schema, all_names(key_of_kind(naming)))) return own->reason;
    const bool wrapped = naming.kind == ConstraintKind::check && !naming.index;
    if (naming.is_final || (!naming.given.empty() && !wrapped)) return "";
    for (const NamingAround& around : machine.naming_around) {
        if (!around.doubt->empty()) return *around.doubt;
    }
    const std::string* pattern = pattern_for(machine, key_of_kind(naming));
    const std::string token = pattern ? foreign_token(*pattern) : "";
    if (!token.empty()) return "the naming convention's token " + token + " is the project's own";
    const bool settled = machine.own_naming || own_pattern(machine, key_of_kind(naming));
    return settled ? "" : machine.naming_doubt;
}

}  // namespace migrate::sqlalchemy
