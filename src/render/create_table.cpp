// A new table, and what of it stands in its columns where the house writes it there.
#include <algorithm>
#include <limits>

#include "operations/postgres_names.h"
#include "python/printer.h"
#include "render/statements.h"

namespace migrate::render {

namespace {

/// What autogenerate sorts a table's constraints by.
std::string sort_text(const Code& code) {
    return python::print_statement(code, 0, std::numeric_limits<int>::max() / 2, python::Quote::Single).front();
}

/// Taken off where PostgreSQL alone is in use and gives this name by itself.
template <class Constraint>
Constraint without_own_name(Constraint constraint, const TableName& name, bool by_house, const Needs& needs) {
    Table alone;
    alone.name = name;
    const bool given =
        needs.only == Dialect::postgresql && by_house && constraint.name == postgres_name(Schema{}, alone, constraint);
    if (given) constraint.name.clear();
    return constraint;
}

/// The key as sa.ForeignKey can say it.
bool fits_in_column(const ForeignKey& key, const Needs& needs) {
    return needs.form.foreign_key_in_column && key.columns.size() == 1 && !key.not_valid;
}

/// A unique without a name of its own, which unique=True makes.
bool fits_in_column(const Unique& unique, const TableName& table, const Needs& needs) {
    return needs.form.unique_in_column && unique.columns.size() == 1 && unique.deferrable.empty() &&
           !unique.nulls_not_distinct && as_written(unique, table, needs).name.empty();
}

/// The column of an index that index=True makes; "" for any other.
std::string column_of(const Index& index, const TableName& table, const Needs& needs) {
    if (!needs.form.index_in_column || index.elements.size() != 1 || !table.schema.empty()) return "";
    const std::string column = index.elements.front().column;
    Index plain{.name = "ix_" + table.name + "_" + column};
    plain.elements.push_back({.column = column});
    return !column.empty() && plain == index ? column : "";
}

/// One step's part in the columns of a table; false where it needs a statement of its own.
bool fold(const Operation& operation, const TableName& table, const Needs& needs, const std::string& only_column,
          InColumns& within) {
    const auto may = [&](const std::string& column) { return only_column.empty() || only_column == column; };
    if (const auto* index = std::get_if<CreateIndex>(&operation)) {
        const std::string column =
            index->table == table && !index->concurrently ? column_of(index->index, table, needs) : "";
        if (column.empty() || !may(column)) return false;
        within[column].index = true;
        return true;
    }
    if (only_column.empty() || needs.only != Dialect::postgresql) return false;
    if (const auto* key = std::get_if<CreateForeignKey>(&operation)) {
        if (key->table != table || !fits_in_column(key->foreign_key, needs)) return false;
        if (!may(key->foreign_key.columns.front())) return false;
        within[only_column].key = as_written(key->foreign_key, table, needs);
        return true;
    }
    if (const auto* unique = std::get_if<CreateUnique>(&operation)) {
        if (unique->table != table || !unique->using_index.empty()) return false;
        if (!fits_in_column(unique->unique, table, needs) || !may(unique->unique.columns.front())) return false;
        within[only_column].unique = true;
        return true;
    }
    return false;
}

}  // namespace

ForeignKey as_written(ForeignKey key, const TableName& table, const Needs& needs) {
    return without_own_name(std::move(key), table, needs.form.database_names, needs);
}

Unique as_written(Unique unique, const TableName& table, const Needs& needs) {
    return without_own_name(std::move(unique), table, needs.form.database_names, needs);
}

Folded fold_into_columns(const std::vector<Step>& steps, std::size_t first, const Needs& needs) {
    Folded folded;
    const auto* create = std::get_if<CreateTable>(&steps[first].operation);
    const auto* add = std::get_if<AddColumn>(&steps[first].operation);
    if (create == nullptr && add == nullptr) return folded;
    const TableName& table = create != nullptr ? create->table.name : add->table;
    if (create != nullptr) {
        for (const ForeignKey& key : create->table.foreign_keys) {
            if (fits_in_column(key, needs)) folded.within[key.columns.front()].key = as_written(key, table, needs);
        }
        for (const Unique& unique : create->table.uniques) {
            if (fits_in_column(unique, table, needs)) folded.within[unique.columns.front()].unique = true;
        }
    }
    const std::string column = add != nullptr ? add->column.name : "";
    for (std::size_t i = first + 1; i < steps.size() && steps[i].only == steps[first].only; ++i) {
        if (!fold(steps[i].operation, table, needs, column, folded.within)) break;
        ++folded.taken;
    }
    return folded;
}

std::set<std::string> enums_of_table(const std::vector<Step>& steps, std::size_t first, const Needs& needs) {
    if (needs.only == Dialect::sqlite || needs.form.enumeration != "sa.Enum") return {};
    std::set<std::string> made;
    std::size_t at = first;
    for (; at < steps.size(); ++at) {
        const auto* create = std::get_if<CreateEnum>(&steps[at].operation);
        if (create == nullptr) break;
        if (create->type.name.schema.empty()) made.insert(create->type.name.name);
    }
    const auto* table = at < steps.size() ? std::get_if<CreateTable>(&steps[at].operation) : nullptr;
    if (table == nullptr) return {};
    std::map<std::string, int> used;
    for (const Column& column : table->table.columns) {
        if (column.type.kind == TypeKind::enumeration) ++used[column.type.name];
    }
    std::erase_if(made, [&](const std::string& name) { return used[name] != 1; });
    return made;
}

Result<Code> write_create_table(const CreateTable& create, const InColumns& within, Needs& needs) {
    const Table& table = create.table;
    std::vector<Code> arguments = {python::text(table.name.name)};
    const std::vector<std::string> key = table.primary_key ? table.primary_key->columns : std::vector<std::string>{};
    const auto is_within = [&](const auto& constraint, auto test) {
        const auto found = constraint.columns.size() == 1 ? within.find(constraint.columns.front()) : within.end();
        return found != within.end() && test(found->second);
    };
    PrimaryKey primary = table.primary_key.value_or(PrimaryKey{});
    primary = without_own_name(std::move(primary), table.name, !needs.form.key_named, needs);
    const bool inline_key = key.size() == 1 && primary.name.empty() && needs.form.key_in_column;
    for (Column column : table.columns) {
        if (primary.autoincrement && column.name == key.front()) column.identity = IdentityKind::serial;
        const bool points =
            std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& each) {
                return std::find(each.columns.begin(), each.columns.end(), column.name) != each.columns.end();
            });
        Place place = place_of(table, column.name);
        if (place == Place::inline_key || place == Place::whole_key)
            place = inline_key ? Place::inline_key : Place::whole_key;
        const auto found = within.find(column.name);
        Result<Code> code =
            write_column(column, place, points, needs, found == within.end() ? InColumn{} : found->second);
        if (!code) return code;
        arguments.push_back(std::move(*code));
    }
    const std::size_t columns = arguments.size();
    if (!key.empty() && !inline_key) arguments.push_back(write_primary_key(primary, needs));
    for (const ForeignKey& each : table.foreign_keys) {
        if (is_within(each, [](const InColumn& in) { return in.key.has_value(); })) continue;
        arguments.push_back(write_foreign_key(as_written(each, table.name, needs), needs));
    }
    for (const Unique& unique : table.uniques) {
        if (is_within(unique, [](const InColumn& in) { return in.unique; })) continue;
        arguments.push_back(write_unique(as_written(unique, table.name, needs), needs));
    }
    for (const Check& check : table.checks) arguments.push_back(write_check(check, needs));
    if (needs.form.constraint_order != "key-first") {
        const bool by_kind = needs.form.constraint_order == "by-kind";
        std::stable_sort(
            arguments.begin() + static_cast<std::ptrdiff_t>(columns), arguments.end(),
            [&](const Code& a, const Code& b) { return by_kind ? a.text < b.text : sort_text(a) < sort_text(b); });
    }
    if (!table.name.schema.empty()) arguments.push_back(python::keyword("schema", python::text(table.name.schema)));
    if (!table.comment.empty()) arguments.push_back(python::keyword("comment", python::text(table.comment)));
    if (primary.autoincrement) arguments.push_back(python::keyword("sqlite_autoincrement", python::raw("True")));
    if (create.if_not_exists) arguments.push_back(python::keyword("if_not_exists", python::raw("True")));
    return python::call("op.create_table", std::move(arguments));
}

}  // namespace migrate::render
