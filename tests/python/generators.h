/// Random code and hostile texts, for property tests.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "python/printer.h"

namespace migrate::python::testing {

/// Texts that want to break out of a literal, or to be taken for fewer columns than they have.
inline rc::Gen<std::string> hostile_text() {
    const std::vector<std::string> pieces = {"a",
                                             "word",
                                             " ",
                                             "'",
                                             "\"",
                                             "\"\"\"",
                                             "'''",
                                             "\\",
                                             "\\\"",
                                             "\\n",
                                             "\n",
                                             "\r",
                                             "\t",
                                             std::string(1, '\0'),
                                             "\x1b[31m",
                                             "\x7f",
                                             "\xc2\x85",
                                             "\xc2\xa0",
                                             "\xe2\x80\xa8",
                                             "\xe2\x80\xae",
                                             "\xe2\x80\x8b",
                                             "\xef\xbb\xbf",
                                             "\xff",
                                             "\xc3",
                                             "\xed\xa0\x80",
                                             "ž",
                                             "ą",
                                             "e\xcc\x81",
                                             "漢字",
                                             "한국어",
                                             "\xe3\x80\x80",
                                             "👩\xe2\x80\x8d👩\xe2\x80\x8d👧",
                                             "🇱🇹",
                                             "✅",
                                             "☎\xef\xb8\x8f",
                                             "שלום",
                                             "{x}",
                                             "%s",
                                             "#",
                                             "SELECT * FROM t WHERE x = 'y'",
                                             "gen_random_uuid()",
                                             "a longer run of plain words that fills the line, "};
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                        [](const std::vector<std::string>& chosen) {
                            std::string text;
                            for (std::size_t i = 0; i < chosen.size() && i < 14; ++i) text += chosen[i];
                            return text;
                        });
}

inline rc::Gen<std::string> identifier() {
    const std::vector<std::string> names = {"a",
                                            "op",
                                            "name",
                                            "existing_type",
                                            "batch_op",
                                            "nullable",
                                            "table_name",
                                            "uuid_default",
                                            "server_default",
                                            "fk_invoices_project_id_projects",
                                            "a_name_that_is_rather_long_for_what_it_means_to_us"};
    return rc::gen::elementOf(names);
}

inline rc::Gen<std::string> dotted() {
    const std::vector<std::string> names = {"sa.text",
                                            "op.create_index",
                                            "sa.Column",
                                            "batch_op.create_foreign_key",
                                            "f",
                                            "postgresql.UUID",
                                            "sa.ForeignKeyConstraint",
                                            "some.very.deeply.nested.module.with_a_function"};
    return rc::gen::elementOf(names);
}

Code any_code(int depth);

inline std::vector<Code> some_code(int depth, int most) {
    std::vector<Code> items;
    for (int count = *rc::gen::inRange(0, most + 1); count > 0; --count) items.push_back(any_code(depth));
    return items;
}

/// Positional arguments first, then keywords.
inline std::vector<Code> some_arguments(int depth) {
    std::vector<Code> arguments = some_code(depth, 3);
    for (int count = *rc::gen::inRange(0, 4); count > 0; --count) {
        arguments.push_back(keyword(*identifier() + std::to_string(count), any_code(depth)));
    }
    return arguments;
}

inline Code leaf() {
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return raw(*rc::gen::element<std::string>("None", "True", "36", "-1", "uuid_type", "sa.String"));
        case 1:
            return raw(*identifier());
        default:
            return text(*hostile_text());
    }
}

/// A call, or a chain of them: what a dot may follow.
inline Code any_call(int depth) {
    Code code = call(*dotted(), some_arguments(depth - 1));
    for (int links = *rc::gen::weightedElement<int>({{6, 0}, {3, 1}, {1, 2}, {1, 3}}); links > 0; --links) {
        code = *rc::gen::inRange(0, 4) == 0 ? attribute(std::move(code), *identifier())
                                            : method(std::move(code), *identifier(), some_arguments(depth - 1));
    }
    return code;
}

inline Code simple(int depth) {
    return *rc::gen::inRange(0, 2) == 0 ? leaf() : any_call(depth);
}

inline Code any_code(int depth) {
    if (depth <= 0) return leaf();
    switch (*rc::gen::inRange(0, 9)) {
        case 0:
            return list(some_code(depth - 1, 4));
        case 1:
            return tuple(some_code(depth - 1, 4));
        case 2: {
            std::vector<std::pair<Code, Code>> pairs;
            for (int count = *rc::gen::inRange(0, 3); count > 0; --count)
                pairs.emplace_back(text(*identifier()), any_code(depth - 1));
            return dict(std::move(pairs));
        }
        case 3:
            return conditional(simple(depth - 1), raw(*identifier()), simple(depth - 1));
        case 4:
        case 5:
        case 6:
            return any_call(depth);
        default:
            return leaf();
    }
}

}  // namespace migrate::python::testing
