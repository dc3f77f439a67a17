#include "verify/values.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace migrate::verify {

namespace {

struct Change {
    std::string column;  ///< as it was called
    std::string was;
    std::string is;
    bool new_type = false;
};

std::optional<std::size_t> place_of(const Cells& cells, const std::string& column) {
    const auto found = std::find(cells.columns.begin(), cells.columns.end(), column);
    if (found == cells.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - cells.columns.begin());
}

std::string column_after(const replay::FileRuns& side, std::string table, std::string column) {
    for (const Operation& operation : side.upgrade.operations) {
        const auto* moved = std::get_if<RenameTable>(&operation);
        if (moved != nullptr && to_string(moved->from) == table) table = to_string(moved->to);
        const auto* rename = std::get_if<RenameColumn>(&operation);
        if (rename != nullptr && to_string(rename->table) == table && rename->from == column) column = rename->to;
    }
    return column;
}

using Row = std::vector<std::optional<std::string>>;

/// Rows by the values of their key; by their order where there is none.
std::map<std::vector<std::string>, const Row*> by_key(const Cells& cells, const std::vector<std::string>& key) {
    std::map<std::vector<std::string>, const Row*> rows;
    for (const Row& row : cells.rows) {
        std::vector<std::string> values;
        if (key.empty()) values.push_back(std::to_string(rows.size()));
        for (const std::string& column : key) {
            const auto place = place_of(cells, column);
            values.push_back(place ? row.at(*place).value_or("") : "");
        }
        rows.emplace(std::move(values), &row);
    }
    return rows;
}

/// The moment that a text tells, in one way of writing: "2026-01-02 08:00:00" of "'2026-01-02T08:00:00.000'".
std::string plain(const std::string& value) {
    constexpr std::size_t kDate = 10;
    std::string text = value;
    if (text.size() > 1 && text.front() == '\'' && text.back() == '\'') text = text.substr(1, text.size() - 2);
    if (text.size() <= kDate || text[4] != '-' || text[7] != '-') return text;
    if (text[kDate] == 'T') text[kDate] = ' ';
    const std::size_t fraction = text.find('.');
    if (fraction != std::string::npos && text.find_first_not_of('0', fraction + 1) == std::string::npos)
        text.resize(fraction);
    return text;
}

/// The first change of each column that both have.
std::vector<Change> changes(const Cells& was, const Cells& is, const std::map<std::string, std::string>& names) {
    std::vector<std::string> key;
    for (const std::string& column : was.key) key.push_back(names.contains(column) ? names.at(column) : column);
    const bool has_key = std::all_of(key.begin(), key.end(), [&](const auto& name) { return place_of(is, name); });
    const auto old_rows = by_key(was, has_key ? was.key : std::vector<std::string>());
    const auto new_rows = by_key(is, has_key ? key : std::vector<std::string>());
    std::vector<Change> found;
    for (std::size_t i = 0; i < was.columns.size(); ++i) {
        const std::string& column = was.columns[i];
        const auto place = place_of(is, names.contains(column) ? names.at(column) : column);
        if (!place) continue;
        for (const auto& [values, row] : old_rows) {
            const auto other = new_rows.find(values);
            if (other == new_rows.end()) continue;
            const std::string old_text = row->at(i).value_or("NULL");
            const std::string new_text = other->second->at(*place).value_or("NULL");
            if (old_text == new_text) continue;
            found.push_back({column, old_text, new_text, was.types[i] != is.types[*place]});
            break;
        }
    }
    return found;
}

/// Those of the rows that the upgrade has kept: the others are counted as lost.
Cells surviving(Cells was, const Cells& after, const std::map<std::string, std::string>& names) {
    std::vector<std::string> key;
    for (const std::string& column : was.key) key.push_back(names.at(column));
    const bool has_key = std::all_of(key.begin(), key.end(), [&](const auto& name) { return place_of(after, name); });
    if (!has_key || key.empty()) {
        if (was.rows.size() != after.rows.size()) was.rows.clear();
        return was;
    }
    const auto old_rows = by_key(was, was.key);
    const auto new_rows = by_key(after, key);
    std::vector<Row> kept;
    for (const auto& [values, row] : old_rows) {
        if (new_rows.contains(values)) kept.push_back(*row);
    }
    was.rows = std::move(kept);
    return was;
}

class ValueJudge {
  public:
    ValueJudge(const Told& told, const replay::FileRuns& side, DialectReport& report)
        : told_(told), side_(side), report_(report) {}

    void judge() {
        for (const auto& [table, was] : cells("before")) {
            compare_after(table, was);
            compare_down(table, was);
        }
        compare_probes();
        if (!told_.one_process.empty()) {
            find("one_process_fails",
                 "upgrade() runs by itself and fails in one process with the revisions before it, as on a new "
                 "database: " +
                     told_.one_process);
        }
    }

  private:
    const std::map<std::string, Cells>& cells(const std::string& when) const {
        static const std::map<std::string, Cells> kNone;
        const auto found = told_.cells.find(when);
        return found == told_.cells.end() ? kNone : found->second;
    }

    void find(std::string code, std::string text) {
        report_.findings.push_back({std::move(code), std::move(text), "", {}});
    }
    void note(std::string text) { report_.notes.push_back(std::move(text)); }

    std::map<std::string, std::string> names_after(const std::string& table, const Cells& was) const {
        std::map<std::string, std::string> names;
        for (const std::string& column : was.columns) names[column] = column_after(side_, table, column);
        return names;
    }

    static std::string shown(const Change& change) { return change.was + " becomes " + change.is; }

    void compare_after(const std::string& table, const Cells& was) {
        const auto is = cells("after").find(name_after(side_, table));
        if (is == cells("after").end()) return;
        for (const Change& change : changes(was, is->second, names_after(table, was))) {
            const std::string column = table + "." + change.column;
            if (change.new_type) {
                note("the new type changes values of " + column + ": " + shown(change));
            } else if (moves_rows(side_.upgrade)) {
                note("upgrade() changes values of " + column + ": " + shown(change) +
                     "; it has statements that may do so on purpose");
            } else {
                find("values_changed", "upgrade() changes values of " + column + ": " + shown(change));
            }
        }
    }

    void compare_down(const std::string& table, const Cells& was) {
        const auto is = cells("down").find(table);
        const auto between = cells("after").find(name_after(side_, table));
        if (is == cells("down").end() || between == cells("after").end()) return;
        const auto names = names_after(table, was);
        for (const Change& change : changes(surviving(was, between->second, names), is->second, {})) {
            const std::string text = "values of " + table + "." + change.column;
            const std::string what = change.was + " has become " + change.is;
            if (!place_of(between->second, names.at(change.column))) {
                note(text + " are gone with the column that upgrade() drops: " + what);
            } else if (moves_rows(side_.upgrade) || moves_rows(side_.downgrade)) {
                note(text + " differ after the downgrade: " + what +
                     "; there are statements that may do so on purpose");
            } else if (plain(change.was) == plain(change.is)) {
                note(text + " are written otherwise after the downgrade: " + what);
            } else if (may_change(table, change.column, names.at(change.column))) {
                note(text + " lose what the new type cannot hold: " + what);
            } else {
                find("values_lost", text + " do not come back: after upgrade() and downgrade() " + what);
            }
        }
    }

    const Type* type_in(const Schema& schema, const std::string& table, const std::string& column) const {
        const Column* place = find_column(schema, read_table_name(table), column);
        return place == nullptr ? nullptr : &place->type;
    }

    /// True where the new type holds less by its nature, and that is what was asked for.
    bool may_change(const std::string& table, const std::string& old_name, const std::string& new_name) const {
        const Type* was = type_in(side_.before, table, old_name);
        const Type* is = type_in(side_.upgrade.after, name_after(side_, table), new_name);
        if (was == nullptr || is == nullptr || *was == *is) return false;
        if (is_number(was->kind)) return is_number(is->kind);
        if (was->kind == TypeKind::datetime) return is->kind == TypeKind::date || is->kind == TypeKind::time;
        if (was->kind == TypeKind::json) return is->kind == TypeKind::jsonb;
        return is_text(was->kind) && is_text(is->kind) && is->length && (!was->length || *is->length < *was->length);
    }

    void compare_probes() {
        const auto after = told_.probes.find("after");
        if (after == told_.probes.end()) return;
        std::map<std::string, std::string> names;
        for (const auto& [table, cells] : cells("before")) names[name_after(side_, table)] = table;
        for (const auto& [table, columns] : after->second) {
            const std::string old_table = names.contains(table) ? names.at(table) : table;
            for (const auto& [column, why] : columns) {
                if (!why.empty()) tell_probe(table, column, why, old_table);
            }
        }
    }

    void tell_probe(const std::string& table, const std::string& column, const std::string& why,
                    const std::string& old_table) {
        const auto before = told_.probes.find("before");
        const auto old =
            before == told_.probes.end() ? std::map<std::string, std::string>() : of(before->second, old_table);
        const auto was = old.find(column);
        if (was != old.end() && !was->second.empty()) return;  // it was so before
        const std::string text = "after upgrade() a row without a value for " + table + "." + column + " is refused";
        const auto cells_after = cells("after").find(table);
        const bool is_key = cells_after != cells("after").end() && cells_after->second.key == std::vector{column};
        if (was != old.end()) {
            find(is_key ? "needs_key" : "default_fails", text + ", which was taken before: " + why);
        } else if (is_key) {
            note(text + ", for nothing numbers the key: " + why);
        } else {
            find("default_fails", text + ", though it has a default: " + why);
        }
    }

    static std::map<std::string, std::string> of(
        const std::map<std::string, std::map<std::string, std::string>>& tables, const std::string& table) {
        const auto found = tables.find(table);
        return found == tables.end() ? std::map<std::string, std::string>() : found->second;
    }

    const Told& told_;
    const replay::FileRuns& side_;
    DialectReport& report_;
};

}  // namespace

std::string name_after(const replay::FileRuns& side, std::string table) {
    for (const Operation& operation : side.upgrade.operations) {
        const auto* rename = std::get_if<RenameTable>(&operation);
        if (rename != nullptr && to_string(rename->from) == table) table = to_string(rename->to);
    }
    return table;
}

bool moves_rows(const replay::Run& run) {
    return !run.complete || std::any_of(run.operations.begin(), run.operations.end(), [](const Operation& operation) {
        return std::holds_alternative<Execute>(operation);
    });
}

void judge_values(const Told& told, const replay::FileRuns& side, DialectReport& report) {
    ValueJudge(told, side, report).judge();
}

}  // namespace migrate::verify
