/// What PostgreSQL's types read out of a text: '2020-01-01' is a date, '08:00' is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/type.h"

namespace migrate::lint {

/// False where the type refuses the text for certain; true also for types that are not judged.
bool reads_text(const Type& type, const std::string& value);

/// The number that a text or a literal of SQL stands for; nullopt for others, hexadecimal ones too.
std::optional<long double> number_in(std::string_view text);

}  // namespace migrate::lint
