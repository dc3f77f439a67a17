/// Rows, defaults and CHECKs that hold labels of a native enum while the labels change. Internal to the plan room.
#pragma once

#include <string>
#include <vector>

#include "operations/dependents.h"
#include "plan/work.h"

namespace migrate::plan {

/// SQLite keeps an array as JSON, in which a label is found by its text. Error "not_in_arrays" where that is another.
Result<void> check_array(const EnumUser& user, const std::string& label, const Work& work);

/// Warns of what may stop the upgrade where rows come to a label that others have: CHECKs, keys and constraints.
void warn_of_merged(const EnumUser& user, const std::string& label, Work& work);

/// The functions whose parameters or results are of the type, which cannot go under them on PostgreSQL: "f, g".
std::string functions_over(const TableName& type, const Schema& postgresql);

/// The rows with the one label get the other, on this database; in arrays each place of it.
std::string update_of(const EnumUser& user, const std::string& from, const std::string& to, Dialect dialect);

/// The default with the label's new name; as it is where it is none of this label.
Default renamed_default(const Default& given, const EnumUser& user, const std::string& from, const std::string& to);

/// SQLite keeps labels as text, and which there are at most in a CHECK, which is made anew. Error "depends_on" for one
/// that names them all otherwise, or one that goes; what compares with some of those that stay holds as it is.
Result<void> change_checks_on_sqlite(const EnumUser& user, const std::vector<std::string>& labels,
                                     const std::vector<std::string>& wanted, Work& work);

/// The rows and the default of SQLite, where the label is text, and what compares with it.
Result<void> rename_on_sqlite(const EnumUser& user, const RenameEnumLabel& rename, Work& work);

}  // namespace migrate::plan
