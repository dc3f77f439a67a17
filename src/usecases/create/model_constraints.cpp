#include "usecases/create/model_constraints.h"

#include <algorithm>

#include "schema/naming.h"

namespace migrate::usecases {

namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The columns that operations ask for in a table.
std::vector<const RequestedColumn*> asked_columns(const std::vector<RequestedOperation>& operations,
                                                  const TableName& table) {
    std::vector<const RequestedColumn*> columns;
    for (const RequestedOperation& operation : operations) {
        const auto* add = std::get_if<RequestedAddColumn>(&operation);
        const auto* made = std::get_if<RequestedTable>(&operation);
        if (add != nullptr && add->table == table) columns.push_back(&add->column);
        if (made == nullptr || made->table != table) continue;
        for (const RequestedColumn& column : made->columns) columns.push_back(&column);
    }
    return columns;
}

RequestedTable* made_table(std::vector<RequestedOperation>& operations, const TableName& table) {
    for (RequestedOperation& operation : operations) {
        auto* made = std::get_if<RequestedTable>(&operation);
        if (made != nullptr && made->table == table) return made;
    }
    return nullptr;
}

Names columns_of(const Index& index, const Names& all) {
    Names columns = index.include;
    for (const IndexElement& element : index.elements) {
        const Names mentioned =
            element.column.empty() ? columns_in_expression(element.expression, all) : Names{element.column};
        columns.insert(columns.end(), mentioned.begin(), mentioned.end());
    }
    const Names condition = columns_in_expression(index.where, all);
    columns.insert(columns.end(), condition.begin(), condition.end());
    return columns;
}

/// Which columns are new, which may be used, and what the request says itself.
class Choice {
  public:
    Choice(const Table& model, const Names& columns, const std::vector<RequestedOperation>& operations,
           const Schema& head)
        : new_(columns), asked_(asked_columns(operations, model.name)), there_(find_table(head, model.name)) {
        for (const Column& column : model.columns) all_.push_back(column.name);
        for (const RequestedColumn* column : asked_) usable_.push_back(column->name);
        if (there_ == nullptr) return;
        for (const Column& column : there_->columns) usable_.push_back(column.name);
    }

    const Names& all() const { return all_; }

    bool takes(const Names& columns, const std::string& name) const {
        const bool fits = std::all_of(columns.begin(), columns.end(),
                                      [&](const std::string& column) { return contains(usable_, column); });
        const bool touches = std::any_of(columns.begin(), columns.end(),
                                         [&](const std::string& column) { return contains(new_, column); });
        return fits && touches && !is_there(name);
    }

    template <class Said>
    bool says(const Names& columns, Said said) const {
        return columns.size() == 1 && std::any_of(asked_.begin(), asked_.end(), [&](const RequestedColumn* column) {
                   return column->name == columns.front() && said(*column);
               });
    }

  private:
    bool is_there(const std::string& name) const {
        return !name.empty() && there_ != nullptr &&
               (find_index(*there_, name) != nullptr || find_constraint(*there_, name));
    }

    const Names& new_;
    std::vector<const RequestedColumn*> asked_;
    const Table* there_;
    Names all_;
    Names usable_;
};

bool points_to(const RequestedTable& from, const TableName& to) {
    if (from.table == to) return false;
    return std::any_of(
               from.columns.begin(), from.columns.end(),
               [&](const RequestedColumn& column) { return column.references && column.references->table == to; }) ||
           std::any_of(from.foreign_keys.begin(), from.foreign_keys.end(),
                       [&](const ForeignKey& key) { return key.target == to; });
}

/// The part that the operation makes on the table; nullptr for other operations.
template <auto Member>
const auto* part_of(const RequestedOperation& operation, const TableName& table) {
    return [&]<class Operation, class Part>(Part Operation::* member) -> const Part* {
        const auto* made = std::get_if<Operation>(&operation);
        return made != nullptr && made->table == table ? &(made->*member) : nullptr;
    }(Member);
}

}  // namespace

const ForeignKey* lone_key(const Table& table, const std::string& column) {
    for (const ForeignKey& key : table.foreign_keys) {
        const bool plain = key.columns.size() == 1 && key.target_columns.size() == 1 && key.deferrable.empty();
        if (plain && key.columns.front() == column) return &key;
    }
    return nullptr;
}

Constraints constraints_of(const Table& model, const std::vector<std::string>& columns,
                           const std::vector<RequestedOperation>& operations, const Schema& head) {
    const Choice choice(model, columns, operations, head);
    Constraints taken;
    for (const Unique& unique : model.uniques) {
        const bool said = choice.says(unique.columns, [](const RequestedColumn& column) { return column.unique; });
        if (choice.takes(unique.columns, unique.name) && !said) taken.uniques.push_back(unique);
    }
    for (const Check& check : model.checks) {
        const Names mentioned = columns_in_expression(check.sql, choice.all());
        const bool said = choice.says(
            mentioned, [](const RequestedColumn& column) { return !column.in.empty() || !column.check.empty(); });
        if (choice.takes(mentioned, check.name) && !said) taken.checks.push_back(check);
    }
    for (const ForeignKey& key : model.foreign_keys) {
        if (choice.takes(key.columns, key.name) && lone_key(model, key.columns.front()) != &key)
            taken.foreign_keys.push_back(key);
    }
    for (const Index& index : model.indexes) {
        const Names mentioned = columns_of(index, choice.all());
        const bool said = choice.says(
            mentioned, [&](const RequestedColumn& column) { return column.index || (column.unique && index.unique); });
        if (choice.takes(mentioned, index.name) && !said) taken.indexes.push_back(index);
    }
    return taken;
}

void put_constraints(const Constraints& constraints, const TableName& table,
                     std::vector<RequestedOperation>& operations) {
    if (RequestedTable* made = made_table(operations, table)) {
        const auto put = [](auto& into, const auto& more) { into.insert(into.end(), more.begin(), more.end()); };
        put(made->uniques, constraints.uniques);
        put(made->checks, constraints.checks);
        put(made->foreign_keys, constraints.foreign_keys);
        put(made->indexes, constraints.indexes);
        return;
    }
    for (const Check& check : constraints.checks) operations.emplace_back(CreateCheck{.table = table, .check = check});
    for (const Unique& unique : constraints.uniques)
        operations.emplace_back(CreateUnique{.table = table, .unique = unique});
    for (const ForeignKey& key : constraints.foreign_keys)
        operations.emplace_back(CreateForeignKey{.table = table, .foreign_key = key});
    for (const Index& index : constraints.indexes) operations.emplace_back(CreateIndex{.table = table, .index = index});
}

std::vector<RequestedOperation> targets_first(std::vector<RequestedOperation> operations) {
    // Each round moves one table before the first that points to it; keys in a circle end after as many rounds.
    const std::size_t rounds = operations.size() * operations.size();
    for (std::size_t round = 0; round < rounds; ++round) {
        bool moved = false;
        for (std::size_t later = 1; later < operations.size() && !moved; ++later) {
            const auto* target = std::get_if<RequestedTable>(&operations[later]);
            for (std::size_t i = 0; target != nullptr && i < later && !moved; ++i) {
                const auto* from = std::get_if<RequestedTable>(&operations[i]);
                if (from == nullptr || !points_to(*from, target->table) || points_to(*target, from->table)) continue;
                std::rotate(operations.begin() + static_cast<std::ptrdiff_t>(i),
                            operations.begin() + static_cast<std::ptrdiff_t>(later),
                            operations.begin() + static_cast<std::ptrdiff_t>(later) + 1);
                moved = true;
            }
        }
        if (!moved) break;
    }
    return operations;
}

void leave_out_twins(std::vector<RequestedOperation>& operations) {
    const auto same = [](auto named, const auto& asked) {
        if (named.name.empty()) return false;
        named.name.clear();
        return named == asked;
    };
    const auto is_made = [&](const TableName& name, const auto& asked, auto of_table, auto of_operation) {
        return asked.name.empty() && std::ranges::any_of(operations, [&](const RequestedOperation& one) {
                   const auto* table = std::get_if<RequestedTable>(&one);
                   if (table != nullptr && table->table == name)
                       return std::ranges::any_of(table->*of_table,
                                                  [&](const auto& part) { return same(part, asked); });
                   const auto* part = of_operation(one, name);
                   return part != nullptr && same(*part, asked);
               });
    };
    std::vector<bool> twins;
    for (const RequestedOperation& one : operations) {
        bool twin = false;
        if (const auto* create = std::get_if<CreateIndex>(&one))
            twin = is_made(create->table, create->index, &RequestedTable::indexes, part_of<&CreateIndex::index>);
        if (const auto* create = std::get_if<CreateUnique>(&one))
            twin = is_made(create->table, create->unique, &RequestedTable::uniques, part_of<&CreateUnique::unique>);
        if (const auto* create = std::get_if<CreateCheck>(&one))
            twin = is_made(create->table, create->check, &RequestedTable::checks, part_of<&CreateCheck::check>);
        twins.push_back(twin);
    }
    std::size_t at = 0;
    std::erase_if(operations, [&](const RequestedOperation&) { return twins[at++]; });
}

}  // namespace migrate::usecases
