/// What replay says that a dialect refuses, as findings.
#pragma once

#include <string>
#include <vector>

#include "lint/lint.h"

namespace migrate::lint {

struct Failure {
    int line = 0;       ///< 0: in another file of the project
    std::string text;   ///< for people: on one line, cut where it is long
    std::string code;   ///< of the remark, see replay.h
    std::string whole;  ///< the remark's own text
};

/// The line of "file.py:12" where that is this file; 0 for another file.
int line_in(const std::string& path, const std::string& where);
/// The same of a remark's place.
int line_of(const replay::Remark& remark, const std::string& path);

std::vector<Failure> failures_of(const replay::ReplayedFile& file, const replay::Run& run);
/// What upgrade() meets on SQLite and not, in the same line, on PostgreSQL.
std::vector<Failure> failures_only_on_sqlite(const replay::ReplayedFile& file);

/// True when something of this name is there already.
bool is_name_taken(const std::string& code);

/// True when a name is taken only because the earlier drop on the same table failed.
bool follows_from(const Failure& later, const Failure& earlier);

/// The table that a failure misses, or the index whose table is not said, where nothing in the chain makes it, so that
/// something else may have: an application that creates its first tables by itself. `met` is the schema that the
/// function begins with. nullopt where the chain had it, or has one of nearly that name.
std::optional<std::string> made_elsewhere(const replay::FileRuns& side, const Schema& met, const Failure& failure);

/// True where the failure is about something that replay is not certain of at that place: it may follow from what was
/// not followed, and not from the file.
bool leans_on_doubt(const replay::FileRuns& side, const Failure& failure);

/// What to do about it, concretely.
std::string fix_for(const Failure& failure);

}  // namespace migrate::lint
