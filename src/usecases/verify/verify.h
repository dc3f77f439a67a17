/// Verify a migration: the proof by the project's own Alembic, on scratch databases.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "verify/verify.h"

namespace migrate::usecases {

struct VerifyRequest {
    std::string start;
    std::string project;             ///< as typed; "" to search
    std::string revision;            ///< an id, the beginning of one, or a file; "" or "head" for the head
    std::string python;              ///< "" for the config's, else the one that is found
    std::string postgres;            ///< "" for ALEMBIC_MIGRATE_POSTGRES, else the config's
    std::optional<Dialect> dialect;  ///< the only one to try; both when not given
    std::chrono::seconds timeout{120};
};

/// Runs the repository's own code. Errors of project, history, replay and verify; "no_revision" for an empty chain.
Result<verify::Report> verify_migration(const VerifyRequest& request, const base::Work& work = {});

/// 0 proven on every dialect that was tried, 1 findings, 2 nothing was proven, or a dialect could not be tried to the
/// end.
int exit_code_of(const verify::Report& report);

/// The report as a person reads it, complete.
std::string write_verify_text(const verify::Report& report);

/// A proof in three lines; what is not proven is told in full.
std::string write_verify_brief(const verify::Report& report);

}  // namespace migrate::usecases
