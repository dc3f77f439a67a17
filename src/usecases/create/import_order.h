/// How the house orders the imports of its migrations.
#pragma once

#include <optional>

#include "render/import_order.h"
#include "usecases/create/house_template.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// The order that most of the last files keep to; nothing where they keep to none.
std::optional<render::ImportOrder> import_order(const Workspace& workspace, const std::vector<LastFile>& files);

}  // namespace migrate::usecases
