/// The JSON form of the schema and of the history: methods `schema` and `history`, tool `describe_schema`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/show.h"

namespace migrate::server {

/// Reads {table?, at?, dialect?, project?, format?}. Error "bad_params" with the key in `where`.
Result<usecases::SchemaRequest> read_schema_request(const nlohmann::json& params, const std::string& start);

/// {revision, dialect, tables: [...], enums: [...], doubts: [...]}
nlohmann::ordered_json write_schema_view(const usecases::SchemaView& view);
nlohmann::ordered_json write_history_view(const usecases::HistoryView& view);

nlohmann::ordered_json schema_input_schema();
nlohmann::ordered_json schema_output_schema();

}  // namespace migrate::server
