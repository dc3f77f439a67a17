/// What is known of files by their text alone, kept by path: a file that is as it was is not read again.
///
/// As it was: on the same device, under the same number, of the same size, with the same times of its content and of
/// its entry, which the system sets and no program can. The latter must lie well before the moment when the file was
/// read, else a change right after it could bear the same time: git's own rule for its index. Where a system tells no
/// such identity, the file is read.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/file_identity.h"
#include "cache/held.h"

namespace migrate::cache {

template <class Fact>
class FileFacts {
  public:
    /// `kept` may be null, and must outlive it; `apart_from` as in Store.
    FileFacts(Store* kept, std::string name, std::string apart_from)
        : kept_(kept), name_(std::move(name)), apart_from_(std::move(apart_from)) {
        if (kept_ != nullptr) old_ = find_or_read<Table>(*kept_, name_, apart_from_);
    }

    /// One file that is asked about: what is known of it, or the identity under which it may be noted.
    struct Look {
        const Fact* known = nullptr;
        std::optional<base::FileIdentity> identity;
    };
    /// May be called by several threads at a time.
    [[nodiscard]] Look look(const std::string& path) const {
        Look look;
        if (kept_ == nullptr) return look;
        const std::int64_t now = now_ns();
        look.identity = base::identity_of(path);
        if (!look.identity) return look;
        const auto found = old_ ? old_->find(path) : typename Table::const_iterator();
        if (old_ && found != old_->end() && found->second.identity == *look.identity) look.known = &found->second.fact;
        if (look.identity->changed_ns > now - kSettled) look.identity.reset();
        return look;
    }
    /// What was found out after `look` gave nothing.
    void note(const std::string& path, const Look& look, const Fact& fact) {
        if (look.identity) fresh_.insert_or_assign(path, Entry{*look.identity, fact});
    }
    /// Keeps what was noted. To be called at the end.
    void save() {
        if (kept_ == nullptr || fresh_.empty()) return;
        const bool are_many = fresh_.size() > kFew;
        if (old_) fresh_.insert(old_->begin(), old_->end());
        while (fresh_.size() > kMost) fresh_.erase(fresh_.begin());
        keep(*kept_, name_, std::make_shared<const Table>(std::move(fresh_)), apart_from_, are_many);
    }

  private:
    struct Entry {
        base::FileIdentity identity;
        Fact fact;
    };
    using Table = std::map<std::string, Entry>;

    static constexpr std::int64_t kSettled = 3'000'000'000;  // nanoseconds
    static constexpr std::size_t kFew = 8;                   ///< read again sooner than all is written again
    static constexpr std::size_t kMost = 50'000;

    static std::int64_t now_ns() {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    }

    Store* kept_;
    std::string name_;
    std::string apart_from_;
    std::shared_ptr<const Table> old_;
    Table fresh_;
};

}  // namespace migrate::cache
