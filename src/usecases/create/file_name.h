/// How a new migration file is called: its number, revision id, slug and file name.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "usecases/workspace.h"

namespace migrate::usecases {

/// Lower snake case of the words, ASCII ("ą" gives "a"), at most `max_length` characters, cut at a word; never empty,
/// never a name that Windows reserves.
std::string slug_of(std::string_view title, std::size_t max_length);

struct FileName {
    std::string revision;
    std::string path;         ///< absolute
    std::string create_date;  ///< as it stands in the docstring
    int number = 0;           ///< the NNNNNN; 0 where ids are not numbered
};

/// The name of the next migration, as the house names them. `stamp` is YYYY-MM-DD, or base::now(); without `number` it
/// is the next one that is free here and not among `taken_elsewhere`. Errors: "number_taken", "bad_number",
/// "bad_config" for a file_template that names no file of the versions folder, and those of check_place.
Result<FileName> next_file_name(const Workspace& workspace, const std::string& title, const std::string& stamp,
                                std::optional<int> number, const std::set<int>& taken_elsewhere = {});

}  // namespace migrate::usecases
