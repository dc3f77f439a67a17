#include <nlohmann/json.hpp>

#include "operations/requested.h"

namespace migrate {
namespace {

using nlohmann::json;

/// By an example and the names: what each takes beside these is told by the reader's errors. A test holds it to the
/// readers.
constexpr const char* kForm =
    R"form(op: create_table drop_table rename_table add_column drop_column rename_column alter_column create_index drop_index create_unique create_check create_foreign_key drop_constraint execute
type: string(n) text integer bigint numeric(p,s) float boolean date datetime uuid json array(T)
[{"op":"create_table","table":"invoices","columns":[{"name":"customer_id","references":"customers.id","on_delete":"cascade"},{"name":"state","type":"string(9)","in":["new","paid"],"default":"new"}]},{"op":"add_column","table":"users","column":{"name":"paid_on","type":"date"}}])form";

}  // namespace

json operations_json_schema() {
    const json operation = {{"type", "object"}, {"required", json::array({"op"})}};
    return json{{"type", "array"}, {"description", kForm}, {"items", operation}};
}

}  // namespace migrate
