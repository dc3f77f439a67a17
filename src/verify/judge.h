/// What is made of that which the worker told: what is proven, what is not, and what is to be known.
#pragma once

#include "verify/job.h"
#include "verify/told.h"

namespace migrate::verify {

DialectReport judge(Dialect dialect, const Told& told, const Replayed& replayed);

}  // namespace migrate::verify
