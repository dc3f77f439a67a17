#include "plan/batch.h"

#include <algorithm>

#include "operations/objects.h"
#include "plan/unnamed.h"
#include "schema/naming.h"
#include "schema/repeats.h"

namespace migrate::plan {

namespace {

/// SQLite adds a column without a rebuild only when its default is a constant.
bool is_constant(const std::optional<Default>& server_default) {
    if (!server_default) return true;
    const std::string& sql = server_default->sql;
    return sql.find('(') == std::string::npos && !sql.starts_with("CURRENT_") && !sql.starts_with("current_");
}

bool holds(const std::vector<std::string>& columns, const std::string& column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    return names;
}

/// True when a constraint of the table or a key of another one mentions the column, so that SQLite refuses a plain
/// drop.
bool is_constrained(const Schema& schema, const Table& table, const std::string& column) {
    if (table.primary_key && holds(table.primary_key->columns, column)) return true;
    for (const Unique& unique : table.uniques) {
        if (holds(unique.columns, column)) return true;
    }
    for (const Check& check : table.checks) {
        if (holds(columns_in_expression(check.sql, column_names(table)), column)) return true;
    }
    for (const ForeignKey& key : table.foreign_keys) {
        if (holds(key.columns, column)) return true;
    }
    for (const auto& [name, other] : schema.tables) {
        for (const ForeignKey& key : other.foreign_keys) {
            if (key.target == table.name && holds(key.target_columns, column)) return true;
        }
    }
    return false;
}

/// The table a step works on when it may stand in a batch block; nullptr for the others.
const TableName* batch_table(const Operation& operation) {
    return std::visit(
        overloaded{
            [](const OneOf<AddColumn, DropColumn, AlterColumn, CreatePrimaryKey, CreateUnique, CreateCheck,
                           CreateForeignKey, DropConstraint> auto& o) -> const TableName* { return &o.table; },
            [](const OneOf<CreateTable, DropTable, RenameTable, CommentTable, RenameColumn, CreateIndex, DropIndex,
                           RenameIndex, CreateExclude, RenameConstraint, ValidateConstraint, CreateEnum, DropEnum,
                           RenameEnum, AddEnumLabel, RenameEnumLabel, CreateSequence, DropSequence, CreateView,
                           DropView, Execute, Opaque> auto&) -> const TableName* { return nullptr; }},
        operation);
}

/// What SQLAlchemy does not read back from SQLite when a batch rebuilds the table.
bool is_lost_by_batch(const Index& index) {
    return std::any_of(index.elements.begin(), index.elements.end(),
                       [](const IndexElement& element) { return !element.expression.empty() || element.descending; });
}

Schema advance(Schema schema, const std::vector<Step>& steps, std::size_t first, std::size_t size) {
    const std::vector<Step> part(steps.begin() + static_cast<std::ptrdiff_t>(first),
                                 steps.begin() + static_cast<std::ptrdiff_t>(first + size));
    Result<Schema> after = migrate::apply(lower(part, schema.dialect), schema);
    return after ? std::move(*after) : schema;
}

}  // namespace

bool needs_batch(const Operation& operation, const Schema& before) {
    if (before.dialect != Dialect::sqlite) return false;  // SQLite is not in use
    const std::vector<Operation> on_sqlite = lower({Step{operation, std::nullopt}}, Dialect::sqlite);
    if (on_sqlite.empty()) return false;  // a comment, a type: nothing there
    const Operation& lowered = on_sqlite.front();
    if (const auto* add = std::get_if<AddColumn>(&lowered)) {
        const bool has_no_value =
            !add->column.nullable && !add->column.server_default;  // refused even where no rows are
        return has_no_value || !is_constant(add->column.server_default) || add->column.computed.has_value();
    }
    if (const auto* drop = std::get_if<DropColumn>(&lowered)) {
        const Table* table = find_table(before, drop->table);
        return table == nullptr || is_constrained(before, *table, drop->column);
    }
    return batch_table(operation) != nullptr;
}

/// True when the step drops a constraint without a name, and the block makes one: table_args make it after the drops.
static bool drops_after_making(const std::vector<Step>& steps, const Block& block, const Operation& step) {
    const auto* drop = std::get_if<DropConstraint>(&step);
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(block.first);
    return drop != nullptr && drop->name.empty() && drop->kind != ConstraintKind::primary_key &&
           std::any_of(first, first + static_cast<std::ptrdiff_t>(block.size),
                       [](const Step& each) { return makes_unnamed(each.operation); });
}

/// True when the step drops a column that the block adds, or changes its type, which Alembic's batch mode does not
/// find, or adds one again.
static bool meets_column(const std::vector<Step>& steps, const Block& block, const Operation& step) {
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(block.first);
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(block.size), [&](const Step& each) {
        const bool back = std::holds_alternative<DropColumn>(each.operation);
        const auto* drop = std::get_if<DropColumn>(back ? &each.operation : &step);
        const auto* add = std::get_if<AddColumn>(back ? &step : &each.operation);
        const auto* alter = std::get_if<AlterColumn>(&step);
        if (add != nullptr && alter != nullptr && alter->type && add->column.name == alter->column) return true;
        return add != nullptr && drop != nullptr && add->column.name == drop->column;
    });
}

std::vector<Block> blocks_of(const std::vector<Step>& steps, const Schema& sqlite_before) {
    std::vector<Block> blocks;
    Schema now = sqlite_before;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Operation& operation = steps[i].operation;
        const TableName* table = batch_table(operation);
        const bool batch = table != nullptr && steps[i].only != Dialect::postgresql && needs_batch(operation, now);
        now = advance(std::move(now), steps, i, 1);
        const bool joins = table != nullptr && !blocks.empty() && blocks.back().table == *table &&
                           batch_table(steps[i - 1].operation) != nullptr && steps[i].only == steps[i - 1].only &&
                           !drops_after_making(steps, blocks.back(), operation) &&
                           !meets_column(steps, blocks.back(), operation);
        if (joins) {
            blocks.back().size += 1;
            blocks.back().batch = blocks.back().batch || batch;
        } else {
            blocks.push_back({i, 1, batch, table != nullptr ? *table : TableName{}});
        }
    }
    return blocks;
}

/// The schema without the table's computed columns that are there after the block too: a rebuild copies all columns,
/// and SQLite lets nothing be put into those.
static Schema without_computed(const Schema& now, const Schema& after, const TableName& name) {
    const Table* table = find_table(now, name);
    const Table* table_after = find_table(after, name);
    Schema bare = now;
    if (table == nullptr || table_after == nullptr) return bare;
    for (const Column& column : table->columns) {
        if (!column.computed || !find_column(*table_after, column.name)) continue;
        Result<Schema> dropped = migrate::apply(Operation(DropColumn{.table = name, .column = column.name}), bare);
        if (dropped) bare = std::move(*dropped);
    }
    return bare;
}

/// The CHECK that the step makes or drops; "" where it does neither.
static std::string check_of(const Operation& operation, const Table& table) {
    if (const auto* create = std::get_if<CreateCheck>(&operation)) return create->check.sql;
    const auto* drop = std::get_if<DropConstraint>(&operation);
    const auto found = std::ranges::find_if(
        table.checks, [&](const Check& check) { return drop != nullptr && check.name == drop->name; });
    return found == table.checks.end() ? "" : found->sql;
}

/// The block's steps. A CHECK over a computed column that is away on SQLite goes and comes there with that column.
static std::vector<Step> without_waiting(const std::vector<Step>& steps, const Block& block, const Schema& now,
                                         const Schema& bare) {
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(block.first);
    std::vector<Step> part(first, first + static_cast<std::ptrdiff_t>(block.size));
    const Table* whole = find_table(now, block.table);
    const Table* without = find_table(bare, block.table);
    if (whole == nullptr || without == nullptr || whole->columns.size() == without->columns.size()) return part;
    std::erase_if(part, [&](Step& step) {
        const std::string sql = check_of(step.operation, *whole);
        const bool waits =
            columns_in_expression(sql, column_names(*whole)) != columns_in_expression(sql, column_names(*without));
        if (!waits) return false;
        if (step.only == Dialect::sqlite) return true;
        step.only = Dialect::postgresql;
        return false;
    });
    return part;
}

Result<void> check_rebuilds(const std::vector<Step>& steps, const Heads& before) {
    Schema now = before.sqlite;
    if (!before.sqlite_runs) return {};
    for (const Block& block : blocks_of(steps, before.sqlite)) {
        const Table* rebuilt = block.batch ? find_table(now, block.table) : nullptr;
        if (rebuilt != nullptr && !repeated_constraint_names(*rebuilt).empty()) {
            return fail(
                "cannot_rebuild",
                "on SQLite the table " + to_string(block.table) +
                    " would have to be rebuilt for this, and Alembic's batch mode would lose all but one of its "
                    "constraints called " +
                    repeated_constraint_names(*rebuilt).front(),
                "rebuild the table in raw SQL, with a name of its own for each constraint");
        }
        const Schema after = advance(now, steps, block.first, block.size);
        const Schema bare = block.batch ? without_computed(now, after, block.table) : now;
        const std::vector<Step> part = without_waiting(steps, block, now, bare);
        if (!(bare == now) && !migrate::apply(lower(part, Dialect::sqlite), bare)) {
            return fail("cannot_rebuild",
                        "on SQLite the table " + to_string(block.table) +
                            " would have to be rebuilt for this, which its computed column does not allow",
                        "drop the computed column first, or change it in raw SQL");
        }
        now = after;
    }
    return {};
}

std::vector<Step> keep_through_batch(const std::vector<Step>& given, const Heads& before) {
    const std::vector<Step> steps = gather_unnamed(given);
    std::vector<Step> kept;
    Schema now = before.sqlite;
    for (const Block& block : blocks_of(steps, before.sqlite)) {
        const Schema after = advance(now, steps, block.first, block.size);
        std::vector<Index> rebuilt;
        if (block.batch) {
            const Table* table = find_table(now, block.table);
            const Table* table_after = find_table(after, block.table);
            if (table != nullptr && table_after != nullptr) {
                for (const Index& index : table->indexes) {
                    if (is_lost_by_batch(index) && find_index(*table_after, index.name)) rebuilt.push_back(index);
                }
            }
        }
        for (const Index& index : rebuilt) {
            kept.push_back(
                {DropIndex{.table = block.table, .schema = block.table.schema, .index = index.name}, Dialect::sqlite});
        }
        Schema indexed = now;  // as it is while the lost indexes are away
        if (Table* table = find_table(indexed, block.table)) {
            std::erase_if(table->indexes, [&](const Index& index) {
                return std::find(rebuilt.begin(), rebuilt.end(), index) != rebuilt.end();
            });
        }
        const Schema bare = block.batch ? without_computed(indexed, after, block.table) : indexed;
        const bool bared = !(bare == indexed);
        if (bared) {
            for (Operation& drop : diff(indexed, bare)) kept.push_back({std::move(drop), Dialect::sqlite});
        }
        const std::vector<Step> part = without_waiting(steps, block, indexed, bare);
        kept.insert(kept.end(), part.begin(), part.end());
        if (bared) {
            const Schema whole = advance(indexed, steps, block.first, block.size);
            for (Operation& add : diff(advance(bare, part, 0, part.size()), whole)) {
                kept.push_back({std::move(add), Dialect::sqlite});
            }
        }
        for (const Index& index : rebuilt) {
            const Table* table_after = find_table(after, block.table);
            kept.push_back(
                {CreateIndex{.table = block.table, .index = *find_index(*table_after, index.name)}, Dialect::sqlite});
        }
        now = after;
    }
    return kept;
}

std::vector<Note> batch_warnings(const std::vector<Step>& steps, const Heads& before) {
    std::vector<Note> warnings;
    for (const Block& block : blocks_of(steps, before.sqlite)) {
        if (!block.batch) continue;
        for (const auto& [name, other] : before.sqlite.tables) {
            if (name == block.table) continue;
            for (const ForeignKey& key : other.foreign_keys) {
                if (key.target != block.table || key.on_delete != "CASCADE") continue;
                warnings.push_back(
                    {"batch_cascade", "on SQLite the table " + to_string(block.table) +
                                          " is rebuilt: with foreign keys switched ON that deletes the rows of " +
                                          to_string(name) + " (ON DELETE CASCADE); run it with them OFF"});
                break;
            }
        }
    }
    return warnings;
}

}  // namespace migrate::plan
