// Types as autogenerate writes what it found in a PostgreSQL database.
#include "render/sqlalchemy.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::raw;

namespace {

struct Reflected {
    TypeKind kind;
    std::string_view name;
};
constexpr Reflected kNames[] = {
    {TypeKind::string, "sa.VARCHAR"},
    {TypeKind::char_, "sa.CHAR"},
    {TypeKind::text, "sa.TEXT"},
    {TypeKind::integer, "sa.INTEGER"},
    {TypeKind::bigint, "sa.BIGINT"},
    {TypeKind::smallint, "sa.SMALLINT"},
    {TypeKind::numeric, "sa.NUMERIC"},
    {TypeKind::boolean, "sa.BOOLEAN"},
    {TypeKind::date, "sa.DATE"},
    {TypeKind::time, "postgresql.TIME"},
    {TypeKind::datetime, "postgresql.TIMESTAMP"},
    {TypeKind::binary, "postgresql.BYTEA"},
};

}  // namespace

std::optional<Code> write_reflected_type(const Type& type, Needs& needs) {
    for (const Reflected& known : kNames) {
        if (known.kind != type.kind) continue;
        std::vector<Code> arguments;
        const auto add = [&](const char* name, const std::optional<int>& value) {
            if (value) arguments.push_back(keyword(name, raw(std::to_string(*value))));
        };
        add("length", type.length);
        add("precision", type.precision);
        add("scale", type.scale);
        if (type.timezone) arguments.push_back(keyword("timezone", raw("True")));
        constexpr std::string_view kModule = "postgresql.";
        if (!known.name.starts_with(kModule)) return call(std::string(known.name), std::move(arguments));
        return call(postgresql_class(std::string(known.name.substr(kModule.size())), needs), std::move(arguments));
    }
    return std::nullopt;
}

}  // namespace migrate::render
