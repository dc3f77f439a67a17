/// What a change of several files leaves behind: a journal in the folder, its hash in a state folder of the test's own.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "base/files.h"
#include "base/hash.h"
#include "base/scratch_folder.h"
#include "base/write.h"

namespace migrate::test {

inline constexpr const char* kJournal = ".alembic-migrate-journal";

/// A journal as a killed process leaves it, whatever was already carried out.
inline std::string journal_for(const std::string& body) {
    return fmt::format("alembic-migrate-journal-1 {}\n{}", base::hash128(body), body);
}

/// The state of this user is in a folder of the test's own for as long as this lives.
struct OwnState {
    ScratchFolder folder;
    OwnState() { set_variable(kStateVariable, folder.path()); }
    ~OwnState() { set_variable(kStateVariable, ""); }

    void record(const ScratchFolder& changed, const std::string& journal) const {
        const auto changes = folder / "alembic-migrate/changes";
        REQUIRE(base::create_directories(changes).has_value());
        const auto name = changes + "/" + base::hash128(changed.path());
        REQUIRE(base::write_cache_file(name, base::hash128(journal)).has_value());
    }
};

}  // namespace migrate::test
