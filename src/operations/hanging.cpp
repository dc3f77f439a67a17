#include "operations/hanging.h"

#include <algorithm>

#include "base/text.h"
#include "operations/apply_parts.h"
#include "operations/dependents.h"
#include "operations/diff.h"
#include "operations/function_text.h"
#include "operations/objects.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {
namespace {

using Tie = Hanging::Tie;

std::vector<Operation> drop_of(const Attachment& thing, Dialect dialect) {
    return {Execute{.sql = drop_statement(thing, dialect), .takes = {thing}}};
}

/// The view, and what is dropped with it.
std::vector<Operation> make_view(const TableName& name, const Schema& schema) {
    std::vector<Operation> make = {CreateView{name, schema.views.at(name)}};
    for (const Attachment& thing : schema.attachments) {
        if (thing.owner == name) make.emplace_back(Execute{.sql = thing.sql, .makes = {thing}});
    }
    return make;
}

bool involves_enum(const Type& type) {
    return innermost(type).kind == TypeKind::enumeration;
}

/// True when the expression names the column and a constant.
bool compares(const Table& table, const std::string& sql, const std::string& column) {
    const std::vector<Token> tokens = read_tokens(sql);
    return mentions_column(table, sql, column) &&
           std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.kind == TokenKind::text; });
}

bool holds_word(const std::string& sql, std::string_view word) {
    const std::vector<Token> tokens = read_tokens(sql);
    return std::ranges::any_of(
        tokens, [&](const Token& token) { return token.kind == TokenKind::word && base::lower(token.text) == word; });
}

/// True where the column by itself is an element of the list: (room WITH =, lower(name) WITH =).
bool is_element(const std::string& exclude, const std::string& column) {
    const std::vector<Token> tokens = read_meaningful_tokens(exclude);
    int depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool starts = depth == 1 && (tokens[i - 1].text == "(" || tokens[i - 1].text == ",");
        if (starts && is_name(tokens[i]) && identifier_of(tokens[i]) == column && tokens[i + 1].text != "(")
            return true;
        depth += static_cast<int>(tokens[i].text == "(") - static_cast<int>(tokens[i].text == ")");
        if (depth == 0 && tokens[i].text == ")") return false;  // the condition follows
    }
    return false;
}

bool names(const std::vector<Attachment>& things, const Attachment& wanted) {
    return std::ranges::any_of(things, [&](const Attachment& each) { return is_named_by(wanted, each); });
}

/// Collects what hangs on one operation.
class Collector {
  public:
    Collector(const Schema& schema, bool rebuilds) : schema_(schema), rebuilds_(rebuilds) {}

    void operator()(const DropColumn& o) {
        if (rebuilds_) rebuild(o.table);
        if (o.cascade) return;
        views_that_read(o.table, o.column, Tie::bars);
        attachments_that_name(o.table, o.column, Tie::bars);
        functions_that_name(o.table, o.column);
        functions_that_use(o.table, o.column);
        excludes_that_read(o.table, o.column);
    }
    void operator()(const AlterColumn& o) {
        if (rebuilds_) rebuild(o.table);
        const Table* table = find_table(schema_, o.table);
        const Column* column = table == nullptr ? nullptr : find_column(*table, o.column);
        if (!postgresql() || column == nullptr || !o.type || *o.type == column->type) return;
        views_that_read(o.table, o.column, Tie::away);
        attachments_that_name(o.table, o.column, Tie::away);
        functions_that_use(o.table, o.column);
        for (const Column& other : table->columns) {
            if (!other.computed || other.name == o.column || !mentions_column(*table, *other.computed, o.column))
                continue;
            views_that_read(o.table, other.name, Tie::away);
            attachments_that_name(o.table, other.name, Tie::away);
            functions_that_use(o.table, other.name);
            computed(*table, other);
        }
        const bool enums = involves_enum(column->type) || involves_enum(*o.type);
        const bool numbers =
            is_number(column->type.kind) && is_number(o.type->kind) && o.type->kind != column->type.kind;
        if (!enums && !numbers) return;
        // PostgreSQL keeps constants as values of the enum, and the casts between number types that it puts in.
        const auto changed = [&](const std::string& sql) {
            return enums ? compares(*table, sql, o.column) : mentions_column(*table, sql, o.column);
        };
        constraints_where(*table, changed);
        indexes_where(*table, changed);
    }
    void operator()(const DropTable& o) {
        if (o.cascade && postgresql()) return;
        views_over(o.table, Tie::bars);
        functions_that_name(o.table, "");
        functions_that_use(o.table, "");
        if (!postgresql()) triggers_elsewhere_that_name(o.table);
    }
    void operator()(const RenameTable& o) { functions_that_name(o.from, ""); }
    void operator()(const RenameColumn& o) {
        functions_that_name(o.table, o.from);
        if (!postgresql()) views_over_renamed(o);
    }
    void operator()(const RenameEnumLabel& o) {
        for (const Attachment& thing : schema_.attachments) {
            if (thing.kind == "function" && thing.sql.find(quote_text(o.from)) != std::string::npos)
                add({thing, Tie::told, {}, {}});
        }
    }
    void operator()(const DropView& o) {
        if (o.cascade) return;
        for (const TableName& view : views_above(schema_, o.name)) {
            if (view != o.name && postgresql()) add_view(view, Tie::bars);
        }
    }
    void operator()(const DropEnum& o) { views_that_cast_to(o.name); }
    void operator()(const Execute& o) {
        if (!postgresql() || holds_word(o.sql, "cascade")) return;
        for (const Attachment& gone : o.takes) {
            for (const Attachment& thing : schema_.attachments) {
                if (gone.kind == "function" && calls(thing, gone.name) && !names(o.takes, thing))
                    add_attached(thing, Tie::bars);
            }
        }
    }
    void operator()(
        const OneOf<AddColumn, CreatePrimaryKey, CreateUnique, CreateCheck, CreateForeignKey, DropConstraint> auto& o) {
        if (rebuilds_) rebuild(o.table);
    }
    void operator()(const OneOf<CreateTable, CommentTable, CreateIndex, DropIndex, RenameIndex, CreateExclude,
                                RenameConstraint, ValidateConstraint, CreateEnum, RenameEnum, AddEnumLabel,
                                CreateSequence, DropSequence, CreateView, Execute, Opaque> auto&) {}

    /// SQLite reads all views and triggers again when the new table gets its name, and drops the old one's triggers.
    void rebuild(const TableName& table) {
        views_over(table, Tie::away);
        for (const Attachment& thing : schema_.attachments) {
            if (thing.kind != "trigger") continue;
            if (thing.owner == table || mentions_table(thing.sql, table.name)) add_attached(thing, Tie::away);
        }
    }

    std::vector<Hanging> found;

  private:
    bool postgresql() const { return schema_.dialect == Dialect::postgresql; }
    void add(Hanging hanging) {
        for (Hanging& known : found) {
            if (known.thing != hanging.thing) continue;
            if (hanging.tie == Tie::bars) known.tie = Tie::bars;
            return;
        }
        found.push_back(std::move(hanging));
    }
    void add_attached(const Attachment& thing, Tie tie) {
        add({thing, tie, drop_of(thing, schema_.dialect), {Execute{.sql = thing.sql, .makes = {thing}}}});
    }
    void add_view(const TableName& name, Tie tie) {
        const std::string& sql = schema_.views.at(name);
        const DropView drop{.name = name, .materialized = is_materialized(sql)};
        add({{"view", to_string(name), name, sql}, tie, {drop}, make_view(name, schema_)});
    }
    /// The view itself with `tie`; those over it can be made again as soon as it can.
    void view_with_those_above(const TableName& view, Tie tie) {
        for (const TableName& each : views_above(schema_, view)) add_view(each, each == view ? tie : Tie::away);
    }
    void computed(const Table& table, const Column& column) {
        const DropColumn drop{.table = table.name, .column = column.name};
        Schema alone = schema_;
        alone.views = {};
        alone.attachments = {};
        const Result<Schema> without = migrate::apply(Operation(drop), alone);
        add({{"generated column", column.name, table.name, *column.computed},
             Tie::away,
             {drop},
             without ? diff(*without, alone) : std::vector<Operation>{}});
    }
    void constraints_where(const Table& table, const auto& changed) {
        for (const Check& check : table.checks) {
            if (!changed(check.sql)) continue;
            add({{"check", check.name, table.name, check.sql},
                 Tie::away,
                 {DropConstraint{.table = table.name, .name = check.name, .kind = ConstraintKind::check}},
                 {CreateCheck{table.name, check}}});
        }
        for (const Exclude& exclude : table.excludes) {
            if (!changed(exclude.sql)) continue;
            add({{"exclude", exclude.name, table.name, exclude.sql},
                 Tie::away,
                 {DropConstraint{.table = table.name, .name = exclude.name}},
                 {CreateExclude{table.name, exclude}}});
        }
    }
    /// Nor can an index compare the text of an enum, for that may change.
    void indexes_where(const Table& table, const auto& changed) {
        for (const Index& index : table.indexes) {
            const bool compared = changed(index.where) ||
                                  std::any_of(index.elements.begin(), index.elements.end(),
                                              [&](const IndexElement& element) { return changed(element.expression); });
            if (!compared) continue;
            std::string sql = index.where;
            for (const IndexElement& element : index.elements) sql += " " + element.expression;
            add({{"index", index.name, table.name, std::move(sql)},
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
    /// SQLite follows a rename into the views over the table, but not into those over them, which it then refuses:
    /// there what the views give out has the new name.
    void views_over_renamed(const RenameColumn& o) {
        std::vector<TableName> renamed = {o.table};
        for (std::size_t i = 0; i < renamed.size(); ++i) {
            for (const auto& [name, sql] : schema_.views) {
                const bool direct = i == 0;
                if (direct || !reads_column(sql, renamed[i], o.from, false)) {
                    if (gives_out(sql, renamed[i], o.from)) renamed.push_back(name);
                    continue;
                }
                view_with_those_above(name, Tie::away);
                const auto view = std::ranges::find_if(
                    found, [&](const Hanging& each) { return each.thing.kind == "view" && each.thing.owner == name; });
                auto& make = std::get<CreateView>(view->make.front());
                make.sql = rename_column_in_view(make.sql, renamed[i], o.from, o.to, true);
            }
        }
    }
    void views_that_cast_to(const TableName& type) {
        for (const auto& [name, sql] : schema_.views) {
            if (postgresql() && sql.find("::" + type.name) != std::string::npos) view_with_those_above(name, Tie::bars);
        }
    }
    void attachments_that_name(const TableName& table, const std::string& column, Tie tie) {
        for (const Attachment& thing : schema_.attachments) {
            const bool held = is_held_by_column(thing) && thing.owner == table;
            if (held && !columns_in_expression(thing.sql, {column}).empty()) add_attached(thing, tie);
        }
    }
    /// SQLite finds out when such a trigger runs.
    void triggers_elsewhere_that_name(const TableName& table) {
        for (const Attachment& thing : schema_.attachments) {
            if (thing.kind == "trigger" && thing.owner != table && mentions_table(thing.sql, table.name))
                add_attached(thing, Tie::bars);
        }
    }
    void functions_that_name(const TableName& table, const std::string& column) {
        for (const Attachment& thing : schema_.attachments) {
            if (thing.kind != "function" || thing.sql.find(table.name) == std::string::npos) continue;
            const std::string text = body_of(thing.sql);
            const bool names =
                mentions_table(text, table.name) && (column.empty() || text.find(column) != std::string_view::npos);
            if (names && !has_read_body(thing.sql)) add({thing, Tie::told, {}, {}});
        }
    }
    /// PostgreSQL knows what a body that it has read uses, and the tables whose rows are a parameter or a result.
    void functions_that_use(const TableName& table, const std::string& column) {
        for (const Attachment& thing : schema_.attachments) {
            if (thing.kind != "function" || thing.sql.find(table.name) == std::string::npos) continue;
            const bool reads = has_read_body(thing.sql) && mentions_table(thing.sql, table.name) &&
                               (column.empty() || !columns_in_expression(body_of(thing.sql), {column}).empty());
            if (reads || (column.empty() && has_rows_of(thing.sql, table.name))) add({thing, Tie::bars, {}, {}});
        }
    }
    /// PostgreSQL drops an EXCLUDE with a column that is one of its elements, but not one that only its expressions or
    /// its condition read; it is dropped before then, and goes with the column.
    void excludes_that_read(const TableName& name, const std::string& column) {
        const Table* table = postgresql() ? find_table(schema_, name) : nullptr;
        if (table == nullptr) return;
        for (const Exclude& exclude : table->excludes) {
            if (!mentions_column(*table, exclude.sql, column) || is_element(exclude.sql, column)) continue;
            add({{"exclude", exclude.name, name, exclude.sql},
                 Tie::away,
                 {DropConstraint{.table = name, .name = exclude.name}},
                 {}});
        }
    }

    const Schema& schema_;
    bool rebuilds_;
};

}  // namespace

std::vector<Hanging> hangs_on(const Operation& operation, const Schema& schema, bool rebuilds) {
    Collector collector(schema, rebuilds);
    const bool by_itself =
        std::holds_alternative<AlterColumn>(operation) || std::holds_alternative<DropColumn>(operation);
    if (!schema.views.empty() || !schema.attachments.empty() || by_itself) std::visit(collector, operation);
    return std::move(collector.found);
}

std::vector<Hanging> hangs_on_rebuild(const TableName& table, const Schema& schema) {
    Collector collector(schema, true);
    collector.rebuild(table);
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

}  // namespace migrate
