#include "operations/function_text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "schema/expression.h"

namespace migrate {

/// Identifiers as they are meant, signs as they are.
static std::vector<std::string> words_of(const std::string& sql) {
    std::vector<std::string> words;
    for (const Token& token : read_meaningful_tokens(sql)) {
        words.push_back(token.kind == TokenKind::symbol ? std::string(token.text) : identifier_of(token));
    }
    return words;
}

bool drops_function(const std::string& sql, const std::string& function) {
    const TableName name = read_table_name(function);
    const std::vector<std::string> words = words_of(sql);
    if (words.size() < 3 || words[0] != "drop" || words[1] != "function") return false;
    int depth = 0;
    for (std::size_t i = 2; i < words.size(); ++i) {
        depth += words[i] == "(" ? 1 : words[i] == ")" ? -1 : 0;
        if (depth > 0 || words[i] != name.name) continue;
        const bool elsewhere = words[i - 1] == "." && words[i - 2] != name.schema && !name.schema.empty();
        if (!elsewhere) return true;
    }
    return false;
}

bool calls(const Attachment& thing, const std::string& function) {
    if (thing.kind != "trigger") return false;
    const std::string name = read_table_name(function).name;
    const std::vector<std::string> words = words_of(thing.sql);
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        const bool qualified = i + 3 < words.size() && words[i + 1] == ".";
        const bool runs = words[i - 1] == "function" || words[i - 1] == "procedure";
        if (runs && words[qualified ? i + 2 : i] == name) return true;
    }
    return false;
}

namespace {

/// Where the body begins: the literal behind AS with its quotes, or ATOMIC or RETURN; the end where there is none.
std::string_view body_with_quotes(const std::string& function) {
    std::string word;
    for (const Token& token : read_tokens(function)) {
        const bool literal = token.kind == TokenKind::text && (word == "as" || token.text.starts_with("$"));
        if (token.kind != TokenKind::space) word = base::lower(token.text);
        const bool read = token.kind == TokenKind::word && (word == "atomic" || word == "return");
        if (read)
            return std::string_view(function).substr(static_cast<std::size_t>(token.text.data() - function.data()));
        if (literal) return token.text;
    }
    return {};
}

}  // namespace

std::string body_of(const std::string& function) {
    const std::string_view text = body_with_quotes(function);
    if (text.empty()) return function;
    if (!text.starts_with("$") && !text.ends_with("'")) return std::string(text);
    const std::size_t fence = text.starts_with("$") ? text.find('$', 1) + 1 : 1;
    if (text.size() < 2 * fence) return function;
    return base::replace_all(text.substr(fence, text.size() - 2 * fence), "''", "'");
}

bool has_rows_of(const std::string& function, const std::string& table) {
    constexpr std::array<std::string_view, 4> kBehindType = {")", ",", "[", "="};
    const std::string signature = signature_of(function);
    const std::vector<Token> tokens = read_meaningful_tokens(signature);
    for (std::size_t i = 3; i < tokens.size(); ++i) {  // CREATE FUNCTION name (
        if (!is_name(tokens[i]) || identifier_of(tokens[i]) != table) continue;
        const bool result = base::lower(tokens[i - 1].text) == "returns" || base::lower(tokens[i - 1].text) == "setof";
        const bool last = i + 1 < tokens.size() && std::ranges::count(kBehindType, tokens[i + 1].text) > 0;
        if (result || last) return true;
    }
    return false;
}

bool has_read_body(const std::string& function) {
    const std::string body = base::lower(body_with_quotes(function).substr(0, 6));
    return body == "atomic" || body == "return";
}

std::string signature_of(const std::string& function) {
    const std::string_view body = body_with_quotes(function);
    return body.empty() ? function : function.substr(0, static_cast<std::size_t>(body.data() - function.data()));
}

}  // namespace migrate
