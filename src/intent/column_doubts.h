/// The doubts that a loosely spoken column leaves: two readings are an error that shows both. Internal to
/// new_column.cpp.
#pragma once

#include <variant>

#include "intent/new_column.h"

namespace migrate::intent {

/// One column as it was spoken.
struct Reading {
    RequestedColumn column;
    const Node* item = nullptr;
    const Node* name = nullptr;
    bool several_words = false;
    bool weak_type = false;  ///< its type stands bare after a plain word and could be a part of the name
    bool typed = false;      ///< it has a type that cannot be a part of the name
    bool modified = false;   ///< something follows the name besides that type
    const Node* default_value = nullptr;
};

/// True when the word column (or field) stands with it.
bool is_marked(const Node& item);

using Settled = Build<std::monostate>;

/// "refunded status" can be a value of the column status, "billing address" a reference to addresses.
Settled check_last_word(const Context& context, const Node& name, const Table* owner, const Node& item);
/// "unique key" is a constraint; in add_field_type_to_users, add_null_flag_to_users and add_price_integer_to_users a
/// word of structure can be a part of the name.
Settled check_structure_words(const Context& context, const Node& name, const Node& item);
/// "state done" can be a value of the column state that is there.
Settled check_first_word(const Context& context, const Node& name, const Table* owner, const Node& item);
/// "add owner" where owner_id is there, and "add json column", may mean something else than a column of that name.
Settled settle_bare_name(const Context& context, const Reading& reading, const Table* owner);
/// "notes text" is a name and its type; "issued date" can be that or one name, as the list around it shows.
Settled settle_loose_type(const Context& context, const Reading& reading, bool others_typed, Draft& draft);
/// A column named as a row of a table that is there, "employee" or "responsible employee", refers to it.
Settled settle_table_name(const Context& context, Reading& reading, const Place& place, Draft& draft);
/// "add comments to posts" is as often a table of comments as a column.
Settled settle_plural(const Context& context, const Reading& reading, const Place& place);
/// "default currency" is a column only when there is no column `currency` whose default could be meant.
Settled settle_default_name(const Reading& reading, const Table* owner);

}  // namespace migrate::intent
