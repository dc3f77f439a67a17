/// The answer to a description that is not understood whole: an error that leaves no second question.
#pragma once

#include "intent/intent.h"

namespace migrate::usecases {

/// "not_understood": the words, what is understood beside them, the tables that they may mean with their columns and
/// types, and the operations to send, filled in as far as they are known. `key` is where the words stood, `operations`
/// the parameter that takes the operations.
Error not_understood_error(const intent::Glimpse& glimpse, const Schema& head, std::string_view key,
                           std::string_view operations);

}  // namespace migrate::usecases
