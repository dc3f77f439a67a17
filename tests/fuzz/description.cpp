// Any text as a description: it is understood whole, or says what is not, or is refused; and what it makes can be
// written and is read back certain.
#include <cstdint>

#include "base/text.h"
#include "fuzz/schema_at_start.h"
#include "intent/intent.h"
#include "render/render.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

void check_file(const intent::Understanding& understood, const std::string& description) {
    const Result<plan::Plan> made =
        plan::complete({.operations = understood.operations}, heads(), project::HouseRules{});
    if (!made) return;
    const render::Header header{understood.title, "fuzzed", {"start"}, "2026-03-01", std::nullopt};
    const Result<std::string> text = render::write_migration(header, *made, project::HouseRules{});
    if (!text) return;
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Both both = run_both(*text, dialect);
        if (!both.is_sound()) broken("our own file is read with certainty", description + "\n" + *text);
        const std::vector<std::string> found = differences(both.down.after, head_on(dialect));
        if (!found.empty()) broken("downgrade leads back", description + "\n" + base::join(found, "\n") + "\n" + *text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const Result<intent::Understanding> read = intent::read_description(text, heads().postgresql);
    if (!read) {
        if (read.error().message.empty()) broken("a refusal says why", text);
    } else if (!read->understood) {
        if (!read->operations.empty() || read->unused.empty()) broken("what is not understood is named", text);
    } else {
        if (read->operations.empty()) broken("what is understood does something", text);
        check_file(*read, text);
    }
    return 0;
}
