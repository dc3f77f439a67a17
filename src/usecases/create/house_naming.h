/// How the house names its migrations: ids that are counted, dated or spelt, and file names, learnt from the chain.
#pragma once

#include <string>

#include "history/history.h"

namespace migrate::usecases {

/// An id or a file's name as text and fields: {number:4} counts up, {date} and {time} are of the day, {slug} is the
/// title, {rev} the id.
struct HouseNaming {
    std::string id;    ///< "{number:4}", "{number:3}_{slug}", "{date}_{number:4}", "{date}_{time}"; "" for hex ids
    std::string file;  ///< "{rev}_{slug}", "{rev}", "{number:4}_{slug}"; "" where Alembic's file_template says it
    int highest = 0;   ///< the highest {number} of any id or file
    bool operator==(const HouseNaming&) const = default;
};

/// Asks the last files first: the form that most of them have. Dated, numbered ids of six digits are the profile's own
/// matter: then, and where no form is that of most, all is "".
HouseNaming house_naming(const history::Graph& graph);

/// The pattern filled. `date` is YYYY-MM-DD, `time` HHMMSS.
struct NameParts {
    int number = 0;
    std::string date;
    std::string time;
    std::string slug;
    std::string revision;
};
std::string fill_name_pattern(const std::string& pattern, const NameParts& parts);

/// Alembic's file_template filled as Python's % does: %(year)d, %(month).2d, %(hour)-2d, %(rev)s, %(slug)s, %(epoch)d
/// ... Fields of another name stay as they are.
std::string fill_file_template(const std::string& file_template, const NameParts& parts);

}  // namespace migrate::usecases
