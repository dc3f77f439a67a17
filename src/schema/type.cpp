#include "schema/type.h"

#include <algorithm>

#include "base/text.h"

namespace migrate {

bool is_whole_number(TypeKind kind) {
    return kind == TypeKind::integer || kind == TypeKind::bigint || kind == TypeKind::smallint;
}

bool is_number(TypeKind kind) {
    return is_whole_number(kind) || kind == TypeKind::numeric || kind == TypeKind::floating;
}

bool is_text(TypeKind kind) {
    return kind == TypeKind::string || kind == TypeKind::char_ || kind == TypeKind::text;
}

bool is_json(TypeKind kind) {
    return kind == TypeKind::json || kind == TypeKind::jsonb;
}
namespace {

constexpr int kUuidTextLength = 36;
constexpr int kInetTextLength = 45;  // the longest IPv6 text, with an embedded IPv4 address

int longest_label(const std::vector<std::string>& labels) {
    int longest = 1;
    for (const std::string& label : labels)
        longest = std::max(longest, static_cast<int>(base::count_characters(label)));
    return longest;
}

Type string_of(int length) {
    Type type;
    type.kind = TypeKind::string;
    type.length = length;
    return type;
}

Type kind_only(TypeKind kind) {
    Type type;
    type.kind = kind;
    return type;
}

Type without_variants(Type type) {
    type.on_sqlite.clear();
    for (Type& element : type.element) element = without_variants(std::move(element));
    return type;
}

Type lower_to_sqlite(const Type& portable) {
    if (!portable.on_sqlite.empty()) return without_variants(portable.on_sqlite.front());
    switch (portable.kind) {
        case TypeKind::uuid:
            return string_of(kUuidTextLength);
        case TypeKind::inet:
            return string_of(kInetTextLength);
        case TypeKind::jsonb:
        case TypeKind::array:
            return kind_only(TypeKind::json);
        case TypeKind::interval:
            return kind_only(TypeKind::datetime);  // as sa.Interval() keeps it
        case TypeKind::time:
        case TypeKind::datetime:
            return {.kind = portable.kind, .timezone = portable.timezone};  // a precision is PostgreSQL's
        case TypeKind::enumeration:
            return string_of(longest_label(portable.labels));
        case TypeKind::string:
        case TypeKind::char_:
        case TypeKind::text:
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
        case TypeKind::numeric:
        case TypeKind::floating:
        case TypeKind::boolean:
        case TypeKind::date:
        case TypeKind::json:
        case TypeKind::binary:
        case TypeKind::other:
        case TypeKind::opaque:
            return without_variants(portable);
    }
    return portable;
}

}  // namespace

std::string_view name_of(Dialect dialect) {
    return dialect == Dialect::postgresql ? "postgresql" : "sqlite";
}

Default default_now() {
    return {"now()", "CURRENT_TIMESTAMP"};
}
Default default_true() {
    return {"true", "1"};
}
Default default_false() {
    return {"false", "0"};
}
Default default_generated_uuid() {
    return {"gen_random_uuid()", ""};
}

Type lower(const Type& portable, Dialect dialect) {
    return dialect == Dialect::sqlite ? lower_to_sqlite(portable) : without_variants(portable);
}

std::optional<Default> lower(const Default& portable, Dialect dialect) {
    const bool differs = dialect == Dialect::sqlite && portable.on_sqlite.has_value();
    const std::string& sql = differs ? *portable.on_sqlite : portable.sql;
    if (sql.empty()) return std::nullopt;
    return Default{sql, std::nullopt};
}

Type raise_type(const Type& postgresql, const Type& sqlite) {
    Type portable = without_variants(postgresql);
    const Type wanted = without_variants(sqlite);
    if (lower(portable, Dialect::sqlite) != wanted) portable.on_sqlite = {wanted};
    return portable;
}

std::optional<Default> raise_default(const std::optional<Default>& postgresql, const std::optional<Default>& sqlite) {
    const std::string first = postgresql ? postgresql->sql : "";
    const std::string second = sqlite ? sqlite->sql : "";
    if (first.empty() && second.empty()) return std::nullopt;
    if (first == second) return Default{first, std::nullopt};
    return Default{first, second};
}

}  // namespace migrate
