/// A class of the models that a description names where the table is called otherwise: Parcel, of table shipments.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

struct Reworded {
    std::string description;               ///< with the tables' names in the place of the classes'
    std::vector<std::string> assumptions;  ///< one for each class; none where nothing was to be reworded
};

/// Looks only at words written as a class is; the models are read where there is one.
Reworded name_tables_of_classes(const std::string& description, const Schema& head, ProjectFiles& files);

}  // namespace migrate::usecases
