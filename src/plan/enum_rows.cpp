#include "plan/enum_rows.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/array_literal.h"
#include "operations/function_text.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::plan {

namespace {

std::string list_of(const std::vector<std::string>& labels) {
    std::string list;
    for (const std::string& label : labels) list += (list.empty() ? "" : ",") + quote_text(label);
    return list;
}

tl::unexpected<Error> compared_by(const Check& check, const TableName& table) {
    return fail("depends_on", "on SQLite a CHECK of " + to_string(table) + " compares the labels: " + check.sql,
                "drop that CHECK in an operation before this one, and make it anew after it");
}

/// What compares the column with the label on SQLite, where that is text: away while rows change, and made again with
/// the new one.
struct Compared {
    std::vector<Operation> drop;
    std::vector<Operation> make;
};

class Comparing {
  public:
    Comparing(const Schema& sqlite, const EnumUser& user, const RenameEnumLabel& rename)
        : schema_(sqlite), table_(sqlite.tables.at(user.table)), user_(user), rename_(rename) {}

    Result<Compared> find() {
        for (const auto& [name, sql] : schema_.views) {
            if (!reads_column(sql, user_.table, user_.column) || !holds(sql)) continue;
            add(DropView{.name = name}, CreateView{name, renamed(sql)});
        }
        for (const Attachment& thing : schema_.attachments) {
            if (thing.owner != user_.table || !holds(thing.sql)) continue;
            const Attachment after{thing.kind, thing.name, thing.owner, renamed(thing.sql)};
            const std::string drop = drop_statement(thing, Dialect::sqlite);
            add(Execute{drop, thing.sql, {}, {thing}}, Execute{after.sql, drop, {after}, {}});
        }
        for (const Index& index : table_.indexes) {
            Index after = index;
            after.where = renamed(index.where);
            for (IndexElement& element : after.elements) element.expression = renamed(element.expression);
            if (after != index && mentions_column(table_, index, user_.column))
                add(DropIndex{.table = table_.name, .index = index.name}, CreateIndex{table_.name, after});
        }
        for (const Check& check : table_.checks) {
            if (!holds(check.sql) || columns_in_expression(check.sql, {user_.column}).empty()) continue;
            if (check.name.empty()) {
                return compared_by(check, table_.name);
            }
            Check after = check;
            after.sql = renamed(check.sql);
            add(DropConstraint{.table = table_.name, .name = check.name, .kind = ConstraintKind::check},
                CreateCheck{table_.name, after});
        }
        std::reverse(found_.make.begin(), found_.make.end());
        return std::move(found_);
    }

  private:
    std::string renamed(const std::string& sql) const {
        return replace_literal_in(sql, quote_text(rename_.from), quote_text(rename_.to));
    }
    bool holds(const std::string& sql) const { return renamed(sql) != sql; }
    void add(Operation drop, Operation make) {
        found_.drop.push_back(std::move(drop));
        found_.make.push_back(std::move(make));
    }

    const Schema& schema_;
    const Table& table_;
    const EnumUser& user_;
    const RenameEnumLabel& rename_;
    Compared found_;
};

}  // namespace

Result<void> check_array(const EnumUser& user, const std::string& label, const Work& work) {
    const Column* column = find_column(work.now().sqlite, user.table, user.column);
    if (!user.array || column == nullptr || work.now().only() == Dialect::postgresql) return {};
    const bool plain = std::ranges::all_of(label, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (plain && column->type.kind == TypeKind::json) return {};
    return fail("not_in_arrays",
                to_string(user.table) + "." + user.column + " holds arrays of labels, in which '" + label +
                    "' cannot be found on SQLite",
                "make the column one of text[] first");
}

void warn_of_merged(const EnumUser& user, const std::string& label, Work& work) {
    const Table table = work.now().postgresql.tables.at(user.table);
    for (const Check& check : table.checks) {
        if (check.sql.find(quote_text(label)) != std::string::npos)
            work.warn("stops_on_rows", "the upgrade stops if " + check.sql + " does not hold for a row of " +
                                           to_string(user.table) + " that becomes '" + label + "'");
    }
    if (keeps_rows_apart(table, user.column))
        work.warn("stops_on_duplicates", "the upgrade stops if two rows of " + to_string(user.table) +
                                             " are equal once they are '" + label + "'");
}

std::string functions_over(const TableName& type, const Schema& postgresql) {
    std::vector<std::string> names;
    for (const Attachment& thing : postgresql.attachments) {
        if (thing.kind != "function") continue;
        const std::string signature = signature_of(thing.sql);
        const bool named = std::ranges::any_of(read_meaningful_tokens(signature), [&](const Token& token) {
            return is_name(token) && identifier_of(token) == type.name;
        });
        if (named) names.push_back(thing.name);
    }
    return base::join(names, ", ");
}

std::string update_of(const EnumUser& user, const std::string& from, const std::string& to, Dialect dialect) {
    const std::string column = quote_identifier(user.column);
    const std::string start = "UPDATE " + sql_name(user.table) + " SET " + column + " = ";
    if (!user.array) return start + quote_text(to) + " WHERE " + column + " = " + quote_text(from);
    if (dialect == Dialect::postgresql)
        return start + "array_replace(" + column + ", " + quote_text(from) + ", " + quote_text(to) + ") WHERE " +
               quote_text(from) + " = ANY (" + column + ")";
    const std::string old = quote_text("\"" + from + "\"");
    return start + "replace(" + column + ", " + old + ", " + quote_text("\"" + to + "\"") + ") WHERE instr(" + column +
           ", " + old + ") > 0";
}

Default renamed_default(const Default& given, const EnumUser& user, const std::string& from, const std::string& to) {
    Default renamed = given;
    if (user.array)
        renamed.sql = rename_in_array(given.sql, from, to);
    else if (given.sql == quote_text(from) || given.sql.starts_with(quote_text(from) + "::"))
        renamed.sql = quote_text(to) + given.sql.substr(quote_text(from).size());
    return renamed;
}

Result<void> change_checks_on_sqlite(const EnumUser& user, const std::vector<std::string>& labels,
                                     const std::vector<std::string>& wanted, Work& work) {
    const Table* table = find_table(work.now().sqlite, user.table);
    if (table == nullptr || work.now().only()) return {};
    const std::vector<Check> checks = table->checks;
    for (const Check& check : checks) {
        const auto is_named = [&](const std::string& label) {
            return check.sql.find(quote_text(label)) != std::string::npos;
        };
        const bool names_gone = std::ranges::any_of(labels, [&](const std::string& label) {
            return is_named(label) && std::ranges::count(wanted, label) == 0;
        });
        if ((!names_gone && !std::ranges::all_of(labels, is_named)) ||
            columns_in_expression(check.sql, {user.column}).empty())
            continue;
        Check changed = check;
        const std::string plain = base::replace_all(check.sql, ", ", ",");
        changed.sql = base::replace_all(plain, list_of(labels), list_of(wanted));
        if (changed.sql == plain || check.name.empty()) {
            return compared_by(check, user.table);
        }
        const DropConstraint drop{.table = user.table, .name = check.name, .kind = ConstraintKind::check};
        TRY(work.add_only(drop, Dialect::sqlite));
        TRY(work.add_only(CreateCheck{user.table, changed}, Dialect::sqlite));
    }
    return {};
}

Result<void> rename_on_sqlite(const EnumUser& user, const RenameEnumLabel& rename, Work& work) {
    const Column* column = find_column(work.now().sqlite, user.table, user.column);
    if (column == nullptr || work.now().only() == Dialect::postgresql) return {};
    std::optional<Default> otherwise = column->server_default;
    if (otherwise) otherwise = renamed_default(*otherwise, user, rename.from, rename.to);
    const bool is_default = otherwise != column->server_default;
    const Schema before = work.now().sqlite;
    Compared compared = TRY(Comparing(before, user, rename).find());
    std::vector<Operation> steps = std::move(compared.drop);
    steps.emplace_back(Execute{.sql = update_of(user, rename.from, rename.to, Dialect::sqlite),
                               .down_sql = update_of(user, rename.to, rename.from, Dialect::sqlite)});
    if (is_default) {
        steps.emplace_back(AlterColumn{
            .table = user.table, .column = user.column, .set_default = true, .server_default = std::move(otherwise)});
    }
    std::move(compared.make.begin(), compared.make.end(), std::back_inserter(steps));
    return work.add_all_only(std::move(steps), Dialect::sqlite);
}

}  // namespace migrate::plan
