#include "schema/postgres_types.h"

#include <algorithm>
#include <array>

namespace migrate {
namespace {

using enum TypeArguments;

constexpr std::array kTypes = {
    PostgresType{"bit", "BIT", false, number},
    PostgresType{"bit varying", "BIT", false, number},
    PostgresType{"box"},
    PostgresType{"bpchar"},
    PostgresType{"cid"},
    PostgresType{"cidr", "CIDR"},
    PostgresType{"circle"},
    PostgresType{"citext", "CITEXT", true},
    PostgresType{"cube"},
    PostgresType{"datemultirange", "DATEMULTIRANGE", true},
    PostgresType{"daterange", "DATERANGE"},
    PostgresType{"geography", "", false, words},
    PostgresType{"geometry", "", false, words},
    PostgresType{"halfvec", "", false, number},
    PostgresType{"hstore", "HSTORE"},
    PostgresType{"int4multirange", "INT4MULTIRANGE", true},
    PostgresType{"int4range", "INT4RANGE"},
    PostgresType{"int8multirange", "INT8MULTIRANGE", true},
    PostgresType{"int8range", "INT8RANGE"},
    PostgresType{"jsonpath", "JSONPATH", true},
    PostgresType{"line"},
    PostgresType{"lquery"},
    PostgresType{"lseg"},
    PostgresType{"ltree"},
    PostgresType{"ltxtquery"},
    PostgresType{"macaddr", "MACADDR"},
    PostgresType{"macaddr8", "MACADDR8", true},
    PostgresType{"money", "MONEY"},
    PostgresType{"name"},
    PostgresType{"nummultirange", "NUMMULTIRANGE", true},
    PostgresType{"numrange", "NUMRANGE"},
    PostgresType{"oid", "OID"},
    PostgresType{"path"},
    PostgresType{"pg_lsn"},
    PostgresType{"pg_snapshot"},
    PostgresType{"point"},
    PostgresType{"polygon"},
    PostgresType{"raster"},
    PostgresType{"refcursor"},
    PostgresType{"regclass", "REGCLASS"},
    PostgresType{"regcollation"},
    PostgresType{"regconfig", "REGCONFIG", true},
    PostgresType{"regdictionary"},
    PostgresType{"regnamespace"},
    PostgresType{"regoper"},
    PostgresType{"regoperator"},
    PostgresType{"regproc"},
    PostgresType{"regprocedure"},
    PostgresType{"regrole"},
    PostgresType{"regtype"},
    PostgresType{"sparsevec", "", false, number},
    PostgresType{"tid"},
    PostgresType{"tsmultirange", "TSMULTIRANGE", true},
    PostgresType{"tsquery", "TSQUERY", true},
    PostgresType{"tsrange", "TSRANGE"},
    PostgresType{"tstzmultirange", "TSTZMULTIRANGE", true},
    PostgresType{"tstzrange", "TSTZRANGE"},
    PostgresType{"tsvector", "TSVECTOR"},
    PostgresType{"txid_snapshot"},
    PostgresType{"vector", "", false, number},
    PostgresType{"xid"},
    PostgresType{"xid8"},
    PostgresType{"xml"},
};

}  // namespace

std::span<const PostgresType> postgres_types() {
    return kTypes;
}

const PostgresType* find_postgres_type(std::string_view name) {
    const auto found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const PostgresType& type) { return type.name == name; });
    return found == kTypes.end() ? nullptr : &*found;
}

const PostgresType* find_postgres_class(std::string_view sqlalchemy) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const PostgresType& type) { return type.sqlalchemy == sqlalchemy; });
    return found == kTypes.end() || sqlalchemy.empty() ? nullptr : &*found;
}

std::optional<TypeKind> serial_kind(std::string_view word) {
    if (word == "serial" || word == "serial4") return TypeKind::integer;
    if (word == "bigserial" || word == "serial8") return TypeKind::bigint;
    if (word == "smallserial" || word == "serial2") return TypeKind::smallint;
    return std::nullopt;
}

std::string_view serial_word(TypeKind kind) {
    if (kind == TypeKind::bigint) return "bigserial";
    return kind == TypeKind::smallint ? "smallserial" : "serial";
}

}  // namespace migrate
