/// Who leans on what: the questions that drops and renames ask of a schema.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace migrate {

/// The name of the key (primary key, unique constraint or plain unique index) of `target` that the foreign
/// key stands on; nullopt when no key has exactly these columns. "" is an unnamed key.
std::optional<std::string> key_used_by(const Table& target, const ForeignKey& key);

/// A foreign key and its owner.
struct Referrer {
    TableName table;
    std::string name;
};

/// All foreign keys of other tables, and with `self` the table's own, that refer to the table.
std::vector<Referrer> referrers(const Schema& schema, const TableName& target, bool self);
/// The tables, itself among them, with a foreign key to the table.
std::vector<TableName> tables_referring_to(const Schema& schema, const TableName& target);
/// Foreign keys that refer to this column; a key that itself holds the column does not count.
std::vector<Referrer> referrers_of_column(const Schema& schema, const TableName& target, const std::string& column);
/// Those that stand on this key.
std::vector<Referrer> referrers_of_key(const Schema& schema, const TableName& target, const std::string& key);
/// "foreign key fk_x of orders".
std::string to_text(const Referrer& referrer);
void drop_foreign_key(Schema& schema, const Referrer& referrer);

bool mentions_column(const Table& table, const Index& index, const std::string& column);
bool mentions_column(const Table& table, std::string_view sql, const std::string& column);

/// What holds a name that a new index wants, as relation_holding says it; on SQLite only tables, views and
/// indexes count.
std::string index_name_holder(const Schema& schema, const std::string& schema_name, std::string_view name);

/// Views whose text names the table.
std::vector<TableName> views_on(const Schema& schema, const TableName& table);

/// What says that the sequence goes with the column.
Attachment ownership(const TableName& sequence, const TableName& table, const std::string& column);

/// True for a default that takes its value from the sequence.
bool calls_sequence(const std::string& sql, const TableName& sequence);

/// The type itself, or what the arrays of it hold at last.
Type& innermost(Type& type);
const Type& innermost(const Type& type);
/// True when the type is this enum or an array of it.
bool uses_enum(const Type& type, const TableName& name);

/// A column of an enum type, or of arrays of it.
struct EnumUser {
    TableName table;
    std::string column;
    bool array = false;
};
std::vector<EnumUser> users_of(const Schema& schema, const TableName& type);

}  // namespace migrate
