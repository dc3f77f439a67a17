// Small migrations for the tests of the replay room.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "base/text.h"
#include "replay/replay.h"

namespace migrate::replay {

inline Schema empty_schema(Dialect dialect = Dialect::postgresql) {
    Schema schema;
    schema.dialect = dialect;
    return schema;
}

inline const std::string kHeader =
    "import sqlalchemy as sa\n"
    "from alembic import op\n"
    "from sqlalchemy import inspect, text\n"
    "from sqlalchemy.dialects import postgresql\n";

/// upgrade() with this body (lines without their indentation), run on `before`.
inline Run run_body(const std::string& body, const Schema& before = empty_schema(), const RunLimits& limits = {},
                    const NamingConvention& naming = {}) {
    std::string source = kHeader + "def upgrade():\n    pass\n";
    for (const std::string& line : base::split(body, '\n')) source += line.empty() ? "\n" : "    " + line + "\n";
    return run_function(source, "m.py", "upgrade", before, limits, {naming, {}});
}

inline Run run_module_text(const std::string& text, const Schema& before = empty_schema(),
                           const RunLimits& limits = {}) {
    return run_function(kHeader + text, "m.py", "upgrade", before, limits);
}

/// A schema with the tables of these statements.
inline Schema schema_of(const std::string& body, Dialect dialect = Dialect::postgresql) {
    return run_body(body, empty_schema(dialect)).after;
}

inline const Table& table_of(const Run& run, const std::string& name) {
    const Table* table = find_table(run.after, read_table_name(name));
    REQUIRE_MESSAGE(table != nullptr, "no table " << name);
    return *table;
}

inline const Column& column_of(const Run& run, const std::string& table, const std::string& name) {
    const Column* column = find_column(table_of(run, table), name);
    REQUIRE_MESSAGE(column != nullptr, "no column " << table << "." << name);
    return *column;
}

inline std::string remarks_of(const Run& run) {
    std::string all;
    for (const Remark& remark : run.remarks) {
        const char* kind = remark.kind == Remark::Kind::unknown ? "unknown "
                           : remark.kind == Remark::Kind::fails ? "fails "
                                                                : "note ";
        all += kind + remark.where + ": " + remark.text + "\n";
    }
    return all;
}

inline std::size_t count_remarks(const Run& run, Remark::Kind kind) {
    std::size_t count = 0;
    for (const Remark& remark : run.remarks) count += remark.kind == kind ? 1 : 0;
    return count;
}

/// Nothing unknown, nothing that fails.
inline void check_clean(const Run& run) {
    CHECK_MESSAGE(run.complete, remarks_of(run));
    CHECK_MESSAGE(run.after.doubts.empty(), remarks_of(run));
    CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 0, remarks_of(run));
}

/// The text that the expression gives, seen through a table's comment.
inline std::string text_of_expression(const std::string& expression, const std::string& before = "") {
    Run run =
        run_body(before + "\nop.create_table('t', sa.Column('a', sa.Text()))\nop.create_table_comment('t', str((" +
                 expression + ")))");
    if (!run.complete) return "INCOMPLETE " + remarks_of(run);
    const Table* table = find_table(run.after, TableName{"", "t"});
    return table ? table->comment : "NO TABLE " + remarks_of(run);
}

}  // namespace migrate::replay
