#include "plan/type_change.h"

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "plan/cast.h"
#include "plan/names.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

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

/// Types whose expressions stay expressions when a column changes from the one to the other. What compares with an enum
/// is dropped before, and made again after.
bool is_same_family(const Type& from, const Type& to) {
    return from.kind == to.kind || (is_text(from.kind) && is_text(to.kind)) ||
           (is_number(from.kind) && is_number(to.kind)) ||
           (from.kind == TypeKind::date && to.kind == TypeKind::datetime) ||
           (from.kind == TypeKind::datetime && to.kind == TypeKind::date) || from.kind == TypeKind::enumeration ||
           to.kind == TypeKind::enumeration;
}

/// True where the text computes or compares with the column: all but its name in a list of results, and IS NULL.
bool uses_in_expression(const std::string& sql, const std::string& column) {
    const std::vector<Token> tokens = read_meaningful_tokens(sql);
    const auto word = [&](std::size_t i) { return i < tokens.size() ? base::lower(tokens[i].text) : std::string(); };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!is_name(tokens[i]) || identifier_of(tokens[i]) != column || word(i + 1) == "is" || word(i + 1) == ".")
            continue;
        const std::size_t first = i > 1 && tokens[i - 1].text == "." ? i - 2 : i;
        const std::string before = first == 0 ? "" : word(first - 1);
        const bool listed = (before == "select" || before == ",") && (word(i + 1) == "," || word(i + 1) == "from");
        if (!listed) return true;
    }
    return false;
}

/// True where the text makes a range by a function that does not take a value of the type.
bool misfits_range(const std::string& sql, const Type& type) {
    const bool moment = type.kind == TypeKind::datetime || type.kind == TypeKind::date;
    const std::array<std::pair<std::string_view, bool>, 6> takes = {{
        {"int4range", type.kind == TypeKind::integer || type.kind == TypeKind::smallint},
        {"int8range", is_whole_number(type.kind)},
        {"numrange", is_number(type.kind) && type.kind != TypeKind::floating},
        {"daterange", type.kind == TypeKind::date},
        {"tsrange", moment && !type.timezone},
        {"tstzrange", moment},
    }};
    return std::ranges::any_of(read_meaningful_tokens(sql), [&](const Token& token) {
        return std::ranges::any_of(
            takes, [&](const auto& each) { return !each.second && base::equal_ignoring_case(token.text, each.first); });
    });
}

Result<void> check_expressions(const Schema& schema, const Table& table, const Column& column, const Type& to) {
    const auto refused = [&](const std::string& what, const std::string& sql) {
        return fail("depends_on",
                    what + " is made for " + sql_of(column.type, Dialect::postgresql) + ", and " +
                        to_string(table.name) + "." + column.name + " is to be " + sql_of(to, Dialect::postgresql) +
                        ": " + sql,
                    "drop it in an operation before this one, and make it for the new type after it");
    };
    const bool other_family = !is_same_family(column.type, to);
    const bool binary = to.kind == TypeKind::floating;  // PostgreSQL has no % of such numbers
    const auto computes_with = [&](const std::string& sql, const std::string& name) {
        const bool stops = other_family || (binary && sql.find('%') != std::string::npos) || misfits_range(sql, to);
        return stops && uses_in_expression(sql, name);
    };
    for (const Index& index : table.indexes) {
        for (const IndexElement& element : index.elements) {
            const bool special = !element.opclass.empty() || !index.method.empty();
            const bool plain = element.column == column.name && special && (other_family || binary);
            if (plain || computes_with(element.expression, column.name))
                return refused("index " + index.name, element.column + element.expression);
        }
        if (computes_with(index.where, column.name)) return refused("index " + index.name, index.where);
    }
    for (const Check& check : table.checks) {
        if (computes_with(check.sql, column.name)) return refused("CHECK " + check.name, check.sql);
    }
    for (const Exclude& exclude : table.excludes) {
        const bool stops = other_family || misfits_range(exclude.sql, to);
        if (stops && !columns_in_expression(exclude.sql, {column.name}).empty())
            return refused("EXCLUDE " + exclude.name, exclude.sql);
    }
    for (const Column& other : table.columns) {
        if (other.computed && computes_with(*other.computed, column.name))
            return refused("generated column " + other.name, *other.computed);
    }
    for (const auto& [name, sql] : schema.views) {
        if (reads_column(sql, table.name, column.name) && computes_with(sql, column.name))
            return refused("view " + to_string(name), sql);
    }
    return {};
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
    if (const Table* own = find_table(postgresql, table)) {
        TRY(check_expressions(postgresql, *own, column, to));
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

bool has_percent(const Operation& operation) {
    const auto* alter = std::get_if<AlterColumn>(&operation);
    return alter != nullptr && alter->using_sql.find('%') != std::string::npos;
}

Operation without_using(Operation operation) {
    if (auto* alter = std::get_if<AlterColumn>(&operation)) alter->using_sql.clear();
    return operation;
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
            const bool plain = alter->using_sql.empty() ||
                               inverse_using(alter->using_sql, alter->column, column->type, *alter->type).has_value();
            // A text that becomes a date or a time again was one before.
            const TypeKind again = alter->type->kind;
            const bool returns = is_text(column->type.kind) && (again == TypeKind::date || again == TypeKind::datetime);
            if (!postgresql && plain && !returns) values = sqlite_conversion(alter->column, column->type, *alter->type);
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
