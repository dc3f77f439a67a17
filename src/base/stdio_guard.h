/// Keeps the protocol's stream clean: takes standard input and output for ourselves, so that no stray print
/// or child can touch them.
#pragma once

#include "base/descriptor.h"
#include "base/result.h"

namespace migrate::base {

/// The streams that were standard input and output. Closed on exec: children do not get them.
struct PrivateStdio {
    Descriptor input;
    Descriptor output;
};

/// Moves descriptors 0 and 1 to private ones, points 0 at /dev/null (or what reads like it where there is none) and 1
/// at standard error. Call it once, before any thread starts. Error "no_stdio" when one of them is closed.
Result<PrivateStdio> take_stdio();

}  // namespace migrate::base
