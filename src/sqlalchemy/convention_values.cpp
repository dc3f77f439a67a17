// The dictionary that a naming_convention is given.
#include <array>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "sqlalchemy/conventions.h"

namespace migrate::sqlalchemy {

namespace {

constexpr std::array kKinds = {"ix", "uq", "ck", "fk", "pk"};

bool is_kind(const std::string& key) {
    return std::ranges::find(kKinds, key) != kKinds.end();
}

/// "uq" for sqlalchemy.UniqueConstraint, and so on; "" for other names.
std::string kind_of_class(std::string_view path) {
    static const std::map<std::string_view, std::string> kinds = {{"Index", "ix"},
                                                                  {"UniqueConstraint", "uq"},
                                                                  {"CheckConstraint", "ck"},
                                                                  {"ForeignKeyConstraint", "fk"},
                                                                  {"PrimaryKeyConstraint", "pk"}};
    const auto found = kinds.find(path.substr(path.rfind('.') + 1));
    return path.starts_with("sqlalchemy.") && found != kinds.end() ? found->second : "";
}

/// The tokens that SQLAlchemy has itself: what follows column_ and referred_column_ is a place, "N" for all of them,
/// and what is taken of each.
bool is_own_token(std::string_view token) {
    static const std::set<std::string_view> plain = {"table_name", "referred_table_name", "constraint_name"};
    if (plain.contains(token)) return true;
    if (token.starts_with("referred_")) token.remove_prefix(9);
    if (!token.starts_with("column_")) return false;
    token.remove_prefix(7);
    if (token.empty() || token[0] < '0' || token[0] > '9') return false;
    token.remove_prefix(1);
    static const std::set<std::string_view> ends = {"_name",   "_key",    "_label", "N_name",  "N_key",
                                                    "N_label", "_N_name", "_N_key", "_N_label"};
    return ends.contains(token);
}

/// The first token of the patterns that SQLAlchemy does not have; "" when there is none.
std::string foreign_token(const NamingConvention& patterns) {
    for (const auto& [kind, pattern] : patterns) {
        for (std::size_t at = pattern.find("%("); at != std::string::npos; at = pattern.find("%(", at + 2)) {
            const std::size_t end = pattern.find(")s", at);
            const std::string token = pattern.substr(at + 2, end == std::string::npos ? end : end - at - 2);
            if (end == std::string::npos || !is_own_token(token)) return token;
        }
    }
    return "";
}

/// The token of SQLAlchemy's that the function of a token of the project is the same as, found by calling it for a
/// constraint of two columns: "column_0_N_name" for one that joins all names; "" for others.
std::string same_token(Machine& machine, const Value& function) {
    TableObject table;
    table.name.name = "probe_table";
    for (const char* name : {"probe_a", "probe_b"}) {
        ColumnObject column;
        column.column.name = name;
        column.table = table.name.name;
        table.columns.push_back(std::move(column));
    }
    const Value kept = keep(machine.heap, std::move(table));
    InstanceObject constraint;
    put(machine.heap, constraint.attributes, "columns", keep(machine.heap, ColumnsObject{object<TableObject>(kept)}));
    put(machine.heap, constraint.attributes, "table", kept);
    static const std::map<std::string_view, std::string> tokens = {{"probe_a_probe_b", "column_0_N_name"},
                                                                   {"probe_aprobe_b", "column_0N_name"},
                                                                   {"probe_a", "column_0_name"},
                                                                   {"probe_table", "table_name"}};
    try {
        const Value made =
            call(machine, function, {{keep(machine.heap, std::move(constraint)), kept}, {}, nullptr, {}, false});
        const auto* text = text_of(made);
        const auto found = text ? tokens.find(*text) : tokens.end();
        return found == tokens.end() ? "" : found->second;
    } catch (const Raised&) {
        return "";
    } catch (const NotKnown&) {
        return "";
    }
}

}  // namespace

NamingConvention convention_from(Machine& machine, const std::optional<Value>& value, std::string& unknown) {
    NamingConvention convention;
    if (!value || is_none(*value) || path_of(*value).ends_with(".DEFAULT_NAMING_CONVENTION")) return convention;
    const auto* dict = as<Dict>(*value);
    if (!dict) {
        const auto* source = as<Unknown>(*value);
        unknown = "the naming convention that is given here is not known" + (source ? ": " + source->reason : "");
    }
    std::vector<std::pair<std::string, std::string>> same;
    for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
        const auto& [key, given] = dict->items[i];
        const std::string kind = text_of(key) ? *text_of(key) : kind_of_class(path_of(key));
        if (kind.empty()) unknown = "a key of the naming convention is not known";
        if (as<Function>(given)) same.emplace_back(kind, same_token(machine, given));
        if (!is_kind(kind)) continue;
        if (const auto pattern = text_of(given)) convention[kind] = *pattern;
        if (!text_of(given)) unknown = "the pattern for " + kind + " is no text";
    }
    for (const auto& [own, token] : same) {
        for (auto& [kind, pattern] : convention) {
            if (!token.empty()) pattern = base::replace_all(pattern, "%(" + own + ")s", "%(" + token + ")s");
        }
    }
    const std::string token = foreign_token(convention);
    if (!token.empty() && unknown.empty()) unknown = "the project makes the token " + token + " itself";
    return convention;
}

}  // namespace migrate::sqlalchemy
