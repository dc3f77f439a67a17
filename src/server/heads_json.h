/// The JSON form of joining several heads: methods `merge` and `rebase`, tool `resolve_heads`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/merge.h"
#include "usecases/rebase.h"

namespace migrate::server {

/// Reads {heads?, message?, date?, number?, project?, dry_run?}; `strategy` is allowed and not looked at. Error
/// "bad_params" with the key in `where`.
Result<usecases::MergeRequest> read_merge_request(const nlohmann::json& params, const std::string& start);

/// Reads {branch?, onto?, project?, dry_run?}, in the same way.
Result<usecases::RebaseRequest> read_rebase_request(const nlohmann::json& params, const std::string& start);

/// Does what `params.strategy` says. Error "bad_params" for any other strategy, and those of the use case.
Result<usecases::Review> resolve_heads(const nlohmann::json& params, const std::string& start,
                                       const base::Work& work = {});

nlohmann::ordered_json resolve_heads_input_schema();

}  // namespace migrate::server
