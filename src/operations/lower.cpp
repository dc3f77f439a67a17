#include "operations/operation.h"

namespace migrate {
namespace {

/// Makes one operation what it is on one dialect. `exact` is for steps that are for this dialect alone:
/// nothing is left out of them, only types and defaults are lowered. nullopt: the dialect has no such thing.
class Lowering {
  public:
    Lowering(Dialect dialect, bool exact) : dialect_(dialect), drops_(dialect == Dialect::sqlite && !exact) {}

    std::optional<Operation> operator()(CreateTable operation) const {
        Table& table = operation.table;
        for (Column& column : table.columns) column = lowered(std::move(column));
        if (table.primary_key && table.primary_key->autoincrement) {  // which is in the column, and has no name there
            if (dialect_ == Dialect::sqlite) table.primary_key->name.clear();
            table.primary_key->autoincrement = dialect_ == Dialect::sqlite;
        }
        if (!drops_) return operation;
        table.comment.clear();
        table.excludes.clear();
        for (Unique& unique : table.uniques) unique.nulls_not_distinct = false;
        for (Check& check : table.checks) check.not_valid = false;
        for (ForeignKey& key : table.foreign_keys) key.not_valid = false;
        for (Index& index : table.indexes) index = lowered(std::move(index));
        return operation;
    }
    std::optional<Operation> operator()(DropTable operation) const {
        if (drops_) operation.cascade = false;
        return operation;
    }
    std::optional<Operation> operator()(RenameTable operation) const { return operation; }
    std::optional<Operation> operator()(CommentTable operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(AddColumn operation) const {
        operation.column = lowered(std::move(operation.column));
        return operation;
    }
    std::optional<Operation> operator()(DropColumn operation) const {
        if (drops_) operation.cascade = false;
        return operation;
    }
    std::optional<Operation> operator()(RenameColumn operation) const { return operation; }
    std::optional<Operation> operator()(AlterColumn operation) const {
        if (operation.type) operation.type = lower(*operation.type, dialect_);
        if (operation.server_default) operation.server_default = lower(*operation.server_default, dialect_);
        if (!drops_) return operation;
        operation.using_sql.clear();
        operation.comment.reset();
        operation.set_identity = false;
        operation.identity.reset();
        const bool changes = operation.type || operation.nullable || operation.set_default;
        if (!changes) return std::nullopt;
        return operation;
    }
    std::optional<Operation> operator()(CreateIndex operation) const {
        operation.index = lowered(std::move(operation.index));
        if (drops_) operation.concurrently = false;
        return operation;
    }
    std::optional<Operation> operator()(DropIndex operation) const {
        if (drops_) operation.concurrently = false;
        return operation;
    }
    std::optional<Operation> operator()(RenameIndex operation) const { return operation; }
    std::optional<Operation> operator()(CreatePrimaryKey operation) const { return operation; }
    std::optional<Operation> operator()(CreateUnique operation) const {
        if (drops_) operation.unique.nulls_not_distinct = false;
        return operation;
    }
    std::optional<Operation> operator()(CreateCheck operation) const {
        if (drops_) operation.check.not_valid = false;
        return operation;
    }
    std::optional<Operation> operator()(CreateForeignKey operation) const {
        if (drops_) operation.foreign_key.not_valid = false;
        return operation;
    }
    std::optional<Operation> operator()(CreateExclude operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(DropConstraint operation) const {
        if (drops_ && operation.kind == ConstraintKind::exclude) return std::nullopt;
        if (drops_) operation.cascade = false;
        return operation;
    }
    std::optional<Operation> operator()(RenameConstraint operation) const { return operation; }
    std::optional<Operation> operator()(ValidateConstraint operation) const {
        return unless_dropped(std::move(operation));
    }
    std::optional<Operation> operator()(CreateEnum operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(DropEnum operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(RenameEnum operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(AddEnumLabel operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(RenameEnumLabel operation) const {
        return unless_dropped(std::move(operation));
    }
    std::optional<Operation> operator()(CreateSequence operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(DropSequence operation) const { return unless_dropped(std::move(operation)); }
    std::optional<Operation> operator()(CreateView operation) const { return operation; }
    std::optional<Operation> operator()(DropView operation) const { return operation; }
    std::optional<Operation> operator()(Execute operation) const { return operation; }
    std::optional<Operation> operator()(Opaque operation) const { return operation; }

  private:
    std::optional<Operation> unless_dropped(Operation operation) const {
        if (drops_) return std::nullopt;
        return operation;
    }

    Column lowered(Column column) const {
        column.type = lower(column.type, dialect_);
        if (column.server_default) column.server_default = lower(*column.server_default, dialect_);
        if (!drops_) return column;
        column.comment.clear();
        column.identity.reset();
        return column;
    }

    Index lowered(Index index) const {
        if (!drops_) return index;
        index.method.clear();
        index.include.clear();
        index.with.clear();
        index.nulls_not_distinct = false;
        for (IndexElement& element : index.elements) {
            element.opclass.clear();
            element.nulls.clear();  // an index takes none there
        }
        return index;
    }

    Dialect dialect_;
    bool drops_;
};

}  // namespace

std::vector<Operation> lower(const std::vector<Step>& steps, Dialect dialect) {
    std::vector<Operation> operations;
    for (const Step& step : steps) {
        if (step.only && *step.only != dialect) continue;
        const Lowering lowering(dialect, step.only.has_value());
        std::optional<Operation> operation = std::visit(lowering, step.operation);
        if (operation) operations.push_back(std::move(*operation));
    }
    return operations;
}

}  // namespace migrate
