/// The operations form of a request that was not understood, as far as its words tell: what an agent can fill in and
/// send.
#pragma once

#include <string>

#include "intent/context.h"

namespace migrate::intent {

/// One operation as JSON, of the kind that the words speak of, with the tables and columns among them;
/// what they leave open stands in <...>.
std::string nearest_form(const Tokens& tokens, const Schema& head);

}  // namespace migrate::intent
