#include "operations/hanging.h"

#include <algorithm>

#include "operations/dependents.h"
#include "operations/diff.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {
namespace {

using Tie = Hanging::Tie;

bool involves_enum(const Type& type) {
    return type.kind == TypeKind::enumeration ||
           (type.kind == TypeKind::array && !type.element.empty() && involves_enum(type.element.front()));
}

/// True when the expression names the column and a constant.
bool compares(const Table& table, const std::string& sql, const std::string& column) {
    const std::vector<Token> tokens = read_tokens(sql);
    return mentions_column(table, sql, column) &&
           std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.kind == TokenKind::text; });
}

/// Collects what hangs on one operation.
class Collector {
  public:
    Collector(const Schema& schema, bool rebuilds) : schema_(schema), rebuilds_(rebuilds) {}

    void operator()(const DropColumn& o) {
        if (rebuilds_) rebuild(o.table);
        if (o.cascade) return;
        views_that_read(o.table, o.column, Tie::bars);
    }
    void operator()(const AlterColumn& o) {
        if (rebuilds_) rebuild(o.table);
        const Table* table = find_table(schema_, o.table);
        const Column* column = table == nullptr ? nullptr : find_column(*table, o.column);
        if (!postgresql() || column == nullptr || !o.type || *o.type == column->type) return;
        views_that_read(o.table, o.column, Tie::away);
        for (const Column& other : table->columns) {
            if (!other.computed || other.name == o.column || !mentions_column(*table, *other.computed, o.column))
                continue;
            views_that_read(o.table, other.name, Tie::away);
            computed(*table, other);
        }
        if (involves_enum(column->type)) constraints_that_compare(*table, o.column);
        if (involves_enum(column->type) || involves_enum(*o.type)) indexes_that_compare(*table, o.column);
    }
    void operator()(const DropTable& o) {
        if (o.cascade && postgresql()) return;
        views_over(o.table, Tie::bars);
    }
    void operator()(const DropView& o) {
        if (o.cascade) return;
        for (const TableName& view : views_above(schema_, o.name)) {
            if (view != o.name && postgresql()) add_view(view, Tie::bars);
        }
    }
    void operator()(const DropEnum& o) { views_that_cast_to(o.name); }
    void operator()(const AddColumn& o) { rebuild_if_asked(o.table); }
    void operator()(const CreatePrimaryKey& o) { rebuild_if_asked(o.table); }
    void operator()(const CreateUnique& o) { rebuild_if_asked(o.table); }
    void operator()(const CreateCheck& o) { rebuild_if_asked(o.table); }
    void operator()(const CreateForeignKey& o) { rebuild_if_asked(o.table); }
    void operator()(const DropConstraint& o) { rebuild_if_asked(o.table); }
    template <class Other>
    void operator()(const Other&) {}

    /// SQLite reads all views again when the new table gets its name.
    void rebuild(const TableName& table) { views_over(table, Tie::away); }

    std::vector<Hanging> found;

  private:
    bool postgresql() const { return schema_.dialect == Dialect::postgresql; }
    void rebuild_if_asked(const TableName& table) {
        if (rebuilds_) rebuild(table);
    }
    void add(Hanging hanging) {
        for (Hanging& known : found) {
            if (known.thing != hanging.thing) continue;
            if (hanging.tie == Tie::bars) known.tie = Tie::bars;
            return;
        }
        found.push_back(std::move(hanging));
    }
    void add_view(const TableName& name, Tie tie) {
        const std::string& sql = schema_.views.at(name);
        const DropView drop{.name = name, .materialized = is_materialized(sql)};
        add({{"view", to_string(name), name},
             tie,
             {drop},
             {CreateView{name, postgresql() ? with_columns_named(sql, schema_) : sql}}});
    }
    /// The view itself with `tie`; those over it can be made again as soon as it can.
    void view_with_those_above(const TableName& view, Tie tie) {
        for (const TableName& each : views_above(schema_, view)) add_view(each, each == view ? tie : Tie::away);
    }
    void computed(const Table& table, const Column& column) {
        const DropColumn drop{.table = table.name, .column = column.name};
        Schema alone = schema_;
        alone.views.clear();
        const Result<Schema> without = migrate::apply(Operation(drop), alone);
        add({{"generated column", column.name, table.name},
             Tie::away,
             {drop},
             without ? diff(*without, alone) : std::vector<Operation>{}});
    }
    /// PostgreSQL keeps the constants that the column is compared with as values of its enum.
    void constraints_that_compare(const Table& table, const std::string& column) {
        for (const Check& check : table.checks) {
            if (!compares(table, check.sql, column)) continue;
            add({{"check", check.name, table.name},
                 Tie::away,
                 {DropConstraint{.table = table.name, .name = check.name, .kind = ConstraintKind::check}},
                 {CreateCheck{table.name, check}}});
        }
        for (const Exclude& exclude : table.excludes) {
            if (!compares(table, exclude.sql, column)) continue;
            add({{"exclude", exclude.name, table.name},
                 Tie::away,
                 {DropConstraint{.table = table.name, .name = exclude.name, .kind = ConstraintKind::exclude}},
                 {CreateExclude{table.name, exclude}}});
        }
    }
    /// Nor can an index compare the text of an enum, for that may change.
    void indexes_that_compare(const Table& table, const std::string& column) {
        for (const Index& index : table.indexes) {
            const bool compared =
                compares(table, index.where, column) ||
                std::any_of(index.elements.begin(), index.elements.end(),
                            [&](const IndexElement& element) { return compares(table, element.expression, column); });
            if (!compared) continue;
            add({{"index", index.name, table.name},
                 Tie::away,
                 {DropIndex{.table = table.name, .schema = table.name.schema, .index = index.name}},
                 {CreateIndex{.table = table.name, .index = index}}});
        }
    }
    void views_over(const TableName& table, Tie tie) {
        for (const auto& [name, sql] : schema_.views) {
            if (reads_relation(sql, table)) view_with_those_above(name, tie);
        }
    }
    void views_that_read(const TableName& table, const std::string& column, Tie tie) {
        for (const auto& [name, sql] : schema_.views) {
            if (reads_column(sql, table, column, postgresql())) view_with_those_above(name, tie);
        }
    }
    void views_that_cast_to(const TableName& type) {
        for (const auto& [name, sql] : schema_.views) {
            if (postgresql() && sql.find("::" + type.name) != std::string::npos) view_with_those_above(name, Tie::bars);
        }
    }

    const Schema& schema_;
    bool rebuilds_;
};

}  // namespace

std::vector<Hanging> hangs_on(const Operation& operation, const Schema& schema, bool rebuilds) {
    Collector collector(schema, rebuilds);
    if (!schema.views.empty() || std::holds_alternative<AlterColumn>(operation)) std::visit(collector, operation);
    return std::move(collector.found);
}

std::vector<Operation> carry(const std::vector<Operation>& operations, Schema schema) {
    std::vector<Operation> carried, again;
    for (const Operation& operation : operations) {
        for (const Hanging& each : hangs_on(operation, schema)) {
            if (each.tie != Tie::away) continue;
            Result<Schema> without = migrate::apply(each.drop, schema);
            if (!without) continue;
            schema = std::move(*without);
            carried.insert(carried.end(), each.drop.begin(), each.drop.end());
            again.insert(again.begin(), each.make.begin(), each.make.end());
        }
        Result<Schema> after = migrate::apply(operation, schema);
        if (after) schema = std::move(*after);
        carried.push_back(operation);
    }
    carried.insert(carried.end(), again.begin(), again.end());
    return carried;
}

std::string to_text(const Thing& thing) {
    if (thing.kind == "view") return "view " + to_string(thing.owner);
    return thing.kind + " " + thing.name + " of " + to_string(thing.owner);
}

std::vector<TableName> views_above(const Schema& schema, const TableName& view) {
    std::vector<TableName> all = {view};
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const auto& [name, sql] : schema.views) {
            const bool known = std::find(all.begin(), all.end(), name) != all.end();
            if (!known && reads_relation(sql, all[i])) all.push_back(name);
        }
    }
    std::vector<TableName> ordered;
    while (!all.empty()) {
        const auto outermost = std::find_if(all.begin(), all.end(), [&](const TableName& each) {
            return std::none_of(all.begin(), all.end(), [&](const TableName& other) {
                return other != each && reads_relation(schema.views.at(other), each);
            });
        });
        const auto next = outermost == all.end() ? all.begin() : outermost;
        ordered.push_back(*next);
        all.erase(next);
    }
    return ordered;
}

Operation after_rename(Operation operation, const Operation& rename, Dialect dialect) {
    const auto* table = std::get_if<RenameTable>(&rename);
    const auto* column = std::get_if<RenameColumn>(&rename);
    if (auto* view = std::get_if<CreateView>(&operation)) {
        if (table != nullptr) view->sql = rename_table_in(view->sql, table->from.name, table->to.name);
        if (column != nullptr)
            view->sql = rename_column_in_view(view->sql, column->table, column->from, column->to,
                                              dialect == Dialect::postgresql);
    }
    return operation;
}

}  // namespace migrate
