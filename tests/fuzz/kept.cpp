// Kept states of a chain with bytes changed, cut and put in: nothing is read, or states that are whole.
#include "replay/kept.h"

#include <cstdint>

#include "fuzz/law.h"
#include "fuzz/schema_at_start.h"

namespace {

using namespace migrate;

const std::string& whole() {
    static const std::string bytes = [] {
        replay::Track track{.schema = fuzz::start_on(Dialect::postgresql)};
        track.notes[2] = std::make_shared<const replay::Notes>(
            replay::Notes{{{replay::Remark::Kind::fails, "a.py:3", "no", "bind"}}, false});
        track.gone.insert({"", "gone"});
        const replay::SeenModules modules = {{"app.helper", base::Fingerprint{1, 2}}, {"app.gone", std::nullopt}};
        const auto first = std::make_shared<const replay::Snapshot>(replay::Snapshot{{1, 7}, modules, track});
        track.done = 3;
        const auto second = std::make_shared<const replay::Snapshot>(replay::Snapshot{{2, 7}, modules, track});
        return replay::write_snapshots({first, second}).value();
    }();
    return bytes;
}

}  // namespace

/// Three bytes are one change: of what kind and to what, and where.
void migrate::fuzz::take(std::string_view input) {
    std::string bytes = whole();
    for (std::size_t i = 0; i + 3 <= input.size() && !bytes.empty(); i += 3) {
        const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(input[i + at]); };
        const std::size_t at = (byte(1) * 256U + byte(2)) % bytes.size();
        if (byte(0) < 200) {
            bytes[at] = input[i];
        } else if (byte(0) < 230) {
            bytes.erase(at, byte(0) - 199U);
        } else if (byte(0) < 254) {
            bytes.insert(at, bytes.substr(at, byte(0) - 229U));
        } else {
            bytes.resize(at);
        }
    }
    const auto read = replay::read_snapshots(bytes);
    if (!read) return;
    const auto again = replay::write_snapshots(*read);
    if (!again || !replay::read_snapshots(*again)) broken("what was read can be kept and read again", *again);
}
