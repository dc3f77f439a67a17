/// A sorted map whose copies share their values until one of them changes.
///
/// Replay keeps the schema before every revision while it makes the next one. Nearly all tables stay as they
/// are from one revision to the next, so a copy costs one pointer for each of them, not the table.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace migrate {

/// Reads like std::map. Iterating never gives mutable values: `change` is the one way to a value that may be
/// written, and its pointer is good until the map is next copied or changed.
template <class Key, class Value>
class SharedMap {
  public:
    using Entry = std::pair<const Key, Value>;
    using key_type = Key;
    using mapped_type = Value;
    using value_type = Entry;

    class const_iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = const Entry*;
        using reference = const Entry&;

        const_iterator() = default;
        reference operator*() const { return **at_; }
        pointer operator->() const { return at_->get(); }
        const_iterator& operator++() {
            ++at_;
            return *this;
        }
        const_iterator operator++(int) { return const_iterator(at_++); }
        bool operator==(const const_iterator&) const = default;

      private:
        friend class SharedMap;
        using Place = typename std::vector<std::shared_ptr<Entry>>::const_iterator;
        explicit const_iterator(Place at) : at_(at) {}
        Place at_;
    };

    SharedMap() = default;
    SharedMap(std::initializer_list<Entry> entries) {
        for (const Entry& entry : entries) emplace(entry.first, entry.second);
    }

    const_iterator begin() const { return const_iterator(entries_.begin()); }
    const_iterator end() const { return const_iterator(entries_.end()); }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }

    const_iterator find(const Key& key) const {
        const auto place = place_of(key);
        return const_iterator(is_at(place, key) ? place : entries_.end());
    }
    bool contains(const Key& key) const { return is_at(place_of(key), key); }
    /// Throws std::out_of_range where there is none.
    const Value& at(const Key& key) const {
        const auto place = place_of(key);
        if (!is_at(place, key)) throw std::out_of_range("SharedMap::at");
        return (*place)->second;
    }

    /// The value, this map's own from now on; nullptr where there is none.
    Value* change(const Key& key) {
        const auto place = place_of(key);
        return is_at(place, key) ? &own(place)->second : nullptr;
    }
    /// The value, made empty where there is none.
    Value& operator[](const Key& key) {
        emplace(key, Value{});
        return *change(key);
    }
    /// Leaves a value that is there; true when it was put in.
    bool emplace(const Key& key, Value value) {
        const auto place = place_of(key);
        if (is_at(place, key)) return false;
        entries_.insert(place, std::make_shared<Entry>(key, std::move(value)));
        return true;
    }
    /// Takes the value out; nullopt where there is none.
    std::optional<Value> take(const Key& key) {
        const auto place = place_of(key);
        if (!is_at(place, key)) return std::nullopt;
        std::optional<Value> value(std::move(own(place)->second));
        entries_.erase(place);
        return value;
    }
    bool erase(const Key& key) {
        const auto place = place_of(key);
        if (!is_at(place, key)) return false;
        entries_.erase(place);
        return true;
    }

    /// What stands behind the map, in order, for who keeps it beyond the process.
    const std::vector<std::shared_ptr<Entry>>& entries() const { return entries_; }
    /// The map of these; nullopt where they are not in order, each key once.
    static std::optional<SharedMap> of(std::vector<std::shared_ptr<Entry>> entries) {
        const auto is_behind = [](const auto& a, const auto& b) { return !(a->first < b->first); };
        if (std::adjacent_find(entries.begin(), entries.end(), is_behind) != entries.end()) return std::nullopt;
        SharedMap map;
        map.entries_ = std::move(entries);
        return map;
    }

    friend bool operator==(const SharedMap& a, const SharedMap& b) {
        return std::equal(a.entries_.begin(), a.entries_.end(), b.entries_.begin(), b.entries_.end(),
                          [](const auto& x, const auto& y) { return x == y || *x == *y; });
    }

  private:
    using Entries = std::vector<std::shared_ptr<Entry>>;

    typename Entries::const_iterator place_of(const Key& key) const {
        return std::lower_bound(entries_.begin(), entries_.end(), key,
                                [](const auto& entry, const Key& wanted) { return entry->first < wanted; });
    }
    bool is_at(typename Entries::const_iterator place, const Key& key) const {
        return place != entries_.end() && (*place)->first == key;
    }
    Entry* own(typename Entries::const_iterator place) {
        std::shared_ptr<Entry>& entry = entries_[static_cast<std::size_t>(place - entries_.cbegin())];
        if (entry.use_count() > 1)
            entry = std::make_shared<Entry>(*entry);
        else
            std::atomic_thread_fence(std::memory_order_acquire);  // behind what another thread read of it before
        return entry.get();
    }

    Entries entries_;
};

}  // namespace migrate
