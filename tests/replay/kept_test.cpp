#include "replay/kept.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "support/generate_schema.h"

using namespace migrate;
using replay::read_snapshots;
using replay::Snapshot;
using replay::Snapshots;
using replay::write_snapshots;

namespace {

/// The states of one chain, as they are kept: each some operations further than the one before.
Snapshots any_snapshots() {
    Snapshots snapshots;
    replay::Track track{.schema = {.dialect = *rc::gen::element(Dialect::postgresql, Dialect::sqlite)}};
    for (int count = generate::number(0, 4); count > 0; --count) {
        for (int step = generate::number(0, 8); step > 0; --step) {
            const auto operation = generate::operation_on(track.schema);
            if (auto after = migrate::apply(operation, track.schema)) track.schema = std::move(*after);
        }
        if (generate::chance(50))
            add_doubt(track.schema, {"table " + generate::table_word(), "not followed", "a.py:3"});
        if (generate::chance(50)) track.gone.insert(generate::new_table_name());
        track.has_pragma = generate::chance(50);
        track.stopped_by = generate::chance(50) ? "a.py" : "";
        track.notes[track.done] = std::make_shared<const replay::Notes>(
            replay::Notes{{{replay::Remark::Kind::fails, "a.py:3", "no", "bind"}}, generate::chance(50)});
        ++track.done;
        replay::SeenModules modules = {{"app.helper", base::Fingerprint{1, ~0ULL}}, {"app.gone", std::nullopt}};
        snapshots.push_back(std::make_shared<const Snapshot>(Snapshot{{track.done, 7}, modules, track}));
    }
    return snapshots;
}

bool same(const Snapshot& a, const Snapshot& b) {
    const auto same_notes = [](const auto& x, const auto& y) {
        return x.first == y.first && x.second->remarks == y.second->remarks && x.second->complete == y.second->complete;
    };
    return a.key == b.key && a.modules == b.modules && a.track.schema == b.track.schema &&
           a.track.stopped_by == b.track.stopped_by && a.track.has_pragma == b.track.has_pragma &&
           a.track.gone == b.track.gone && a.track.done == b.track.done &&
           std::ranges::equal(a.track.notes, b.track.notes, same_notes);
}

}  // namespace

TEST_CASE("states of a chain come back as they were kept") {
    CHECK(rc::check([] {
        const Snapshots snapshots = any_snapshots();
        const auto bytes = write_snapshots(snapshots);
        RC_ASSERT(bytes.has_value());
        const auto again = read_snapshots(*bytes);
        RC_ASSERT(again.has_value());
        RC_ASSERT(std::ranges::equal(*again, snapshots, [](const auto& a, const auto& b) { return same(*a, *b); }));
        RC_ASSERT(write_snapshots(*again) == bytes);
    }));
}

TEST_CASE("kept states that were cut or changed are none, or others that are whole") {
    CHECK(rc::check([] {
        std::string bytes = write_snapshots(any_snapshots()).value();
        RC_PRE(bytes.size() > 1);
        const auto size = static_cast<int>(bytes.size());
        RC_ASSERT(!read_snapshots(
            std::string_view(bytes).substr(0, static_cast<std::size_t>(generate::number(0, size - 1)))));
        for (int i = generate::number(1, 6); i > 0; --i) {
            char& one = bytes[static_cast<std::size_t>(generate::number(0, size - 1))];
            one = generate::chance(50) ? static_cast<char>(one ^ (1 << generate::number(0, 7)))
                                       : static_cast<char>(generate::number(0, 255));
        }
        const auto read = read_snapshots(bytes);
        if (!read) return;
        RC_ASSERT(read_snapshots(write_snapshots(*read).value()).has_value());
    }));
}
