/// The JSON form of revising: methods `revise` and `discard`, tool `revise_migration`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/revise.h"

namespace migrate::server {

/// Reads {revision?, description?, change?, operations?, add?, remove?, down_operations?, message?, backfill?,
/// replace_edited?, allow_committed?, project?, dry_run?, explain?}; `discard` is allowed and not looked at. Errors:
/// "bad_params" with the key in `where`; the codes of read_operations.
Result<usecases::ReviseRequest> read_revise_request(const nlohmann::json& params, const std::string& start);

/// Revises, or takes back where `params.discard` is true. Errors of the reader and of the use case.
Result<usecases::Review> revise_or_discard(const nlohmann::json& params, const std::string& start,
                                           const base::Work& work = {});

nlohmann::ordered_json revise_input_schema();

}  // namespace migrate::server
