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

/// What the function of a token of the project makes of a constraint or an index of two columns; "" for no text.
std::string made_by(Machine& machine, const Value& function, bool is_unique) {
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
    put(machine.heap, constraint.attributes, "unique", Value(is_unique));
    try {
        const Value made =
            call(machine, function, {{keep(machine.heap, std::move(constraint)), kept}, {}, nullptr, {}, false});
        const auto* text = text_of(made);
        return text ? *text : "";
    } catch (const Raised&) {
        return "";
    } catch (const NotKnown&) {
        return "";
    }
}

/// The token that stands for the function of a token of the project: SQLAlchemy's that is the same as it
/// ("column_0_N_name" for one that joins all names), or kUniqueToken with the texts for what is unique and what is not.
/// "" for others.
std::string token_for(Machine& machine, const Value& function) {
    static const std::map<std::string_view, std::string> tokens = {{"probe_a_probe_b", "column_0_N_name"},
                                                                   {"probe_aprobe_b", "column_0N_name"},
                                                                   {"probe_a", "column_0_name"},
                                                                   {"probe_table", "table_name"}};
    const std::string unique = made_by(machine, function, true);
    const std::string plain = made_by(machine, function, false);
    if (const auto found = tokens.find(plain); found != tokens.end() && unique == plain) return found->second;
    const bool is_told_by_unique = unique != plain && (unique + plain).find_first_of(":)%") == std::string::npos &&
                                   (unique + plain).find("probe") == std::string::npos;
    return is_told_by_unique ? std::string(kUniqueToken) + unique + ":" + plain : "";
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
        if (as<Function>(given)) same.emplace_back(kind, token_for(machine, given));
        if (!is_kind(kind)) continue;
        if (const auto pattern = text_of(given)) convention[kind] = *pattern;
        if (!text_of(given)) unknown = "the pattern for " + kind + " is no text";
    }
    for (const auto& [own, token] : same) {
        for (auto& [kind, pattern] : convention) {
            if (!token.empty()) pattern = base::replace_all(pattern, "%(" + own + ")s", "%(" + token + ")s");
        }
    }
    return convention;
}

}  // namespace migrate::sqlalchemy
