// Views that a CASCADE takes along.
#include "plan/work.h"
#include "schema/view_text.h"

namespace migrate::plan {

namespace {

/// The view with those over it, from whichever database has it.
Result<void> drop_with_those_above(const TableName& name, Work& work) {
    const Schema first = work.now().postgresql.views.contains(name) ? work.now().postgresql : work.now().sqlite;
    for (const TableName& view : views_above(first, name)) {
        const DropView drop{.name = view, .materialized = is_materialized(first.views.at(view))};
        if (Result<void> done = work.add(drop); !done) return done;
        work.warn("view_dropped", "the view " + to_string(view) + " goes with it; the downgrade brings it back");
    }
    return {};
}

}  // namespace

Result<void> drop_views_over(const TableName& table, const std::string& column, Work& work) {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Schema schema = dialect == Dialect::postgresql ? work.now().postgresql : work.now().sqlite;
        for (const auto& [name, sql] : schema.views) {
            const bool over = column.empty() ? reads_relation(sql, table)
                                             : reads_column(sql, table, column, dialect == Dialect::postgresql);
            const Schema& now = dialect == Dialect::postgresql ? work.now().postgresql : work.now().sqlite;
            if (!over || !now.views.contains(name)) continue;
            if (Result<void> done = drop_with_those_above(name, work); !done) return done;
        }
    }
    return {};
}

}  // namespace migrate::plan
