#include "models/type_names.h"

#include <map>

#include "base/text.h"
#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

/// What the first arguments of a type's constructor are.
enum class Arguments { none, length, precision_scale, precision, timezone };

struct KnownType {
    TypeKind kind;
    Arguments arguments = Arguments::none;
};

const std::map<std::string, KnownType, std::less<>>& known_types() {
    static const std::map<std::string, KnownType, std::less<>> types = {
        {"String", {TypeKind::string, Arguments::length}},
        {"Unicode", {TypeKind::string, Arguments::length}},
        {"VARCHAR", {TypeKind::string, Arguments::length}},
        {"NVARCHAR", {TypeKind::string, Arguments::length}},
        {"AutoString", {TypeKind::string, Arguments::length}},
        {"CHAR", {TypeKind::char_, Arguments::length}},
        {"NCHAR", {TypeKind::char_, Arguments::length}},
        {"Text", {TypeKind::text}},
        {"TEXT", {TypeKind::text}},
        {"UnicodeText", {TypeKind::text}},
        {"CLOB", {TypeKind::text}},
        {"Integer", {TypeKind::integer}},
        {"INTEGER", {TypeKind::integer}},
        {"INT", {TypeKind::integer}},
        {"BigInteger", {TypeKind::bigint}},
        {"BIGINT", {TypeKind::bigint}},
        {"SmallInteger", {TypeKind::smallint}},
        {"SMALLINT", {TypeKind::smallint}},
        {"Numeric", {TypeKind::numeric, Arguments::precision_scale}},
        {"NUMERIC", {TypeKind::numeric, Arguments::precision_scale}},
        {"DECIMAL", {TypeKind::numeric, Arguments::precision_scale}},
        {"Float", {TypeKind::floating, Arguments::precision}},
        {"FLOAT", {TypeKind::floating, Arguments::precision}},
        {"Double", {TypeKind::floating}},
        {"DOUBLE", {TypeKind::floating}},
        {"DOUBLE_PRECISION", {TypeKind::floating}},
        {"REAL", {TypeKind::floating}},
        {"Boolean", {TypeKind::boolean}},
        {"BOOLEAN", {TypeKind::boolean}},
        {"Date", {TypeKind::date}},
        {"DATE", {TypeKind::date}},
        {"Time", {TypeKind::time, Arguments::timezone}},
        {"TIME", {TypeKind::time, Arguments::timezone}},
        {"DateTime", {TypeKind::datetime, Arguments::timezone}},
        {"DATETIME", {TypeKind::datetime, Arguments::timezone}},
        {"TIMESTAMP", {TypeKind::datetime, Arguments::timezone}},
        {"Interval", {TypeKind::interval}},
        {"INTERVAL", {TypeKind::interval}},
        {"Uuid", {TypeKind::uuid}},
        {"UUID", {TypeKind::uuid}},
        {"JSON", {TypeKind::json}},
        {"JSONB", {TypeKind::jsonb}},
        {"LargeBinary", {TypeKind::binary}},
        {"BLOB", {TypeKind::binary}},
        {"BYTEA", {TypeKind::binary}},
        {"BINARY", {TypeKind::binary}},
        {"VARBINARY", {TypeKind::binary}},
        {"PickleType", {TypeKind::binary}},
        {"INET", {TypeKind::inet}},
    };
    return types;
}

/// Types of the PostgreSQL dialect that are known only by their SQL name.
bool is_postgres_name(std::string_view name) {
    static constexpr std::string_view names[] = {
        "CIDR",         "MACADDR",        "MACADDR8",       "MONEY",         "OID",
        "REGCLASS",     "TSVECTOR",       "TSQUERY",        "HSTORE",        "CITEXT",
        "INT4RANGE",    "INT8RANGE",      "NUMRANGE",       "DATERANGE",     "TSRANGE",
        "TSTZRANGE",    "INT4MULTIRANGE", "INT8MULTIRANGE", "NUMMULTIRANGE", "DATEMULTIRANGE",
        "TSMULTIRANGE", "TSTZMULTIRANGE", "JSONPATH"};
    for (const std::string_view known : names) {
        if (name == known) return true;
    }
    return false;
}

std::optional<int> argument(const Scope& scope, const Call& call, std::size_t position, std::string_view keyword) {
    std::optional<std::int64_t> value = integer_keyword(scope, call, keyword);
    if (!value && position < call.positional.size()) value = integer_of(scope, call.positional[position]);
    if (!value || *value < 0 || *value > 10485760) return std::nullopt;
    return static_cast<int>(*value);
}

void take_arguments(const Scope& scope, const Call& call, Arguments arguments, Type& type) {
    switch (arguments) {
        case Arguments::none:
            return;
        case Arguments::length:
            type.length = argument(scope, call, 0, "length");
            return;
        case Arguments::precision:
            type.precision = argument(scope, call, 0, "precision");
            return;
        case Arguments::precision_scale:
            type.precision = argument(scope, call, 0, "precision");
            type.scale = argument(scope, call, 1, "scale");
            return;
        case Arguments::timezone: {
            const auto first = call.positional.empty() ? std::nullopt : flag_of(scope, call.positional.front());
            type.timezone = flag_keyword(scope, call, "timezone").value_or(first.value_or(false));
            type.precision = argument(scope, call, call.positional.size(), "precision");
            return;
        }
    }
}

}  // namespace

bool is_type_name(std::string_view name) {
    return known_types().contains(name) || is_postgres_name(name) || name == "ARRAY" || name == "Enum" ||
           name == "ENUM" || name == "BIT";
}

std::optional<Type> known_type(const Scope& scope, std::string_view name, const Call* call) {
    Type type;
    if (is_postgres_name(name)) {
        type.kind = TypeKind::other;
        type.name = base::lower(name);
        return type;
    }
    const auto found = known_types().find(name);
    if (found == known_types().end()) return std::nullopt;
    type.kind = found->second.kind;
    if (name == "REAL") type.precision = 24;
    if (call != nullptr) take_arguments(scope, *call, found->second.arguments, type);
    return type;
}

}  // namespace migrate::models
