#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "python/concrete_tree.h"
#include "python/syntax.h"

namespace migrate::python {
namespace {

Module read(std::string_view source) {
    auto module = parse(source);
    REQUIRE(module.has_value());
    return *module;
}

Expression expression(std::string_view source) {
    auto parsed = parse_expression(source);
    REQUIRE_MESSAGE(parsed.has_value(), source);
    return *parsed;
}

template <typename T>
T as(const Expression& parsed) {
    REQUIRE(parsed.as<T>());
    return *parsed.as<T>();
}

template <typename T>
T only(std::string_view source) {
    const Module module = read(source);
    CHECK(module.errors.empty());
    REQUIRE(module.statements.size() == 1);
    REQUIRE(module.statements.front().as<T>());
    return *module.statements.front().as<T>();
}

std::string repeat(std::string_view piece, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
}

TEST_CASE("a call keeps positional, starred and keyword arguments apart") {
    const Call call = as<Call>(expression("op.create_table('t', *columns, if_not_exists=True, **options)"));
    CHECK(dotted_name(*call.callee) == "op.create_table");
    REQUIRE(call.positional.size() == 2);
    CHECK(string_value(call.positional[0]) == "t");
    CHECK(as<Name>(*as<Starred>(call.positional[1]).operand).id == "columns");
    REQUIRE(call.keywords.size() == 2);
    REQUIRE(find_keyword(call, "if_not_exists"));
    CHECK(as<Constant>(*find_keyword(call, "if_not_exists")) == Constant::True);
    CHECK(call.keywords[1].name.empty());
    CHECK(find_keyword(call, "schema") == nullptr);
}

TEST_CASE("strings are decoded and neighbours joined") {
    CHECK(string_value(expression("'a' \"b\" r'\\n' '''c\nd'''")) == "ab\\nc\nd");
    CHECK(string_value(expression("r'\\\\'")) == "\\\\");
    CHECK(string_value(expression("u'\\u017e'")) == "ž");
    const String bytes = as<String>(expression("b'\\xff' rb'\\x'"));
    CHECK(bytes.bytes);
    CHECK(bytes.value == "\xff\\x");
    CHECK(string_value(expression("('a'\n 'b')")) == "ab");
}

TEST_CASE("an f-string has text and fields, with conversions and formats") {
    const FString f = as<FString>(expression("'t_' f'{{{name!r:>{width}}}}' f'{x=}' '.'"));
    REQUIRE(f.parts.size() == 5);
    CHECK(f.parts[0].text == "t_{");
    CHECK(as<Name>(*f.parts[1].expression).id == "name");
    CHECK(f.parts[1].conversion == 'r');
    REQUIRE(f.parts[1].format.size() == 2);
    CHECK(f.parts[1].format[0].text == ">");
    CHECK(as<Name>(*f.parts[1].format[1].expression).id == "width");
    CHECK(f.parts[2].text == "}x=");
    CHECK(f.parts[3].conversion == 'r');
    CHECK(f.parts[4].text == ".");
}

TEST_CASE("a string that has no value here stays visible") {
    for (const char* source : {"'\\N{BULLET}'", "'\\ud800'", "'\\x4'", "t'{x}'", "10L"}) {
        CAPTURE(source);
        const Module module = read(source);
        REQUIRE(module.statements.size() == 1);
        const auto* statement = module.statements.front().as<ExpressionStatement>();
        const Opaque* opaque = statement ? statement->expression.as<Opaque>() : module.statements.front().as<Opaque>();
        REQUIRE(opaque);
        CHECK_FALSE(opaque->reason.empty());
    }
}

TEST_CASE("numbers keep their text and give their value") {
    CHECK(integer_value(as<Number>(expression("1_000"))) == 1000);
    CHECK(integer_value(as<Number>(expression("0x1F"))) == 31);
    CHECK(integer_value(as<Number>(expression("0b11"))) == 3);
    CHECK(integer_value(as<Number>(expression("0o17"))) == 15);
    CHECK(integer_value(as<Number>(expression("99999999999999999999"))) == std::nullopt);
    CHECK(float_value(as<Number>(expression("1.5e3"))) == 1500.0);
    CHECK(float_value(as<Number>(expression("2j"))) == std::nullopt);
    CHECK(as<Number>(expression("1_000")).text == "1_000");
}

TEST_CASE("operators") {
    const Compare compare = as<Compare>(expression("a not in b is not c < d"));
    REQUIRE(compare.rest.size() == 3);
    CHECK(compare.rest[0].op == CompareOperator::NotIn);
    CHECK(compare.rest[1].op == CompareOperator::IsNot);
    CHECK(compare.rest[2].op == CompareOperator::Less);
    CHECK(as<BoolOp>(expression("a and b and c")).operands.size() == 3);
    CHECK(as<BoolOp>(expression("a or b and c")).operands.size() == 2);
    CHECK(as<Unary>(expression("not a")).op == UnaryOperator::Not);
    CHECK(as<Binary>(expression("a ** -b")).op == BinaryOperator::Pow);
    const Conditional conditional = as<Conditional>(expression("x if y else z"));
    CHECK(as<Name>(*conditional.condition).id == "y");
    CHECK(as<Name>(*conditional.otherwise).id == "z");
}

TEST_CASE("annotations are expressions") {
    const Assign assign = only<Assign>("x: Mapped[dict[str, int] | str | None] = f()\n");
    const Subscript mapped = as<Subscript>(*assign.annotation);
    CHECK(as<Name>(*mapped.object).id == "Mapped");
    const Binary outer = as<Binary>(*mapped.index);
    CHECK(outer.op == BinaryOperator::BitOr);
    CHECK(as<Constant>(*outer.right) == Constant::None);
    CHECK(as<Binary>(*outer.left).op == BinaryOperator::BitOr);
    CHECK(expression("Mapped[list['Child']]") == expression(" Mapped[ list [\"Child\"] ]"));
}

TEST_CASE("compound statements") {
    const If branches = only<If>("if a:\n    pass\nelif b:\n    x = 1\nelse:\n    y = 2\n");
    CHECK(branches.branches.size() == 2);
    CHECK(branches.otherwise.size() == 1);
    const With with = only<With>("with (op.batch_alter_table('t') as batch, other):\n    pass\n");
    REQUIRE(with.items.size() == 2);
    CHECK(as<Name>(*with.items[0].target).id == "batch");
    CHECK_FALSE(with.items[1].target);
    const Try handled =
        only<Try>("try:\n    a\nexcept (A, B) as e:\n    pass\nexcept:\n    pass\nelse:\n    b\nfinally:\n    c\n");
    REQUIRE(handled.handlers.size() == 2);
    CHECK(handled.handlers[0].name == "e");
    CHECK_FALSE(handled.handlers[1].type);
    CHECK(handled.finally.size() == 1);
    const FunctionDef function =
        only<FunctionDef>("@d\ndef f(a, /, b: int = 1, *c, d=2, **e) -> None:\n    return a, b\n");
    REQUIRE(function.parameters.size() == 5);
    CHECK(function.parameters[0].kind == ParameterKind::PositionalOnly);
    CHECK(function.parameters[2].name == "c");
    CHECK(function.parameters[3].kind == ParameterKind::KeywordOnly);
    CHECK(function.decorators.size() == 1);
    const ClassDef type = only<ClassDef>("class A(Base, metaclass=M):\n    id = 1\n");
    CHECK(type.bases.size() == 1);
    CHECK(type.keywords.size() == 1);
}

TEST_CASE("imports") {
    const ImportFrom from = only<ImportFrom>("from ..a.b import (c as d, e)\n");
    CHECK(from.level == 2);
    CHECK(from.module == "a.b");
    CHECK(from.names == std::vector<ImportedName>{{"c", "d"}, {"e", ""}});
    CHECK(only<ImportFrom>("from __future__ import annotations\n").module == "__future__");
    CHECK(only<ImportFrom>("from x import *\n").names.front().name == "*");
    CHECK(only<Import>("import a.b as c\n").names == std::vector<ImportedName>{{"a.b", "c"}});
}

TEST_CASE("every node knows its line and its bytes") {
    const Module module = read(
        "\xef\xbb\xbf"
        "a = 1\r\n\r\nb = f(\r\n    'x'\r\n)\r\n# end\r\n");
    REQUIRE(module.statements.size() == 2);
    CHECK(module.statements[0].span.line == 1);
    CHECK(text_of(module, module.statements[0].span) == "a = 1");
    CHECK(module.statements[1].span.line == 3);
    const auto* assign = module.statements[1].as<Assign>();
    REQUIRE(assign);
    const Call call = as<Call>(*assign->value);
    CHECK(call.positional[0].span.line == 4);
    CHECK(text_of(module, call.positional[0].span) == "'x'");
    REQUIRE(module.comments.size() == 1);
    CHECK(module.comments[0].text == "# end");
    CHECK(module.comments[0].span.line == 6);
}

TEST_CASE("line ends of any kind, blanks of any kind") {
    const Module plain = read("def f():\n    x = '''a\nb'''\n    return x\n");
    CHECK(read("def f():\r\n    x = '''a\r\nb'''\r\n    return x\r\n").statements == plain.statements);
    CHECK(read("def f():\r    x = '''a\rb'''\r    return x\r").statements == plain.statements);
    CHECK(read("def f():\n\tx = '''a\nb'''\n\treturn x").statements == plain.statements);
    CHECK(read("def f():\n    x = \\\n      '''a\nb''';  return x # c\n\n").statements == plain.statements);
}

TEST_CASE("a broken statement is opaque, its neighbours are read") {
    const Module module = read(
        "a = 1\nb = = 2\nc = 3\n\n\ndef upgrade():\n    x = (\n    pass\n\n\ndef downgrade():\n    "
        "op.drop_table('t')\n");
    CHECK_FALSE(module.errors.empty());
    CHECK(module.errors.front().span.line == 2);
    CHECK(module.statements.front().as<Assign>());
    bool any_opaque = false;
    for (const Statement& statement : module.statements) any_opaque |= statement.as<Opaque>() != nullptr;
    CHECK(any_opaque);
}

TEST_CASE("a fault inside a body leaves the rest of the body readable") {
    const Module module = read("def upgrade():\n    a = 1\n    b = 2 3\n    c = 3\n");
    REQUIRE(module.statements.size() == 1);
    const auto* function = module.statements.front().as<FunctionDef>();
    REQUIRE(function);
    REQUIRE(function->body.size() >= 3);
    CHECK(function->body.front().as<Assign>());
    CHECK(function->body.back().as<Assign>());
    CHECK(module.errors.size() == 1);
}

TEST_CASE("what the grammar accepts and Python does not is reported") {
    CHECK(read("def f():\n").errors.size() == 1);
    CHECK(read("print 'x'\n").errors.size() == 1);
    CHECK(read("x = 'a' b'b'\n").errors.size() == 1);
    const Module nul = read(std::string_view("x = 1\ny = '\0'\n", 13));
    CHECK(std::ranges::find(nul.errors, "a NUL byte", &SyntaxError::message) != nul.errors.end());
    CHECK(read("# \xff\nx = 1\n").errors.front().span.line == 1);
    CHECK(read("# -*- coding: cp1252 -*-\nx = 'ž'\n").errors.size() == 1);
    CHECK(read("# -*- coding: utf-8 -*-\nx = 'ž'\n").errors.empty());
}

TEST_CASE("what is not modelled stays visible") {
    const Opaque match = only<Opaque>("match x:\n    case 1:\n        pass\n");
    CHECK(match.source.starts_with("match x:"));
    CHECK(match.reason == "match_statement");
}

TEST_CASE("nothing at all") {
    CHECK(read("").statements.empty());
    CHECK(read("\n\n# only a comment").statements.empty());
    CHECK(read("\xef\xbb\xbf").errors.empty());
    CHECK(docstring(read("").statements) == std::nullopt);
    CHECK(docstring(read("\"\"\"doc\"\"\"\n").statements) == "doc");
}

TEST_CASE("one expression, and only that") {
    for (const char* source : {"", "a b", "x = 1", "a; b", "pass", "(", "a\nb"}) {
        CAPTURE(source);
        CHECK_FALSE(parse_expression(source));
    }
}

TEST_CASE("depth is bounded, width is not") {
    const Module deep = read("x = " + repeat("[", 100000) + repeat("]", 100000) + "\n");
    CHECK(deep.statements.size() == 1);
    read(repeat("[", 100000));
    read("x = " + repeat("f(", 50000));
    read("x = " + repeat("not ", 100000) + "y\n");
    read("x = a" + repeat(".b", 100000) + "\n");
    read("x = a" + repeat(" + b", 100000) + "\n");
    read("x: a" + repeat(" | b", 50000) + "\n");
    read("f'" + repeat("{f'", 2000));
    read("f'" + repeat("{x:", 20000) + "\n");
    read(repeat("if x:\n", 20000));
    CHECK(string_value(expression(repeat("(", 1000) + "'x'" + repeat(")", 1000))) == "x");
    std::string indented;
    for (int i = 0; i < 600; ++i) indented += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
    read(indented + std::string(600, ' ') + "pass\n");
}

std::string all_forms() {
    std::ifstream file(MIGRATE_SOURCE_DIR "/tests/python/all_forms.py", std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

void check_any_text(const std::string& source) {
    const auto module = parse(source);
    RC_ASSERT(module.has_value());
    RC_ASSERT(module->source == source);
    for (const Statement& statement : module->statements) {
        RC_ASSERT(statement.span.begin <= statement.span.end);
        RC_ASSERT(statement.span.end <= source.size());
        RC_ASSERT(statement.span.line >= 1U);
    }
    (void)parse_expression(source);
}

/// `count` blocks one in the other, each a blank deeper, and a statement in the innermost.
std::string nested_blocks(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += repeat(" ", i) + "if 1:\n";
    return text + repeat(" ", count) + "x = 'a'\n";
}

TEST_CASE("as many indentations as Python takes, and not one more") {
    CHECK(read(nested_blocks(99)).errors.empty());
    CHECK(read("text = '''\n" + nested_blocks(0) + repeat("   deeper\n ", 300) + "'''\n").errors.empty());
    CHECK(read("x = (\n" + repeat(" 1,\n", 120) + ")\n").errors.empty());
    // 510 to 512 are where the grammar's own list of indentations ends.
    for (const int count : {100, 509, 510, 511, 512, 700}) {
        const Module module = read(nested_blocks(count));
        REQUIRE(module.errors.size() == 1);
        CHECK(module.errors.front().message == "too many levels of indentation");
        CHECK(module.errors.front().span.line == 101);
        REQUIRE(module.statements.size() == 1);
        CHECK(module.statements.front().as<Opaque>()->reason == "nested too deep");
    }
}

TEST_CASE("the grammar itself bears more indentations than its list can hold") {
    for (const int count : {508, 509, 510, 511, 512, 700}) {
        for (const char* before : {"", "f'{''}'\n", "f'{f\"{'\n", "\\\n"}) {
            const std::string source = before + nested_blocks(count);
            CHECK(read_concrete_tree(source).nodes.size() > 1);
            CHECK(read(source).source == source);
        }
    }
}

TEST_CASE("any text gives a module") {
    const std::vector<std::string> pieces = {
        "(",       ")",      "[",     "]",    "{",   "}",      ":",       ",",       ".",       "=",
        "==",      "*",      "**",    "@",    "\n",  "\n    ", "\n\t",    " ",       "\\\n",    "'",
        "\"",      "'''",    "f'",    "f\"{", "rb'", "if ",    "else",    "elif ",   "for ",    " in ",
        "def ",    "class ", "with ", " as ", "try", "except", "finally", "return ", "lambda ", "not ",
        "import ", "from ",  "x",     "1",    "0x",  "match ", "case ",   "type ",   "print ",  "async ",
        "await ",  "#",      "\r",    "\xff", "->",  ":=",     "!r",      ";"};
    CHECK(rc::check([&] {
        const auto chosen = *rc::gen::container<std::vector<std::string>>(60, rc::gen::elementOf(pieces));
        std::string source;
        for (const std::string& piece : chosen) source += piece;
        check_any_text(source);
    }));
    CHECK(rc::check([](const std::string& bytes) { check_any_text(bytes); }));
}

TEST_CASE("a file with pieces cut out gives a module") {
    const std::string whole = all_forms();
    REQUIRE(whole.size() > 2000);
    CHECK(rc::check([&] {
        std::string source = whole;
        for (int cuts = *rc::gen::inRange(1, 4); cuts > 0; --cuts) {
            const auto begin = *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, source.size()));
            source.erase(begin, *rc::gen::resize(100, rc::gen::inRange<std::size_t>(1, 40)));
        }
        check_any_text(source);
    }));
}

TEST_CASE("65,535 siblings and more") {
    const Module module = read("x = [" + repeat("1,", 70000) + "]\n");
    CHECK(module.errors.empty());
    CHECK(as<List>(*module.statements.front().as<Assign>()->value).items.size() == 70000);
    CHECK(read(repeat("x = 1\n", 70000)).statements.size() == 70000);
    CHECK(string_value(expression("(" + repeat("'a' ", 70000) + ")"))->size() == 70000);
    CHECK(as<BoolOp>(expression("a" + repeat(" and b", 70000))).operands.size() == 70001);
}

TEST_CASE("a source may have one mebibyte") {
    CHECK(parse(std::string(kMaxSourceBytes, '\n')));
    const auto refused = parse(std::string(kMaxSourceBytes + 1, '\n'));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "python_too_large");
}

}  // namespace
}  // namespace migrate::python

TEST_CASE("a text in which so much is wrong that it takes too long is refused in time") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "a AND ";
    const auto module = migrate::python::parse(text);
    REQUIRE(!module);
    CHECK(module.error().code == "python_too_large");
}
