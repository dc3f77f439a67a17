/// What can be said of a description that was not understood whole: which of its clauses were, which tables its words
/// may mean, and the operations that an agent can fill in and send.
#pragma once

#include "intent/intent.h"
#include "intent/tokens.h"

namespace migrate::intent {

/// Understood or not, without a glimpse: read_description for a text whose form is fine. Errors as there.
Result<Understanding> read_whole(std::string_view text, const Schema& head, const std::vector<TableName>& focus);

/// `core` is the description without its frame; `unused` the words that the whole has no meaning for.
Glimpse glimpse_of(const Tokens& core, const Schema& head, const std::vector<TableName>& focus,
                   std::vector<std::string> unused);

}  // namespace migrate::intent
