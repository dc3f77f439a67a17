// What the printer writes is left alone by the real `ruff format`.
#include "python/ruff.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "python/generators.h"
#include "python/syntax.h"

namespace migrate::python {
namespace {

using namespace testing;
using Lines = std::vector<std::string>;

constexpr int kStatementsPerModule = 60;

void append(std::string& module, const Lines& lines) {
    for (const std::string& line : lines) module += line + "\n";
}

std::string any_target() {
    return *rc::gen::inRange(0, 5) == 0 ? *identifier() + "." + *identifier() : *identifier();
}

/// A header with a body below it.
void append_block(std::string& module, int indent, int line_length, Quote quotes) {
    const std::string name = *rc::gen::inRange(0, 3) == 0 ? "" : *identifier();
    append(module, print_with(call(*dotted(), some_arguments(1)), name, indent, line_length, quotes));
    module += std::string(static_cast<std::size_t>(indent) + 4, ' ') + "pass\n";
}

void append_statement(std::string& module, int indent, int line_length, Quote quotes) {
    switch (*rc::gen::inRange(0, 7)) {
        case 0:
        case 1:
            return append(module, print_statement(any_call(3), indent, line_length, quotes));
        case 2:
            return append_block(module, indent, line_length, quotes);
        default:
            return append(module, print_assignment(any_target(), any_code(3), indent, line_length, quotes));
    }
}

/// The real ruff, or nothing, and then said aloud.
std::optional<std::string> ruff_or_skip() {
    auto ruff = find_ruff();
    if (!ruff) MESSAGE("SKIPPED: no ruff (run scripts/setup test, or set MIGRATE_RUFF)");
    return ruff;
}

TEST_CASE("the printer's output is a fixed point of ruff format") {
    const auto ruff = ruff_or_skip();
    if (!ruff) return;
    CHECK(rc::check([&] {
        const int line_length = *rc::gen::element(79, 88, 100, 120);
        const Quote quotes = *rc::gen::element(Quote::Double, Quote::Single);
        const int indent = *rc::gen::element(4, 8);
        std::string module = indent == 4 ? "def upgrade():\n    x = 1\n" : "def upgrade():\n    if x:\n        x = 1\n";
        for (int i = 0; i < kStatementsPerModule; ++i) append_statement(module, indent, line_length, quotes);
        const std::string difference = first_difference(module, ruff_format(*ruff, module, line_length, quotes));
        if (!difference.empty()) RC_FAIL(std::to_string(line_length) + "\n" + difference);
    }));
}

TEST_CASE("a docstring is a fixed point of ruff format, whatever the text") {
    const auto ruff = ruff_or_skip();
    if (!ruff) return;
    CHECK(rc::check([&] {
        const Quote quotes = *rc::gen::element(Quote::Double, Quote::Single);
        std::string module = write_docstring(*hostile_text()) + "\n";
        for (int i = 0; i < 30; ++i) {
            const std::string text = *hostile_text();
            for (const std::string& variant :
                 {text, text + "\"", "  \"" + text, text + "\n\n  indented\n    more\n\n"}) {
                module += "\n\ndef f():\n    " + write_docstring(variant, 4) + "\n";
            }
        }
        const std::string difference = first_difference(module, ruff_format(*ruff, module, 88, quotes));
        if (!difference.empty()) RC_FAIL(difference);
    }));
}

}  // namespace
}  // namespace migrate::python
