#include "operations/array_literal.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "operations/dependents.h"
#include "schema/expression.h"
#include "schema/naming.h"

namespace migrate {

namespace {

using nlohmann::json;

constexpr int kDeepest = 6;  // PostgreSQL's own bound of dimensions

/// Reads {a,"b c",{d}} from its first brace on.
class Reader {
  public:
    Reader(std::string_view text, TypeKind kind) : text_(text), kind_(kind) {}

    std::optional<json> whole() {
        std::optional<json> list = read_list(0);
        return at_ == text_.size() ? list : std::nullopt;
    }

  private:
    bool take(char c) {
        const bool there = at_ < text_.size() && text_[at_] == c;
        at_ += there ? 1 : 0;
        return there;
    }
    std::optional<json> read_list(int depth) {
        if (depth >= kDeepest || !take('{')) return std::nullopt;
        json list = json::array();
        if (take('}')) return list;
        do {
            std::optional<json> item = at_ < text_.size() && text_[at_] == '{' ? read_list(depth + 1) : read_item();
            if (!item) return std::nullopt;
            list.push_back(std::move(*item));
        } while (take(','));
        return take('}') ? std::optional(list) : std::nullopt;
    }
    std::optional<json> read_item() {
        if (take('"')) {
            std::string text;
            while (at_ < text_.size() && text_[at_] != '"') {
                if (text_[at_] == '\\') ++at_;
                if (at_ < text_.size()) text += text_[at_++];
            }
            return take('"') ? value_of(text) : std::nullopt;
        }
        const std::size_t end = std::min(text_.find_first_of(",{}\"\\", at_), text_.size());
        const std::string text(base::trim(text_.substr(at_, end - at_)));
        at_ = end;
        if (text.empty()) return std::nullopt;
        return base::lower(text) == "null" ? json() : value_of(text);
    }
    /// As SQLAlchemy gives the element back.
    std::optional<json> value_of(const std::string& text) const {
        if (kind_ == TypeKind::boolean) return text == "t" || base::lower(text) == "true" || text == "1";
        if (!is_number(kind_)) return json(text);
        json number = json::parse(text, nullptr, false);
        return number.is_number() ? std::optional(number) : std::nullopt;
    }

    std::string_view text_;
    TypeKind kind_;
    std::size_t at_ = 0;
};

/// As PostgreSQL shows a text within an array: in quotes where it must.
std::string write_text_item(const std::string& text) {
    const bool plain = !text.empty() && text.find_first_of("{},\"\\ \t\n\r\v\f") == std::string::npos &&
                       !base::equal_ignoring_case(text, "null");
    if (plain) return text;
    return "\"" + base::replace_all(base::replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

/// "{a,NULL,{b}}"; nullopt where an item is an object, or lists are too deep.
std::optional<std::string> write_list(const json& list, int depth = 0) {
    if (depth >= kDeepest) return std::nullopt;
    std::string written;
    for (const json& item : list) {
        if (item.is_object()) return std::nullopt;
        std::optional<std::string> text = item.is_array()    ? write_list(item, depth + 1)
                                          : item.is_null()   ? "NULL"
                                          : item.is_string() ? write_text_item(item.get<std::string>())
                                                             : item.dump();
        if (!text) return std::nullopt;
        written += (written.empty() ? "" : ",") + *text;
    }
    return "{" + written + "}";
}

/// The JSON list that the text is; nullopt for other text, also for lists deeper than an array can be.
std::optional<json> read_json_list(const std::optional<std::string>& text) {
    if (!text || !text->starts_with('[')) return std::nullopt;
    bool deep = false;
    const auto shallow = [&](int depth, json::parse_event_t, const json&) {
        deep = deep || depth > kDeepest + 1;
        return !deep;
    };
    json list = json::parse(*text, shallow, false);
    return deep || !list.is_array() ? std::nullopt : std::optional(std::move(list));
}

void rename_items(json& list, const std::string& from, const std::string& to) {
    for (json& item : list) {
        if (item.is_array()) rename_items(item, from, to);
        if (item.is_string() && item.get<std::string>() == from) item = to;
    }
}

}  // namespace

std::string json_literal(const json& value) {
    return quote_text(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::optional<std::string> json_of_array(const std::string& literal, const Type& array) {
    const std::optional<std::string> text = text_of_literal(literal);
    const std::optional<json> list = text ? Reader(*text, innermost(array).kind).whole() : std::nullopt;
    if (!list) return std::nullopt;
    return json_literal(*list);
}

std::optional<std::string> array_of_json(const std::string& literal) {
    const std::optional<json> list = read_json_list(text_of_literal(literal));
    const std::optional<std::string> array = list ? write_list(*list) : std::nullopt;
    return array ? std::optional(quote_text(*array)) : std::nullopt;
}

std::string rename_in_array(const std::string& sql, const std::string& from, const std::string& to) {
    const std::size_t end = sql.find("::");
    const std::string literal = sql.substr(0, end), cast = end == std::string::npos ? "" : sql.substr(end);
    const std::optional<std::string> text = text_of_literal(literal);
    const bool array = text && text->starts_with('{');
    std::optional<json> list = array ? Reader(*text, TypeKind::text).whole() : read_json_list(text);
    if (!list) return replace_literal_in(sql, quote_text(from), quote_text(to));
    const json before = *list;
    rename_items(*list, from, to);
    if (*list == before) return sql;
    if (!array) return json_literal(*list) + cast;
    const std::optional<std::string> written = write_list(*list);
    return written ? quote_text(*written) + cast : sql;
}

}  // namespace migrate
