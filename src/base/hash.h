/// Fast, stable fingerprints of text: for "is it still what was read", cache keys and shortened names.
///
/// Not for secrets: nothing here resists someone who wants two texts to collide.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::base {

/// XXH3 of the bytes, 64 bits, as 16 lower-case hex digits. The same on every machine and in every version.
std::string hash64(std::string_view bytes);

/// XXH3 of the bytes, 128 bits, as 32 lower-case hex digits. What the write primitives of files.h compare.
std::string hash128(std::string_view bytes);

struct Fingerprint {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const Fingerprint&) const = default;
};

/// Fingerprints under a secret: who does not know it cannot make two texts that have the same.
class KeyedHash {
  public:
    explicit KeyedHash(std::string_view secret);
    /// Of the parts behind one another.
    [[nodiscard]] Fingerprint operator()(std::initializer_list<std::string_view> parts) const;

  private:
    std::vector<unsigned char> key_;
};

}  // namespace migrate::base
