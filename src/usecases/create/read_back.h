/// The text of a migration as it is to be written, held against the plan before anything is written.
///
/// The text is parsed, its header read, and both its functions are run on the schema at head of each database in use:
/// what they do must be what was planned. An empty or broken file is thus never written, whatever the house's template
/// does.
#pragma once

#include <string>
#include <vector>

#include "render/render.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

/// One way to write a file.
struct Layout {
    render::Header header;  ///< with the house's template and types, or without
    project::HouseRules rules;
};

/// All ways in which a file of this header may be written, the house's own first and the built-in one last.
std::vector<Layout> layouts_of(const Workspace& workspace, const render::Header& header);

struct WrittenText {
    std::string text;
    std::string note;  ///< why the house's own layout was not taken, one sentence; "" where it was, or there is none
};

/// The file's text: in the house's own layout, or in the built-in one where that would not do what was planned. Errors
/// of render, and "not_read_back" where neither would: a fault of this program, told with what differs.
Result<WrittenText> write_text_of(const Workspace& workspace, render::Header header, const plan::Plan& plan);

/// What the text does otherwise than planned, one phrase; "" for nothing.
std::string fault_in(const std::string& text, const render::Header& header, const plan::Plan& plan,
                     const Workspace& workspace);

}  // namespace migrate::usecases
