/// Column types and server defaults, as values.
///
/// A type or default is *portable* in a plan (one value that stands for both dialects) and *lowered* in a
/// replayed schema (what the one database has). `lower` goes from the first to the second; `raise_type` and
/// `raise_default` go back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate {

enum class Dialect { postgresql, sqlite };

/// "postgresql" or "sqlite": Alembic's own names.
std::string_view name_of(Dialect dialect);

enum class TypeKind {
    string,  ///< VARCHAR(length) or VARCHAR
    char_,   ///< CHAR(length)
    text,
    integer,
    bigint,
    smallint,
    numeric,   ///< NUMERIC(precision, scale), both optional
    floating,  ///< sa.Float(): DOUBLE PRECISION on PostgreSQL, FLOAT on SQLite; precision <= 24 means REAL
    boolean,
    date,
    time,      ///< `timezone` says WITH TIME ZONE
    datetime,  ///< TIMESTAMP; `timezone` says WITH TIME ZONE
    interval,
    uuid,
    json,
    jsonb,
    binary,  ///< BYTEA / BLOB
    inet,
    array,        ///< of `element`
    enumeration,  ///< a native enum type on PostgreSQL: `name` and `labels`
    other,        ///< any type known only by its SQL text in `name` (tsvector, citext, int4range, vector(3) ...)
    opaque,       ///< an application's own Python type: `name` is its Python text; its SQL is not known
};

/// integer, bigint, smallint.
bool is_whole_number(TypeKind kind);
/// The same, numeric and floating.
bool is_number(TypeKind kind);
/// string, char_, text.
bool is_text(TypeKind kind);
/// json, jsonb.
bool is_json(TypeKind kind);

struct Type {
    TypeKind kind = TypeKind::text;
    std::optional<int> length;
    std::optional<int> precision;
    std::optional<int> scale;
    bool timezone = false;
    std::string name;                 ///< enumeration, other, opaque
    std::string name_schema;          ///< schema of a named type, "" for the default one
    std::vector<std::string> labels;  ///< enumeration
    std::vector<Type> element;        ///< array: exactly one
    std::vector<Type> on_sqlite;      ///< portable types only: exactly one where SQLite's type is not what
                                      ///< `lower` gives by itself

    bool operator==(const Type&) const = default;
};

/// A server default as SQL text: of one dialect in a replayed schema, of both in a plan.
struct Default {
    std::string sql;                       ///< "'DRAFT'", "now()", "true", "0"
    std::optional<std::string> on_sqlite;  ///< portable only: SQLite's text where it differs; "" for none there

    bool operator==(const Default&) const = default;
};

/// The portable defaults that the generated text has a name for.
Default default_now();             ///< now() / CURRENT_TIMESTAMP
Default default_true();            ///< true / 1
Default default_false();           ///< false / 0
Default default_generated_uuid();  ///< gen_random_uuid() / none

/// What a portable type is on one dialect: a uuid is CHAR-like String(36) on SQLite, jsonb is json, inet is
/// String(45), an array is json, a native enum is String(longest label); all others are themselves.
Type lower(const Type& portable, Dialect dialect);
/// What a portable default is on one dialect; nullopt where the dialect has none.
std::optional<Default> lower(const Default& portable, Dialect dialect);

/// The portable type that lowers to both; `on_sqlite` is set only where `lower` would not give it by itself.
Type raise_type(const Type& postgresql, const Type& sqlite);
/// The portable default that lowers to both; nullopt when neither side has one.
std::optional<Default> raise_default(const std::optional<Default>& postgresql, const std::optional<Default>& sqlite);

/// The type's SQL on the dialect, in the spelling of PostgreSQL's format_type and of SQLAlchemy on SQLite:
/// "character varying(32)", "timestamp with time zone", "uuid[]"; "VARCHAR(32)", "DATETIME".
std::string sql_of(const Type& type, Dialect dialect);

/// Reads the request form: string(32), text, numeric(12,2), datetime, timestamp, uuid, jsonb, array(text),
/// varchar(20) ... Error code "bad_type", naming what was found and what is allowed. Lengths are bounded
/// (1..10485760, precision 1..1000).
Result<Type> read_type(std::string_view text);
/// The same form back: write_type(read_type(t)) is t in canonical spelling. `datetime` means with time zone;
/// `datetime_naive` without.
std::string write_type(const Type& type);

/// Reads a SQL type name as PostgreSQL or SQLite spells it ("varchar(20)", "timestamptz", "double precision",
/// "int4", "text[]"); what has no kind of its own becomes TypeKind::other with the text as `name`. Never
/// fails.
Type read_sql_type(std::string_view sql);

}  // namespace migrate
