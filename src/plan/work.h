/// The plan while it is made: what has been decided so far, and the schemas after it. Internal to the plan room.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "operations/hanging.h"
#include "plan/plan.h"

namespace migrate::plan {

/// Puts the schema there; where one database is in use alone, both sides are its schema.
void settle(Heads& heads, Dialect dialect, Schema schema);

class Work {
  public:
    Work(const Heads& heads, const project::HouseRules& rules) : before_(heads), now_(heads), rules_(rules) {}

    /// The schemas after all steps added so far.
    const Heads& now() const { return now_; }
    const Schema& now(Dialect dialect) const { return now_.on(dialect); }
    const project::HouseRules& rules() const { return rules_; }

    /// Adds a step that serves both databases, or the one side that has what it touches (then with a warning). The
    /// error is PostgreSQL's when neither side can do it. What hangs on it (hangs_on) is away from `now` from then on
    /// until `carried` makes it again; error "depends_on" where that cannot be.
    Result<void> add(Operation operation);
    /// Adds a step for one database only; nothing where that one is not in use.
    Result<void> add_only(Operation operation, Dialect dialect);
    Result<void> add_all_only(std::vector<Operation> operations, Dialect dialect);

    /// The steps with all that hangs on them dropped before the first that cannot have it, and made again after the
    /// last.
    std::vector<Step> carried() const;
    /// The schemas that the steps started on, without what was carried: there the steps alone can be turned round.
    Heads bare_before() const;

    /// The schema after all steps with what is away for them.
    Schema whole(Dialect dialect) const;
    /// A view that is away on the database goes for good: the steps do not make it again, the downgrade does.
    void leave_away(const TableName& view, Dialect dialect);

    void assume(std::string text);
    void warn(std::string code, std::string text);

    // Error "uncertain", with the file and line that made it so, where a named doubt is about ...
    /// ... the table or the column,
    Result<void> certain(const TableName& table, const std::string& column = {}) const;
    /// ... the table or anything of it (where only names are in doubt, that is an assumption),
    Result<void> certain_within(const TableName& table);
    /// ... the table, or the "constraint" or "index" of this name.
    Result<void> certain_part(const TableName& table, std::string_view kind, const std::string& name) const;
    /// Says once that the steps lean on code which is not followed: a possible doubt stands against nothing.
    void assume_nothing_else_changed();
    /// The table on PostgreSQL (else on SQLite), or "no_such_table" with the nearest names.
    Result<const Table*> table(const TableName& name) const;
    /// The column of the table, or "no_such_column" with the nearest names.
    Result<const Column*> column(const TableName& table, const std::string& name) const;

    /// What there was before the steps.
    const Heads& at_start() const { return before_; }
    /// True where a step makes the table, so that it has no rows.
    bool makes(const TableName& table) const;

    bool needs_inverse = true;  ///< false where the request brings its own downgrade
    std::vector<Step> steps;
    std::vector<Note> assumptions;
    std::vector<Note> warnings;

  private:
    using FindDoubt = std::function<const Doubt*(const Schema&)>;
    Result<void> unless_in_doubt(const std::string& object, const FindDoubt& find) const;

    /// What is away on one database: needed by the steps from `first` to `last`.
    struct Away {
        Hanging hanging;                   ///< `make` as it would be now
        std::vector<Operation> made = {};  ///< ... and as it is after the last step that it was away for
        Dialect dialect = Dialect::postgresql;
        std::size_t first = 0;
        std::size_t last = 0;
    };
    Result<void> take_away(const Operation& operation, Dialect dialect);
    void finish(Operation operation, std::optional<Dialect> on, std::optional<Dialect> only);

    Heads before_;
    std::vector<Away> away_;
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
Result<void> complete_operation(const RenameEnumLabel& request, Work& work);
Result<void> complete_operation(const RequestedEnumLabels& request, Work& work);
Result<void> complete_operation(const CreateView& request, Work& work);
Result<void> complete_operation(const DropView& request, Work& work);

/// A requested column with its type settled: from the request, the reference's target, or its name (an assumption).
struct SettledColumn {
    Column column;
    std::optional<ForeignKey> foreign_key;  ///< named by the house rules
};
/// `in_new_table` decides what an unsaid nullability means. `own` is the table being made, for references to itself.
Result<SettledColumn> settle_column(const RequestedColumn& request, const TableName& table, bool in_new_table,
                                    const Table* own, Work& work);
/// Defaults that are written one way by people and another by each database: now(), 0 of a boolean, '{}' of an array.
Default portable_default(const Default& given, const Type& type);
/// Error "not_on_sqlite" for a column that counts and is no key, where SQLite is in use.
Result<void> check_numbering(const Column& column, const TableName& table, bool is_key, const Work& work);
/// The CHECKs that a requested column of this type brings (`in`, `check`), named by the house rules.
std::vector<Check> checks_of(const RequestedColumn& request, const Type& type, const TableName& table,
                             const Work& work);
/// A type that only PostgreSQL has a word for, kept as text on SQLite; all others as they are.
/// The labels of an enum that is said by its name alone are those of the type that is there. Error "no_such_type".
Result<Type> settle_type(Type type, Work& work);
/// Where a database is in use that this program does not know, the type that all have, which is told; error
/// "not_portable" where there is none.
Result<Type> portable_type(Type type, const TableName& table, const std::string& column, Work& work);
/// MySQL knows no string without a length: it gets the usual one; true where it did.
bool give_length(Type& type, const Work& work);
/// What is told of a length that was given so.
std::string told_length(const TableName& table, const std::string& column, const Type& type, const Work& work);
/// Completes target columns, name and types of a foreign key; errors "bad_reference", "no_key".
Result<ForeignKey> settle_foreign_key(ForeignKey key, const TableName& table, const Table* own, Work& work);
/// Adds the index a foreign key's columns get, unless one that starts with them is there.
Result<void> index_foreign_key(const TableName& table, const ForeignKey& key, Work& work);
/// Adds steps that drop the foreign keys to the table, or to one column of it: what CASCADE takes along on PostgreSQL
/// is said, and SQLite, which has no CASCADE, would keep keys that point to nothing.
Result<void> drop_keys_to(const TableName& table, const std::string& column, Work& work);
/// Adds steps that drop the views over the table, or over one column of it, with those over them: what CASCADE takes
/// along on PostgreSQL comes back in the downgrade.
Result<void> drop_views_over(const TableName& table, const std::string& column, Work& work);
/// Changes the column's type with all that the values, keys and sequences need for it; the rest of the change with it.
Result<void> change_type(AlterColumn alter, const Column& before, bool using_given, Work& work);
/// Drops the enum type on PostgreSQL where no column has it any more; said as an assumption.
Result<void> drop_unused_enum(const Type& type, Work& work);
/// Says what hangs on the table and may or may not be there: the downgrade of its drop does not bring it back.
void warn_of_unsure(const TableName& table, Work& work);
/// Adds steps that drop the triggers, rules and policies that name the column; the downgrade brings them back.
Result<void> drop_attached(const TableName& table, const std::string& column, Work& work);
/// Makes the column's native enum on PostgreSQL unless it is there; error "type_exists" when it has other labels there.
Result<void> make_enum(const Type& type, Work& work);
/// Says which indexes, keys and sequences of the table are called after what is renamed, and keep that name.
/// `after` is the table's name then, `request` what was asked for, as words: with it all of them can be renamed.
void tell_old_names(const TableName& table, const std::string& from, const std::string& to, const TableName& after,
                    const std::string& request, Work& work);
/// The type of the key that the house gives a new table; a UUID's on SQLite is what most such keys are there.
Type house_key_type(const project::HouseRules& rules, const Heads& heads);
/// The house's type for keys that point at `column` of `target`: portable, from both databases.
Result<Type> key_type_of(const Table& target, const std::string& column, const Work& work);

/// True where a key, a unique constraint or index, or an EXCLUDE of the table looks at the column.
bool keeps_rows_apart(const Table& table, const std::string& column);

}  // namespace migrate::plan
