/// What the statements that make triggers and functions say. Private to this room.
#pragma once

#include <string>

#include "schema/schema.h"

namespace migrate {

/// True for a trigger that runs the function: EXECUTE FUNCTION touch(). `function` as in "app.touch".
bool calls(const Attachment& thing, const std::string& function);

/// True for DROP FUNCTION of it, among others or alone.
bool drops_function(const std::string& sql, const std::string& function);
/// The text of a function that stands as a literal behind AS, of its CREATE FUNCTION; the whole where there is none.
std::string body_of(const std::string& function);

/// True where the body is SQL that PostgreSQL has read (BEGIN ATOMIC, RETURN): it then knows what the function uses.
bool has_read_body(const std::string& function);

/// The function's name with its parameters, types and options, without the body.
std::string signature_of(const std::string& function);

/// True where a parameter or the result is a row of the table.
bool has_rows_of(const std::string& function, const std::string& table);

}  // namespace migrate
