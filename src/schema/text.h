/// One line of text for each part of a schema, for people: messages and differences. Not SQL to run; every
/// field that is set shows, so that two values that differ read differently.
#pragma once

#include <string>

#include "schema/schema.h"

namespace migrate {

std::string to_text(const Type& type);
std::string to_text(const Column& column);
std::string to_text(const PrimaryKey& key);
std::string to_text(const Unique& unique);
std::string to_text(const Check& check);
std::string to_text(const ForeignKey& key);
std::string to_text(const Exclude& exclude);
std::string to_text(const IndexElement& element);
std::string to_text(const Index& index);
std::string to_text(const EnumType& type);
/// The table's name with its columns: "invoices (id, project_id → projects.id, status)".
std::string to_text(const Table& table);
std::string to_text(const std::string& text);

}  // namespace migrate
