/// Short ways to say what the tests of this room say all the time.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "operations/operation.h"
#include "sql/sql.h"

namespace migrate::sql::testing {

inline Schema empty(Dialect dialect = Dialect::postgresql) {
    Schema schema;
    schema.dialect = dialect;
    return schema;
}

inline std::vector<Operation> read(std::string_view text, const Schema& schema = {}) {
    return read_statements(text, schema, "file.py:7");
}

/// The one operation that the text must be, as a T.
template <class T>
T one(std::string_view text, const Schema& schema = {}) {
    const std::vector<Operation> operations = read(text, schema);
    CAPTURE(std::string(text));
    REQUIRE(operations.size() == 1);
    if (const auto* opaque = std::get_if<Opaque>(&operations[0]); opaque && !std::is_same_v<T, Opaque>)
        FAIL(opaque->reason);
    CAPTURE(std::string(name_of(operations[0])));
    REQUIRE(std::holds_alternative<T>(operations[0]));
    return std::get<T>(operations[0]);
}

/// The schema after the statements; they must all apply.
inline Schema after(std::string_view text, Schema schema = {}) {
    for (const Operation& operation : read(text, schema)) {
        Result<Schema> next = migrate::apply(operation, schema);
        CAPTURE(describe(operation));
        if (const auto* opaque = std::get_if<Opaque>(&operation)) FAIL(opaque->reason);
        if (!next) FAIL(next.error().message);
        schema = std::move(*next);
    }
    return schema;
}

inline const Column& column(const Table& table, std::string_view name) {
    const Column* found = find_column(table, name);
    CAPTURE(std::string(name));
    REQUIRE(found);
    return *found;
}

}  // namespace migrate::sql::testing
