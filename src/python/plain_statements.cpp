#include <algorithm>

#include "base/allowance.h"
#include "base/text.h"
#include "python/plain.h"

namespace migrate::python {

std::optional<Module> PlainReader::module() {
    Module module;
    module.statements = lines(0);
    if (!is_plain()) return std::nullopt;
    module.comments = std::move(comments_);
    module.source = std::string(text_);
    return module;
}

std::optional<std::size_t> PlainReader::next_line() {
    std::size_t column = 0;
    for (; !is_at_end(); ++at_) {
        if (peek() == '#') {
            skip_comment();
            waiting_.emplace_back(column, here());
        }
        if (peek() == ' ') {
            ++column;
        } else if (peek() == '\n') {
            column = 0;
            ++line_;
        } else if (!is_at_end()) {
            return column;
        }
    }
    return std::nullopt;
}

void PlainReader::end_line() {
    skip_blanks();
    if (peek() == '#') {
        skip_comment();
        last_end_ = here();  // for the block that may end here
    }
    if (is_at_end()) return;
    if (peek() != '\n') return give_up();
    ++at_;
    ++line_;
}

/// What stands below a statement that has the column `column_of_block_`.
Body PlainReader::block() {
    const Depth depth = deeper();
    expect(':');
    end_line();
    column_ = next_line();
    if (!column_ || *column_ <= column_of_block_) give_up();
    if (!is_plain()) return {};
    const std::size_t outer = column_of_block_;
    const std::size_t own = *column_;
    Body body = lines(own);
    column_of_block_ = outer;
    // Comments behind it belong to it, up to the first that is indented less.
    for (; !waiting_.empty() && waiting_.front().first >= own; waiting_.pop_front())
        last_end_ = waiting_.front().second;
    return body;
}

Body PlainReader::lines(std::size_t column) {
    Body body;
    while (is_plain()) {
        if (!column_) column_ = next_line();
        if (!column_ || *column_ < column) break;
        if (*column_ > column) give_up();
        column_of_block_ = column;
        if (is_plain()) body.push_back(statement());
    }
    return body;
}

Statement PlainReader::statement() {
    base::step();
    column_.reset();
    waiting_.clear();
    Span span{here(), 0, line_};
    std::optional<StatementValue> value = compound();
    const bool is_simple = !value;
    if (is_simple) value = simple();
    span.end = last_end_;
    if (is_simple) end_line();
    return {std::move(*value), span};
}

std::optional<StatementValue> PlainReader::compound() {
    if (take_word("def")) return function();
    if (take_word("if")) return if_statement();
    if (take_word("for")) return for_statement();
    if (take_word("with")) return with_statement();
    return std::nullopt;
}

StatementValue PlainReader::simple() {
    last_end_ = here();
    const auto word = [&](std::string_view name) {
        const bool is_here = take_word(name);
        if (is_here) last_end_ = here();
        return is_here;
    };
    const auto value = [&]() -> Box<Expression> {
        skip_blanks();
        if (is_at_end() || peek() == '\n' || peek() == '#') return {};
        Part part = expression();
        last_end_ = part.end;
        return std::move(part.value);
    };
    if (word("import")) return Import{imported_names(true)};
    if (word("from")) return import_from();
    if (word("pass")) return Pass{};
    if (word("return")) return Return{value()};
    if (word("raise")) return Raise{.value = value()};
    return assignment_or_expression();
}

/// A name with its dots, without blanks.
std::string PlainReader::dotted() {
    std::string whole(take_name());
    while (is_plain() && peek() == '.') {
        ++at_;
        if (peek() == ' ') give_up();
        whole.append(".").append(take_name());
    }
    last_end_ = here();
    return whole;
}

std::vector<ImportedName> PlainReader::imported_names(bool are_dotted) {
    std::vector<ImportedName> names;
    const bool has_brackets = !are_dotted && take('(');
    brackets_ += has_brackets ? 1 : 0;
    do {
        skip_blanks();
        if (has_brackets && peek() == ')') break;
        ImportedName name{are_dotted ? dotted() : std::string(take_name()), ""};
        last_end_ = here();
        if (take_word("as")) {
            name.alias = take_name();
            last_end_ = here();
        }
        names.push_back(std::move(name));
    } while (is_plain() && take(','));
    if (has_brackets) expect(')');
    if (has_brackets) last_end_ = here();
    brackets_ -= has_brackets ? 1 : 0;
    if (names.empty()) give_up();
    return names;
}

StatementValue PlainReader::import_from() {
    ImportFrom import;
    for (skip_blanks(); peek() == '.'; ++at_) ++import.level;
    skip_blanks();
    if (name_here() != "import" || import.level == 0) import.module = dotted();
    if (!take_word("import")) give_up();
    import.names = imported_names(false);
    return import;
}

StatementValue PlainReader::function() {
    FunctionDef function{.name = std::string(take_name())};
    skip_blanks();
    if (peek() != '(') give_up();
    function.parameters = parameters();
    skip_blanks();
    if (text_.substr(std::min(at_, text_.size())).starts_with("->")) {
        at_ += 2;
        function.returns = type().value;
    }
    function.body = block();
    return function;
}

std::vector<Parameter> PlainReader::parameters() {
    std::vector<Parameter> found;
    ++at_;
    ++brackets_;
    while (is_plain() && !take(')')) {
        Parameter parameter{.name = std::string(take_name())};
        if (take(':')) parameter.annotation = type().value;
        if (take('=')) parameter.default_value = expression().value;
        found.push_back(std::move(parameter));
        skip_blanks();
        if (peek() != ')') expect(',');
    }
    --brackets_;
    return found;
}

/// Whether the statement goes on with a line of this word, which is taken.
bool PlainReader::goes_on_with(std::string_view word) {
    if (!is_plain() || column_ != column_of_block_ || !take_word(word)) return false;
    column_.reset();
    return true;
}

StatementValue PlainReader::if_statement() {
    If result;
    do {
        Part condition = expression();
        result.branches.push_back({std::move(condition.value), block()});
    } while (goes_on_with("elif"));
    if (goes_on_with("else")) result.otherwise = block();
    return result;
}

StatementValue PlainReader::for_statement() {
    Part target = targets();
    Part iterable = expression();
    return For{.target = std::move(target.value), .iterable = std::move(iterable.value), .body = block()};
}

StatementValue PlainReader::with_statement() {
    With with;
    do {
        skip_blanks();
        if (peek() == '(') give_up();
        Part context = expression();
        Box<Expression> target;
        if (take_word("as")) target = name().value;
        with.items.push_back({std::move(context.value), std::move(target)});
    } while (take(','));
    with.body = block();
    return with;
}

StatementValue PlainReader::assignment_or_expression() {
    Part left = expression();
    last_end_ = left.end;
    skip_blanks();
    const bool is_annotated = peek() == ':';
    const bool is_assigned = peek() == '=';
    if (!is_annotated && !is_assigned) return ExpressionStatement{std::move(left.value)};
    const bool is_name = left.value.as<Name>() != nullptr;
    const bool is_target = is_name || left.value.as<Attribute>() || left.value.as<Subscript>();
    if (!is_target || left.begin != left.value.span.begin || (is_annotated && !is_name)) give_up();
    Assign assign;
    assign.targets.push_back(std::move(left.value));
    if (take(':')) {
        Part annotation = type();
        last_end_ = annotation.end;
        assign.annotation = std::move(annotation.value);
    }
    if (take('=')) {
        Part value = expression();
        last_end_ = value.end;
        assign.value = std::move(value.value);
    }
    return assign;
}

std::optional<Module> read_plain(std::string_view text) {
    const auto has = [&](char c) { return text.find(c) != std::string_view::npos; };
    if (has('\0') || has('\r') || !base::is_valid_utf8(text)) return std::nullopt;
    // Another encoding may be declared: only the grammar's way asks.
    if (text.substr(0, std::min(text.size(), text.find('\n', text.find('\n') + 1))).find("coding") !=
        std::string_view::npos)
        return std::nullopt;
    return PlainReader(text).module();
}

}  // namespace migrate::python
