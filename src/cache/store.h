/// The cache room: what was worked out before is kept for the next request. In memory for this process, and in a folder
/// of the user's for the others. It knows nothing of what is kept.
///
/// Whatever is wrong with the folder or a file in it, the answer is "nothing is kept": a cache is never an error. A
/// file counts only when it is whole, of this build of the program, and made by this user.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>

#include "base/hash.h"

namespace migrate::cache {

struct Bounds {
    std::size_t one_file = std::size_t{32} << 20U;
    std::size_t folder = std::size_t{256} << 20U;  ///< of all files; the oldest go first
    std::size_t memory = std::size_t{64} << 20U;   ///< as told by those who keep; what was not used longest goes first
};

/// What doctor tells.
struct State {
    std::string folder;   ///< "" for none
    std::string problem;  ///< why the folder is not used; "" when it is
    std::size_t files = 0;
    std::size_t bytes = 0;
    int used = 0;  ///< how often something kept was of use
};

/// May be used by several threads at a time.
class Store {
  public:
    /// With "" only memory is used. The folder is made where it is not there.
    explicit Store(std::string folder, Bounds bounds = {});

    /// Hides what is kept from those who could make two files alike.
    [[nodiscard]] const base::KeyedHash& hash() const { return hash_; }

    // In memory. The name says which of a kind; a value of another type is none.
    template <class T>
    std::shared_ptr<const T> find(const std::string& name) {
        return std::static_pointer_cast<const T>(find_any(name, typeid(T)));
    }
    template <class T>
    void keep(const std::string& name, std::shared_ptr<const T> value, std::size_t bytes) {
        keep_any(name, typeid(T), std::move(value), bytes);
    }

    // In the folder. Nothing that lies inside `apart_from` is read or written.
    [[nodiscard]] std::optional<std::string> read(const std::string& name, const std::string& apart_from) const;
    void write(const std::string& name, std::string_view bytes, const std::string& apart_from) const;

    void note_use();
    [[nodiscard]] State state() const;

  private:
    struct Kept {
        std::type_index type;
        std::shared_ptr<const void> value;
        std::size_t bytes = 0;
        std::uint64_t last_used = 0;
    };

    std::shared_ptr<const void> find_any(const std::string& name, std::type_index type);
    void keep_any(const std::string& name, std::type_index type, std::shared_ptr<const void> value, std::size_t bytes);
    [[nodiscard]] bool is_apart(const std::string& root) const;
    [[nodiscard]] std::string path_of(const std::string& name) const;
    [[nodiscard]] std::string header_of(const std::string& name, std::string_view bytes) const;
    void make_room(std::size_t bytes) const;

    const std::string folder_;
    const Bounds bounds_;
    bool is_usable_ = false;  ///< the folder
    base::KeyedHash hash_;
    mutable std::mutex mutex_;
    std::map<std::string, Kept> kept_;
    std::size_t kept_bytes_ = 0;
    std::uint64_t clock_ = 0;
    int used_ = 0;
};

}  // namespace migrate::cache
