#include "lint/losses.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace migrate::lint {

namespace {

bool fails(const replay::Remark& remark) {
    return remark.kind == replay::Remark::Kind::fails;
}

std::set<std::string> names_in(const Table& table) {
    std::set<std::string> names;
    const auto collect = [&](const auto& list) {
        for (const auto& each : list) names.insert(each.name);
    };
    collect(table.indexes);
    collect(table.uniques);
    collect(table.checks);
    collect(table.foreign_keys);
    if (table.primary_key) names.insert(table.primary_key->name);
    names.erase("");
    return names;
}

/// The names that go with a column, taken from the table before and after.
std::set<std::string> gone(const Table& before, const Table* after) {
    std::set<std::string> names = names_in(before);
    if (after == nullptr) return names;
    for (const std::string& name : names_in(*after)) names.erase(name);
    return names;
}

template <class Each>
void put_back(const std::vector<Each>& from, std::vector<Each>& to, const std::string& name) {
    const auto found = std::find_if(from.begin(), from.end(), [&](const Each& each) { return each.name == name; });
    if (found != from.end()) to.push_back(*found);
}

void put_back(const Table& from, Table& to, const std::string& name) {
    put_back(from.indexes, to.indexes, name);
    put_back(from.uniques, to.uniques, name);
    put_back(from.checks, to.checks, name);
    put_back(from.foreign_keys, to.foreign_keys, name);
    if (from.primary_key && from.primary_key->name == name) to.primary_key = from.primary_key;
}

/// An expression without what makes no difference: case, spaces, and the parentheses and casts of texts that PostgreSQL
/// adds and takes away when it writes one.
std::string plain(const std::string& sql) {
    std::string text = base::lower(sql);
    for (const char* noise : {"::text", "::character varying", "(", ")", " ", "\n", "\t"})
        text = base::replace_all(text, noise, "");
    return text;
}

/// The same for an expression that may name the table before a column.
std::string plain(const std::string& sql, const std::string& table) {
    return plain(base::replace_all(base::lower(sql), table + ".", ""));
}

/// The default as PostgreSQL keeps it: 'f', FALSE and '0' of a boolean are false, '2' of a number is 2, 'x'::text of a
/// text is 'x', NULL is none.
std::optional<Default> plain(const Column& column) {
    if (!column.server_default) return std::nullopt;
    std::string sql = column.server_default->sql;
    if (!sql.starts_with('\'')) sql = plain(sql);
    if (sql.starts_with('\'') && sql.rfind('\'') > 0) sql.resize(sql.rfind('\'') + 1);
    const std::string lower = base::lower(sql);
    if (lower == "null" || lower.starts_with("null::")) return std::nullopt;
    const std::string word = base::replace_all(lower, "'", "");
    if (column.type.kind == TypeKind::boolean) {
        if (word == "0" || word == "f" || word == "false" || word == "no" || word == "off") return Default{"false", {}};
        if (word == "1" || word == "t" || word == "true" || word == "yes" || word == "on") return Default{"true", {}};
    }
    if (is_number(column.type.kind)) return Default{word, {}};
    return Default{sql.starts_with("public.") ? sql.substr(7) : sql, {}};
}

/// A type that only the application knows may be equal to any other.
void forget_unknown_types(Schema& one, const Schema& other) {
    std::vector<TableName> names;
    for (const auto& [name, table] : one.tables) names.push_back(name);
    for (const TableName& name : names) {
        const Table* there = find_table(other, name);
        if (there == nullptr) continue;
        for (Column& column : find_table(one, name)->columns) {
            const Column* twin = find_column(*there, column.name);
            const bool unknown =
                column.type.kind == TypeKind::opaque || (twin != nullptr && twin->type.kind == TypeKind::opaque);
            if (twin != nullptr && unknown) column.type = Type{.kind = TypeKind::opaque};
        }
    }
}

/// "index users.ix_a" of a line of differences().
std::string object_of(const std::string& line) {
    return line.substr(0, line.find(": "));
}

/// The schema with equal defaults and expressions written alike, so that only those that differ do.
Schema written_alike(Schema schema) {
    std::vector<TableName> names;
    for (const auto& [name, table] : schema.tables) names.push_back(name);
    for (const TableName& name : names) {
        Table& table = *find_table(schema, name);
        for (Column& column : table.columns) column.server_default = plain(column);
        for (Check& check : table.checks) check.sql = plain(check.sql, name.name);
        for (Index& index : table.indexes) index.where = plain(index.where, name.name);
    }
    return schema;
}

}  // namespace

bool tells_of_way_back(const replay::ReplayedFile& file, const replay::FileRuns& side) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || does_nothing(*function) || only_raises(*function)) return false;
    return is_followed(side) && std::none_of(side.downgrade.remarks.begin(), side.downgrade.remarks.end(), fails);
}

std::vector<Loss> losses_of(const replay::FileRuns& side) {
    std::vector<Loss> losses;
    if (side.before.dialect != Dialect::postgresql) return losses;
    for (const Step& step : upgrade_steps(side)) {
        const auto* dropped = std::get_if<DropColumn>(step.operation);
        const Table* before = dropped == nullptr ? nullptr : find_table(step.before, dropped->table);
        const Table* back = dropped == nullptr ? nullptr : find_table(side.downgrade.after, dropped->table);
        const Table* first = dropped == nullptr ? nullptr : find_table(side.before, dropped->table);
        if (before == nullptr || back == nullptr || first == nullptr) continue;
        const Result<Schema> after = migrate::apply(*step.operation, step.before);
        if (!after) continue;
        const std::set<std::string> now = names_in(*back), then = names_in(*first);
        for (const std::string& name : gone(*before, find_table(*after, dropped->table))) {
            if (then.contains(name) && !now.contains(name))
                losses.push_back({dropped->table, dropped->column, name, step.place.line});
        }
    }
    return losses;
}

std::vector<std::string> untold_differences(const replay::FileRuns& side) {
    Schema back = side.downgrade.after;
    for (const Loss& loss : losses_of(side)) {
        const Table* from = find_table(side.before, loss.table);
        Table* to = find_table(back, loss.table);
        if (from != nullptr && to != nullptr) put_back(*from, *to, loss.name);
    }
    back.enums = side.before.enums;
    std::vector<std::string> found = differences(side.before, back);
    if (found.empty()) return found;
    Schema before = written_alike(side.before), after = written_alike(std::move(back));
    forget_unknown_types(before, after);
    forget_unknown_types(after, before);
    std::set<std::string> differing;
    for (const std::string& line : differences(before, after)) differing.insert(object_of(line));
    std::erase_if(found, [&](const std::string& line) { return !differing.contains(object_of(line)); });
    return found;
}

std::string next_upgrade_stops(const replay::FileRuns& side) {
    if (!side.again || !side.again->complete) return "";
    for (const replay::Remark& remark : side.again->remarks) {
        const bool is_new =
            std::find(side.upgrade.remarks.begin(), side.upgrade.remarks.end(), remark) == side.upgrade.remarks.end();
        if (fails(remark) && is_new && remark.code != "type_exists") return remark.text;
    }
    return "";
}

Severity severity_of_difference(const replay::FileRuns& side) {
    return next_upgrade_stops(side).empty() ? Severity::warning : Severity::critical;
}

}  // namespace migrate::lint
