/// The empty template that stands for a description that was not understood, and how it is found again to be filled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/render.h"
#include "usecases/file_name.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// The facts of a file's header, with the project's own script.py.mako where the profile takes it.
render::Header header_of(const Workspace& workspace, const std::string& title, const FileName& name,
                         const std::vector<std::string>& parents);

/// The text after "Create Date: " in a migration's docstring; "" without one.
std::string create_date_of(std::string_view text);

/// True when the file is, byte for byte, the template that this program wrote for it.
bool is_untouched_template(const Workspace& workspace, const history::Revision& revision);

/// The template's own revision and date, under the file name that the new title gives.
Result<FileName> file_name_of_template(const Workspace& workspace, const history::Revision& revision,
                                       const std::string& title);

/// A description up to its colon or its first " with ".
std::string title_before_colon(std::string_view description);

}  // namespace migrate::usecases
