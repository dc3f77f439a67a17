/// The names by which types can be asked for. Internal to the schema room.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "schema/type.h"

namespace migrate {

enum class Arguments { none, length, numeric, seconds, digits };

struct Form {
    std::string_view name;
    TypeKind kind;
    Arguments arguments = Arguments::none;
    bool timezone = false;
};

// The first form of each kind (and zone) is the canonical one; the rest are what people also write.
inline constexpr std::array kForms = {
    Form{"string", TypeKind::string, Arguments::length},
    Form{"varchar", TypeKind::string, Arguments::length},
    Form{"str", TypeKind::string, Arguments::length},
    Form{"character varying", TypeKind::string, Arguments::length},
    Form{"char", TypeKind::char_, Arguments::length},
    Form{"character", TypeKind::char_, Arguments::length},
    Form{"text", TypeKind::text},
    Form{"integer", TypeKind::integer},
    Form{"int", TypeKind::integer},
    Form{"int4", TypeKind::integer},
    Form{"bigint", TypeKind::bigint},
    Form{"biginteger", TypeKind::bigint},
    Form{"int8", TypeKind::bigint},
    Form{"smallint", TypeKind::smallint},
    Form{"smallinteger", TypeKind::smallint},
    Form{"int2", TypeKind::smallint},
    Form{"numeric", TypeKind::numeric, Arguments::numeric},
    Form{"decimal", TypeKind::numeric, Arguments::numeric},
    Form{"float", TypeKind::floating, Arguments::digits},
    Form{"double", TypeKind::floating},
    Form{"double precision", TypeKind::floating},
    Form{"boolean", TypeKind::boolean},
    Form{"bool", TypeKind::boolean},
    Form{"date", TypeKind::date},
    Form{"time", TypeKind::time, Arguments::seconds},
    Form{"timetz", TypeKind::time, Arguments::seconds, true},
    Form{"datetime", TypeKind::datetime, Arguments::seconds, true},
    Form{"timestamp", TypeKind::datetime, Arguments::seconds, true},
    Form{"timestamptz", TypeKind::datetime, Arguments::seconds, true},
    Form{"timestamp with time zone", TypeKind::datetime, Arguments::seconds, true},
    Form{"datetime_naive", TypeKind::datetime, Arguments::seconds, false},
    Form{"timestamp without time zone", TypeKind::datetime, Arguments::seconds, false},
    Form{"interval", TypeKind::interval, Arguments::seconds},
    Form{"uuid", TypeKind::uuid},
    Form{"json", TypeKind::json},
    Form{"jsonb", TypeKind::jsonb},
    Form{"binary", TypeKind::binary, Arguments::length},
    Form{"bytea", TypeKind::binary},
    Form{"blob", TypeKind::binary},
    Form{"inet", TypeKind::inet},
};

/// A type that has a kind of its own, as SQL spells it; nullopt for others.
std::optional<Type> known_sql_type(std::string_view sql);
/// One spelling of a type without a kind of its own: "geometry(point,4326)", "interval day to second(3)".
std::string other_type_name(std::string_view sql);
/// "day to second", and the other fields that an interval may be held to.
bool is_interval_fields(std::string_view words);

}  // namespace migrate
