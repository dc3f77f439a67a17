#include "intent/sql_words.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

const std::set<std::string, std::less<>>& keywords() {
    static const std::set<std::string, std::less<>> kWords = {"and",
                                                              "or",
                                                              "not",
                                                              "is",
                                                              "null",
                                                              "in",
                                                              "like",
                                                              "ilike",
                                                              "between",
                                                              "true",
                                                              "false",
                                                              "case",
                                                              "when",
                                                              "then",
                                                              "else",
                                                              "end",
                                                              "distinct",
                                                              "from",
                                                              "similar",
                                                              "to",
                                                              "any",
                                                              "all",
                                                              "some",
                                                              "array",
                                                              "escape",
                                                              "interval",
                                                              "isnull",
                                                              "notnull",
                                                              "unknown",
                                                              "current_date",
                                                              "current_timestamp",
                                                              "current_time",
                                                              "collate",
                                                              "at",
                                                              "time",
                                                              "zone",
                                                              "date",
                                                              "timestamp",
                                                              "glob",
                                                              "regexp"};
    return kWords;
}

const std::set<std::string, std::less<>>& condition_words() {
    static const std::set<std::string, std::less<>> kWords = {"is",      "in",     "like",    "ilike", "between", "not",
                                                              "similar", "isnull", "notnull", "glob",  "regexp"};
    return kWords;
}

bool is_comparison(std::string_view text) {
    return text == "=" || text == "<" || text == ">" || text == "<=" || text == ">=" || text == "<>" || text == "!=" ||
           text == "~" || text == "@";
}

class Checker {
  public:
    Checker(const Context& context, const Node& sql, const Table& table)
        : context_(context), sql_(sql), table_(table) {}

    Build<std::string> read(bool condition, Draft& draft) {
        for (auto i = sql_.begin; i < sql_.end; ++i) {
            if (!take(i)) return not_understood({token(i).text});
        }
        const bool fits = columns_ > 0 && (!condition || conditions_ > 0 || is_flag());
        if (!fits) return not_understood(words_of(context_, sql_));
        if (quoted_any_) draft.assumptions.push_back("\"" + source_text(context_, sql_) + "\" is read as " + text_);
        return text_;
    }

  private:
    const Token& token(std::size_t i) const { return context_.tokens.list[i]; }
    bool is_symbol(std::size_t i, std::string_view text) const {
        return i >= sql_.begin && i < sql_.end && token(i).kind == TokenKind::symbol && token(i).text == text;
    }
    bool is_column(std::string_view word) const { return find_column(table_, word) != nullptr; }

    void write(std::size_t i, const std::string& text) {
        if (i > sql_.begin) {
            const auto from = token(i - 1).end;
            text_ += context_.tokens.text.substr(from, token(i).begin - from);
        }
        text_ += text;
    }

    std::string source(std::size_t i) const {
        return context_.tokens.text.substr(token(i).begin, token(i).end - token(i).begin);
    }

    bool take(std::size_t i) {
        const auto& now = token(i);
        if (now.kind == TokenKind::word) return take_word(i);
        if (now.kind == TokenKind::quoted && now.quote == '`') return false;
        if (now.kind == TokenKind::quoted && now.quote == '"') {
            if (!is_column(now.text)) return false;
            ++columns_;
        }
        if (now.kind == TokenKind::symbol) {
            constexpr std::string_view kAllowed = " ( ) , = < > <= >= <> != + - * / % || :: ~ . [ ] @ ";
            if (kAllowed.find(" " + now.text + " ") == std::string_view::npos) return false;
            if (is_comparison(now.text)) ++conditions_;
            if (now.text == "," && depth_ == 0) return false;
            depth_ += now.text == "(" ? 1 : now.text == ")" ? -1 : 0;
        }
        write(i, source(i));
        return true;
    }

    bool take_word(std::size_t i) {
        const auto& now = token(i);
        const bool called = is_symbol(i + 1, "(") && !keywords().contains(now.lower);
        if (is_column(now.text) || is_column(now.lower)) {
            ++columns_;
        } else if (keywords().contains(now.lower)) {
            conditions_ += condition_words().contains(now.lower) ? 1 : 0;
        } else if (is_symbol(i - 1, "::") || called) {
            conditions_ += called ? 1 : 0;
        } else if (stands_for_value(i)) {
            quoted_any_ = true;
            write(i, "'" + now.text + "'");
            return true;
        } else {
            return false;
        }
        write(i, source(i));
        return true;
    }

    // Right after a comparison that ends there, or inside the list of an IN.
    bool stands_for_value(std::size_t i) const {
        if (i == sql_.begin || !is_plain_ascii(token(i).text)) return false;
        if (token(i - 1).text == "=" || token(i - 1).text == "<>" || token(i - 1).text == "!=")
            return ends_value(i + 1);
        auto open = i;
        while (open > sql_.begin && (token(open - 1).kind != TokenKind::symbol || token(open - 1).text == ",")) --open;
        const bool in_list = open > sql_.begin + 1 && is_symbol(open - 1, "(") && token(open - 2).lower == "in";
        return in_list && (is_symbol(i - 1, "(") || is_symbol(i - 1, ",")) &&
               (is_symbol(i + 1, ",") || is_symbol(i + 1, ")"));
    }

    bool ends_value(std::size_t i) const {
        if (i >= sql_.end || is_symbol(i, ")")) return true;
        return token(i).lower == "and" || token(i).lower == "or";
    }

    static bool is_plain_ascii(const std::string& word) { return is_plain_name(word); }

    bool is_flag() const {
        const auto* column = sql_.end == sql_.begin + 1 ? find_column(table_, token(sql_.begin).text) : nullptr;
        return column != nullptr && column->type.kind == TypeKind::boolean;
    }

    const Context& context_;
    const Node& sql_;
    const Table& table_;
    std::string text_;
    int columns_ = 0;
    int conditions_ = 0;
    int depth_ = 0;
    bool quoted_any_ = false;
};

}  // namespace

Build<std::string> read_sql_node(const Context& context, const Node& sql, const TableName& table, bool condition,
                                 Draft& draft) {
    const auto* owner = find_table(context.schema, table);
    if (owner == nullptr || sql.end <= sql.begin) return not_understood(words_of(context, sql));
    return Checker(context, sql, *owner).read(condition, draft);
}

}  // namespace migrate::intent
