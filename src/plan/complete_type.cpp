// A change of a column's type: its cast and the way back, its default, the keys that refer to it, the sequence behind
// it, and what SQLite would do to the values.
#include <algorithm>

#include "base/attempt.h"
#include "operations/casts.h"
#include "operations/dependents.h"
#include "plan/cast.h"
#include "plan/names.h"
#include "plan/type_change.h"
#include "plan/work.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

std::string name_of(const AlterColumn& alter) {
    return to_string(alter.table) + "." + alter.column;
}

/// Says the default again in the new type, and takes it out of the way of an explicit cast.
Result<void> free_default(AlterColumn& alter, const Column& before, const Type& target, Work& work) {
    const Type& item = innermost(target);
    const bool other_items = before.type.kind == TypeKind::array && target.kind == TypeKind::array &&
                             item.kind != innermost(before.type).kind && !is_text(item.kind) && !is_number(item.kind);
    if (!before.server_default || (before.type.kind == target.kind && !other_items)) return {};
    const bool is_label = std::ranges::any_of(
        target.labels, [&](const std::string& label) { return before.server_default->sql == quote_text(label); });
    const bool from_text = is_text(before.type.kind) && !is_text(target.kind) && !is_label;
    const bool number = is_number(target.kind) || target.kind == TypeKind::boolean;
    const bool explicit_cast = !alter.using_sql.empty();
    const bool doubtful = number || from_text || !before.server_default->sql.starts_with("'") || other_items;
    if (!alter.set_default && explicit_cast && doubtful) {
        return fail("default_in_the_way",
                    "the default " + before.server_default->sql + " of " + to_string(alter.table) + "." + alter.column +
                        " may be none for " + sql_of(target, Dialect::postgresql),
                    "say the new default in the same change, or drop the default first");
    }
    if (!alter.set_default) {
        alter.set_default = true;
        alter.server_default = portable_column(alter.table, alter.column, work.now()).server_default;
    }
    if (!explicit_cast || !find_table(work.now().postgresql, alter.table)) return {};
    return work.add_only(without_default(alter.table, alter.column), Dialect::postgresql);
}

/// Nothing is taken from the session that runs the migration: on another machine it would make other values.
Result<void> check_zone(const AlterColumn& alter, const Type& from, const Type& to) {
    if (!asks_session_zone(from, to)) return {};
    const std::string using_sql = using_zone(alter.column, from, to, "'UTC'");
    const std::string name = quote_identifier(alter.column);
    const std::string offset = "(" + name + "::text || '+00')::timetz", plain = name + "::time";
    std::string hint =
        "add \"using\": \"" + using_sql + "\" to the alter_column operation, or in words: at time zone 'UTC'";
    if (using_sql.empty()) {
        hint = "add \"using\": \"" + (to.timezone ? offset : plain) + "\" and \"down_using\": \"" +
               (to.timezone ? plain : offset) + "\" to the alter_column operation, with the offset that they have";
    } else if (is_text(from.kind)) {
        hint += R"(; where each text says its own: "using": ")" + name + "::timestamptz\"";
    }
    return fail("needs_zone",
                "nothing says in which time zone the times of " + name_of(alter) +
                    " are: PostgreSQL would take that of the session",
                hint);
}

/// The USING of the upgrade, and the one of the downgrade: by a cast, by the one that was asked for and its inverse, or
/// not without being told.
Result<void> settle_using(AlterColumn& alter, const Column& before, const Type& target, bool given, Work& work) {
    if (!given) {
        TRY(check_zone(alter, before.type, target));
    }
    if (!given) {
        alter.using_sql = cast_expression(alter.column, before.type, target);
        return {};
    }
    if (!alter.down_using_sql.empty() || !work.needs_inverse) return {};
    const auto inverse = inverse_using(alter.using_sql, alter.column, before.type, target);
    if (!inverse) {
        const std::string zoned = using_zone(alter.column, before.type, target, "'UTC'");
        return fail("needs_down_using",
                    "the way back from " + alter.using_sql + " for " + name_of(alter) + " is not known",
                    "add \"down_using\": the expression that makes the old values from the new ones" +
                        (zoned.empty() ? "" : "; that of \"using\": \"" + zoned + "\" is known"));
    }
    if (inverse->find("AT TIME ZONE") != std::string::npos) alter.down_using_sql = *inverse;  // a cast is its own way
    return {};
}

/// The whole number types by their width; 0 for others.
int width(TypeKind kind) {
    return kind == TypeKind::smallint ? 1 : kind == TypeKind::integer ? 2 : kind == TypeKind::bigint ? 3 : 0;
}

bool is_whole_key(const Table* table, const std::string& column) {
    return table != nullptr && table->primary_key && table->primary_key->columns == std::vector<std::string>{column};
}

/// The sequence of a serial column stays as narrow as it was made, and then stops; its name may be an older one.
Result<void> widen_sequence(const AlterColumn& alter, const Column& before, const Type& target, Work& work) {
    if (before.identity != IdentityKind::serial || width(target.kind) == 0) return {};
    const auto statement = [&](const Type& type) {
        return "DO $do$ BEGIN EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence(" +
               quote_text(sql_name(alter.table)) + ", " + quote_text(alter.column) + ") || ' AS " +
               sql_of(type, Dialect::postgresql) + "'; END $do$";
    };
    return work.add_only(Execute{.sql = statement(target), .down_sql = statement(before.type)}, Dialect::postgresql);
}

/// The time of now() is no value of a date column on SQLite.
Result<void> check_now(const AlterColumn& alter, const Column& before, const Type& target) {
    if (alter.set_default) return {};
    const bool is_now = before.server_default == default_now();
    if (before.type.kind == TypeKind::datetime && target.kind == TypeKind::date && is_now) {
        return fail("default_in_the_way",
                    "the default now() of " + name_of(alter) + " has a time of day, and a date has none",
                    R"(say "default": {"sql": "CURRENT_DATE"} in the same change)");
    }
    return {};
}

/// Columns that refer to one that grows must hold its new values.
Result<void> widen_referrers(const AlterColumn& alter, const Type& target, Work& work) {
    if (width(target.kind) == 0) return {};
    const Schema schema = work.now().postgresql;
    for (const auto& [name, table] : schema.tables) {
        for (const ForeignKey& key : table.foreign_keys) {
            for (std::size_t i = 0; key.target == alter.table && i < key.columns.size(); ++i) {
                if (i >= key.target_columns.size() || key.target_columns[i] != alter.column) continue;
                const Column* column = find_column(work.now().postgresql, name, key.columns[i]);
                if (column == nullptr || width(column->type.kind) == 0) continue;
                if (width(column->type.kind) >= width(target.kind)) continue;
                RequestedAlterColumn widened{{.table = name, .column = key.columns[i], .type = target}, std::nullopt};
                TRY(complete_operation(widened, work));
                work.assume(to_string(name) + "." + key.columns[i] + " is widened along: it refers to " +
                            name_of(alter));
            }
        }
    }
    return {};
}

/// What SQLite's values become besides, before or after the change; the using that was asked for, where it is not a
/// `plain` cast and both databases read it alike.
struct OnSqlite {
    std::optional<Execute> before;
    std::optional<Execute> after;
};

Result<OnSqlite> values_on_sqlite(const AlterColumn& alter, const Type& from, const Type& to, bool plain) {
    const std::string set = "UPDATE " + sql_name(alter.table) + " SET " + quote_identifier(alter.column) + " = ";
    const auto update = [&](const std::string& value) {
        return value.empty() ? std::optional<std::string>() : std::optional(set + value);
    };
    if (!plain) {
        const bool portable = is_portable_expression(alter.using_sql) && is_portable_expression(alter.down_using_sql);
        if (!portable) {
            return fail("not_on_sqlite",
                        "SQLite cannot run " + alter.using_sql + " for the values of " + name_of(alter),
                        "use only what both databases have (CASE, arithmetic, lower, replace, coalesce …), or name the "
                        "one database that is used as `databases` in the project's configuration");
        }
        const auto fitting = [](const std::string& value, const Type& type) {
            return is_whole_number(type.kind) && !value.empty() ? rounded(value) : value;
        };
        return OnSqlite{
            Execute{.sql = set + fitting(alter.using_sql, to), .down_sql = update(fitting(alter.down_using_sql, from))},
            std::nullopt};
    }
    OnSqlite values;
    if (const auto update_values = update(sqlite_conversion(alter.column, from, to)))
        (is_text(to.kind) ? values.after : values.before) =
            Execute{.sql = *update_values};  // with_casts has the way back
    return values;
}

/// What a cast takes from the values without a word, on the databases that have the column.
void warn_of_losses(const AlterColumn& alter, const Column* on_postgresql, const Column* on_sqlite, Work& work) {
    std::string lost;
    if (on_postgresql != nullptr) lost = lost_by_cast(on_postgresql->type, lower(*alter.type, Dialect::postgresql));
    if (lost.empty() && on_sqlite != nullptr)
        lost = lost_on_sqlite(on_sqlite->type, lower(*alter.type, Dialect::sqlite));
    if (!lost.empty())
        work.warn("values_change", "of " + name_of(alter) + " " + lost + "; the downgrade does not bring that back");
}

}  // namespace

Result<void> change_type(AlterColumn alter, const Column& before, bool using_given, Work& work) {
    const Type target = lower(*alter.type, Dialect::postgresql);
    const std::optional<Dialect> only = work.now().only();
    const Table* on_postgresql = only == Dialect::sqlite ? nullptr : find_table(work.now().postgresql, alter.table);
    const Table* on_sqlite = only == Dialect::postgresql ? nullptr : find_table(work.now().sqlite, alter.table);
    if (on_postgresql != nullptr) {
        TRY(make_enum(*alter.type, work));
        if (!using_given) {
            TRY(check_type_change(work.now().postgresql, alter.table, before, target));
        }
        TRY(settle_using(alter, before, target, using_given, work));
    }
    TRY(check_now(alter, before, target));
    const bool plain = !using_given || inverse_using(alter.using_sql, alter.column, before.type, target).has_value();
    const Column* kept = on_sqlite == nullptr ? nullptr : find_column(*on_sqlite, alter.column);
    const bool stays = kept != nullptr && is_whole_key(on_sqlite, alter.column) &&
                       kept->type.kind == TypeKind::integer && width(target.kind) > 0;
    OnSqlite values;
    if (kept != nullptr && !stays && (on_postgresql != nullptr || only == Dialect::sqlite)) {
        OnSqlite found = TRY(values_on_sqlite(alter, kept->type, lower(*alter.type, Dialect::sqlite), plain));
        values = std::move(found);
    }
    if (values.before) {
        TRY(work.add_only(*values.before, Dialect::sqlite));
    }
    if (only != Dialect::sqlite) {
        TRY(free_default(alter, before, target, work));
    }
    if (only != Dialect::sqlite && narrows(before.type, target)) {
        work.warn("narrows", "the upgrade stops if a value of " + name_of(alter) + " does not fit into " +
                                 write_type(*alter.type));
    }
    if (plain) warn_of_losses(alter, on_postgresql != nullptr ? &before : nullptr, stays ? nullptr : kept, work);
    if (stays) {
        // INTEGER is the type of SQLite's own row number, and holds 64 bits: another one would end that.
        const bool more = alter.nullable || alter.set_default;
        TRY(work.add_only(alter, Dialect::postgresql));
        AlterColumn rest = alter;
        rest.type.reset();
        rest.using_sql.clear();
        if (more) {
            TRY(work.add_only(rest, Dialect::sqlite));
        }
    } else if (has_percent(alter) && on_postgresql != nullptr && kept != nullptr) {
        TRY(work.add_only(alter, Dialect::postgresql));
        TRY(work.add_only(without_using(alter), Dialect::sqlite));
    } else {
        TRY(work.add(alter));
    }
    if (values.after) {
        TRY(work.add_only(*values.after, Dialect::sqlite));
    }
    if (on_postgresql == nullptr) return {};
    TRY(widen_sequence(alter, before, target, work));
    TRY(widen_referrers(alter, target, work));
    return drop_unused_enum(before.type, work);
}

}  // namespace migrate::plan
