#include "mcp/uri_template.h"

#include "base/text.h"

namespace migrate::mcp {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!base::is_valid_utf8(decoded)) return std::nullopt;
    return decoded;
}

}  // namespace

std::optional<Variables> match_uri(std::string_view uri_template, std::string_view uri) {
    Variables variables;
    while (true) {
        const auto open = uri_template.find('{');
        const auto fixed = uri_template.substr(0, open);
        if (!uri.starts_with(fixed)) return std::nullopt;
        uri.remove_prefix(fixed.size());
        if (open == std::string_view::npos) return uri.empty() ? std::optional(variables) : std::nullopt;
        const auto close = uri_template.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        const auto name = std::string(uri_template.substr(open + 1, close - open - 1));
        uri_template.remove_prefix(close + 1);
        const auto next = uri_template.empty() ? std::string_view::npos : uri.find(uri_template[0]);
        const auto value = uri.substr(0, next);
        auto decoded = decode(value);
        if (value.empty() || value.find('/') != std::string_view::npos || !decoded) return std::nullopt;
        variables[name] = std::move(*decoded);
        uri.remove_prefix(value.size());
    }
}

std::vector<std::string> variables_of(std::string_view uri_template) {
    std::vector<std::string> names;
    for (auto open = uri_template.find('{'); open != std::string_view::npos; open = uri_template.find('{', open + 1)) {
        const auto close = uri_template.find('}', open);
        if (close == std::string_view::npos) break;
        names.emplace_back(uri_template.substr(open + 1, close - open - 1));
    }
    return names;
}

}  // namespace migrate::mcp
