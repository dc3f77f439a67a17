/// What `apply` is made of: one function for each operation, by topic in the files apply_*.cpp.
#pragma once

#include <functional>

#include "operations/operation.h"

namespace migrate::parts {

Result<Schema> apply_one(const CreateTable& operation, Schema schema);
Result<Schema> apply_one(const DropTable& operation, Schema schema);
Result<Schema> apply_one(const RenameTable& operation, Schema schema);
Result<Schema> apply_one(const CommentTable& operation, Schema schema);
Result<Schema> apply_one(const AddColumn& operation, Schema schema);
Result<Schema> apply_one(const DropColumn& operation, Schema schema);
Result<Schema> apply_one(const RenameColumn& operation, Schema schema);
Result<Schema> apply_one(const AlterColumn& operation, Schema schema);
Result<Schema> apply_one(const CreateIndex& operation, Schema schema);
Result<Schema> apply_one(const DropIndex& operation, Schema schema);
Result<Schema> apply_one(const RenameIndex& operation, Schema schema);
Result<Schema> apply_one(const CreatePrimaryKey& operation, Schema schema);
Result<Schema> apply_one(const CreateUnique& operation, Schema schema);
Result<Schema> apply_one(const CreateCheck& operation, Schema schema);
Result<Schema> apply_one(const CreateForeignKey& operation, Schema schema);
Result<Schema> apply_one(const CreateExclude& operation, Schema schema);
Result<Schema> apply_one(const DropConstraint& operation, Schema schema);
Result<Schema> apply_one(const RenameConstraint& operation, Schema schema);
Result<Schema> apply_one(const ValidateConstraint& operation, Schema schema);
Result<Schema> apply_one(const CreateEnum& operation, Schema schema);
Result<Schema> apply_one(const DropEnum& operation, Schema schema);
Result<Schema> apply_one(const RenameEnum& operation, Schema schema);
Result<Schema> apply_one(const AddEnumLabel& operation, Schema schema);
Result<Schema> apply_one(const RenameEnumLabel& operation, Schema schema);
Result<Schema> apply_one(const CreateSequence& operation, Schema schema);
Result<Schema> apply_one(const DropSequence& operation, Schema schema);
Result<Schema> apply_one(const CreateView& operation, Schema schema);
Result<Schema> apply_one(const DropView& operation, Schema schema);
Result<Schema> apply_one(const Execute& operation, Schema schema);
Result<Schema> apply_one(const Opaque& operation, Schema schema);

/// The column as the dialect keeps it: an enum's labels are those of the type, identity columns are NOT NULL
/// on PostgreSQL, SQLite has no comments. Error "no_such_type".
Result<Column> settle_column(const Schema& schema, Column column);
/// The type with its enum looked up.
Result<Type> settle_type(const Schema& schema, Type type);

/// Calls `change` with each element; where there is none nothing is copied, and copies go on sharing it.
template <class Container, class Change>
void change_each(Shared<Container>& shared, const Change& change) {
    if (shared.empty()) return;
    for (auto& each : shared.change()) change(each);
}

/// Takes these things away, and of those that are an ownership the sequence too.
void take_away(Schema& schema, const std::function<bool(const Attachment&)>& goes);

/// Takes the view away with the views over it and what hangs on them.
void drop_view(Schema& schema, const TableName& view);
/// The error of the first thing that stands in the way of the operation; nullopt when nothing does.
std::optional<Error> held_fast(const Operation& operation, const std::string& what, const Schema& schema);

/// Takes the column away with all that goes with it.
Result<Schema> drop_column(Schema schema, const TableName& table, const std::string& column, bool cascade);

}  // namespace migrate::parts
