#include "schema/version_table.h"

namespace migrate {

const Table& version_table() {
    static const Table table{
        .name = {"", "alembic_version"},
        .columns = {Column{"version_num", {.kind = TypeKind::string, .length = 32}, false, {}, {}, {}, ""}},
        .primary_key = PrimaryKey{"alembic_version_pkc", {"version_num"}}};
    return table;
}

}  // namespace migrate
