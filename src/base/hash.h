/// Fast, stable fingerprints of text: for "is it still what was read", cache keys and shortened names.
///
/// Not for secrets: nothing here resists someone who wants two texts to collide.
#pragma once

#include <string>
#include <string_view>

namespace migrate::base {

/// XXH3 of the bytes, 64 bits, as 16 lower-case hex digits. The same on every machine and in every version.
std::string hash64(std::string_view bytes);

/// XXH3 of the bytes, 128 bits, as 32 lower-case hex digits. What the write primitives of files.h compare.
std::string hash128(std::string_view bytes);

}  // namespace migrate::base
