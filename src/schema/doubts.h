/// The two kinds of doubt. A named one is about an object: the code that is not followed names it, is given it, or
/// leaves that fact open; it stands against what needs that very fact. A possible one (object "*") says only that code
/// which is not followed could have done anything: it stands against nothing and is told.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace migrate {

// What Doubt::object says, besides "column users.phone", "constraint users.ck_age", "index ix" and "type mood":
//   "table users"        whether it is there, or all of it
//   "columns users", "constraints users", "indexes users"  some of them, which is not known
//   "name constraint users.ck_age", "name index ix"  it is there, and only its name is in doubt
//   "names fk"           the names of all foreign keys from here on; "ck", "pk", "uq" and "ix" alike
//   "*"                  a possible doubt

bool is_possible(const Doubt& doubt);
/// The first possible doubt; nullptr for none.
const Doubt* find_possible_doubt(const Schema& schema);

/// The first named doubt about the table, or about this column of it; nullptr for none.
const Doubt* find_named_doubt(const Schema& schema, const TableName& table, std::string_view column = {});
/// The first named doubt about an object, written as in Doubt::object; nullptr for none.
const Doubt* find_named_doubt_of(const Schema& schema, std::string_view object);

/// "names fk"
std::string all_names(const std::string& convention_key);

/// What of a table a named doubt may be about.
enum class Part { columns, constraints, indexes };
/// "columns users", "constraints users", "indexes users"
std::string some_of(const TableName& table, Part part);
/// The first named doubt about the table itself or about these of its parts, one by name or some of them.
const Doubt* find_part_doubt(const Schema& schema, const TableName& table, Part part);
/// The first named doubt about the table or anything of it, but for mere names: what dropping it has to know.
const Doubt* find_doubt_within(const Schema& schema, const TableName& table);
/// The first doubt about the mere name of something of the table; nullptr for none.
const Doubt* find_name_doubt_within(const Schema& schema, const TableName& table);
/// The object without "name " in front, which says that only its name is in doubt.
std::string_view without_name_word(std::string_view object);

// Doubts go with what they are about.
void rename_table_in_doubts(Schema& schema, const TableName& from, const TableName& to);
void rename_in_doubts(Schema& schema, const std::string& from, const std::string& to);
/// The table is gone: so are the doubts about it and its columns and constraints.
void forget_doubts_of(Schema& schema, const TableName& table);
/// This object is gone or made anew.
void forget_doubt_of(Schema& schema, std::string_view object);

}  // namespace migrate
