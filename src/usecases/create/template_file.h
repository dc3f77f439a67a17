/// The parts of a migration's file that are no operations: its header, its date, and its name after its title.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/render.h"
#include "usecases/create/file_name.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// The facts of a file's header, with the project's own script.py.mako where the profile takes it.
render::Header header_of(const Workspace& workspace, const std::string& title, const FileName& name,
                         const std::vector<std::string>& parents);

/// The text after "Create Date: " in a migration's docstring; "" without one.
std::string create_date_of(std::string_view text);

/// The revision's own id and date, under the file name that the new title gives.
Result<FileName> renamed_file(const Workspace& workspace, const history::Revision& revision, const std::string& title);

/// A description up to its colon or its first " with ".
std::string title_before_colon(std::string_view description);

}  // namespace migrate::usecases
