/// The plan while it is made: what has been decided so far, and the schemas after it. Internal to the plan room.
#pragma once

#include <string>

#include "plan/plan.h"

namespace migrate::plan {

class Work {
  public:
    Work(const Heads& heads, const project::HouseRules& rules) : now_(heads), rules_(rules) {}

    /// The schemas after all steps added so far.
    const Heads& now() const { return now_; }
    const project::HouseRules& rules() const { return rules_; }

    /// Adds a step that serves both databases, or the one side that has what it touches (then with a warning). The
    /// error is PostgreSQL's when neither side can do it.
    Result<void> add(Operation operation);
    /// Adds a step for one database only; nothing where that one is not in use.
    Result<void> add_only(Operation operation, Dialect dialect);

    void assume(std::string text);
    void warn(std::string code, std::string text);

    /// Error "uncertain", with the file and line that made it so, when the table or column leans on a doubt.
    Result<void> certain(const TableName& table, const std::string& column = {}) const;
    /// The table on PostgreSQL (else on SQLite), or "no_such_table" with the nearest names.
    Result<const Table*> table(const TableName& name) const;
    /// The column of the table, or "no_such_column" with the nearest names.
    Result<const Column*> column(const TableName& table, const std::string& name) const;

    std::vector<Step> steps;
    std::vector<Note> assumptions;
    std::vector<Note> warnings;

  private:
    Heads now_;
    const project::HouseRules& rules_;
};

// One function for each requested operation; all add to the work.
Result<void> complete_operation(const RequestedTable& request, Work& work);
Result<void> complete_operation(const DropTable& request, Work& work);
Result<void> complete_operation(const RenameTable& request, Work& work);
Result<void> complete_operation(const RequestedAddColumn& request, Work& work);
Result<void> complete_operation(const DropColumn& request, Work& work);
Result<void> complete_operation(const RenameColumn& request, Work& work);
Result<void> complete_operation(const RequestedAlterColumn& request, Work& work);
Result<void> complete_operation(const CreateIndex& request, Work& work);
Result<void> complete_operation(const RequestedDropIndex& request, Work& work);
Result<void> complete_operation(const CreateUnique& request, Work& work);
Result<void> complete_operation(const CreateCheck& request, Work& work);
Result<void> complete_operation(const CreateForeignKey& request, Work& work);
Result<void> complete_operation(const RequestedDropConstraint& request, Work& work);
Result<void> complete_operation(const RequestedExecute& request, Work& work);
Result<void> complete_operation(const CommentTable& request, Work& work);
Result<void> complete_operation(const RenameIndex& request, Work& work);
Result<void> complete_operation(const RenameConstraint& request, Work& work);
Result<void> complete_operation(const AddEnumLabel& request, Work& work);

/// A requested column with its type settled: from the request, the reference's target, or its name (an assumption).
struct SettledColumn {
    Column column;
    std::optional<ForeignKey> foreign_key;  ///< named by the house rules
};
/// `in_new_table` decides what an unsaid nullability means. `own` is the table being made, for references to itself.
Result<SettledColumn> settle_column(const RequestedColumn& request, const TableName& table, bool in_new_table,
                                    const Table* own, Work& work);
/// The CHECKs that a requested column of this type brings (`in`, `check`), named by the house rules.
std::vector<Check> checks_of(const RequestedColumn& request, const Type& type, const TableName& table,
                             const Work& work);
/// A type that only PostgreSQL has a word for, kept as text on SQLite; all others as they are.
Type with_form_on_sqlite(Type type);
/// Completes target columns, name and types of a foreign key; errors "bad_reference", "no_key".
Result<ForeignKey> settle_foreign_key(ForeignKey key, const TableName& table, const Table* own, Work& work);
/// Adds the index a foreign key's columns get, unless one that starts with them is there.
Result<void> index_foreign_key(const TableName& table, const ForeignKey& key, Work& work);
/// Adds steps that drop the foreign keys to the table, or to one column of it: what CASCADE takes along on PostgreSQL
/// is said, and SQLite, which has no CASCADE, would keep keys that point to nothing.
Result<void> drop_keys_to(const TableName& table, const std::string& column, Work& work);
/// Makes the column's native enum on PostgreSQL unless it is there; error "type_exists" when it has other labels there.
Result<void> make_enum(const Type& type, Work& work);
/// The house's type for keys that point at `column` of `target`: portable, from both databases.
Result<Type> key_type_of(const Table& target, const std::string& column, const Work& work);

}  // namespace migrate::plan
