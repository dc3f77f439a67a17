/// Lines that every review ends with, and the refusal that both ways of joining heads share.
#pragma once

#include "project/project.h"
#include "usecases/merge/branches.h"
#include "usecases/review.h"

namespace migrate::usecases {

/// The house's reminders, numbered, about the review's file.
void add_reminders(const project::HouseRules& rules, Review& review);

/// A warning where the branches hold statements that replay could not read.
void add_unknown(const Meeting& meeting, Review& review);

/// The error "conflict", which names all conflicts of the meeting.
Error conflict_error(const Meeting& meeting);

}  // namespace migrate::usecases
