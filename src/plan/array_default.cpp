#include "plan/array_default.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "operations/dependents.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

using nlohmann::json;

/// Reads {a,"b c",{d}} from its first brace on.
class Reader {
  public:
    Reader(std::string_view text, TypeKind kind) : text_(text), kind_(kind) {}

    std::optional<json> whole() {
        std::optional<json> list = read_list(0);
        return at_ == text_.size() ? list : std::nullopt;
    }

  private:
    static constexpr int kDeepest = 6;  // PostgreSQL's own bound of dimensions

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

}  // namespace

std::optional<std::string> json_of_array(const std::string& literal, const Type& array) {
    const std::optional<std::string> text = text_of_literal(literal);
    const std::optional<json> list = text ? Reader(*text, innermost(array).kind).whole() : std::nullopt;
    if (!list) return std::nullopt;
    return quote_text(list->dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace migrate::plan
