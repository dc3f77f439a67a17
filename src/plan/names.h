/// How the house names what we create: templates such as "idx_{table}_{columns}" filled, cut to 63 bytes, and free.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace migrate::plan {

/// Fills {table}, {columns} (joined by _) and {target}; shortens over 63 bytes with a stable hash.
std::string fill_name(std::string_view name_template, const TableName& table, const std::vector<std::string>& columns,
                      const TableName& target = {});

/// `name`, or with _2, _3 ... appended while an index or constraint of that name is there on either database.
std::string free_name(std::string name, const TableName& table, const Heads& heads);

/// The names a new index of this shape gets: its columns, with expressions read as the columns they mention.
std::string index_name(const Index& index, const TableName& table, const Heads& heads,
                       const project::HouseRules& rules);

}  // namespace migrate::plan
