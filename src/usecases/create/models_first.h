/// A model knows better than a guess: what a request leaves open is taken from the project's own classes.
#pragma once

#include <string>
#include <vector>

#include "base/work.h"
#include "operations/requested.h"
#include "usecases/model_files.h"
#include "usecases/review.h"

namespace migrate::usecases {

struct FromModels {
    std::vector<RequestedOperation> operations;
    std::vector<Message> messages;  ///< assumptions and warnings, each naming the class, its file and line
};

/// The same operations with their open facts filled: a new table without columns takes those of its class, with keys,
/// checks, uniques and indexes; a new column without type, nullability, default or reference takes those of the class's
/// column. What the request says wins, and the review says where the class differs. Facts that the reader of the
/// classes is in doubt about are never used.
///
/// Errors: "uncertain_model" (a whole table is asked for and the class cannot be read whole), "ambiguous" (several
/// classes for the table), "needs_default" (the class says NOT NULL, and the rows that are there get no value);
/// `where` is the class's file and line.
Result<FromModels> ask_models(std::vector<RequestedOperation> operations, const Schema& head, ProjectFiles& files,
                              bool has_backfill, cache::Store* kept);

}  // namespace migrate::usecases
