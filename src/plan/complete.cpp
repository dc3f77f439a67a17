#include <algorithm>
#include <set>

#include "base/allowance.h"
#include "base/attempt.h"
#include "base/text.h"
#include "operations/objects.h"
#include "plan/batch.h"
#include "plan/check_names.h"
#include "plan/create_order.h"
#include "plan/drop_order.h"
#include "plan/plan.h"
#include "plan/type_change.h"
#include "plan/work.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

/// Runs one request list over the work; errors get the path of the operation in front.
Result<void> run(const std::vector<RequestedOperation>& requested, std::string_view path, Work& work) {
    const base::Doing now("completing", path);
    std::vector<RequestedOperation> operations;
    std::vector<std::string> places;
    for (Placed& placed : in_making_order(requested, house_key_type(work.rules(), work.now()))) {
        operations.push_back(std::move(placed.operation));
        places.push_back(std::string(path) + "[" + std::to_string(placed.place) + "]");
    }
    for (const std::size_t i : in_running_order(operations, work.now().postgresql)) {
        base::step();
        TRY(free_mutual_keys(operations, i, work));
        const std::size_t warned = work.steps.size();
        Result<void> done =
            std::visit([&](const auto& operation) { return complete_operation(operation, work); }, operations[i]);
        if (!done) {
            Error error = done.error();
            if (error.where.empty()) error.where = places[i];
            return tl::unexpected(std::move(error));
        }
        if (work.steps.size() == warned && work.now().only() == Dialect::sqlite) {
            return fail("not_on_sqlite", "SQLite, which this project is on, has nothing of this kind",
                        "name PostgreSQL among the `databases` of the project's config if it is used too", places[i]);
        }
        for (std::size_t step = warned; step < work.steps.size(); ++step) {
            const std::string lost = loses_rows(work.steps[step].operation);
            if (lost.empty()) continue;
            if (std::holds_alternative<DropEnum>(work.steps[step].operation))
                work.warn("rows_lost", lost);  // of tables that the request does not name
            else
                work.assume(lost);
        }
    }
    return {};
}

bool is_irreversible_sql(const Operation& operation) {
    const auto* execute = std::get_if<Execute>(&operation);
    return execute != nullptr && !execute->down_sql;
}

/// What `steps` do on one dialect, without the SQL that nothing undoes.
std::vector<Operation> reversible(const std::vector<Step>& steps, Dialect dialect) {
    std::vector<Operation> operations = lower(steps, dialect);
    std::erase_if(operations, is_irreversible_sql);
    return operations;
}

Result<Heads> advance_all(const std::vector<Step>& steps, Heads heads) {
    for (const Step& step : steps) {
        Result<Heads> next = advance(step, std::move(heads));
        if (!next) return next;
        heads = std::move(*next);
    }
    return heads;
}

/// The steps through the same work as those of a request, with what hangs on them.
Result<std::vector<Step>> carry(const std::vector<Step>& steps, const Heads& before, const project::HouseRules& rules) {
    Work work(before, rules);
    for (const Step& step : steps) {
        TRY(step.only ? work.add_only(step.operation, *step.only) : work.add(step.operation));
    }
    return work.carried();
}

/// The way back on the one database that is in use.
Result<std::vector<Step>> one_sided(std::vector<Operation> back, const std::vector<Step>& up, const Heads& before) {
    const Heads after = TRY(advance_all(up, before));
    std::vector<Step> steps;
    for (Operation& operation : with_casts(back, after.postgresql)) steps.push_back({std::move(operation), {}});
    return steps;
}

Result<std::vector<Step>> inverse_of(const std::vector<Step>& up, const Heads& before) {
    std::vector<Operation> postgresql = TRY(invert(reversible(up, before.postgresql.dialect), before.postgresql));
    if (before.only()) return one_sided(std::move(postgresql), up, before);
    std::vector<Operation> sqlite = TRY(invert(reversible(up, Dialect::sqlite), before.sqlite));
    const Heads after = TRY(advance_all(up, before));
    std::vector<Step> steps;
    for (Step& step : raise_steps(with_casts(postgresql, after.postgresql), with_casts(sqlite, after.sqlite))) {
        // PostgreSQL names a constraint without a name; SQLite's batch mode has another way to make it.
        const bool split = !step.only && (makes_unnamed(step.operation) || has_percent(step.operation));
        if (!split) {
            steps.push_back(std::move(step));
            continue;
        }
        steps.push_back({step.operation, Dialect::postgresql});
        steps.push_back({without_using(step.operation), Dialect::sqlite});
    }
    return steps;
}

bool brings_back(const Operation& operation, const Schema& now) {
    if (const auto* create = std::get_if<CreateIndex>(&operation))  // made anew for another type, and gone with it
        return find_index_owner(now, create->table.schema, create->index.name) == nullptr;
    if (const auto* create = std::get_if<CreateCheck>(&operation)) {
        const Table* table = find_table(now, create->table);
        return table != nullptr && !create->check.name.empty() && !find_constraint(*table, create->check.name);
    }
    const auto* execute = std::get_if<Execute>(&operation);
    if (execute == nullptr)
        return std::holds_alternative<CreateView>(operation) || std::holds_alternative<CreateExclude>(operation);
    const Attachment& wanted = execute->makes.front();
    return std::ranges::none_of(now.attachments,
                                [&](const Attachment& thing) { return is_same_object(thing, wanted); });
}

/// The way back with what no step of it brings back: what was carried over one step and went with a later one.
Result<std::vector<Step>> with_the_rest(std::vector<Step> down, const Heads& after, const Heads& before) {
    const Heads back = TRY(advance_all(down, after));
    const std::optional<Dialect> only = before.only();
    const auto rest_on = [&](Dialect dialect) {
        std::vector<Operation> rest;
        if (only && *only != dialect) return rest;
        rest = diff(back.on(dialect), before.on(dialect));
        std::erase_if(rest, [&](const Operation& operation) { return !brings_back(operation, back.on(dialect)); });
        return rest;
    };
    for (Step& step : raise_steps(rest_on(Dialect::postgresql), rest_on(Dialect::sqlite))) {
        if (only) step.only.reset();
        down.push_back(std::move(step));
    }
    return down;
}

/// Sets if_exists / if_not_exists on what creates and drops tables and indexes (rule 10).
void make_idempotent(std::vector<Step>& steps) {
    for (Step& step : steps) {
        if (auto* create = std::get_if<CreateTable>(&step.operation)) create->if_not_exists = true;
        if (auto* drop = std::get_if<DropTable>(&step.operation)) drop->if_exists = true;
        if (auto* create = std::get_if<CreateIndex>(&step.operation)) create->if_not_exists = true;
        if (auto* drop = std::get_if<DropIndex>(&step.operation)) drop->if_exists = true;
        if (auto* label = std::get_if<AddEnumLabel>(&step.operation)) label->if_not_exists = true;
    }
}

/// No text says it: the other function has it.
void forget_ways_back(std::vector<Step>& steps) {
    for (Step& step : steps) {
        if (auto* alter = std::get_if<AlterColumn>(&step.operation)) alter->down_using_sql.clear();
    }
}

/// Says where the downgrade does not lead back to the schema before.
Result<void> check_return(const std::vector<Step>& down, const Heads& after, const Heads& before, Work& work) {
    const Heads back = TRY(advance_all(down, after));
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        if (dialect == Dialect::sqlite && !before.sqlite_runs) continue;
        if (same_schema(back.on(dialect), before.on(dialect))) continue;
        work.warn("downgrade_differs", "the downgrade does not lead back to the schema before: " +
                                           differences(before.on(dialect), back.on(dialect)).front());
        break;
    }
    return {};
}

/// Says where rows of a table that stays stop the downgrade: what they refer to comes back empty.
void warn_of_empty_targets(const std::vector<Step>& down, Work& work) {
    std::set<TableName> back;
    std::set<std::pair<TableName, std::string>> columns;
    for (const Step& step : down) {
        if (const auto* made = std::get_if<CreateTable>(&step.operation)) back.insert(made->table.name);
        if (const auto* added = std::get_if<AddColumn>(&step.operation))
            columns.emplace(added->table, added->column.name);
        const auto* key = std::get_if<CreateForeignKey>(&step.operation);
        if (key == nullptr || step.only == Dialect::sqlite) continue;
        const TableName& target = key->foreign_key.target;
        const bool empty = back.contains(target) ||
                           std::ranges::any_of(key->foreign_key.target_columns, [&](const std::string& column) {
                               return columns.contains({target, column});
                           });
        if (back.contains(key->table) || !empty) continue;
        work.warn("downgrade_needs_values", "the downgrade stops if " + to_string(key->table) + " has rows then with " +
                                                base::join(key->foreign_key.columns, ", ") +
                                                ": what they refer to in " + to_string(target) +
                                                " comes back without its values");
    }
}

void warn_of_reserved_names(Work& work) {
    std::set<std::string> names;
    for (const Step& step : work.steps) {
        for (const Touched& each : objects_of(step.operation)) {
            if (each.use != Use::makes) continue;
            if (each.kind == ObjectKind::table) names.insert(each.owner.name);
            if (each.kind == ObjectKind::column) names.insert(each.name);
        }
    }
    for (const std::string& name : names) {
        if (!is_reserved_word(name)) continue;
        work.warn("reserved_word", "\"" + name + "\" is a reserved word: it works, but raw SQL must always quote it");
    }
}

Result<void> check_concurrently(const std::vector<Step>& steps) {
    const bool concurrent =
        std::ranges::any_of(steps, [](const Step& step) { return runs_concurrently(step.operation); });
    const auto labels = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
        return std::holds_alternative<AddEnumLabel>(step.operation);
    });
    const auto others = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
        return !std::holds_alternative<AddEnumLabel>(step.operation) && step.only != Dialect::sqlite;
    });
    if (labels > 0 && others > 0) {
        return fail("label_not_alone", "a new value of an enum must be alone in its revision",
                    "ask for it in a migration of its own: it runs outside of the transaction");
    }
    if (!concurrent || steps.size() == 1) return {};
    return fail("concurrently_not_alone", "an index built CONCURRENTLY must be alone in its revision",
                "ask for it in a migration of its own: it runs outside of the transaction");
}

}  // namespace

Result<Plan> complete(const Request& request, const Heads& heads, const project::HouseRules& rules) {
    Work up(heads, rules);
    up.needs_inverse = !request.down_operations;
    TRY(run(request.operations, "operations", up));
    TRY(check_names(up.steps, up.now()));
    TRY(check_concurrently(up.steps));

    TRY(check_rebuilds(up.steps, heads));

    Plan plan;
    plan.before = heads;
    const std::vector<Step> core = up.steps;
    up.steps = keep_through_batch(up.carried(), heads);
    Heads after = TRY(advance_all(up.steps, heads));
    if (request.down_operations) {
        Work down(after, rules);
        down.needs_inverse = false;
        TRY(run(*request.down_operations, "down_operations", down));
        plan.down = keep_through_batch(down.carried(), after);
    } else {
        const std::vector<Step> inverse = TRY(inverse_of(core, up.bare_before()));
        const std::vector<Step> carried = TRY(carry(inverse, after, rules));
        const std::vector<Step> down = TRY(with_the_rest(carried, after, heads));
        TRY(check_rebuilds(down, after));
        plan.down = keep_through_batch(down, after);
    }
    TRY(check_return(plan.down, after, heads, up));
    forget_ways_back(up.steps);
    forget_ways_back(plan.down);
    warn_of_empty_targets(plan.down, up);
    warn_of_reserved_names(up);
    up.assume_nothing_else_changed();
    for (const Note& warning : batch_warnings(up.steps, heads)) up.warn(warning.code, warning.text);
    if (rules.if_exists) {
        make_idempotent(up.steps);
        make_idempotent(plan.down);
    }
    plan.up = std::move(up.steps);
    plan.assumptions = std::move(up.assumptions);
    plan.warnings = std::move(up.warnings);
    return plan;
}

}  // namespace migrate::plan
