#include <algorithm>

#include "operations/apply_parts.h"
#include "operations/operation.h"
#include "operations/postgres_names.h"

namespace migrate {
namespace {

/// What PostgreSQL makes of the table when nothing else is there: every constraint has its name.
std::optional<Table> as_postgres_makes_it(const Table& table) {
    Schema empty;
    add_doubt(empty, {"*", "only the names matter here", ""});  // targets and types need not be there
    CreateTable creation;
    creation.table = table;
    const Result<Schema> made = migrate::apply(Operation(creation), std::move(empty));
    if (!made) return std::nullopt;
    return made->tables.at(table.name);
}

/// Takes the name away where SQLite's has none, so that each side names it by its own rule.
template <class Item>
void unname_like(Item& item, const Item& sqlite) {
    if (sqlite.name.empty()) item.name.clear();
}

template <class Item>
void unname_all_like(std::vector<Item>& items, const std::vector<Item>& sqlite) {
    for (std::size_t i = 0; i < std::min(items.size(), sqlite.size()); ++i) unname_like(items[i], sqlite[i]);
}

Column raised(const Column& postgresql, const Column& sqlite) {
    Column column = postgresql;
    column.type = raise_type(postgresql.type, sqlite.type);
    column.server_default = raise_default(postgresql.server_default, sqlite.server_default);
    return column;
}

/// The portable candidate for two operations of one kind; whether it is exact is seen afterwards.
class Merging {
  public:
    explicit Merging(const Operation& sqlite) : sqlite_(sqlite) {}

    Operation operator()(CreateTable pg) const {
        const Table& other = get<CreateTable>().table;
        Table& table = pg.table;
        for (std::size_t i = 0; i < std::min(table.columns.size(), other.columns.size()); ++i) {
            table.columns[i] = raised(table.columns[i], other.columns[i]);
        }
        if (table.primary_key && other.primary_key) {
            table.primary_key->autoincrement = other.primary_key->autoincrement;
            if (!other.primary_key->autoincrement) unname_like(*table.primary_key, *other.primary_key);
        }
        unname_all_like(table.uniques, other.uniques);
        unname_all_like(table.checks, other.checks);
        unname_all_like(table.foreign_keys, other.foreign_keys);
        return pg;
    }
    Operation operator()(AddColumn pg) const {
        pg.column = raised(pg.column, get<AddColumn>().column);
        return pg;
    }
    Operation operator()(AlterColumn pg) const {
        const auto& other = get<AlterColumn>();
        if (pg.type && other.type) pg.type = raise_type(*pg.type, *other.type);
        pg.server_default = raise_default(pg.server_default, other.server_default);
        return pg;
    }
    Operation operator()(CreatePrimaryKey pg) const {
        unname_like(pg.primary_key, get<CreatePrimaryKey>().primary_key);
        return pg;
    }
    Operation operator()(CreateUnique pg) const {
        unname_like(pg.unique, get<CreateUnique>().unique);
        return pg;
    }
    Operation operator()(CreateForeignKey pg) const {
        unname_like(pg.foreign_key, get<CreateForeignKey>().foreign_key);
        return pg;
    }
    Operation operator()(DropTable pg) const { return pg; }
    Operation operator()(RenameTable pg) const { return pg; }
    Operation operator()(CommentTable pg) const { return pg; }
    Operation operator()(DropColumn pg) const { return pg; }
    Operation operator()(RenameColumn pg) const { return pg; }
    Operation operator()(CreateIndex pg) const { return pg; }
    Operation operator()(DropIndex pg) const { return pg; }
    Operation operator()(RenameIndex pg) const { return pg; }
    Operation operator()(CreateCheck pg) const { return pg; }
    Operation operator()(CreateExclude pg) const { return pg; }
    Operation operator()(DropConstraint pg) const { return pg; }
    Operation operator()(RenameConstraint pg) const { return pg; }
    Operation operator()(ValidateConstraint pg) const { return pg; }
    Operation operator()(CreateEnum pg) const { return pg; }
    Operation operator()(DropEnum pg) const { return pg; }
    Operation operator()(RenameEnum pg) const { return pg; }
    Operation operator()(AddEnumLabel pg) const { return pg; }
    Operation operator()(RenameEnumLabel pg) const { return pg; }
    Operation operator()(CreateSequence pg) const { return pg; }
    Operation operator()(DropSequence pg) const { return pg; }
    Operation operator()(CreateView pg) const { return pg; }
    Operation operator()(DropView pg) const { return pg; }
    Operation operator()(Execute pg) const { return pg; }
    Operation operator()(Opaque pg) const { return pg; }

  private:
    template <class Kind>
    const Kind& get() const {
        return std::get<Kind>(sqlite_);
    }
    const Operation& sqlite_;
};

template <class Constraint>
void fill_name(const TableName& table, Constraint& constraint) {
    Table alone;
    alone.name = table;
    if (constraint.name.empty()) constraint.name = postgres_name(Schema{}, alone, constraint);
}

/// The operation with the names that PostgreSQL gives where nothing else is in the way. A check's name hangs
/// on the columns of its table, so it stays as it is.
Operation with_postgres_names(Operation operation) {
    if (auto* creation = std::get_if<CreateTable>(&operation)) {
        if (auto made = as_postgres_makes_it(creation->table)) creation->table = std::move(*made);
    } else if (auto* key = std::get_if<CreatePrimaryKey>(&operation)) {
        fill_name(key->table, key->primary_key);
    } else if (auto* unique = std::get_if<CreateUnique>(&operation)) {
        if (unique->using_index.empty()) fill_name(unique->table, unique->unique);
    } else if (auto* foreign = std::get_if<CreateForeignKey>(&operation)) {
        fill_name(foreign->table, foreign->foreign_key);
    }
    return operation;
}

bool lowers_to(const Operation& candidate, const Operation& wanted, Dialect dialect) {
    const std::vector<Operation> lowered = lower({Step{candidate, std::nullopt}}, dialect);
    if (lowered.size() != 1) return false;
    if (lowered.front() == wanted) return true;
    return dialect == Dialect::postgresql && with_postgres_names(lowered.front()) == with_postgres_names(wanted);
}

/// The one operation that is both, or nullopt.
std::optional<Operation> merge(const Operation& postgresql, const Operation& sqlite) {
    if (postgresql.index() != sqlite.index()) return std::nullopt;
    Operation candidate = std::visit(Merging(sqlite), postgresql);
    if (!lowers_to(candidate, sqlite, Dialect::sqlite)) return std::nullopt;
    if (!lowers_to(candidate, postgresql, Dialect::postgresql)) return std::nullopt;
    return candidate;
}

/// A step for SQLite alone still goes through `lower`; its types must come out as they are.
Step only_sqlite(Operation operation) {
    const auto keep = [](Type& type) { type = raise_type(type, type); };
    if (auto* creation = std::get_if<CreateTable>(&operation)) {
        for (Column& column : creation->table.columns) keep(column.type);
    } else if (auto* addition = std::get_if<AddColumn>(&operation)) {
        keep(addition->column.type);
    } else if (auto* change = std::get_if<AlterColumn>(&operation)) {
        if (change->type) keep(*change->type);
    }
    return {std::move(operation), Dialect::sqlite};
}

/// The longest common subsequence of two lists under `merge`, as a table of lengths from each place to the
/// ends.
class Pairing {
  public:
    Pairing(const std::vector<Operation>& postgresql, const std::vector<Operation>& sqlite)
        : width_(sqlite.size() + 1), lengths_((postgresql.size() + 1) * width_, 0), mergeable_(lengths_.size(), false) {
        for (std::size_t i = postgresql.size(); i-- > 0;) {
            for (std::size_t j = sqlite.size(); j-- > 0;) {
                const bool both = merge(postgresql[i], sqlite[j]).has_value();
                mergeable_[i * width_ + j] = both;
                const std::size_t apart = std::max(length(i + 1, j), length(i, j + 1));
                lengths_[i * width_ + j] = std::max(apart, both ? length(i + 1, j + 1) + 1 : 0);
            }
        }
    }

    std::size_t length(std::size_t i, std::size_t j) const { return lengths_[i * width_ + j]; }
    /// True where pairing i with j is possible and loses nothing.
    bool pairs(std::size_t i, std::size_t j) const {
        return mergeable_[i * width_ + j] && length(i, j) == length(i + 1, j + 1) + 1;
    }

  private:
    std::size_t width_;
    std::vector<std::size_t> lengths_;
    std::vector<bool> mergeable_;
};

std::vector<Step> raise_by_pairing(const std::vector<Operation>& postgresql, const std::vector<Operation>& sqlite) {
    const Pairing pairing(postgresql, sqlite);
    std::vector<Step> steps;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < postgresql.size() || j < sqlite.size()) {
        const bool both_left = i < postgresql.size() && j < sqlite.size();
        if (both_left && pairing.pairs(i, j)) {
            steps.push_back({*merge(postgresql[i], sqlite[j]), std::nullopt});
            ++i;
            ++j;
        } else if (i < postgresql.size() &&
                   (j == sqlite.size() || pairing.length(i + 1, j) >= pairing.length(i, j + 1))) {
            steps.push_back({postgresql[i++], Dialect::postgresql});
        } else {
            steps.push_back(only_sqlite(sqlite[j++]));
        }
    }
    return steps;
}

}  // namespace

std::vector<Step> raise_steps(const std::vector<Operation>& postgresql, const std::vector<Operation>& sqlite) {
    constexpr std::size_t kMaxPairs = 250000;  // beyond it the table costs more than nicer text is worth
    if ((postgresql.size() + 1) * (sqlite.size() + 1) <= kMaxPairs) return raise_by_pairing(postgresql, sqlite);
    std::vector<Step> steps;
    for (const Operation& operation : postgresql) steps.push_back({operation, Dialect::postgresql});
    for (const Operation& operation : sqlite) steps.push_back(only_sqlite(operation));
    return steps;
}

}  // namespace migrate
