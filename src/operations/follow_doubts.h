/// Doubts go with the objects they are about: through a renaming, and away with a drop. Internal to the operations
/// room.
#pragma once

#include "operations/operation.h"

namespace migrate::parts {

/// `after` is what the operation left.
void follow_doubts(Schema& after, const Operation& operation);

}  // namespace migrate::parts
