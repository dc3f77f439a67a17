/// Which class is asked about a table. Internal to models_first.cpp.
#pragma once

#include <string>
#include <vector>

#include "models/models.h"
#include "project/project.h"

namespace migrate::usecases {

/// "class Invoice (backend/app/models/billing.py:10)".
std::string class_at(const models::Model& model);

/// The class that is mapped to the table: of several, the one in the folder nearest to the migrations. nullptr when
/// there is none; error "ambiguous" when several are as near.
Result<const models::Model*> model_of(const std::vector<models::Model>& models, const TableName& table,
                                      const project::Project& project);

/// The one class whose table has this name in the plural or the singular; nullptr when there is none, or several.
const models::Model* model_in_other_number(const std::vector<models::Model>& models, const TableName& table);

}  // namespace migrate::usecases
