/// Types that the house has classes of its own for.
#pragma once

#include <vector>

#include "plan/plan.h"
#include "render/render.h"
#include "usecases/form_reader.h"

namespace migrate::usecases {

/// Of the sightings, newest first, the classes that the house writes nearly always where the databases have this very
/// type. Only of types that stand for themselves, as ids and times: of two texts one may be encrypted.
std::vector<render::OwnType> own_types(const std::vector<TypeSighting>& sightings, const plan::Heads& heads);

}  // namespace migrate::usecases
