#include "render/sqlalchemy.h"

#include <algorithm>

#include "schema/postgres_types.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::list;
using python::raw;
using python::text;

Place place_of(const Table& table, const std::string& column) {
    if (!table.primary_key) return Place::plain;
    const std::vector<std::string>& key = table.primary_key->columns;
    if (std::find(key.begin(), key.end(), column) == key.end()) return Place::plain;
    if (key.size() > 1) return Place::key_part;
    return table.primary_key->name.empty() ? Place::inline_key : Place::whole_key;
}

namespace {

/// autoincrement= where SQLAlchemy's own choice would be another one; nullopt where it would not.
std::optional<bool> autoincrement(const Column& column, Place place, bool points) {
    const bool whole = place == Place::whole_key || place == Place::inline_key;
    // Before 2.1 SQLAlchemy makes a serial column of any number that is a key by itself.
    if (!is_number(column.type.kind) || place == Place::plain) return std::nullopt;
    const bool by_itself = whole && !points && !column.server_default;
    const bool wanted = column.identity.has_value();
    if (wanted == by_itself) return std::nullopt;
    return wanted;
}

}  // namespace

Result<Code> write_column(const Column& column, Place place, bool points, Needs& needs, const InColumn& within) {
    const bool serial = column.identity == IdentityKind::serial && place == Place::plain;
    if (serial && column.nullable) {
        return fail("cannot_render", "a serial column outside the key is NOT NULL, and " + column.name + " may be NULL",
                    "write this migration by hand, or send it as an execute operation");
    }
    std::vector<Code> arguments = {text(column.name)};
    Result<Code> type = serial ? write_serial(column, needs) : write_type(column.type, needs);
    if (!type) return type;
    arguments.push_back(std::move(*type));
    if (within.key) arguments.push_back(write_inline_key(*within.key, needs));
    const bool said =
        needs.form.autoincrement_true && place != Place::key_part && column.identity == IdentityKind::serial;
    const bool plainly_counts = needs.reflected && !column.identity;
    const auto add_default = [&](bool wanted) {
        if (wanted && column.server_default)
            arguments.push_back(keyword("server_default", write_default(*column.server_default, needs)));
    };
    if (column.computed)
        arguments.push_back(
            call("sa.Computed", {text(escape_binds(*column.computed)), keyword("persisted", raw("True"))}));
    if (column.identity == IdentityKind::always)
        arguments.push_back(call("sa.Identity", {keyword("always", raw("True"))}));
    if (column.identity == IdentityKind::by_default) arguments.push_back(call("sa.Identity", {}));
    if (place == Place::inline_key) arguments.push_back(keyword("primary_key", raw("True")));
    add_default(needs.form.default_first);
    if (plainly_counts && needs.only == Dialect::postgresql)
        arguments.push_back(keyword("autoincrement", raw("False")));
    if (said && needs.form.default_first) arguments.push_back(keyword("autoincrement", raw("True")));
    if (place != Place::inline_key && (!column.nullable || needs.form.nullable_true))
        arguments.push_back(keyword("nullable", raw(column.nullable ? "True" : "False")));
    const std::optional<bool> counts = said ? std::optional(true) : autoincrement(column, place, points);
    if (counts && !plainly_counts && !(said && needs.form.default_first)) {
        const bool only_postgresql = *counts && place == Place::key_part && !needs.only;  // SQLite refuses it there
        needs.is_postgres = needs.is_postgres || only_postgresql;
        arguments.push_back(keyword("autoincrement", raw(only_postgresql ? "is_postgres"
                                                         : *counts       ? "True"
                                                                         : "False")));
    }
    if (within.unique) arguments.push_back(keyword("unique", raw("True")));
    if (within.index) arguments.push_back(keyword("index", raw("True")));
    add_default(!needs.form.default_first);
    if (!column.comment.empty()) arguments.push_back(keyword("comment", text(column.comment)));
    return call("sa.Column", std::move(arguments));
}

Code write_names(const std::vector<std::string>& names) {
    std::vector<Code> items;
    for (const std::string& name : names) items.push_back(text(name));
    return list(std::move(items));
}

}  // namespace migrate::render
