// Any text as a migration file: its header is read, both functions are replayed on both databases, and what is certain
// is written as a file of ours that does the same.
#include <cstdint>

#include "base/text.h"
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

void check_round_trip(const Both& postgresql, const Both& sqlite) {
    plan::Plan read;
    read.before = heads();
    read.up = raise_steps(postgresql.up.operations, sqlite.up.operations);
    read.down = raise_steps(postgresql.down.operations, sqlite.down.operations);
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const Result<history::Header> header = history::read_header(text);
    if (!header && header.error().message.empty()) broken("an error says why", "");
    const Both postgresql = run_both(text, Dialect::postgresql);
    const Both sqlite = run_both(text, Dialect::sqlite);
    check_remarks(postgresql);
    check_remarks(sqlite);
    if (postgresql.is_sound() && sqlite.is_sound()) check_round_trip(postgresql, sqlite);
    return 0;
}
