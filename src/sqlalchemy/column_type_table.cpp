#include "sqlalchemy/column_type_table.h"

#include <map>
#include <string>

#include "schema/postgres_types.h"

namespace migrate::sqlalchemy {

namespace {

using Rules = std::map<std::string_view, TypeRule>;

/// Types that any dialect may have: sqlalchemy.X, and X of a dialect's module.
const Rules& common_rules() {
    static const Rules rules = {
        {"String", {"", TypeKind::string, Takes::length}},
        {"VARCHAR", {"", TypeKind::string, Takes::length}},
        {"NVARCHAR", {"", TypeKind::string, Takes::length}},
        {"Unicode", {"", TypeKind::string, Takes::length}},
        {"CHAR", {"", TypeKind::char_, Takes::length}},
        {"NCHAR", {"", TypeKind::char_, Takes::length}},
        {"Text", {"", TypeKind::text}},
        {"TEXT", {"", TypeKind::text}},
        {"CLOB", {"", TypeKind::text}},
        {"UnicodeText", {"", TypeKind::text}},
        {"Integer", {"", TypeKind::integer}},
        {"INTEGER", {"", TypeKind::integer}},
        {"INT", {"", TypeKind::integer}},
        {"BigInteger", {"", TypeKind::bigint}},
        {"BIGINT", {"", TypeKind::bigint}},
        {"SmallInteger", {"", TypeKind::smallint}},
        {"SMALLINT", {"", TypeKind::smallint}},
        {"Numeric", {"", TypeKind::numeric, Takes::numeric}},
        {"NUMERIC", {"", TypeKind::numeric, Takes::numeric}},
        {"DECIMAL", {"", TypeKind::numeric, Takes::numeric}},
        {"Float", {"", TypeKind::floating, Takes::precision}},
        {"FLOAT", {"", TypeKind::floating, Takes::precision}},
        {"Double", {"", TypeKind::floating}},
        {"DOUBLE", {"", TypeKind::floating}},
        {"DOUBLE_PRECISION", {"", TypeKind::floating}},
        {"REAL", {"", TypeKind::floating, Takes::nothing, std::nullopt, false, false, 24}},
        {"Boolean", {"", TypeKind::boolean}},
        {"BOOLEAN", {"", TypeKind::boolean}},
        {"Date", {"", TypeKind::date}},
        {"DATE", {"", TypeKind::date}},
        {"Time", {"", TypeKind::time, Takes::timezone}},
        {"TIME", {"", TypeKind::time, Takes::timezone}},
        {"DateTime", {"", TypeKind::datetime, Takes::timezone}},
        {"DATETIME", {"", TypeKind::datetime, Takes::timezone}},
        {"TIMESTAMP", {"", TypeKind::datetime, Takes::timezone}},
        {"Uuid", {"", TypeKind::uuid}},
        {"UUID", {"", TypeKind::uuid}},
        {"JSON", {"", TypeKind::json}},
        {"LargeBinary", {"", TypeKind::binary}},
        {"Binary", {"", TypeKind::binary}},  // until SQLAlchemy 1.3
        {"BLOB", {"", TypeKind::binary}},
        {"BINARY", {"", TypeKind::binary}},
        {"VARBINARY", {"", TypeKind::binary}},
        {"PickleType", {"", TypeKind::binary}},
    };
    return rules;
}

TypeRule postgresql_type(std::string_view sql) {
    return {sql, TypeKind::other, Takes::nothing, std::nullopt, true};
}

const Rules& postgresql_rules() {
    static const Rules own = {
        {"JSONB", {"", TypeKind::jsonb, Takes::nothing, std::nullopt, true}},
        {"INET", {"", TypeKind::inet, Takes::nothing, std::nullopt, true}},
        {"BYTEA", {"", TypeKind::binary, Takes::nothing, std::nullopt, true}},
    };
    static const Rules rules = [] {
        Rules all = own;
        for (const PostgresType& type : postgres_types()) {
            if (!type.sqlalchemy.empty()) all.emplace(type.sqlalchemy, postgresql_type(type.name));
        }
        return all;
    }();
    return rules;
}

TypeRule mysql_type(TypeKind kind) {
    return {"", kind, Takes::nothing, std::nullopt, false, true};
}

const Rules& mysql_rules() {
    static const Rules rules = {
        {"TINYINT", mysql_type(TypeKind::smallint)},  {"MEDIUMINT", mysql_type(TypeKind::integer)},
        {"TINYTEXT", mysql_type(TypeKind::text)},     {"MEDIUMTEXT", mysql_type(TypeKind::text)},
        {"LONGTEXT", mysql_type(TypeKind::text)},     {"TINYBLOB", mysql_type(TypeKind::binary)},
        {"MEDIUMBLOB", mysql_type(TypeKind::binary)}, {"LONGBLOB", mysql_type(TypeKind::binary)},
        {"YEAR", mysql_type(TypeKind::smallint)},     {"SET", mysql_type(TypeKind::text)},
        {"BIT", mysql_type(TypeKind::boolean)},
    };
    return rules;
}

/// Types of well-known libraries, by the last part of their name.
const Rules& library_rules() {
    static const Rules rules = {
        {"sqlmodel.AutoString", {"", TypeKind::string, Takes::length}},
        {"sqlmodel.GUID", {"", TypeKind::uuid}},
        {"fastapi_users_db_sqlalchemy.GUID", {"", TypeKind::uuid}},
        {"fastapi_users_db_sqlalchemy.TIMESTAMPAware", {"", TypeKind::datetime, Takes::timezone}},
        {"sqlalchemy_utils.UUIDType", {"", TypeKind::uuid}},
        {"sqlalchemy_utils.EmailType", {"", TypeKind::string, Takes::length, 255}},
        {"sqlalchemy_utils.StringEncryptedType", {"", TypeKind::string, Takes::length_by_name}},
        {"sqlalchemy_utils.EncryptedType", {"", TypeKind::binary}},
        {"sqlalchemy_utils.ScalarListType", {"", TypeKind::text}},
        {"sqlalchemy_utils.PasswordType", {"", TypeKind::binary}},
        {"citext.CIText", postgresql_type("citext")},
        {"sqlalchemy_utils.JSONType", {"", TypeKind::json}},
        {"sqlalchemy_utils.URLType", {"", TypeKind::text}},
        {"sqlalchemy_utils.IPAddressType", {"", TypeKind::string, Takes::nothing, 50}},
        {"sqlalchemy_utils.TimezoneType", {"", TypeKind::string, Takes::nothing, 50}},
        {"sqlalchemy_utils.ArrowType", {"", TypeKind::datetime, Takes::timezone}},
        {"sqlalchemy_utils.CurrencyType", {"", TypeKind::string, Takes::nothing, 3}},
        {"sqlalchemy_utils.CountryType", {"", TypeKind::string, Takes::nothing, 2}},
        {"sqlalchemy_utils.LocaleType", {"", TypeKind::string, Takes::nothing, 10}},
        {"sqlalchemy_utils.ColorType", {"", TypeKind::string, Takes::nothing, 20}},
        {"sqlalchemy_utils.PhoneNumberType", {"", TypeKind::string, Takes::nothing, 20}},
        {"sqlalchemy_utils.TSVectorType", postgresql_type("tsvector")},
        {"sqlalchemy_utils.LtreeType", postgresql_type("ltree")},
        {"sqlalchemy_utc.UtcDateTime", {"", TypeKind::datetime, Takes::timezone}},
    };
    return rules;
}

const TypeRule* find_in(const Rules& rules, std::string_view name) {
    auto found = rules.find(name);
    return found == rules.end() ? nullptr : &found->second;
}

}  // namespace

const TypeRule* find_type_rule(std::string_view path) {
    std::size_t first = path.find('.');
    if (first == std::string_view::npos) return nullptr;
    std::string_view module = path.substr(0, first);
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (module == "postgresql") {
        if (const TypeRule* rule = find_in(postgresql_rules(), name)) return rule;
        return find_in(common_rules(), name);
    }
    if (module == "mysql" || module == "oracle" || module == "mssql") {
        if (const TypeRule* rule = find_in(mysql_rules(), name)) return rule;
        return find_in(common_rules(), name);
    }
    if (module == "sqlalchemy" || module == "sqlite") {
        return find_in(common_rules(), name);
    }
    return find_in(library_rules(), std::string(module) + "." + std::string(name));
}

}  // namespace migrate::sqlalchemy
