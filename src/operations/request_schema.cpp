#include <nlohmann/json.hpp>

#include "operations/requested.h"

namespace migrate {
namespace {

using nlohmann::json;

/// The whole form in a third of the bytes that JSON Schema would take, and with what each operation takes. A test holds
/// it to the readers.
constexpr const char* kForm = R"form(Exact changes: objects of op, table and, (optional):
create_table columns (primary_key uniques checks foreign_keys indexes comment house_columns)
drop_table (if_exists cascade)
rename_table to (to_schema)
add_column column
drop_column column (if_exists cascade)
rename_column column to
alter_column column (type nullable default using backfill comment identity)
create_index columns (name unique where method include with nulls_not_distinct concurrently if_not_exists)
drop_index name or columns (concurrently)
create_unique columns (name nulls_not_distinct deferrable using_index)
create_check sql (name not_valid)
create_foreign_key columns references (name on_delete on_update deferrable not_valid)
drop_constraint name or kind columns
comment_table comment
rename_constraint name to
Without table:
rename_index name to
add_enum_label name label (before after)
execute sql (down_sql dialect)
New column: {name type (nullable default primary_key unique index references on_delete on_update in check computed backfill comment identity)}
type: string(n) text integer bigint smallint numeric(p,s) float boolean date time datetime uuid json jsonb binary inet array(T)
default: literal, null or {"sql":"..."}; references: "customers.id"; in: allowed values; computed: SQL; backfill: SQL for rows there are
create_table adds the usual id and created_at; not with house_columns false
uniques, checks, foreign_keys, indexes: as their create_*
Index column: name or {column or expression (desc nulls opclass collation)}
[{"op":"create_table","table":"invoices","columns":[{"name":"number","type":"string(32)","unique":true},{"name":"customer_id","references":"customers.id","on_delete":"cascade"}]}])form";

}  // namespace

json operations_json_schema() {
    const json operation = {{"type", "object"}, {"required", json::array({"op"})}};
    return json{{"type", "array"}, {"description", kForm}, {"items", operation}};
}

}  // namespace migrate
