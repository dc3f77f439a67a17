// Any text as Python: what the reader of plain Python takes, it reads as the grammar does, spans and comments too.
#include "python/plain.h"

#include "fuzz/law.h"
#include "python/exact.h"

void migrate::fuzz::take(std::string_view input) {
    const auto plain = python::read_plain(input);
    if (!plain) return;
    const auto by_grammar = python::parse_by_grammar(input);
    if (!by_grammar) broken("what is plain is Python", std::string(input));
    if (python::testing::exact(*plain) != python::testing::exact(*by_grammar))
        broken("what is plain is read as the grammar reads it", std::string(input));
}
