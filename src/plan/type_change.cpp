#include "plan/type_change.h"

#include "base/attempt.h"
#include "plan/cast.h"
#include "plan/names.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

/// True for the types of the two ends of a foreign key.
bool may_refer(const Type& from, const Type& to) {
    return from.kind == to.kind || (is_whole_number(from.kind) && is_whole_number(to.kind)) ||
           (is_text(from.kind) && is_text(to.kind));
}

/// Where `column` stands in the one list, the column at that place of the other; "" where it does not.
std::string opposite(const std::vector<std::string>& list, const std::vector<std::string>& other,
                     const std::string& column) {
    for (std::size_t i = 0; i < list.size() && i < other.size(); ++i) {
        if (list[i] == column) return other[i];
    }
    return {};
}

Result<void> check_other_end(const Schema& schema, const ForeignKey& key, const TableName& other,
                             const std::string& end, const std::string& name, const Type& to) {
    const Column* column = find_column(schema, other, end);
    if (column == nullptr || may_refer(to, column->type)) return {};
    return fail("depends_on",
                name + " cannot become " + sql_of(to, Dialect::postgresql) + " while the foreign key " + key.name +
                    " ties it to " + to_string(other) + "." + end + ", which is " +
                    sql_of(column->type, Dialect::postgresql),
                "drop that key in the same request first, change both columns, and add it again");
}

}  // namespace

Result<void> check_type_change(const Schema& postgresql, const TableName& table, const Column& column, const Type& to) {
    const std::string name = to_string(table) + "." + column.name;
    const std::string from = sql_of(column.type, Dialect::postgresql), target = sql_of(to, Dialect::postgresql);
    if (!has_cast(column.type, to)) {
        return fail("no_cast",
                    "PostgreSQL has no cast from " + from + " to " + target + ", so " + name + " cannot change so",
                    "send the change as an operation with \"using\", an expression that makes the new values");
    }
    if (!has_cast(to, column.type)) {
        return fail("no_cast",
                    "PostgreSQL has no cast from " + target + " back to " + from + ", for the downgrade of " + name,
                    "add a column of the new type instead, and drop the old one in a later migration");
    }
    for (const auto& [other_name, other] : postgresql.tables) {
        for (const ForeignKey& key : other.foreign_keys) {
            const std::string target_end =
                other_name == table ? opposite(key.columns, key.target_columns, column.name) : std::string();
            TRY(check_other_end(postgresql, key, key.target, target_end, name, to));
            const std::string source_end =
                key.target == table ? opposite(key.target_columns, key.columns, column.name) : std::string();
            TRY(check_other_end(postgresql, key, other_name, source_end, name, to));
        }
    }
    return {};
}

AlterColumn without_default(const TableName& table, const std::string& column) {
    return {.table = table, .column = column, .set_default = true};
}

std::vector<Operation> with_casts(const std::vector<Operation>& operations, Schema before) {
    std::vector<Operation> complete;
    const bool postgresql = before.dialect == Dialect::postgresql;
    for (Operation operation : operations) {
        auto* alter = std::get_if<AlterColumn>(&operation);
        const Table* table = alter != nullptr ? find_table(before, alter->table) : nullptr;
        const Column* column = table != nullptr ? find_column(*table, alter->column) : nullptr;
        std::string values;  // what SQLite's become besides
        if (column != nullptr && alter->type && alter->type->kind != column->type.kind) {
            if (postgresql && alter->using_sql.empty())
                alter->using_sql = cast_expression(alter->column, column->type, *alter->type);
            if (!alter->set_default && column->server_default) {
                alter->set_default = true;
                alter->server_default = column->server_default;
            }
            if (!alter->using_sql.empty() && column->server_default)
                complete.push_back(without_default(alter->table, alter->column));
            if (!postgresql && alter->down_using_sql.empty())
                values = sqlite_conversion(alter->column, column->type, *alter->type);
            if (!values.empty())
                values =
                    "UPDATE " + sql_name(alter->table) + " SET " + quote_identifier(alter->column) + " = " + values;
        }
        const bool last = alter != nullptr && alter->type && is_text(alter->type->kind);
        if (!values.empty() && !last) complete.emplace_back(Execute{.sql = values});
        Result<Schema> after = migrate::apply(operation, before);
        if (after) before = std::move(*after);
        complete.push_back(std::move(operation));
        if (!values.empty() && last) complete.emplace_back(Execute{.sql = values});
    }
    return complete;
}

}  // namespace migrate::plan
