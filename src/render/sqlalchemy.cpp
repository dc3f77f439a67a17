#include "render/sqlalchemy.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "python/literal.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::list;
using python::raw;
using python::text;

namespace {

/// SQL type names that sqlalchemy.dialects.postgresql has a class for.
struct PostgresClass {
    std::string_view sql;
    std::string_view name;
};
constexpr std::array kPostgresClasses = {
    PostgresClass{"tsvector", "TSVECTOR"},   PostgresClass{"cidr", "CIDR"},
    PostgresClass{"macaddr", "MACADDR"},     PostgresClass{"hstore", "HSTORE"},
    PostgresClass{"money", "MONEY"},         PostgresClass{"oid", "OID"},
    PostgresClass{"int4range", "INT4RANGE"}, PostgresClass{"int8range", "INT8RANGE"},
    PostgresClass{"numrange", "NUMRANGE"},   PostgresClass{"daterange", "DATERANGE"},
    PostgresClass{"tsrange", "TSRANGE"},     PostgresClass{"tstzrange", "TSTZRANGE"},
    PostgresClass{"regclass", "REGCLASS"},
};

std::vector<Code> numbers(const std::optional<int>& first, const std::optional<int>& second = std::nullopt) {
    std::vector<Code> arguments;
    if (first) arguments.push_back(raw(std::to_string(*first)));
    if (first && second) arguments.push_back(raw(std::to_string(*second)));
    return arguments;
}

std::vector<Code> zone(const Type& type) {
    return type.timezone ? std::vector<Code>{keyword("timezone", raw("True"))} : std::vector<Code>{};
}

Code call_postgresql(std::string_view name, std::vector<Code> arguments, Needs& needs) {
    needs.postgresql_module = true;
    return call("postgresql." + std::string(name), std::move(arguments));
}

Result<Code> write_enumeration(const Type& type, Needs& needs) {
    std::vector<Code> arguments;
    for (const std::string& label : type.labels) arguments.push_back(text(label));
    arguments.push_back(keyword("name", text(type.name)));
    if (!type.name_schema.empty()) arguments.push_back(keyword("schema", text(type.name_schema)));
    arguments.push_back(keyword("create_type", raw("False")));
    return call_postgresql("ENUM", std::move(arguments), needs);
}

/// pgvector's class for "vector(3)", where the house's template imports that package; "" where not.
std::string pgvector_class(const std::string& sql, const std::string& template_text) {
    const std::size_t open = sql.find('(');
    const std::string word = sql.substr(0, open);
    const std::string name = word == "vector" ? "Vector" : word == "halfvec" ? "HALFVEC" : "";
    const std::string from = "from pgvector.sqlalchemy import " + name;
    if (name.empty()) return "";
    if (template_text.find(from + "\n") != std::string::npos) return name;
    return template_text.find("\nimport pgvector.sqlalchemy\n") == std::string::npos ? ""
                                                                                     : "pgvector.sqlalchemy." + name;
}

/// "Vector1536" for "vector(1536)".
std::string class_name_of(const std::string& sql) {
    std::string name;
    bool begins = true;
    for (const char c : sql) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (c >= '0' && c <= '9' && !name.empty()))
            name += begins && letter ? base::upper(std::string(1, c)) : std::string(1, c);
        begins = !letter;
    }
    return name.empty() ? "RawType" : name;
}

/// A class for each type that SQLAlchemy has none for stands in the file itself (see write_raw_types).
Result<Code> write_other(const Type& type, Needs& needs) {
    for (const PostgresClass& known : kPostgresClasses) {
        if (base::equal_ignoring_case(type.name, known.sql)) return call_postgresql(known.name, {}, needs);
    }
    if (const std::string house = pgvector_class(type.name, needs.template_text); !house.empty()) {
        const std::size_t open = type.name.find('(');
        if (open == std::string::npos) return call(house, {});
        return call(house, {raw(type.name.substr(open + 1, type.name.size() - open - 2))});
    }
    std::string name = class_name_of(type.name);
    while (needs.raw_types.contains(name) && needs.raw_types.at(name) != type.name) name += "_";
    needs.raw_types[name] = type.name;
    return call(name, {});
}

/// A type without any variant, as the class of one dialect or of all.
Result<Code> write_plain(const Type& type, Needs& needs) {
    switch (type.kind) {
        case TypeKind::string:
            return call("sa.String", numbers(type.length));
        case TypeKind::char_:
            return call("sa.CHAR", numbers(type.length));
        case TypeKind::text:
            return call("sa.Text", {});
        case TypeKind::integer:
            return call("sa.Integer", {});
        case TypeKind::bigint:
            return call("sa.BigInteger", {});
        case TypeKind::smallint:
            return call("sa.SmallInteger", {});
        case TypeKind::numeric:
            return call("sa.Numeric", numbers(type.precision, type.scale));
        case TypeKind::floating:
            return call("sa.Float", numbers(type.precision));
        case TypeKind::boolean:
            return call("sa.Boolean", {});
        case TypeKind::date:
            return call("sa.Date", {});
        case TypeKind::time:
            return call("sa.Time", zone(type));
        case TypeKind::datetime:
            return call("sa.DateTime", zone(type));
        case TypeKind::interval:
            return call_postgresql("INTERVAL", {}, needs);
        case TypeKind::uuid:
            return call_postgresql("UUID", {keyword("as_uuid", raw("True"))}, needs);
        case TypeKind::json:
            return call("sa.JSON", {});
        case TypeKind::jsonb:
            return call_postgresql("JSONB", {}, needs);
        case TypeKind::binary:
            return call("sa.LargeBinary", {});
        case TypeKind::inet:
            return call_postgresql("INET", {}, needs);
        case TypeKind::array: {
            Result<Code> element = write_plain(type.element.front(), needs);
            if (!element) return element;
            return call_postgresql("ARRAY", {std::move(*element)}, needs);
        }
        case TypeKind::enumeration:
            return write_enumeration(type, needs);
        case TypeKind::other:
            return write_other(type, needs);
        case TypeKind::opaque:
            break;
    }
    return fail("cannot_render", "the SQL of the application's own type " + type.name + " is not known",
                "write this migration by hand");
}

/// The classes above that compile on both dialects as what the type is there.
bool is_portable(const Type& type) {
    switch (type.kind) {
        case TypeKind::interval:
        case TypeKind::uuid:
        case TypeKind::jsonb:
        case TypeKind::inet:
        case TypeKind::array:
        case TypeKind::enumeration:
        case TypeKind::other:
        case TypeKind::opaque:
            return false;
        default:
            return true;
    }
}

bool is_house_uuid(const Type& type) {
    return type.kind == TypeKind::uuid && lower(type, Dialect::sqlite) == Type{.kind = TypeKind::string, .length = 36};
}

}  // namespace

namespace {

/// A type for a database that this program does not know: what SQLAlchemy has for all of them.
Result<Code> write_portable(const Type& type, Needs& needs) {
    if (type.kind == TypeKind::uuid) return call("sa.Uuid", {});
    if (type.kind == TypeKind::interval) return call("sa.Interval", {});
    return write_plain(lower(type, Dialect::sqlite), needs);
}

}  // namespace

Result<Code> write_type(const Type& type, Needs& needs) {
    if (needs.portable) return write_portable(type, needs);
    if (const auto only = needs.only; only && type.kind != TypeKind::interval)
        return write_plain(lower(type, *only), needs);
    const Type on_postgresql = lower(type, Dialect::postgresql);
    const Type on_sqlite = lower(type, Dialect::sqlite);
    if (is_house_uuid(type)) {
        needs.uuid_type = true;
        needs.postgresql_module = true;
        return raw("uuid_type");
    }
    if (type.kind == TypeKind::interval && type.on_sqlite.empty()) {
        if (!type.precision) return call("sa.Interval", {});
        return call("sa.Interval", {keyword("second_precision", raw(std::to_string(*type.precision)))});
    }
    if (on_postgresql == on_sqlite && is_portable(on_postgresql)) return write_plain(on_postgresql, needs);
    if (!is_portable(on_sqlite)) return write_plain(on_postgresql, needs);
    Result<Code> base = write_plain(on_sqlite, needs);
    if (!base) return base;
    Result<Code> variant = write_plain(on_postgresql, needs);
    if (!variant) return variant;
    return python::method(std::move(*base), "with_variant", {std::move(*variant), text("postgresql")});
}

std::string write_raw_types(const std::map<std::string, std::string>& raw_types, python::Quote quotes) {
    std::string text;
    for (const auto& [name, sql] : raw_types) {
        text += "class " + name + "(sa.types.UserDefinedType):\n    cache_ok = True\n\n" +
                "    def get_col_spec(self, **kw: object) -> str:\n        return " +
                python::write_string(sql, quotes) + "\n\n\n";
    }
    return text;
}

Result<Code> write_type_without_cast(const Type& from_sqlite, const Type& to, std::optional<Dialect> only,
                                     Needs& needs) {
    Result<Code> code = write_plain(from_sqlite, needs);
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        if (!code || (only && *only != dialect)) continue;
        Result<Code> variant = write_plain(lower(to, dialect), needs);
        if (!variant) return variant;
        code = python::method(std::move(*code), "with_variant",
                              {std::move(*variant), text(std::string(name_of(dialect)))});
    }
    return code;
}

std::string escape_binds(const std::string& sql) {
    const auto is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    std::string escaped;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const bool starts_bind = sql[i] == ':' && i + 1 < sql.size() && is_word(sql[i + 1]);
        const bool after_word = i > 0 && (sql[i - 1] == ':' || is_word(sql[i - 1]) || sql[i - 1] == '\\');
        if (starts_bind && !after_word) escaped += '\\';
        escaped += sql[i];
    }
    return escaped;
}

Code write_text(const std::string& sql) {
    return call("sa.text", {text(escape_binds(sql))});
}

namespace {

/// A default where one database is in use: its own text, or SQLAlchemy's word for it.
Code write_default_on(const Default& server_default, Dialect dialect) {
    const Default own = lower(server_default, dialect).value_or(Default{});
    const auto is = [&](const Default& known) { return lower(known, dialect) == own; };
    if (is(default_now())) return call("sa.func.now", {});
    if (dialect == Dialect::postgresql && is(default_true())) return call("sa.true", {});
    if (dialect == Dialect::postgresql && is(default_false())) return call("sa.false", {});
    return own.sql.empty() ? raw("None") : write_text(own.sql);
}

}  // namespace

Code write_default(const Default& server_default, Needs& needs) {
    const bool by_word = server_default == default_true() || server_default == default_false();
    if (const auto only = needs.only; only && !by_word) return write_default_on(server_default, *only);
    if (server_default == default_now()) return call("sa.func.now", {});
    if (server_default == default_true()) return call("sa.true", {});
    if (server_default == default_false()) return call("sa.false", {});
    if (server_default == default_generated_uuid()) {
        needs.uuid_default = true;
        needs.is_postgres = true;
        return raw("uuid_default");
    }
    if (!server_default.on_sqlite) return write_text(server_default.sql);
    needs.is_postgres = true;
    const auto side = [](const std::string& sql) { return sql.empty() ? raw("None") : write_text(sql); };
    return python::conditional(side(server_default.sql), raw("is_postgres"), side(*server_default.on_sqlite));
}

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
    if (!is_whole_number(column.type.kind) || place == Place::plain) return std::nullopt;
    const bool by_itself = whole && !points && !column.server_default;
    const bool wanted = column.identity.has_value();
    if (wanted == by_itself) return std::nullopt;
    return wanted;
}

}  // namespace

Result<Code> write_column(const Column& column, Place place, bool points, Needs& needs) {
    if (column.identity == IdentityKind::serial && place == Place::plain) {
        return fail("cannot_render",
                    "SQLAlchemy has no way to write " + column.name + ", a serial column outside the key",
                    "write this migration by hand, or send it as an execute operation");
    }
    std::vector<Code> arguments = {text(column.name)};
    Result<Code> type = write_type(column.type, needs);
    if (!type) return type;
    arguments.push_back(std::move(*type));
    if (column.computed)
        arguments.push_back(
            call("sa.Computed", {text(escape_binds(*column.computed)), keyword("persisted", raw("True"))}));
    if (column.identity == IdentityKind::always)
        arguments.push_back(call("sa.Identity", {keyword("always", raw("True"))}));
    if (column.identity == IdentityKind::by_default) arguments.push_back(call("sa.Identity", {}));
    if (place == Place::inline_key)
        arguments.push_back(keyword("primary_key", raw("True")));
    else
        arguments.push_back(keyword("nullable", raw(column.nullable ? "True" : "False")));
    if (const std::optional<bool> counts = autoincrement(column, place, points)) {
        const bool only_postgresql = *counts && place == Place::key_part && !needs.only;  // SQLite refuses it there
        needs.is_postgres = needs.is_postgres || only_postgresql;
        arguments.push_back(keyword("autoincrement", raw(only_postgresql ? "is_postgres"
                                                         : *counts       ? "True"
                                                                         : "False")));
    }
    if (column.server_default)
        arguments.push_back(keyword("server_default", write_default(*column.server_default, needs)));
    if (!column.comment.empty()) arguments.push_back(keyword("comment", text(column.comment)));
    return call("sa.Column", std::move(arguments));
}

Code write_names(const std::vector<std::string>& names) {
    std::vector<Code> items;
    for (const std::string& name : names) items.push_back(text(name));
    return list(std::move(items));
}

}  // namespace migrate::render
