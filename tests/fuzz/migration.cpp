// Any text as a migration file: its header is read, both functions are replayed on both databases, and what is certain
// is written as a file of ours that does the same.
#include <cstdint>

#include "base/text.h"
#include "fuzz/mutate.h"
#include "fuzz/schema_at_start.h"
#include "history/header.h"
#include "render/render.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

// Text that Python's own parser takes would be too much to ask: but what is read is shown, and nothing is lost in
// silence.
void check_remarks(const Both& both) {
    for (const replay::Run* run : {&both.up, &both.down}) {
        if (!run->complete && run->remarks.empty() && run->after.doubts.empty()) {
            broken("what is not certain says why", "");
        }
        if (run->places.size() != run->operations.size()) broken("each operation has its place", "");
    }
}

/// A constraint that is made without a name: a plan says it for each database by itself, which what is read here does
/// not.
bool makes_unnamed(const Step& step) {
    if (const auto* unique = std::get_if<CreateUnique>(&step.operation)) return unique->unique.name.empty();
    if (const auto* check = std::get_if<CreateCheck>(&step.operation)) return check->check.name.empty();
    if (const auto* primary = std::get_if<CreatePrimaryKey>(&step.operation)) return primary->primary_key.name.empty();
    const auto* key = std::get_if<CreateForeignKey>(&step.operation);
    return key != nullptr && key->foreign_key.name.empty();
}

void check_round_trip(const Both& postgresql, const Both& sqlite) {
    plan::Plan read;
    read.before = heads();
    read.up = raise_steps(postgresql.up.operations, sqlite.up.operations);
    read.down = raise_steps(postgresql.down.operations, sqlite.down.operations);
    if (std::any_of(read.up.begin(), read.up.end(), makes_unnamed)) return;
    const render::Header header{"fuzzed", "fuzzed", {"start"}, "2026-03-01", std::nullopt};
    const Result<std::string> text = render::write_migration(header, read, project::HouseRules{});
    if (!text) return;
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Both again = run_both(*text, dialect);
        if (!again.is_sound()) continue;
        const Both& before = dialect == Dialect::postgresql ? postgresql : sqlite;
        const std::vector<std::string> found = differences(before.up.after, again.up.after);
        if (!found.empty()) {
            broken("what is written does what was read", base::join(found, "\n") + "\n" + *text);
        }
    }
}

Pieces pieces_of(const std::uint8_t* data, std::size_t size, bool by_line) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    return by_line ? lines_of(text) : words_of(text);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    std::minstd_rand random(seed);
    const bool by_line = random() % 2 == 0;
    const Pieces pieces = pieces_of(data, size, by_line);
    if (pieces.empty() || random() % 4 == 0) return LLVMFuzzerMutate(data, size, max_size);
    static const Pieces start_lines = lines_of(kInvoices), start_words = words_of(kInvoices);
    return put(changed(pieces, by_line ? start_lines : start_words, random), data, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size, std::uint8_t* out,
                                                 std::size_t max_size, unsigned seed) {
    std::minstd_rand random(seed);
    const bool by_line = random() % 2 == 0;
    const Pieces pieces = pieces_of(one, one_size, by_line), others = pieces_of(other, other_size, by_line);
    if (pieces.empty() || others.empty()) return 0;
    return put(changed(pieces, others, random), out, max_size);
}

void migrate::fuzz::take(std::string_view input) {
    const std::string text(input);
    const Result<history::Header> header = history::read_header(text);
    if (!header && header.error().message.empty()) broken("an error says why", "");
    const Both postgresql = run_both(text, Dialect::postgresql);
    const Both sqlite = run_both(text, Dialect::sqlite);
    check_remarks(postgresql);
    check_remarks(sqlite);
    if (postgresql.is_sound() && sqlite.is_sound()) check_round_trip(postgresql, sqlite);
}
