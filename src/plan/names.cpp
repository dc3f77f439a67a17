#include "plan/names.h"

#include "schema/naming.h"

namespace migrate::plan {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string join(const std::vector<std::string>& parts) {
    std::string joined;
    for (const std::string& part : parts) joined += (joined.empty() ? "" : "_") + part;
    return joined;
}

bool taken(const std::string& name, const TableName& table, const Schema& schema) {
    if (find_index_owner(schema, table.schema, name) != nullptr) return true;
    for (const auto& [other_name, other] : schema.tables) {
        if (other_name == table || other_name.schema == table.schema) {
            if (find_constraint(other, name)) return true;
        }
    }
    return schema.tables.contains(TableName{table.schema, name});
}

/// The words of an expression, for a name: "lower(email)" gives "lower_email".
std::string words_of(std::string_view expression) {
    std::string words;
    for (char c : expression) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (word) {
            words += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        } else if (!words.empty() && words.back() != '_') {
            words += '_';
        }
    }
    while (!words.empty() && words.back() == '_') words.pop_back();
    return words.empty() ? "expr" : words;
}

}  // namespace

std::string fill_name(std::string_view name_template, const TableName& table, const std::vector<std::string>& columns,
                      const TableName& target) {
    std::string name(name_template);
    replace_all(name, "{table}", table.name);
    replace_all(name, "{columns}", join(columns));
    replace_all(name, "{target}", target.name);
    return shorten_identifier(name);
}

std::string free_name(std::string name, const TableName& table, const Heads& heads) {
    const std::string wanted = name;
    for (int number = 2; taken(name, table, heads.postgresql) || taken(name, table, heads.sqlite); ++number) {
        name = shorten_identifier(wanted + "_" + std::to_string(number));
    }
    return name;
}

std::string index_name(const Index& index, const TableName& table, const Heads& heads,
                       const project::HouseRules& rules) {
    std::vector<std::string> parts;
    for (const IndexElement& element : index.elements) {
        parts.push_back(element.column.empty() ? words_of(element.expression) : element.column);
    }
    const std::string& pattern = index.unique ? rules.unique_index_name : rules.index_name;
    return free_name(fill_name(pattern, table, parts), table, heads);
}

}  // namespace migrate::plan
