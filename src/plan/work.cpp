#include "plan/work.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "operations/objects.h"
#include "plan/unnamed.h"
#include "schema/doubts.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

std::vector<std::string> table_names(const Schema& schema) {
    std::vector<std::string> names;
    for (const auto& [name, table] : schema.tables) names.push_back(to_string(name));
    return names;
}

std::string nearest_hint(const std::vector<std::string>& names, const std::string& wanted, std::string_view what) {
    const std::vector<std::string> near = base::nearest(names, wanted, 3);
    if (!near.empty()) return "the nearest " + std::string(what) + ": " + base::join(near, ", ");
    if (names.empty()) return "there are no " + std::string(what) + " yet";
    constexpr std::size_t kMaxShown = 12;
    const std::vector<std::string> shown(names.begin(), names.begin() + std::min(names.size(), kMaxShown));
    const std::size_t more = names.size() - shown.size();
    return "the " + std::string(what) + ": " + base::join(shown, ", ") +
           (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

/// True when the error says that what the operation touches is not on this database.
bool is_absence(const Error& error) {
    return error.code.starts_with("no_such_");
}

Result<Schema> apply_lowered(const Operation& operation, const Schema& schema) {
    return migrate::apply(lower({Step{operation, std::nullopt}}, schema.dialect), schema);
}

}  // namespace

void settle(Heads& heads, Dialect dialect, Schema schema) {
    if (heads.only()) {
        heads.postgresql = heads.sqlite = std::move(schema);
    } else {
        heads.on(dialect) = std::move(schema);
    }
}

/// True where a database that lacks what the operation touches may be left out: not where the rest of it is missing,
/// such as the target of a key.
static bool may_be_absent(const Operation& operation, const Heads& now) {
    if (std::holds_alternative<CreateTable>(operation)) return false;
    const auto* key = std::get_if<CreateForeignKey>(&operation);
    return key == nullptr || !find_table(now.postgresql, key->table) || !find_table(now.sqlite, key->table);
}

/// True where all is done on a database although the operation is not: its table is not there, or it takes away what
/// is not there.
static bool is_whole_without(const Operation& operation, const Schema& other) {
    const std::optional<TableName> table = table_of(operation);
    return (table && find_table(other, *table) == nullptr) || only_takes(operation);
}

/// True for an EXCLUDE constraint, which PostgreSQL alone has.
static bool is_exclusion(const Operation& operation, const Schema& postgresql) {
    const auto* drop = std::get_if<DropConstraint>(&operation);
    const auto* rename = std::get_if<RenameConstraint>(&operation);
    if (drop == nullptr && rename == nullptr) return std::holds_alternative<CreateExclude>(operation);
    const Table* table = find_table(postgresql, drop != nullptr ? drop->table : rename->table);
    return table != nullptr &&
           find_constraint(*table, drop != nullptr ? drop->name : rename->from) == ConstraintKind::exclude;
}

Result<void> Work::add(Operation operation) {
    if (now_.only()) return add_only(std::move(operation), *now_.only());
    if (is_exclusion(operation, now_.postgresql)) return add_only(std::move(operation), Dialect::postgresql);
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        TRY(take_away(operation, dialect));
    }
    Result<Schema> postgresql = apply_lowered(operation, now_.postgresql);
    Result<Schema> sqlite = apply_lowered(operation, now_.sqlite);
    if (!postgresql && !sqlite) return tl::unexpected(postgresql.error());
    if (!postgresql && (!is_absence(postgresql.error()) || !may_be_absent(operation, now_))) {
        return tl::unexpected(postgresql.error());
    }
    if (const auto* drop = std::get_if<DropConstraint>(&operation); drop != nullptr && postgresql && !sqlite) {
        const Table* there = find_table(now_.postgresql, drop->table);
        const Table* other = find_table(now_.sqlite, drop->table);
        if (there != nullptr && other != nullptr) {
            Result<std::vector<Operation>> unnamed = unnamed_counterpart(*drop, *there, *other);
            if (!unnamed) return tl::unexpected(unnamed.error());
            if (!unnamed->empty()) {
                TRY(add_only(operation, Dialect::postgresql));
                return add_all_only(std::move(*unnamed), Dialect::sqlite);
            }
        }
    }
    std::optional<Dialect> only;
    if (!postgresql) only = Dialect::sqlite;
    if (!sqlite) only = Dialect::postgresql;
    if (only && now_.sqlite_runs) {
        const Error& error = postgresql ? sqlite.error() : postgresql.error();
        const std::string other(abilities_of(now_.other_than(*only).dialect).shown);
        if (!is_whole_without(operation, now_.other_than(*only))) {
            return fail(
                "one_database",
                "on " + other + " this cannot be done, because there " + error.message + ": " + describe(operation),
                "make both databases alike in a migration before this one, or change one of them alone: "
                "{\"op\": \"execute\", \"sql\": …, \"down_sql\": …, \"dialect\": \"" +
                    std::string(name_of(*only)) + "\"}");
        }
        assume("on " + other + " there is nothing of this, and nothing is done: " + error.message);
    }
    if (postgresql) now_.postgresql = std::move(*postgresql);
    if (sqlite) now_.sqlite = std::move(*sqlite);
    finish(std::move(operation), only, only);
    return {};
}

Result<void> Work::add_only(Operation operation, Dialect dialect) {
    const std::optional<Dialect> in_use = now_.only();
    if (in_use && in_use != dialect) return {};
    TRY(take_away(operation, dialect));
    settle(now_, dialect, TRY(apply_lowered(operation, now(dialect))));
    finish(std::move(operation), dialect, in_use ? std::nullopt : std::optional(dialect));
    return {};
}

Result<void> Work::add_all_only(std::vector<Operation> operations, Dialect dialect) {
    for (Operation& operation : operations) {
        TRY(add_only(std::move(operation), dialect));
    }
    return {};
}

bool Work::makes(const TableName& table) const {
    return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
        const auto* made = std::get_if<CreateTable>(&step.operation);
        return made != nullptr && made->table.name == table;
    });
}

void Work::assume(std::string text) {
    assumptions.push_back({"", std::move(text)});
}

void Work::warn(std::string code, std::string text) {
    Note note{std::move(code), std::move(text)};
    for (const Note& known : warnings) {
        if (known == note) return;
    }
    warnings.push_back(std::move(note));
}

Result<void> Work::certain(const TableName& table, const std::string& column) const {
    const std::string object = column.empty() ? to_string(table) : to_string(table) + "." + column;
    return unless_in_doubt(object, [&](const Schema& schema) { return find_named_doubt(schema, table, column); });
}

Result<void> Work::certain_within(const TableName& table) {
    const Doubt* name = find_name_doubt_within(now_.postgresql, table);
    if (name == nullptr && now_.sqlite_runs) name = find_name_doubt_within(now_.sqlite, table);
    if (name != nullptr) {
        assume("the names of constraints and indexes of " + to_string(table) +
               ", by which downgrade() makes them, are " + "taken as without a naming convention: " + name->reason);
    }
    return unless_in_doubt(to_string(table), [&](const Schema& schema) { return find_doubt_within(schema, table); });
}

Result<void> Work::certain_part(const TableName& table, std::string_view kind, const std::string& name) const {
    const bool index = kind == "index";
    const std::string object = std::string(kind) + " " + (index ? name : to_string(table) + "." + name);
    return unless_in_doubt(object, [&](const Schema& schema) {
        const Doubt* doubt = find_named_doubt(schema, table);
        return doubt != nullptr ? doubt : find_named_doubt_of(schema, object);
    });
}

Result<void> Work::unless_in_doubt(const std::string& object, const FindDoubt& find) const {
    const Doubt* doubt = find(now_.postgresql);
    if (doubt == nullptr && now_.sqlite_runs) doubt = find(now_.sqlite);
    if (doubt == nullptr) return {};
    return fail("uncertain", "what " + object + " is at head is not certain: " + doubt->reason,
                "write this migration by hand, or make that place plain", doubt->where);
}

void Work::assume_nothing_else_changed() {
    const Doubt* doubt = find_possible_doubt(now_.postgresql);
    if (doubt == nullptr && now_.sqlite_runs) doubt = find_possible_doubt(now_.sqlite);
    if (doubt == nullptr || steps.empty()) return;
    const auto count = std::count_if(now_.postgresql.doubts.begin(), now_.postgresql.doubts.end(), is_possible);
    const std::string more = count > 1 ? ", and " + std::to_string(count - 1) + " more such places" : "";
    assume("code that is not followed changed nothing here: " + doubt->reason + " (" + doubt->where + more + ")");
}

Result<const Table*> Work::table(const TableName& name) const {
    if (const Table* found = find_table(now_.postgresql, name)) return found;
    if (const Table* found = find_table(now_.sqlite, name)) return found;
    TRY(certain(name));
    return fail("no_such_table", "there is no table " + to_string(name) + " at head",
                nearest_hint(table_names(now_.postgresql), to_string(name), "tables"));
}

Result<const Column*> Work::column(const TableName& table_name, const std::string& name) const {
    const Table* owner = TRY(table(table_name));
    if (const Column* found = find_column(*owner, name)) return found;
    if (const Table* other = find_table(now_.sqlite, table_name)) {
        if (const Column* found = find_column(*other, name)) return found;
    }
    TRY(certain(table_name, name));
    const auto some = [&](const Schema& schema) {
        return find_named_doubt_of(schema, some_of(table_name, Part::columns));
    };
    TRY(unless_in_doubt("column " + to_string(table_name) + "." + name, some));
    std::vector<std::string> names;
    for (const Column& column : owner->columns) names.push_back(column.name);
    return fail("no_such_column", "table " + to_string(table_name) + " has no column " + name,
                nearest_hint(names, name, "columns"));
}

Column portable_column(const TableName& table, const std::string& column, const Heads& heads) {
    const Table* on_postgresql = find_table(heads.postgresql, table);
    const Table* on_sqlite = find_table(heads.sqlite, table);
    const Column* postgresql = on_postgresql ? find_column(*on_postgresql, column) : nullptr;
    const Column* sqlite = on_sqlite ? find_column(*on_sqlite, column) : nullptr;
    if (postgresql == nullptr && sqlite == nullptr) return {.name = column};
    if (heads.only() || postgresql == nullptr || sqlite == nullptr)
        return postgresql != nullptr ? *postgresql : *sqlite;
    Column raised = *postgresql;
    raised.type = raise_type(postgresql->type, sqlite->type);
    raised.server_default = raise_default(postgresql->server_default, sqlite->server_default);
    return raised;
}

Result<Heads> advance(const Step& step, Heads heads) {
    const bool one = heads.only().has_value();
    for (Schema* schema : {&heads.postgresql, &heads.sqlite}) {
        if (one && schema == &heads.sqlite) break;
        *schema = TRY(migrate::apply(lower({step}, schema->dialect), std::move(*schema)));
    }
    if (one) heads.sqlite = heads.postgresql;
    return heads;
}

bool keeps_rows_apart(const Table& table, const std::string& column) {
    const auto looks_at = [&](const std::vector<std::string>& columns) {
        return std::ranges::count(columns, column) > 0;
    };
    return (table.primary_key && looks_at(table.primary_key->columns)) ||
           std::ranges::any_of(table.uniques, [&](const Unique& unique) { return looks_at(unique.columns); }) ||
           std::ranges::any_of(
               table.indexes,
               [&](const Index& index) { return index.unique && mentions_column(table, index, column); }) ||
           std::ranges::any_of(table.excludes, [&](const Exclude& exclude) {
               return !columns_in_expression(exclude.sql, {column}).empty();
           });
}

}  // namespace migrate::plan
