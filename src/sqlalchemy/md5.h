/// MD5, only because SQLAlchemy ends names that it cuts with four digits of it.
#pragma once

#include <string>
#include <string_view>

namespace migrate::sqlalchemy {

/// The digest as 32 lower-case hexadecimal digits.
std::string md5_hex(std::string_view text);

}  // namespace migrate::sqlalchemy
