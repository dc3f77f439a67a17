/// The constraints and indexes of a class's table that belong to some of its columns. Internal to models_first.cpp.
#pragma once

#include <string>
#include <vector>

#include "operations/requested.h"

namespace migrate::usecases {

struct Constraints {
    std::vector<Unique> uniques;
    std::vector<Check> checks;
    std::vector<ForeignKey> foreign_keys;  ///< of several columns
    std::vector<Index> indexes;

    bool empty() const { return uniques.empty() && checks.empty() && foreign_keys.empty() && indexes.empty(); }
};

/// The foreign key of this column alone, when a column can carry it; nullptr else.
const ForeignKey* lone_key(const Table& table, const std::string& column);

/// Those of `model` that touch one of the new `columns` and no column that is neither new, asked for, nor at head; less
/// those that the request has for the same columns itself, and those whose name is at head.
Constraints constraints_of(const Table& model, const std::vector<std::string>& columns,
                           const std::vector<RequestedOperation>& operations, const Schema& head);

/// Puts them into the table when the operations make it, else as operations at the end.
void put_constraints(const Constraints& constraints, const TableName& table,
                     std::vector<RequestedOperation>& operations);

/// The operations, with new tables moved before those that point to them.
std::vector<RequestedOperation> targets_first(std::vector<RequestedOperation> operations);

/// What the request asks for without a name is the class's own where that has the same, under its name there.
void leave_out_twins(std::vector<RequestedOperation>& operations);

}  // namespace migrate::usecases
