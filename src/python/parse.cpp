#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "python/convert.h"
#include "python/indentation.h"
#include "python/plain.h"
#include "python/syntax.h"
#include "python/unicode.h"

namespace migrate::python {

namespace {

constexpr std::size_t kMaxErrors = 100;

/// A lone CR ends a line in Python but not for the grammar. As many bytes as before, so that spans stay true.
std::string with_plain_line_ends(std::string_view source) {
    std::string text(source);
    for (std::size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at + 1)) {
        if (at + 1 >= text.size() || text[at + 1] != '\n') text[at] = '\n';
    }
    return text;
}

std::uint32_t line_of(std::string_view text, std::size_t offset) {
    return 1 + static_cast<std::uint32_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

SyntaxError error_at(std::string_view text, std::size_t offset, std::string message) {
    const auto begin = static_cast<std::uint32_t>(offset);
    return {std::move(message), {begin, begin + 1, line_of(text, offset)}};
}

/// Bytes that Python does not take in a source file, wherever they stand.
std::vector<SyntaxError> faults_in_bytes(std::string_view text) {
    std::vector<SyntaxError> errors;
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        errors.push_back(error_at(text, nul, "a NUL byte"));
    }
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (!character.valid) {
            errors.push_back(error_at(text, at, "bytes that are not UTF-8"));
            break;
        }
        at += character.size;
    }
    return errors;
}

/// The encoding that a comment in the first two lines declares, in lower case; empty without one.
std::string declared_encoding(const std::vector<Comment>& comments) {
    for (const Comment& comment : comments) {
        if (comment.span.line > 2) break;
        const std::size_t at = comment.text.find("coding");
        if (at == std::string::npos || at + 6 >= comment.text.size()) continue;
        std::string_view rest = std::string_view(comment.text).substr(at + 6);
        if (rest.front() != ':' && rest.front() != '=') continue;
        rest = base::trim(rest.substr(1));
        return base::lower(rest.substr(0, rest.find_first_of(" \t;,*")));
    }
    return {};
}

/// Text in another encoding would be read as other characters than Python sees.
std::vector<SyntaxError> foreign_encoding(std::string_view text, const std::vector<Comment>& comments) {
    const std::string encoding = declared_encoding(comments);
    const auto beyond_ascii =
        std::ranges::find_if(text, [](char byte) { return static_cast<unsigned char>(byte) > 0x7F; });
    if (encoding.empty() || encoding.starts_with("utf-8") || encoding.starts_with("utf8") || beyond_ascii == text.end())
        return {};
    const auto offset = static_cast<std::size_t>(beyond_ascii - text.begin());
    return {error_at(text, offset, fmt::format("the file declares the encoding {}, only UTF-8 is read", encoding))};
}

std::string describe(const ConcreteNode& node, std::string_view text) {
    if (node.is_missing) return fmt::format("'{}' is missing", node.kind);
    std::string_view line = text.substr(node.span.begin, node.span.end - node.span.begin);
    line = base::cut_utf8(line.substr(0, line.find_first_of("\r\n")), 40);
    return fmt::format("'{}' does not fit here", line);
}

void add_syntax_errors(const ConcreteTree& tree, std::string_view text, std::vector<SyntaxError>& errors) {
    std::uint32_t reported_to = 0;
    for (const ConcreteNode& node : tree.nodes) {
        const bool inside_reported = node.span.begin < reported_to;
        if (!node.is_error || inside_reported || errors.size() >= kMaxErrors) continue;
        errors.push_back({describe(node, text), node.span});
        reported_to = node.span.end;
    }
}

}  // namespace

Result<Module> parse(std::string_view source) {
    if (source.size() <= kMaxSourceBytes) {
        if (auto plain = read_plain(source)) return std::move(*plain);
    }
    return parse_by_grammar(source);
}

Result<Module> parse_by_grammar(std::string_view source) {
    if (source.size() > kMaxSourceBytes) {
        return fail("python_too_large",
                    fmt::format("the source has {} bytes, more than {}", source.size(), kMaxSourceBytes),
                    "split the file, or leave it out");
    }
    const std::string text = with_plain_line_ends(source);
    if (const auto place = too_deep_indentation(text)) {
        Module refused{.errors = {error_at(text, *place, "too many levels of indentation")},
                       .source = std::string(source)};
        refused.statements.push_back(
            {Opaque{std::string(source), "nested too deep"}, {0, static_cast<std::uint32_t>(source.size()), 1}});
        return refused;
    }
    const ConcreteTree tree = read_concrete_tree(text);
    if (tree.nodes.empty()) {
        return fail("python_too_large", "so much in it is not Python that telling what takes too long",
                    "make Python of it, or leave it out");
    }
    Module module{.errors = faults_in_bytes(text), .comments = tree.comments, .source = std::string(source)};
    for (SyntaxError& error : foreign_encoding(text, tree.comments)) module.errors.push_back(std::move(error));
    add_syntax_errors(tree, text, module.errors);
    Converter converter(tree, text);
    if (tree.nodes.front().is_error) {
        module.statements.push_back({Opaque{std::string(source), "syntax error"}, tree.nodes.front().span});
    } else {
        module.statements = converter.body(0);
    }
    module.errors.insert(module.errors.end(), converter.errors().begin(), converter.errors().end());
    std::ranges::stable_sort(module.errors, {}, [](const SyntaxError& error) { return error.span.begin; });
    return module;
}

Result<Expression> parse_expression(std::string_view source) {
    auto module = parse(source);
    if (!module) return tl::unexpected(module.error());
    const auto* only = module->statements.size() == 1 ? module->statements.front().as<ExpressionStatement>() : nullptr;
    if (!only || !module->errors.empty()) {
        return fail("python_syntax", fmt::format("'{}' is not one expression", base::cut_utf8(source, 60)));
    }
    return only->expression;
}

}  // namespace migrate::python
