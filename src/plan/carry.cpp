/// What hangs on the steps of a plan: away before the first step that cannot have it, made again after the last.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/text.h"
#include "plan/batch.h"
#include "plan/work.h"

namespace migrate::plan {

namespace {

std::string title(Dialect dialect) {
    return std::string(abilities_of(dialect).shown);
}

/// What to ask for where the thing cannot stay; all of it comes back in the downgrade.
std::string way_out(const Attachment& thing, const Operation& operation, Dialect dialect) {
    if (thing.kind == "view") {
        const std::string drop = R"({"op": "drop_view", "name": ")" + to_string(thing.owner) + R"("})";
        const bool goes = std::holds_alternative<DropColumn>(operation) || std::holds_alternative<DropTable>(operation);
        return std::string(goes ? "ask for the drop with \"cascade\": true, which takes the view along, or " : "") +
               "send the operation " + drop + " before it";
    }
    const RequestedExecute drop{.sql = drop_statement(thing, dialect), .down_sql = thing.sql, .dialect = dialect};
    return "send " + write_operations({drop}).front().dump() +
           " before it, and after it the statement that makes it as it should be then";
}

/// The steps that make or drop one thing, on the one or on both databases; `only` one is in use.
void add_all(const std::vector<Operation>& operations, Dialect dialect, std::vector<Step>& steps, std::size_t since,
             std::optional<Dialect> only) {
    if (only) {
        for (const Operation& operation : operations) steps.push_back({operation, {}});
        return;
    }
    std::size_t behind = since;  // the database's own order is kept: one that it has is behind all that it has by then
    const auto follow = [&] {
        for (std::size_t i = behind; i < steps.size(); ++i) {
            if (!steps[i].only || *steps[i].only == dialect) behind = i + 1;
        }
    };
    for (const Operation& operation : operations) {
        follow();
        const auto same = std::find_if(
            steps.begin() + static_cast<std::ptrdiff_t>(behind), steps.end(),
            [&](const Step& step) { return step.only && *step.only != dialect && step.operation == operation; });
        if (same == steps.end())
            steps.push_back({operation, dialect});
        else
            same->only.reset();
    }
}

}  // namespace

Schema Work::whole(Dialect dialect) const {
    Schema schema = now_.on(dialect);
    for (auto each = away_.rbegin(); each != away_.rend(); ++each) {
        if (each->dialect != dialect) continue;
        Result<Schema> with = migrate::apply(each->hanging.make, schema);
        if (with) schema = std::move(*with);
    }
    return schema;
}

void Work::leave_away(const TableName& view, Dialect dialect) {
    for (Away& away : away_) {
        if (away.dialect != dialect || away.hanging.thing.kind != "view" || away.hanging.thing.owner != view) continue;
        away.hanging.make.clear();
        away.made.clear();
    }
}

Result<void> Work::take_away(const Operation& operation, Dialect dialect) {
    const std::vector<Operation> lowered = lower({Step{operation, std::nullopt}}, dialect);
    if (lowered.empty()) return {};
    const Schema schema = whole(dialect);
    const bool rebuilds = dialect == Dialect::sqlite && needs_batch(operation, schema);
    for (Hanging& each : hangs_on(lowered.front(), schema, rebuilds)) {
        const std::string what = describe(operation);
        if (each.tie == Hanging::Tie::told) {
            warn("named_in_function", to_text(each.thing) +
                                          " names what changes here, and the database does not see it: " + what +
                                          "; write that function anew in the same deployment");
            continue;
        }
        if (each.tie == Hanging::Tie::bars) {
            return fail("depends_on",
                        "on " + title(dialect) + " " + to_text(each.thing) + " uses what goes here: " + what,
                        way_out(each.thing, operation, dialect));
        }
        const auto known = std::find_if(away_.begin(), away_.end(), [&](const Away& away) {
            return away.dialect == dialect && is_same_object(away.hanging.thing, each.thing);
        });
        if (known != away_.end()) {
            known->last = steps.size();
            known->hanging.make = std::move(each.make);  // as this step leaves it
            continue;
        }
        if (!each.thing.unsure.empty()) {
            return fail("uncertain",
                        to_text(each.thing) +
                            " must be dropped for this and made again, and may not be there: " + each.thing.unsure,
                        "write this migration by hand, or make that place plain");
        }
        Schema bare = TRY(migrate::apply(each.drop, now_.on(dialect)));
        settle(now_, dialect, std::move(bare));
        away_.push_back({std::move(each), {}, dialect, steps.size(), steps.size()});
    }
    return {};
}

void Work::finish(Operation operation, std::optional<Dialect> on, std::optional<Dialect> only) {
    for (Away& away : away_) {
        if (on && *on != away.dialect) continue;
        for (Operation& make : away.hanging.make) make = after_rename(std::move(make), operation, away.dialect);
        if (away.last == steps.size()) away.made = away.hanging.make;
    }
    steps.push_back({std::move(operation), only});
}

Heads Work::bare_before() const {
    Heads bare = before_;
    for (const Away& away : away_) {
        Result<Schema> without = migrate::apply(away.hanging.drop, bare.on(away.dialect));
        if (without) settle(bare, away.dialect, std::move(*without));
    }
    return bare;
}

std::vector<Step> Work::carried() const {
    if (away_.empty()) return steps;
    const std::vector<Block> blocks = blocks_of(steps, bare_before().sqlite);
    const auto block_of = [&](std::size_t step) {
        const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) {
            return step >= block.first && step < block.first + block.size;
        });
        return static_cast<std::size_t>(found - blocks.begin());
    };
    std::vector<Step> all;
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        std::size_t since = all.size();
        for (const Away& away : away_) {
            if (block_of(away.first) == at) add_all(away.hanging.drop, away.dialect, all, since, before_.only());
        }
        const auto first = steps.begin() + static_cast<std::ptrdiff_t>(blocks[at].first);
        all.insert(all.end(), first, first + static_cast<std::ptrdiff_t>(blocks[at].size));
        since = all.size();
        for (auto away = away_.rbegin(); away != away_.rend(); ++away) {
            if (block_of(away->last) == at) add_all(away->made, away->dialect, all, since, before_.only());
        }
    }
    return all;
}

}  // namespace migrate::plan
