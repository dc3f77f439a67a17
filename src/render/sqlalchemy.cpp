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

std::string postgresql_class(const std::string& name, Needs& needs) {
    if (!needs.form.direct_imports) {
        needs.postgresql_module = true;
        return "postgresql." + name;
    }
    needs.postgresql_names.insert(name);
    return name;
}

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

/// sa.String(32) and sa.Numeric(12, 2), or with their words where the house writes those.
std::vector<Code> sizes(const Needs& needs, std::string_view first_word, const std::optional<int>& first,
                        const std::optional<int>& second = std::nullopt) {
    if (!needs.form.length_keyword) return numbers(first, second);
    std::vector<Code> arguments;
    if (first) arguments.push_back(keyword(std::string(first_word), raw(std::to_string(*first))));
    if (first && second) arguments.push_back(keyword("scale", raw(std::to_string(*second))));
    return arguments;
}

/// SQLModel's class only where the house's template imports it.
std::string string_class(const Needs& needs) {
    const bool imported = needs.template_text.find("\nimport sqlmodel") != std::string::npos;
    return imported ? needs.form.string : "sa.String";
}

/// sa.Text(), or sa.Text where the house writes types without parentheses.
Code type_call(std::string_view name, std::vector<Code> arguments, const Needs& needs) {
    if (arguments.empty() && !needs.form.type_parentheses) return raw(std::string(name));
    return call(std::string(name), std::move(arguments));
}

/// A type in the house's own words: "sa.UUID()", "postgresql.JSONB(astext_type=sa.Text())".
Code own_words(const std::string& words, Needs& needs) {
    const std::string module = "postgresql.";
    if (!words.starts_with(module)) return raw(words);
    const std::string inner = words.substr(module.size());
    return raw(postgresql_class(inner.substr(0, inner.find('(')), needs) +
               inner.substr(std::min(inner.find('('), inner.size())));
}

std::vector<Code> zone(const Type& type) {
    return type.timezone ? std::vector<Code>{keyword("timezone", raw("True"))} : std::vector<Code>{};
}

Code call_postgresql(std::string_view name, std::vector<Code> arguments, Needs& needs) {
    return call(postgresql_class(std::string(name), needs), std::move(arguments));
}

std::vector<Code> labels_and_name(const Type& type) {
    std::vector<Code> arguments;
    for (const std::string& label : type.labels) arguments.push_back(text(label));
    arguments.push_back(keyword("name", text(type.name)));
    if (!type.name_schema.empty()) arguments.push_back(keyword("schema", text(type.name_schema)));
    return arguments;
}

Code write_sa_enum(const Type& type) {
    return call("sa.Enum", labels_and_name(type));
}

Result<Code> write_enumeration(const Type& type, Needs& needs) {
    std::vector<Code> arguments = labels_and_name(type);
    const bool by_house = needs.only == Dialect::postgresql && needs.form.enumeration == "sa.Enum";
    if (by_house && (needs.existing || needs.made_types.contains(type.name))) return write_sa_enum(type);
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
            return type_call(string_class(needs), sizes(needs, "length", type.length), needs);
        case TypeKind::char_:
            return type_call("sa.CHAR", sizes(needs, "length", type.length), needs);
        case TypeKind::text:
            return type_call("sa.Text", {}, needs);
        case TypeKind::integer:
            return type_call("sa.Integer", {}, needs);
        case TypeKind::bigint:
            return type_call("sa.BigInteger", {}, needs);
        case TypeKind::smallint:
            return type_call("sa.SmallInteger", {}, needs);
        case TypeKind::numeric:
            return type_call("sa.Numeric", sizes(needs, "precision", type.precision, type.scale), needs);
        case TypeKind::floating:
            return type_call("sa.Float", sizes(needs, "precision", type.precision), needs);
        case TypeKind::boolean:
            return type_call("sa.Boolean", {}, needs);
        case TypeKind::date:
            return type_call("sa.Date", {}, needs);
        case TypeKind::time:
            return type_call("sa.Time", zone(type), needs);
        case TypeKind::datetime:
            if (!needs.only && !needs.form.timestamp.starts_with("sa."))
                return type_call("sa.DateTime", zone(type), needs);
            return type_call(own_words(needs.form.timestamp, needs).text, zone(type), needs);
        case TypeKind::interval:
            return call_postgresql("INTERVAL", {}, needs);
        case TypeKind::uuid:
            if (needs.only) return own_words(needs.form.uuid, needs);
            return call_postgresql("UUID", {keyword("as_uuid", raw("True"))}, needs);
        case TypeKind::json:
            return type_call("sa.JSON", {}, needs);
        case TypeKind::jsonb:
            if (needs.only) return own_words(needs.form.jsonb, needs);
            return call_postgresql("JSONB", {}, needs);
        case TypeKind::binary:
            return type_call("sa.LargeBinary", {}, needs);
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
    if (type.kind == TypeKind::enumeration && needs.form.enumeration == "sa.Enum") return write_sa_enum(type);
    return write_plain(lower(type, Dialect::sqlite), needs);
}

}  // namespace

Result<Code> write_type(const Type& type, Needs& needs) {
    if (needs.portable) return write_portable(type, needs);
    if (needs.reflected && needs.only == Dialect::postgresql) {
        if (std::optional<Code> reflected = write_reflected_type(lower(type, Dialect::postgresql), needs))
            return std::move(*reflected);
    }
    if (const auto only = needs.only; only && type.kind != TypeKind::interval)
        return write_plain(lower(type, *only), needs);
    const Type on_postgresql = lower(type, Dialect::postgresql);
    const Type on_sqlite = lower(type, Dialect::sqlite);
    if (type.kind == TypeKind::enumeration && needs.made_types.contains(type.name)) return write_sa_enum(type);
    if (is_house_uuid(type)) {
        needs.uuid_type = true;
        postgresql_class("UUID", needs);
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

Result<Code> write_column(const Column& column, Place place, bool points, Needs& needs, const InColumn& within) {
    if (column.identity == IdentityKind::serial && place == Place::plain) {
        return fail("cannot_render",
                    "SQLAlchemy has no way to write " + column.name + ", a serial column outside the key",
                    "write this migration by hand, or send it as an execute operation");
    }
    std::vector<Code> arguments = {text(column.name)};
    Result<Code> type = write_type(column.type, needs);
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
