#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "python/literal.h"
#include "render/sqlalchemy.h"
#include "schema/postgres_types.h"

namespace migrate::render {

using python::call;
using python::keyword;
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

Code call_postgresql(std::string_view name, std::vector<Code> arguments, Needs& needs) {
    return call(postgresql_class(std::string(name), needs), std::move(arguments));
}

namespace {

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

/// postgresql.TIMESTAMP(timezone=True, precision=3): SQLAlchemy's own class has no place for the precision.
Code write_moment(std::string_view name, const Type& type, Needs& needs) {
    std::vector<Code> arguments = zone(type);
    arguments.push_back(keyword("precision", raw(std::to_string(*type.precision))));
    return call_postgresql(name, std::move(arguments), needs);
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
            if (type.precision) return write_moment("TIME", type, needs);
            return type_call("sa.Time", zone(type), needs);
        case TypeKind::datetime:
            if (type.precision) return write_moment("TIMESTAMP", type, needs);
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
            if (needs.only == Dialect::sqlite) return call_raw_type("JSONB", needs);  // SQLAlchemy has none before 2.1
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
            if (auto code = write_imported(type.name, needs)) return std::move(*code);
            break;
    }
    return fail("cannot_render", "the SQL of the application's own type " + type.name + " is not known",
                "write this migration by hand");
}

/// The classes above that compile on both dialects as what the type is there.
bool is_portable(const Type& type) {
    switch (type.kind) {
        case TypeKind::time:
        case TypeKind::datetime:
            return !type.precision;
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

/// A type for a database that this program does not know: what SQLAlchemy has for all of them.
Result<Code> write_portable(const Type& type, Needs& needs) {
    if (type.kind == TypeKind::uuid) return call("sa.Uuid", {});
    if (type.kind == TypeKind::interval) return call("sa.Interval", {});
    if (type.kind == TypeKind::enumeration && needs.form.enumeration == "sa.Enum") return write_sa_enum(type);
    return write_plain(lower(type, Dialect::sqlite), needs);
}

/// The house's own class for the type, where it has one.
std::optional<Code> write_own_type(const Type& type, Needs& needs) {
    if (needs.existing || needs.reflected) return std::nullopt;
    const auto same_on = [&](const Type& own, Dialect dialect) {
        return (needs.only && *needs.only != dialect) || lower(own, dialect) == lower(type, dialect);
    };
    for (const OwnType& own : needs.own_types) {
        if (!same_on(own.type, Dialect::postgresql) || !same_on(own.type, Dialect::sqlite)) continue;
        if (!has_import(own.import, needs)) needs.imports[own.import.module].insert(own.import.name);
        return raw(own.code);
    }
    return std::nullopt;
}

}  // namespace

Result<Code> write_type(const Type& type, Needs& needs) {
    if (needs.portable) return write_portable(type, needs);
    if (std::optional<Code> own = write_own_type(type, needs)) return std::move(*own);
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
    const bool by_name = on_sqlite.kind == TypeKind::other || on_sqlite.kind == TypeKind::opaque;
    const bool differs = by_name && on_sqlite != on_postgresql;  // SQLAlchemy has no class that is both
    if (differs || on_sqlite.kind == TypeKind::jsonb) {
        Code plain = TRY(write_plain(on_postgresql, needs));
        Code variant = differs ? TRY(write_plain(on_sqlite, needs)) : call_raw_type("JSONB", needs);
        return python::method(std::move(plain), "with_variant", {std::move(variant), text("sqlite")});
    }
    if (!is_portable(on_sqlite)) return write_plain(on_postgresql, needs);
    Result<Code> base = write_plain(on_sqlite, needs);
    if (!base) return base;
    Result<Code> variant = write_plain(on_postgresql, needs);
    if (!variant) return variant;
    return python::method(std::move(*base), "with_variant", {std::move(*variant), text("postgresql")});
}

Result<Code> write_serial(const Column& column, Needs& needs) {
    Code serial = call_raw_type(std::string(serial_word(column.type.kind)), needs);
    if (needs.only) return serial;
    return python::method(TRY(write_plain(lower(column.type, Dialect::sqlite), needs)), "with_variant",
                          {std::move(serial), text("postgresql")});
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

}  // namespace migrate::render
