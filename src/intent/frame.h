/// What stands around the request and means nothing for it: ticket numbers, commit prefixes, politeness, a
/// reason at the end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "intent/context.h"

namespace migrate::intent {

struct Framed {
    Tokens core;                        ///< what is left to understand
    std::vector<std::string> harmless;  ///< what was taken off, as typed
};

/// Takes "PROJ-12:", "[ABC-123]", "feat(db):", "please", "we need to" off the front and "(#502)", "#502", "."
/// off the end.
Framed take_frame_off(const Tokens& tokens);

struct WithoutReason {
    Tokens core;
    std::string reason;  ///< "for model overrides"
};
/// The request without a reason at its end, when the words of the reason can mean nothing else: no table, no
/// column, no condition, no quantity. The caller must see to it that the rest is of a kind that a reason
/// cannot limit.
std::optional<WithoutReason> take_reason_off(const Tokens& tokens, const Names& names);
/// True for operations that "for …" cannot limit: new tables and new columns without defaults, values or
/// constraints.
bool stands_with_reason(const std::vector<RequestedOperation>& operations);

/// The description up to its colon or "with", trimmed: for the docstring and the slug.
std::string title_of(const Tokens& tokens);

}  // namespace migrate::intent
