#include <algorithm>
#include <array>
#include <map>

#include "base/attempt.h"
#include "base/text.h"
#include "schema/naming.h"
#include "schema/postgres_types.h"
#include "schema/type.h"
#include "schema/type_names.h"

namespace migrate {
namespace {

constexpr int kMaxLength = 10485760;  // PostgreSQL's longest varchar(n)
constexpr int kMaxPrecision = 1000;
constexpr int kMaxSeconds = 6;
constexpr int kMaxFloat = 53;
constexpr int kMaxDimensions = 6;
constexpr std::size_t kMaxLabels = 1000;
constexpr std::size_t kMaxBytes = 70000;
constexpr std::string_view kAllowed =
    "string(n), text, integer, bigint, smallint, numeric(p,s), float, boolean, date, time, datetime, uuid, "
    "json, jsonb, "
    "binary, inet, array(T), enum(name,'a','b'), sql(any type)";

tl::unexpected<Error> bad_type(std::string_view found, std::string_view why, std::string_view way_out = "") {
    const std::string shown(base::cut_utf8(found, 80));
    std::vector<std::string> names;
    for (const Form& form : kForms) names.emplace_back(form.name);
    const std::vector<std::string> near = base::nearest(names, found.substr(0, found.find('(')));
    std::string hint(way_out);
    if (hint.empty() && !near.empty()) hint = "did you mean " + near.front() + "? ";
    return fail("bad_type", "\"" + shown + "\" is not a column type: " + std::string(why),
                hint + "allowed: " + std::string(kAllowed));
}

/// "numeric ( 12 , 2 )" as its word and its arguments; arguments is nothing without parentheses.
struct Call {
    std::string word;
    std::optional<std::string> inside;
};

std::optional<Call> read_call(std::string_view text) {
    const std::size_t open = text.find('(');
    Call call{base::lower(base::join(base::split_words(text.substr(0, open)), " ")), std::nullopt};
    if (open == std::string_view::npos) return call;
    if (!text.ends_with(')')) return std::nullopt;
    call.inside = std::string(base::trim(text.substr(open + 1, text.size() - open - 2)));
    return call;
}

std::optional<std::vector<int>> read_numbers(const std::optional<std::string>& inside) {
    std::vector<int> numbers;
    if (!inside) return numbers;
    for (const std::string& piece : base::split(*inside, ',')) {
        const std::string_view digits = base::trim(piece);
        const bool plain = !digits.empty() && digits.size() <= 8 &&
                           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!plain) return std::nullopt;
        numbers.push_back(std::stoi(std::string(digits)));
    }
    return numbers;
}

bool between(int number, int low, int high) {
    return number >= low && number <= high;
}

/// Why the form does not take these numbers; "" when it does.
std::string refusal(const Form& form, const std::vector<int>& numbers) {
    if (numbers.empty()) return "";
    const std::size_t most = form.arguments == Arguments::none ? 0 : form.arguments == Arguments::numeric ? 2 : 1;
    if (numbers.size() > most) return std::string(form.name) + " takes " + std::to_string(most) + " number(s)";
    if (form.arguments == Arguments::length) {
        return between(numbers[0], 1, kMaxLength) ? "" : "a length is between 1 and 10485760";
    }
    const int highest = form.arguments == Arguments::numeric  ? kMaxPrecision
                        : form.arguments == Arguments::digits ? kMaxFloat
                                                              : kMaxSeconds;
    const int lowest = form.arguments == Arguments::seconds ? 0 : 1;
    if (!between(numbers[0], lowest, highest)) {
        return "a precision is between " + std::to_string(lowest) + " and " + std::to_string(highest);
    }
    if (numbers.size() == 2 && numbers[1] > numbers[0]) return "the scale is larger than the precision";
    return "";
}

Result<Type> read_form(const Form& form, const Call& call, std::string_view text) {
    const auto numbers = read_numbers(call.inside);
    if (!numbers) return bad_type(text, "the parentheses hold no numbers");
    const std::string reason = refusal(form, *numbers);
    if (!reason.empty()) return bad_type(text, reason);
    Type type;
    type.kind = form.kind;
    type.timezone = form.timezone;
    if (numbers->empty()) return type;
    if (form.arguments == Arguments::length)
        type.length = numbers->front();
    else
        type.precision = numbers->front();
    if (numbers->size() == 2) type.scale = numbers->back();
    return type;
}

/// The 'quoted' labels after the enum's name; nullopt when the list is not closed or holds something else.
std::optional<std::vector<std::string>> read_labels(std::string_view text) {
    std::vector<std::string> labels;
    for (text = base::trim(text); !text.empty(); text = base::trim(text)) {
        if (!text.starts_with(',')) return std::nullopt;
        text = base::trim(text.substr(1));
        if (!text.starts_with('\'') || labels.size() >= kMaxLabels) return std::nullopt;
        std::string label;
        std::size_t i = 1;
        for (; i < text.size(); ++i) {
            if (text[i] == '\'' && (i + 1 == text.size() || text[i + 1] != '\'')) break;
            if (text[i] == '\'') ++i;
            label += text[i];
        }
        if (i >= text.size()) return std::nullopt;
        labels.push_back(std::move(label));
        text.remove_prefix(i + 1);
    }
    return labels;
}

Result<Type> read_enum(const std::string& inside, std::string_view text) {
    const std::size_t comma = inside.find(',');
    const std::string_view full_name = base::trim(std::string_view(inside).substr(0, comma));
    const std::size_t dot = full_name.find('.');
    const auto labels =
        comma == std::string::npos ? std::vector<std::string>{} : read_labels(std::string_view(inside).substr(comma));
    const bool nameless = full_name.empty() || full_name.starts_with('.') || full_name.ends_with('.');
    if (full_name.starts_with('\'')) {
        return bad_type(text, "an enum type has a name: enum(<name>," + inside +
                                  "); values without a type of their own are \"type\": \"string(32)\" with \"in\"");
    }
    if (nameless || !labels) return bad_type(text, "an enum is written enum(name,'first','second')");
    Type type;
    type.kind = TypeKind::enumeration;
    type.name = std::string(dot == std::string_view::npos ? full_name : full_name.substr(dot + 1));
    if (dot != std::string_view::npos) type.name_schema = std::string(full_name.substr(0, dot));
    type.labels = *labels;
    return type;
}

Type named_type(TypeKind kind, std::string name) {
    Type type;
    type.kind = kind;
    type.name = std::move(name);
    return type;
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The one spelling of a type without a kind of its own, schema and arguments included; "" for what is none of them.
std::string read_other(std::string_view text) {
    std::string name = other_type_name(text);
    if (name.starts_with("public.")) name.erase(0, std::string_view("public.").size());
    const std::size_t open = name.find('(');
    if (open != std::string::npos && !name.ends_with(')')) return "";
    const std::string head = name.substr(0, open);
    const std::string inside = open == std::string::npos ? "" : name.substr(open + 1, name.size() - open - 2);
    const auto plain = [](char c) { return is_name_character(c) || c == ','; };
    const bool empty = open != std::string::npos && inside.empty();
    if (empty || !std::all_of(inside.begin(), inside.end(), plain)) return "";
    constexpr std::string_view kInterval = "interval ";
    if (head.starts_with(kInterval)) {
        const bool seconds = inside.empty() || (head.ends_with("second") && inside.size() == 1 && inside <= "6");
        return seconds && is_interval_fields(std::string_view(head).substr(kInterval.size())) ? name : "";
    }
    const std::size_t dot = head.find('.');
    const auto* type = find_postgres_type(dot == std::string::npos ? head : head.substr(dot + 1));
    if (type == nullptr || (!inside.empty() && type->takes == TypeArguments::none)) return "";
    const bool number = inside.find_first_not_of("0123456789") == std::string::npos;
    return number || type->takes == TypeArguments::words ? name : "";
}

/// SQL's own spellings of types that have a kind: "timestamp(3) with time zone", "float8".
Result<Type> read_known(const Type& type, std::string_view text) {
    std::vector<int> numbers;
    for (const std::optional<int>& number : {type.length, type.precision, type.scale}) {
        if (number) numbers.push_back(*number);
    }
    const auto form =
        std::find_if(kForms.begin(), kForms.end(), [&](const Form& each) { return each.kind == type.kind; });
    const std::string reason = form == kForms.end() ? "" : refusal(*form, numbers);
    if (!reason.empty()) return bad_type(text, reason);
    return type;
}

/// A bare name that may be that of an enum type: the plan knows which there are. What is nearly a type's name is a
/// slip.
bool may_be_enum(std::string_view text) {
    const std::size_t dot = text.find('.');
    const std::string_view name = dot == std::string_view::npos ? text : text.substr(dot + 1);
    const auto plain = [](std::string_view word) {
        return !word.empty() && !(word.front() >= '0' && word.front() <= '9') &&
               std::all_of(word.begin(), word.end(), is_name_character);
    };
    const bool slip = std::any_of(kForms.begin(), kForms.end(), [&](const Form& form) {
        return base::edit_distance(form.name, base::lower(name), 1) <= 1;
    });
    return plain(name) && (dot == std::string_view::npos ? !slip : plain(text.substr(0, dot)));
}

Result<Type> read_single(std::string_view text) {
    const auto call = read_call(text);
    if (!call) {
        if (const auto known = known_sql_type(text)) return read_known(*known, text);
        return bad_type(text, "the parenthesis is not closed");
    }
    for (const Form& form : kForms) {
        if (form.name == call->word) return read_form(form, *call, text);
    }
    if (call->word == "enum" && call->inside) return read_enum(*call->inside, text);
    if (call->word == "sql" && call->inside && !call->inside->empty()) {
        const Type type = read_sql_type(*call->inside);
        const Type* inner = &type;
        while (inner->kind == TypeKind::array) inner = &inner->element.front();
        TRY(read_known(*inner, text));
        return type;
    }
    if (call->word == "python" && call->inside && !call->inside->empty()) {
        return named_type(TypeKind::opaque, *call->inside);
    }
    if (const auto known = known_sql_type(text)) return read_known(*known, text);
    if (std::string name = read_other(text); !name.empty()) return named_type(TypeKind::other, std::move(name));
    if (serial_kind(call->word)) {
        return bad_type(text, "it makes a new column that counts; a type is integer, bigint or smallint",
                        "a new column is \"type\": \"" + call->word + "\"; ");
    }
    if (!call->inside && may_be_enum(text)) return read_enum(std::string(text), text);
    return bad_type(text, "the name is not known");
}

Type array_of(Type element) {
    Type type;
    type.kind = TypeKind::array;
    type.element = {std::move(element)};
    return type;
}

/// Takes "array( )" and "[]" off from outside in, then reads what is left.
Result<Type> read_variantless(std::string_view text) {
    int dimensions = 0;
    std::string_view inner = base::trim(text);
    while (true) {
        const bool worded = base::lower(inner.substr(0, 6)) == "array(" && inner.ends_with(')');
        if (!worded && !inner.ends_with("[]")) break;
        inner = base::trim(worded ? inner.substr(6, inner.size() - 7) : inner.substr(0, inner.size() - 2));
        if (++dimensions > kMaxDimensions) return bad_type(text, "too many array dimensions");
    }
    Result<Type> type = read_single(inner);
    if (!type) return type;
    for (; dimensions > 0; --dimensions) type = array_of(std::move(*type));
    return type;
}

std::string numbers_of(const Type& type) {
    const std::optional<int>& first = type.length ? type.length : type.precision;
    if (!first) return "";
    return "(" + std::to_string(*first) + (type.scale ? "," + std::to_string(*type.scale) : "") + ")";
}

std::string write_enum(const Type& type) {
    std::string text = "enum(" + (type.name_schema.empty() ? "" : type.name_schema + ".") + type.name;
    for (const std::string& label : type.labels) text += "," + quote_text(label);
    return text + ")";
}

std::string write_form(const Type& type) {
    const auto canonical = std::find_if(kForms.begin(), kForms.end(), [&](const Form& form) {
        return form.kind == type.kind && form.timezone == type.timezone;
    });
    const auto same_kind =
        std::find_if(kForms.begin(), kForms.end(), [&](const Form& form) { return form.kind == type.kind; });
    const auto form = canonical != kForms.end() ? canonical : same_kind;
    return form == kForms.end() ? "text" : std::string(form->name) + numbers_of(type);
}

std::string write_other(const Type& type) {
    return read_other(type.name) == type.name ? type.name : "sql(" + type.name + ")";
}

std::string write_variantless(const Type& type, int depth) {
    switch (type.kind) {
        case TypeKind::array:
            if (type.element.empty() || depth >= kMaxDimensions) return "array(text)";
            return "array(" + write_variantless(type.element.front(), depth + 1) + ")";
        case TypeKind::enumeration:
            return write_enum(type);
        case TypeKind::other:
            return write_other(type);
        case TypeKind::opaque:
            return "python(" + type.name + ")";
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
        case TypeKind::time:
        case TypeKind::datetime:
        case TypeKind::interval:
        case TypeKind::uuid:
        case TypeKind::json:
        case TypeKind::jsonb:
        case TypeKind::binary:
        case TypeKind::inet:
            return write_form(type);
    }
    return "text";
}

constexpr std::string_view kVariant = " on sqlite ";

}  // namespace

Result<Type> read_type(std::string_view text) {
    if (text.size() > kMaxBytes) return bad_type(text, "it is too long");
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
        return bad_type("…", "it holds control characters");
    }
    const std::size_t variant = text.rfind(kVariant);
    const bool has_variant = variant != std::string_view::npos && !text.ends_with("')");
    if (!has_variant) return read_variantless(text);
    Result<Type> type = read_variantless(text.substr(0, variant));
    if (!type) return type;
    Result<Type> sqlite = read_variantless(text.substr(variant + kVariant.size()));
    if (!sqlite) return sqlite;
    if (sqlite->kind == TypeKind::enumeration) return bad_type(text, "SQLite has no enum types");
    type->on_sqlite = {std::move(*sqlite)};
    return type;
}

std::string write_type(const Type& type) {
    const std::string text = write_variantless(type, 0);
    if (type.on_sqlite.empty()) return text;
    return text + std::string(kVariant) + write_variantless(type.on_sqlite.front(), 0);
}

}  // namespace migrate
