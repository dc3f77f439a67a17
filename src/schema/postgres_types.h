/// PostgreSQL's types without a kind of their own, and those of its usual extensions: what they are called in SQL, what
/// class SQLAlchemy has for them, and what may stand in their parentheses. The one list of them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "schema/type.h"

namespace migrate {

enum class TypeArguments { none, number, words };  ///< tsvector; bit(8), vector(1536); geometry(Point,4326)

struct PostgresType {
    std::string_view name;
    std::string_view sqlalchemy = {};  ///< the class of sqlalchemy.dialects.postgresql; "" for none
    bool since_2 = false;              ///< the class came with SQLAlchemy 2
    TypeArguments takes = TypeArguments::none;
};

std::span<const PostgresType> postgres_types();
/// By the name in lower case, without arguments; nullptr for others.
const PostgresType* find_postgres_type(std::string_view name);
/// By the class: "TSVECTOR".
const PostgresType* find_postgres_class(std::string_view sqlalchemy);

/// What a serial column counts with: bigint of "bigserial" and "serial8"; nullopt for what is no such word.
std::optional<TypeKind> serial_kind(std::string_view word);
/// "serial", "bigserial", "smallserial".
std::string_view serial_word(TypeKind kind);

}  // namespace migrate
