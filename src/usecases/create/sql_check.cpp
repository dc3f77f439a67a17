#include "usecases/create/sql_check.h"

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/objects.h"
#include "schema/naming.h"
#include "sql/expression_check.h"
#include "sql/expression_types.h"
#include "sql/sql.h"

namespace migrate::usecases {

namespace {

/// Text of a request that is written into the file as SQL.
struct Part {
    enum class Kind { expression, default_value, type, operator_class, access_method, storage } kind = Kind::expression;
    std::string sql;
    std::optional<Dialect> only;  ///< the one database that will read it
};

void add_type(const Type& type, std::vector<Part>& parts) {
    if (type.kind == TypeKind::other) parts.push_back({Part::Kind::type, type.name, Dialect::postgresql});
    for (const Type& element : type.element) add_type(element, parts);
    for (const Type& other : type.on_sqlite) add_type(other, parts);
}

void add_default(const std::optional<Default>& value, std::vector<Part>& parts) {
    if (!value) return;
    const bool split = value->on_sqlite.has_value();
    parts.push_back({Part::Kind::default_value, value->sql, split ? std::optional(Dialect::postgresql) : std::nullopt});
    if (split) parts.push_back({Part::Kind::default_value, *value->on_sqlite, Dialect::sqlite});
}

void add_column(const Column& column, std::vector<Part>& parts) {
    add_type(column.type, parts);
    add_default(column.server_default, parts);
    if (column.computed) parts.push_back({Part::Kind::expression, *column.computed, {}});
}

void add_index(const Index& index, std::vector<Part>& parts) {
    parts.push_back({Part::Kind::expression, index.where, {}});
    parts.push_back({Part::Kind::access_method, index.method, Dialect::postgresql});
    parts.push_back({Part::Kind::storage, index.with, Dialect::postgresql});
    for (const IndexElement& element : index.elements) {
        parts.push_back({Part::Kind::expression, element.expression, {}});
        parts.push_back({Part::Kind::operator_class, element.opclass, Dialect::postgresql});
    }
}

/// The SQL that a request can bring into a step.
std::vector<Part> parts_of(const Operation& operation) {
    std::vector<Part> parts;
    for (const Column* column : columns_made(operation)) add_column(*column, parts);
    const auto add_check = [&](const Check& check) { parts.push_back({Part::Kind::expression, check.sql, {}}); };
    std::visit(
        overloaded{[&](const CreateTable& o) { std::ranges::for_each(o.table.checks, add_check); },
                   [&](const AlterColumn& o) {
                       if (o.type) add_type(*o.type, parts);
                       add_default(o.server_default, parts);
                       parts.push_back({Part::Kind::expression, o.using_sql, Dialect::postgresql});
                   },
                   [&](const CreateCheck& o) { add_check(o.check); },
                   [&](const CreateIndex& o) { add_index(o.index, parts); },
                   [](const OneOf<DropTable, RenameTable, CommentTable, AddColumn, DropColumn, RenameColumn, DropIndex,
                                  RenameIndex, CreatePrimaryKey, CreateUnique, CreateForeignKey, DropConstraint,
                                  RenameConstraint, ValidateConstraint, CreateEnum, DropEnum, RenameEnum, AddEnumLabel,
                                  RenameEnumLabel, CreateSequence, DropSequence> auto&) {},
                   // A whole statement, which is read as one; no request makes an exclusion constraint.
                   [](const OneOf<CreateView, DropView, CreateExclude, Execute, Opaque> auto&) {}},
        operation);
    std::erase_if(parts, [](const Part& part) { return part.sql.empty(); });
    return parts;
}

/// The values for the rows that are there: they end up inside of an UPDATE.
std::vector<Part> backfills_of(const plan::Request& request) {
    std::vector<Part> parts;
    const auto add = [&](const std::optional<std::string>& value) {
        if (value) parts.push_back({Part::Kind::expression, *value, {}});
    };
    for (const RequestedOperation& operation : request.operations) {
        if (const auto* column = std::get_if<RequestedAddColumn>(&operation)) add(column->column.backfill);
        if (const auto* alter = std::get_if<RequestedAlterColumn>(&operation)) add(alter->backfill);
    }
    return parts;
}

/// True for a literal and for the defaults that the house itself gives: nothing that a reader has to judge.
bool is_plain_value(const std::string& sql) {
    const std::array own = {default_now(), default_true(), default_false(), default_generated_uuid()};
    if (std::any_of(own.begin(), own.end(), [&](const Default& one) { return sql == one.sql || sql == one.on_sqlite; }))
        return true;
    const bool string = sql.size() > 1 && sql.front() == '\'' && sql.back() == '\'';
    const std::string inside = string ? base::replace_all(sql.substr(1, sql.size() - 2), "''", "") : "";
    if (string) return inside.find('\'') == std::string::npos;
    return sql.find_first_not_of("0123456789.-") == std::string::npos || base::equal_ignoring_case(sql, "null") ||
           base::equal_ignoring_case(sql, "current_timestamp");
}

Result<void> check_on(const Part& part, Dialect dialect) {
    switch (part.kind) {
        case Part::Kind::expression:
            return sql::check_expression(part.sql, dialect);
        case Part::Kind::default_value:
            return sql::check_default(part.sql, dialect);
        case Part::Kind::type:
            return sql::check_type(part.sql);
        case Part::Kind::operator_class:
            return sql::check_operator_class(part.sql);
        case Part::Kind::access_method:
            return sql::check_access_method(part.sql);
        case Part::Kind::storage:
            return sql::check_storage(part.sql);
    }
    return {};
}

/// True for SQL that only SQLite takes.
bool is_sqlites_alone(const Part& part) {
    return !check_on(part, Dialect::postgresql) && check_on(part, Dialect::sqlite);
}

/// True where the config says so, or a CHECK that is there already could not be made on PostgreSQL.
bool is_for_sqlite_alone(const Workspace& workspace) {
    if (const auto only = workspace.databases.only()) return only == Dialect::sqlite;
    for (const auto& [name, table] : workspace.sqlite.schema.tables) {
        for (const Check& check : table.checks) {
            if (is_sqlites_alone({Part::Kind::expression, check.sql, {}})) return true;
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

Result<void> check_part(const Part& part, const Workspace& workspace) {
    if (!workspace.databases.other.empty())
        return sql::check_marks_anywhere(part.sql);  // its grammar is not known here
    if (part.only == Dialect::sqlite || workspace.databases.only() == Dialect::sqlite)
        return check_on(part, Dialect::sqlite);
    const Result<void> fine = check_on(part, Dialect::postgresql);
    const bool on_both = !part.only && workspace.databases.sqlite;
    if (fine) return on_both ? sql::check_marks(part.sql, Dialect::sqlite) : fine;
    if (part.only || !is_sqlites_alone(part)) return fine;
    if (is_for_sqlite_alone(workspace)) return {};
    return fail("bad_sql", "PostgreSQL does not take \"" + part.sql.substr(0, 200) + "\", which SQLite does",
                "write it as both can run it (LIKE, =, IS NULL), or say databases = [\"sqlite\"] in the project's "
                "config where no other is meant");
}

}  // namespace

/// A statement that PostgreSQL's grammar does not read.
static Result<void> check_statements(const plan::Request& request, const Workspace& workspace) {
    if (!workspace.databases.postgresql) return {};
    for (const RequestedOperation& operation : request.operations) {
        const auto* execute = std::get_if<RequestedExecute>(&operation);
        if (execute == nullptr || execute->dialect == Dialect::sqlite) continue;
        for (const std::string& text : {execute->sql, execute->down_sql.value_or("")}) {
            for (const Operation& read : sql::read_statements(text, workspace.postgresql.schema, "")) {
                const auto* opaque = std::get_if<Opaque>(&read);
                if (opaque == nullptr || !sql::is_syntax_error(*opaque)) continue;
                return fail(
                    "bad_sql",
                    "PostgreSQL does not read this: " + opaque->reason + ": " + std::string(base::cut_utf8(text, 80)),
                    execute->dialect ? "mend the statement" : "mend the statement, or say \"dialect\": \"sqlite\"");
            }
        }
    }
    return {};
}

Result<void> check_sql(const plan::Plan& plan, const plan::Request& request, const Workspace& workspace) {
    TRY(check_statements(request, workspace));
    std::vector<Part> parts = backfills_of(request);
    const auto add = [&](const std::vector<Step>& steps) {
        for (const Step& step : steps) {
            for (Part& part : parts_of(step.operation)) {
                if (step.only && part.only && step.only != part.only) continue;  // never read
                if (step.only) part.only = step.only;
                parts.push_back(std::move(part));
            }
        }
    };
    add(plan.up);
    if (request.down_operations) add(plan.down);
    for (const Part& part : parts) {
        if (const Result<void> fine = check_part(part, workspace); !fine) return fine;
    }
    const bool known = workspace.databases.postgresql && workspace.databases.other.empty();
    return known ? check_types(plan) : Result<void>();
}

std::string describe_with_sql(const Operation& operation) {
    if (const auto* execute = std::get_if<Execute>(&operation)) {
        const std::string back = execute->down_sql.value_or("");
        return "execute " + execute->sql + (back.empty() ? "" : "; back: " + back);
    }
    std::string line = describe(operation);
    std::vector<std::string> left_out;
    for (const Part& part : parts_of(operation)) {
        const bool shown = line.find(part.sql) != std::string::npos;
        const bool named = part.kind != Part::Kind::expression && part.kind != Part::Kind::default_value;
        if (!shown && !named && !is_plain_value(part.sql)) left_out.push_back(part.sql);
    }
    return line + (left_out.empty() ? "" : "; SQL: " + base::join(left_out, "; "));
}

}  // namespace migrate::usecases
