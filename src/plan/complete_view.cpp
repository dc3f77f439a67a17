// Views: asked for by themselves, and those that a CASCADE takes along.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "plan/work.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::plan {

namespace {

tl::unexpected<Error> no_such_view(const TableName& name, const Schema& schema) {
    std::vector<std::string> names;
    for (const auto& [each, sql] : schema.views) names.push_back(to_string(each));
    return fail("no_such_view", "there is no view " + to_string(name) + " at head",
                names.empty() ? "there are none" : "the views: " + base::join(names, ", "));
}

/// The view with those over it, from whichever database has it.
Result<void> drop_with_those_above(const TableName& name, Work& work) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        for (const TableName& view : views_above(work.whole(dialect), name)) {
            if (!work.now(dialect).views.contains(view)) work.leave_away(view, dialect);
        }
    }
    const Schema& first = work.now().postgresql.views.contains(name) ? work.now().postgresql : work.now().sqlite;
    for (const TableName& view : views_above(first, name)) {
        const DropView drop{.name = view, .materialized = is_materialized(first.views.at(view))};
        TRY(work.add(drop));
    }
    return {};
}

}  // namespace

Result<void> complete_operation(const CreateView& request, Work& work) {
    const bool whole = base::upper(request.sql.substr(0, 7)) == "CREATE ";
    if (!whole && request.sql.find(';') != std::string::npos)
        return fail("bad_sql", "the query of view " + to_string(request.name) + " holds a semicolon",
                    "send the query alone");
    const bool there = work.now().sqlite.views.contains(request.name);
    if (!request.or_replace || !there) return work.add(request);
    // SQLite has no OR REPLACE.
    TRY(work.add_only(request, Dialect::postgresql));
    TRY(work.add_only(DropView{.name = request.name}, Dialect::sqlite));
    return work.add_only(CreateView{request.name, request.sql}, Dialect::sqlite);
}

Result<void> complete_operation(const DropView& request, Work& work) {
    const bool there =
        work.now().postgresql.views.contains(request.name) || work.now().sqlite.views.contains(request.name);
    if (!there) return no_such_view(request.name, work.now().postgresql);
    if (request.cascade) return drop_with_those_above(request.name, work);
    const auto found = work.now().postgresql.views.find(request.name);
    DropView drop = request;
    drop.materialized = found != work.now().postgresql.views.end() && is_materialized(found->second);
    return work.add(std::move(drop));
}

void warn_of_unsure(const TableName& table, Work& work) {
    for (const Schema* schema : {&work.now().postgresql, &work.now().sqlite}) {
        for (const Attachment& thing : schema->attachments) {
            if (thing.owner != table || thing.unsure.empty()) continue;
            work.warn("not_brought_back", to_text(thing) + " goes too where it is there, and the downgrade does not " +
                                              "make it: whether it is there is not certain: " + thing.unsure);
        }
    }
}

Result<void> drop_attached(const TableName& table, const std::string& column, Work& work) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Schema& now = work.now(dialect);
        DropColumn alone{.table = table, .column = column};
        for (const Hanging& each : hangs_on(alone, now)) {
            const std::string drop = drop_statement(each.thing, dialect);
            if (drop.empty()) continue;
            const Execute step{.sql = drop, .down_sql = each.thing.sql, .takes = {each.thing}};
            TRY(work.add_only(step, dialect));
        }
    }
    return {};
}

Result<void> drop_views_over(const TableName& table, const std::string& column, Work& work) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Schema schema = work.now(dialect);
        for (const auto& [name, sql] : schema.views) {
            const bool over = column.empty() ? reads_relation(sql, table)
                                             : reads_column(sql, table, column, dialect == Dialect::postgresql);
            const Schema& now = work.now(dialect);
            if (!over || !now.views.contains(name)) continue;
            TRY(drop_with_those_above(name, work));
            work.warn("view_dropped", "the view " + to_string(name) + " goes with it; the downgrade brings it back");
        }
    }
    return {};
}

}  // namespace migrate::plan
