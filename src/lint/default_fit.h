/// Whether PostgreSQL takes a default for a column's type.
#pragma once

#include <string>

#include "schema/schema.h"

namespace migrate::lint {

/// How it ends: the statement that gives the default is refused, or only each INSERT that needs it.
enum class DefaultFit { fits, refused, insert_fails };

struct DefaultProblem {
    DefaultFit fit = DefaultFit::fits;
    std::string why;  ///< "it is an integer, and boolean takes none"
};

/// Only literals, NULL aside, and the best known functions are judged; anything else fits.
DefaultProblem problem_with_default(const std::string& sql, const Type& type);

}  // namespace migrate::lint
