/// The layout of the house's own files, learnt from those it wrote last: header, imports, typing and comments as its
/// formatter leaves them, which script.py.mako does not know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/history.h"

namespace migrate::usecases {

/// One migration's text as a template with the placeholders of script.py.mako; nothing where the file has more in it
/// than a header, imports and the two functions.
std::optional<std::string> template_of(const std::string& text, const history::Revision& revision);

struct HouseTemplate {
    std::string text;
    std::string learnt_from;  ///< absolute path of the newest file that looks so
};

/// One of the files that were written last.
struct LastFile {
    const history::Revision* revision = nullptr;
    std::string text;  ///< "" where it cannot be read
};
/// They, the newest last.
std::vector<LastFile> last_files(const std::vector<const history::Revision*>& chain);

/// The layout that most of the last files have; nothing where no two of them agree, or there are too few.
std::optional<HouseTemplate> house_template(const std::vector<LastFile>& files);

}  // namespace migrate::usecases
