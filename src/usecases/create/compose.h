/// From a request to a plan and its review: what creating and revising have in common.
#pragma once

#include <string>
#include <vector>

#include "usecases/create/create.h"
#include "usecases/create/file_name.h"
#include "usecases/create/read_back.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// What the words or the operations of a request come to.
struct Wanted {
    std::string title;
    plan::Request plan;
    std::vector<std::string> assumptions;
    std::vector<std::string> unused;  ///< words that were read as a remark
    std::vector<Message> from_models;
};

/// The title that the request gives, else the one that was read from its words; at most 200 bytes.
std::string title_of(const CreateRequest& request, const std::string& read_title);

/// Reads description or operations against the schema, or neither where the empty template is asked for. Errors of
/// intent, "no_request", "not_understood" and "bad_params". The project's models tell which tables classes have.
Result<Wanted> read_request(const CreateRequest& request, const Schema& head, ProjectFiles& files);

/// A NOT NULL column asked for in words takes its backfill from the request.
void hand_down_backfill(const std::string& value, std::vector<RequestedOperation>& operations);

/// Asks the models, then completes the plan; `wanted` gets what the models said. Errors of models_first and plan.
Result<plan::Plan> make_plan(Wanted& wanted, const CreateRequest& request, const Workspace& workspace);

/// The review of a file that is to have this text.
Review review_of(const Workspace& workspace, const Wanted& wanted, const plan::Plan& made, const FileName& name,
                 const std::vector<std::string>& parents, const WrittenText& written);

}  // namespace migrate::usecases
