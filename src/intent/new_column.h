/// A new column's words to a RequestedColumn: its name, its modifiers, and the doubts that a loose phrase
/// leaves.
#pragma once

#include "intent/context.h"

namespace migrate::intent {

/// Where new columns go: into a table that exists, or into one that is being made.
struct Place {
    TableName table;
    bool is_new = false;
};

/// Reads <column_item>, <new_ref> and the like: parts "before", "name" and "after", and "tail" modifiers for
/// all of them. A loose phrase with two readings ("notes text") is an error "ambiguous" that shows both.
Build<std::vector<RequestedColumn>> read_new_columns(const Context& context, const std::vector<const Node*>& items,
                                                     const Place& place, const std::vector<const Node*>& tail,
                                                     Draft& draft);

/// The name of a new column or table as the house spells it: snake_case unless the neighbours are written
/// otherwise.
Build<std::string> read_new_name(const Context& context, const Node& name, const Table* owner, Draft& draft);

/// The type of a <type> node. Error bad_type.
Build<Type> read_type_node(const Context& context, const Node& type, Draft& draft);

/// The default that a <value> node means for a column of this type (nullptr: not known). nullopt inside: no
/// default ("null").
Build<std::optional<Default>> read_default(const Context& context, const Node& value, const Type* type);

/// The values of a <values> node, case kept.
std::vector<std::string> read_values(const Context& context, const Node& values);

/// A <target> node: table and column ("" for its key).
Build<Reference> read_target(const Context& context, const Node& target, Draft& draft);
/// What a <deletion> or <action> node asks for, as SQL: "CASCADE"; "" for no action.
std::string action_of(const Node& action);
/// Sets on_delete or on_update of the reference by an <action> node; false when it was set before.
bool add_action(const Node& action, Reference& reference);
/// The table that a column of this name refers to by its name: customer_id is of customers.
std::optional<TableName> table_behind(const Schema& schema, std::string_view column);

}  // namespace migrate::intent
