/// How a new migration file is called: its number, revision id, slug and file name.
#pragma once

#include <optional>
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
};

/// The name of the next migration. `date` is YYYY-MM-DD. Errors: "number_taken", "bad_number".
Result<FileName> next_file_name(const Workspace& workspace, const std::string& title, const std::string& date,
                                std::optional<int> number);

}  // namespace migrate::usecases
