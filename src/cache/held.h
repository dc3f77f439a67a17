/// A value of any kind in the store: from memory, else from the folder; and back.
#pragma once

#include <memory>
#include <string>

#include "cache/bytes.h"
#include "cache/store.h"

namespace migrate::cache {

inline constexpr std::size_t kBytesInMemory = 4;  ///< of one in a file, about

/// Null where nothing of this type is kept; `apart_from` as in Store.
template <class T>
std::shared_ptr<const T> find_or_read(Store& store, const std::string& name, const std::string& apart_from) {
    if (auto held = store.find<T>(name)) return held;
    const auto bytes = store.read(name, apart_from);
    auto read = bytes ? from_bytes<T>(*bytes) : std::nullopt;
    if (!read) return nullptr;
    auto held = std::make_shared<const T>(std::move(*read));
    store.keep(name, held, bytes->size() * kBytesInMemory);
    return held;
}

/// Keeps it in memory, and where `is_for_others` in the folder too. A value that nests too deep is not kept.
template <class T>
void keep(Store& store, const std::string& name, std::shared_ptr<const T> value, const std::string& apart_from,
          bool is_for_others) {
    const auto bytes = to_bytes(*value);
    if (!bytes) return;
    if (is_for_others) store.write(name, *bytes, apart_from);
    store.keep(name, std::move(value), bytes->size() * kBytesInMemory);
}

}  // namespace migrate::cache
