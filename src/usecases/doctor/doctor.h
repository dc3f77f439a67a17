/// Doctor: what the program believes of this repository, on one screen: what a maintainer reads before trusting it, and
/// what belongs into a bug report.
///
/// It runs none of the project's code and changes nothing. What cannot be found out is told in its place, so that the
/// rest is still shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "cache/store.h"
#include "project/databases.h"
#include "schema/schema.h"

namespace migrate::usecases {

/// A house rule as the config would say it.
struct ShownRule {
    std::string key;
    std::string value;
    std::string
        where;  ///< where it was said or learnt: a file, relative to the root, or "the chain"; "" for the profile
};

struct DoctorView {
    std::string version;  ///< of this program; filled by who shows it
    std::string root;     ///< absolute
    std::string config;   ///< relative to the root, with "#section" where it is not [alembic]; "" for none
    std::vector<std::string> versions;  ///< the folders, relative to the root
    std::string alembic;                ///< the pinned version, "" when unknown
    std::size_t revisions = 0;
    std::vector<std::string> heads;
    std::vector<std::string> faults;  ///< of the chain, a sentence each
    project::FoundDatabases databases;
    std::vector<ShownRule> rules;
    std::size_t tables = 0;
    std::size_t model_files = 0;   ///< files that speak of tables
    std::size_t model_tables = 0;  ///< tables that were read from them
    SharedSet<Doubt> doubts;
    std::vector<std::string> not_followed;  ///< remarks of the replay, with their places
    std::optional<cache::State> cache;      ///< what is kept for later requests; nothing where that is not wanted
    std::string python;                     ///< that verify would use, and where it comes from; "" for none
    std::string problem;                    ///< why the chain could not be read or replayed; "" for nothing
};

struct DoctorRequest {
    std::string start;
    std::string project;
};

/// Errors of finding the project and of its config.
Result<DoctorView> examine(const DoctorRequest& request, const base::Work& work = {});

/// The view as a person reads it, on one screen: long lists are cut with their number.
std::string write_doctor_text(const DoctorView& view);

}  // namespace migrate::usecases
