// Labels of native enums: added, renamed, removed, replaced, put in another order.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "operations/diff.h"
#include "plan/enum_rows.h"
#include "plan/names.h"
#include "plan/work.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

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
    const std::string functions = functions_over(request.name, work.now().postgresql);
    work.warn("stops_on_rows",
              "the way back makes the type " + to_string(request.name) + " anew without '" + request.label +
                  "': it stops where a row has that value" +
                  (functions.empty() ? "" : ", and at the functions that name the type: " + functions));
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
        TRY(check_array(user, request.from, work));
        TRY(check_array(user, request.to, work));
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
            TRY(check_array(user, gone, work));
            TRY(check_array(user, instead, work));
            warn_of_merged(user, instead, work);
            // which rows they were is gone, so that nothing leads back
            const auto update_on = [&](Dialect dialect) {
                return Execute{.sql = update_of(user, gone, instead, dialect)};
            };
            if (!user.array) {
                TRY(work.add(update_on(Dialect::postgresql)));
                continue;
            }
            TRY(work.add_only(update_on(Dialect::postgresql), Dialect::postgresql));
            TRY(work.add_only(update_on(Dialect::sqlite), Dialect::sqlite));
        }
    }
    return {};
}

/// What compares the column with a label that goes cannot be made again.
Result<void> check_compared(const TableName& type, const EnumUser& user, const std::string& label,
                            const Schema& schema) {
    Type without = find_column(*find_table(schema, user.table), user.column)->type;
    std::erase(innermost(without).labels, label);
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
            TRY(check_compared(request.name, user, label, work.now().postgresql));
            const Column* column = find_column(*find_table(work.now().postgresql, user.table), user.column);
            const std::optional<Default>& otherwise = column->server_default;
            if (otherwise && renamed_default(*otherwise, user, label, label + "?") != *otherwise) {
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
                " to the operation, or say: replace value " + quote_text(label) + " with " + quote_text(instead) +
                " in enum " + to_string(request.name));
    }
    return {};
}

}  // namespace

/// The labels that no other is to become while they themselves are still to go: "a" by "b" waits for "b" by "c".
static std::vector<std::string> ready(const std::map<std::string, std::string>& waiting) {
    std::vector<std::string> found;
    for (const auto& [from, to] : waiting) {
        if (!waiting.contains(to)) found.push_back(from);
    }
    return found;
}

/// Each label becomes the other: renamed where that is new, else its rows get it.
static Result<void> replace_labels(const RequestedEnumLabels& request, Work& work) {
    const std::vector<std::string> present = TRY(find_enum(request.name, work.now().postgresql)).labels;
    std::map<std::string, std::string> waiting = request.rows;
    for (const auto& [from, to] : request.rows) {
        if (holds(present, from) && from != to) continue;
        return fail("bad_label",
                    from == to ? "'" + from + "' is to be replaced by itself"
                               : "type " + to_string(request.name) + " has no label '" + from + "'",
                    "its labels: " + base::join(present, ", "));
    }
    while (!waiting.empty()) {
        const std::vector<std::string> now = ready(waiting);
        if (now.empty()) {
            const auto& [from, to] = *waiting.begin();
            return fail("bad_label", "'" + from + "' is to become '" + to + "', and that another in turn",
                        "rename one of them to a name that is free, in a migration before this one");
        }
        RequestedEnumLabels rest{request.name, {}, {}};
        for (const std::string& from : now) {
            const std::string to = waiting.extract(from).mapped();
            if (holds(work.now().postgresql.enums.at(request.name).labels, to))
                rest.rows[from] = to;
            else
                TRY(complete_operation(RenameEnumLabel{request.name, from, to}, work));
        }
        if (rest.rows.empty()) continue;
        rest.labels = work.now().postgresql.enums.at(request.name).labels;
        std::erase_if(rest.labels, [&](const std::string& label) { return rest.rows.contains(label); });
        TRY(complete_operation(rest, work));
    }
    return {};
}

Result<void> complete_operation(const RequestedEnumLabels& request, Work& work) {
    if (request.labels.empty() && !request.rows.empty()) return replace_labels(request, work);
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
    if (const std::string functions = functions_over(request.name, work.now().postgresql); !functions.empty()) {
        return fail("depends_on",
                    "type " + to_string(request.name) + " is made anew for this, and functions name it: " + functions,
                    "drop them in an operation before this one, and make them anew after it");
    }
    std::vector<Operation> anew = rebuild_enum(work.now().postgresql, {request.name, request.labels});
    TRY(work.add_all_only(std::move(anew), Dialect::postgresql));
    for (const EnumUser& user : users) {
        TRY(change_checks_on_sqlite(user, labels, request.labels, work));
    }
    return {};
}

}  // namespace migrate::plan
