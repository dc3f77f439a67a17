/// One table as the two dialects' runs made it, raised to the portable one.
#pragma once

#include "models/machine.h"

namespace migrate::models {

Model portable_model(const Machine& machine, const Mapped& postgresql, const Mapped& sqlite);

}  // namespace migrate::models
