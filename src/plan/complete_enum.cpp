// Labels of native enums: added, renamed, removed, replaced, put in another order.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "operations/diff.h"
#include "plan/names.h"
#include "plan/work.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::plan {

namespace {

tl::unexpected<Error> in_array(const EnumUser& user, const std::string& label) {
    return fail(
        "not_in_arrays",
        to_string(user.table) + "." + user.column + " holds arrays of labels, in which '" + label + "' is not changed",
        "write this one by hand, or make the column one of text[] first");
}

std::string update_of(const EnumUser& user, const std::string& from, const std::string& to) {
    const std::string column = quote_identifier(user.column);
    return "UPDATE " + sql_name(user.table) + " SET " + column + " = " + quote_text(to) + " WHERE " + column + " = " +
           quote_text(from);
}

std::string list_of(const std::vector<std::string>& labels) {
    std::string list;
    for (const std::string& label : labels) list += (list.empty() ? "" : ",") + quote_text(label);
    return list;
}

tl::unexpected<Error> compared_by(const Check& check, const TableName& table) {
    return fail("depends_on", "on SQLite a CHECK of " + to_string(table) + " compares the labels: " + check.sql,
                "drop that CHECK in an operation before this one, and make it anew after it");
}

/// SQLite keeps labels as text, and which there are at most in a CHECK, which is made anew. Error "depends_on" for one
/// that names them all otherwise, or one that goes; what compares with some of those that stay holds as it is.
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

/// The rows and the default of SQLite, where the label is text, and what compares with it.
Result<void> rename_on_sqlite(const EnumUser& user, const RenameEnumLabel& rename, Work& work) {
    const Column* column = find_column(work.now().sqlite, user.table, user.column);
    if (column == nullptr || work.now().only() == Dialect::postgresql) return {};
    const bool is_default = column->server_default && column->server_default->sql == quote_text(rename.from);
    const Schema before = work.now().sqlite;
    Compared compared = TRY(Comparing(before, user, rename).find());
    std::vector<Operation> steps = std::move(compared.drop);
    steps.emplace_back(
        Execute{.sql = update_of(user, rename.from, rename.to), .down_sql = update_of(user, rename.to, rename.from)});
    if (is_default) {
        steps.emplace_back(AlterColumn{.table = user.table,
                                       .column = user.column,
                                       .set_default = true,
                                       .server_default = Default{.sql = quote_text(rename.to)}});
    }
    std::move(compared.make.begin(), compared.make.end(), std::back_inserter(steps));
    return work.add_all_only(std::move(steps), Dialect::sqlite);
}

Result<EnumType> find_enum(const TableName& type, const Schema& schema) {
    if (const auto found = schema.enums.find(type); found != schema.enums.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [name, each] : schema.enums) names.push_back(to_string(name));
    return fail("no_such_type", "there is no enum type " + to_string(type),
                names.empty() ? "there are none; values that a CHECK allows stand in that CHECK"
                              : "the enum types: " + base::join(names, ", "));
}

bool holds(const std::vector<std::string>& list, const std::string& label) {
    return std::find(list.begin(), list.end(), label) != list.end();
}

}  // namespace

Result<void> complete_operation(const AddEnumLabel& request, Work& work) {
    const std::vector<std::string> labels = TRY(find_enum(request.name, work.now().postgresql)).labels;
    const std::vector<EnumUser> users = users_of(work.now().postgresql, request.name);
    work.warn("stops_on_rows", "the way back makes the type " + to_string(request.name) + " anew without '" +
                                   request.label + "': it stops where a row has that value");
    TRY(work.add_only(request, Dialect::postgresql));
    const std::vector<std::string> wanted = work.now().postgresql.enums.at(request.name).labels;
    for (const EnumUser& user : users) {
        TRY(change_checks_on_sqlite(user, labels, wanted, work));
    }
    return {};
}

Result<void> complete_operation(const RenameEnumLabel& request, Work& work) {
    TRY(find_enum(request.name, work.now().postgresql));
    const std::vector<EnumUser> users = users_of(work.now().postgresql, request.name);
    TRY(work.add_only(request, Dialect::postgresql));
    for (const EnumUser& user : users) {
        if (user.array && !work.now().only()) return in_array(user, request.from);
        TRY(rename_on_sqlite(user, request, work));
    }
    return {};
}

namespace {

/// What rows with a label that goes become, on both databases, before it goes: a label that is not there yet is the
/// old one renamed.
Result<void> move_rows(const RequestedEnumLabels& request, const std::vector<EnumUser>& users, Work& work) {
    for (const auto& [gone, instead] : request.rows) {
        const std::vector<std::string> present = work.now().postgresql.enums.at(request.name).labels;
        if (!holds(present, gone) || holds(request.labels, gone)) {
            return fail("bad_label",
                        "'" + gone + "' in \"rows\" is no label that goes from type " + to_string(request.name),
                        "its labels: " + base::join(present, ", "));
        }
        if (!holds(request.labels, instead)) {
            return fail("bad_label",
                        "'" + instead + "' is no label that type " + to_string(request.name) + " will have",
                        "name one of: " + base::join(request.labels, ", "));
        }
        if (!holds(present, instead)) {
            TRY(complete_operation(RenameEnumLabel{request.name, gone, instead}, work));
            continue;
        }
        work.warn("rows_lost",
                  "rows with '" + gone + "' become '" + instead + "'; the downgrade cannot tell which they were");
        for (const EnumUser& user : users) {
            if (user.array) return in_array(user, gone);
            for (const Check& check : work.now().postgresql.tables.at(user.table).checks) {
                if (check.sql.find(quote_text(instead)) != std::string::npos)
                    work.warn("stops_on_rows", "the upgrade stops if " + check.sql + " does not hold for a row of " +
                                                   to_string(user.table) + " that becomes '" + instead + "'");
            }
            const Execute update{.sql = update_of(user, gone, instead)};  // which rows they were is gone
            TRY(work.add(update));
        }
    }
    return {};
}

/// What compares the column with a label that goes cannot be made again.
Result<void> check_compared(const TableName& type, const EnumUser& user, const std::string& label,
                            const Schema& schema) {
    Type without = find_column(*find_table(schema, user.table), user.column)->type;
    std::erase(without.labels, label);
    for (const Hanging& each :
         hangs_on(AlterColumn{.table = user.table, .column = user.column, .type = without}, schema)) {
        if (replace_literal_in(each.thing.sql, quote_text(label), "''") == each.thing.sql) continue;
        return fail("depends_on",
                    to_text(each.thing) + " compares with '" + label + "', which goes from type " + to_string(type),
                    "drop it in an operation before this one, and make it anew after it");
    }
    return {};
}

/// A label that goes must not be a default, nor be left in rows.
Result<void> check_going(const RequestedEnumLabels& request, const std::vector<EnumUser>& users, const Work& work) {
    for (const std::string& label : work.now().postgresql.enums.at(request.name).labels) {
        if (holds(request.labels, label)) continue;
        for (const EnumUser& user : users) {
            if (user.array) return in_array(user, label);
            TRY(check_compared(request.name, user, label, work.now().postgresql));
            const Column* column = find_column(*find_table(work.now().postgresql, user.table), user.column);
            if (column->server_default && column->server_default->sql.starts_with(quote_text(label))) {
                return fail("default_in_the_way",
                            "'" + label + "' is the default of " + to_string(user.table) + "." + user.column,
                            "give the column another default in an operation before this one");
            }
        }
        if (users.empty() || request.rows.contains(label)) continue;
        const std::string instead = request.labels.front();
        return fail(
            "needs_rows",
            "nothing says what rows become that have '" + label + "', which goes from type " + to_string(request.name),
            "add \"rows\": " + nlohmann::json::object({{label, instead}}).dump() +
                " to the operation, or say: remove value " + quote_text(label) + " from enum " +
                to_string(request.name) + ", rows become " + quote_text(instead));
    }
    return {};
}

}  // namespace

Result<void> complete_operation(const RequestedEnumLabels& request, Work& work) {
    if (TRY(find_enum(request.name, work.now().postgresql)).labels == request.labels) {
        return fail("nothing_to_do", "type " + to_string(request.name) + " has exactly these labels already",
                    "ask for something else");
    }
    if (request.labels.empty()) {
        return fail("bad_label", "type " + to_string(request.name) + " would have no labels left",
                    "add the labels that stay, or change its columns to another type, with which it goes");
    }
    const std::vector<EnumUser> users = users_of(work.now().postgresql, request.name);
    TRY(move_rows(request, users, work));
    TRY(check_going(request, users, work));
    const std::vector<std::string> labels = work.now().postgresql.enums.at(request.name).labels;
    if (labels == request.labels) return {};
    std::vector<Operation> anew = rebuild_enum(work.now().postgresql, {request.name, request.labels});
    TRY(work.add_all_only(std::move(anew), Dialect::postgresql));
    for (const EnumUser& user : users) {
        TRY(change_checks_on_sqlite(user, labels, request.labels, work));
    }
    return {};
}

}  // namespace migrate::plan
