/// Errors as they leave the program: short enough to read, whatever the request held.
#pragma once

#include "base/result.h"

namespace migrate::verbs {

/// The error with overlong words and sentences cut with "…", and without control characters. An answer repeats names
/// from the request, and those may have any length.
Error bounded(Error error);

}  // namespace migrate::verbs
