#include "base/hash.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace migrate::base {

std::string hash64(std::string_view bytes) {
    return fmt::format("{:016x}", XXH3_64bits(bytes.data(), bytes.size()));
}

std::string hash128(std::string_view bytes) {
    const auto hash = XXH3_128bits(bytes.data(), bytes.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

KeyedHash::KeyedHash(std::string_view secret) : key_(XXH3_SECRET_DEFAULT_SIZE) {
    // The library itself makes a key of good bits out of any text.
    XXH3_generateSecret(key_.data(), key_.size(), secret.data(), secret.size());
}

Fingerprint KeyedHash::operator()(std::initializer_list<std::string_view> parts) const {
    XXH3_state_t state;
    XXH3_128bits_reset_withSecret(&state, key_.data(), key_.size());
    for (const std::string_view part : parts) XXH3_128bits_update(&state, part.data(), part.size());
    const auto hash = XXH3_128bits_digest(&state);
    return {hash.high64, hash.low64};
}

}  // namespace migrate::base
