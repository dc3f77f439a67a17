#include "usecases/sql_check.h"

#include "operations/operation.h"
#include "schema/naming.h"
#include "sql/expression_check.h"
#include "sql/expression_types.h"

namespace migrate::usecases {

namespace {

/// The expressions that a request can bring; what the plan makes itself is sound.
std::vector<std::string> expressions_of(const Operation& operation) {
    std::vector<std::string> found;
    if (const auto* table = std::get_if<CreateTable>(&operation)) {
        for (const Check& check : table->table.checks) found.push_back(check.sql);
    }
    if (const auto* check = std::get_if<CreateCheck>(&operation)) found.push_back(check->check.sql);
    if (const auto* create = std::get_if<CreateIndex>(&operation)) {
        found.push_back(create->index.where);
        for (const IndexElement& element : create->index.elements) found.push_back(element.expression);
    }
    std::erase(found, std::string());
    return found;
}

/// True for SQL that only SQLite takes.
bool is_sqlites_alone(const std::string& expression) {
    return !sql::check_expression(expression, Dialect::postgresql) &&
           sql::check_expression(expression, Dialect::sqlite);
}

/// True where the config says so, or a CHECK that is there already could not be made on PostgreSQL.
bool is_for_sqlite_alone(const Workspace& workspace) {
    if (const auto only = workspace.databases.only()) return only == Dialect::sqlite;
    for (const auto& [name, table] : workspace.sqlite.schema.tables) {
        for (const Check& check : table.checks) {
            if (is_sqlites_alone(check.sql)) return true;
        }
    }
    return false;
}

/// A CHECK, a predicate or an index's expression of a table, and how to speak of it.
struct Written {
    std::string what;
    std::string sql;
    sql::Use use = sql::Use::condition;
};

std::vector<Written> written_in(const Table& table) {
    std::vector<Written> all;
    for (const Check& check : table.checks) all.push_back({"CHECK " + check.name, check.sql});
    for (const Index& index : table.indexes) {
        if (!index.where.empty()) all.push_back({"the predicate of index " + index.name, index.where});
        for (const IndexElement& element : index.elements) {
            if (!element.expression.empty())
                all.push_back({"index " + index.name, element.expression, sql::Use::value});
        }
    }
    return all;
}

/// Error where an expression that the operation makes cannot be one over the columns of its table.
Result<void> check_new_types(const Operation& operation, const Schema& after) {
    const auto* table = std::get_if<CreateTable>(&operation);
    const auto* check = std::get_if<CreateCheck>(&operation);
    const auto* index = std::get_if<CreateIndex>(&operation);
    Table made;
    if (table != nullptr) made.checks = table->table.checks;
    if (check != nullptr) made.checks = {check->check};
    if (index != nullptr) made.indexes = {index->index};
    const TableName name = table != nullptr   ? table->table.name
                           : check != nullptr ? check->table
                           : index != nullptr ? index->table
                                              : TableName{};
    const Table* owner = find_table(after, name);
    if (owner == nullptr) return {};
    for (const Written& each : written_in(made)) {
        const std::string misfit = sql::misfit_in(each.sql, *owner, each.use);
        if (misfit.empty()) continue;
        return fail(
            "bad_sql",
            "PostgreSQL does not take \"" + each.sql.substr(0, 200) + "\" in " + to_string(name) + ": " + misfit,
            "compare what is of one type, or change the column's type first");
    }
    return {};
}

/// Error where a CHECK or an index that is there does not fit the column's new type.
Result<void> check_kept_types(const AlterColumn& alter, const Schema& after) {
    const Table* owner = find_table(after, alter.table);
    if (owner == nullptr || !alter.type) return {};
    for (const Written& each : written_in(*owner)) {
        if (columns_in_expression(each.sql, {alter.column}).empty()) continue;
        const std::string misfit = sql::misfit_in(each.sql, *owner, each.use);
        if (misfit.empty()) continue;
        return fail("depends_on",
                    to_string(alter.table) + "." + alter.column + " cannot change its type while " + each.what + " (" +
                        each.sql.substr(0, 200) + ") is there: then " + misfit,
                    "drop it in the same request before the change, and add what fits after it");
    }
    return {};
}

/// The types of expressions, on PostgreSQL: SQLite compares anything.
Result<void> check_types(const plan::Plan& plan) {
    plan::Heads now = plan.before;
    for (const Step& step : plan.up) {
        Result<plan::Heads> after = plan::advance(step, std::move(now));
        if (!after) return {};
        now = std::move(*after);
        if (step.only == Dialect::sqlite) continue;
        Result<void> fine = check_new_types(step.operation, now.postgresql);
        if (const auto* alter = std::get_if<AlterColumn>(&step.operation); fine && alter != nullptr)
            fine = check_kept_types(*alter, now.postgresql);
        if (!fine) return fine;
    }
    return {};
}

}  // namespace

Result<void> check_sql(const plan::Plan& plan, const Workspace& workspace) {
    if (!workspace.databases.other.empty()) return {};  // its SQL is not known here
    for (const Step& step : plan.up) {
        if (step.only == Dialect::sqlite) continue;
        for (const std::string& expression : expressions_of(step.operation)) {
            const Result<void> fine = sql::check_expression(expression, Dialect::postgresql);
            if (fine) continue;
            if (!is_sqlites_alone(expression)) return fine;
            if (is_for_sqlite_alone(workspace)) continue;
            return fail(
                "bad_sql", "PostgreSQL does not take \"" + expression.substr(0, 200) + "\", which SQLite does",
                "write it as both can run it (LIKE, =, IS NULL), or say databases = [\"sqlite\"] in the project's "
                "config where no other is meant");
        }
    }
    return workspace.databases.postgresql ? check_types(plan) : Result<void>();
}

}  // namespace migrate::usecases
