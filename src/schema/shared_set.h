/// A sorted set whose copies share what stays as it is: a SharedMap of keys alone.
#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <variant>

#include "schema/shared_map.h"

namespace migrate {

/// Reads like std::set. A copy costs one pointer, and a change of the copy a group of the values.
template <class Value>
class SharedSet {
  public:
    using Map = SharedMap<Value, std::monostate>;
    using value_type = Value;

    class const_iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = const Value*;
        using reference = const Value&;

        const_iterator() = default;
        reference operator*() const { return at_->first; }
        pointer operator->() const { return &at_->first; }
        const_iterator& operator++() {
            ++at_;
            return *this;
        }
        const_iterator operator++(int) {
            const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator& other) const = default;

      private:
        friend class SharedSet;
        explicit const_iterator(typename Map::const_iterator at) : at_(at) {}

        typename Map::const_iterator at_;
    };

    SharedSet() = default;
    explicit SharedSet(Map map) : map_(std::move(map)) {}

    const_iterator begin() const { return const_iterator(map_.begin()); }
    const_iterator end() const { return const_iterator(map_.end()); }
    std::size_t size() const { return map_.size(); }
    bool empty() const { return map_.empty(); }
    /// The first that is not before the value.
    const_iterator lower_bound(const Value& value) const { return const_iterator(map_.lower_bound(value)); }
    /// True when it was not there.
    bool insert(Value value) { return map_.emplace(std::move(value), {}); }
    /// What stands behind the set, for who keeps it beyond the process.
    const Map& map() const { return map_; }
    bool operator==(const SharedSet&) const = default;

  private:
    Map map_;
};

}  // namespace migrate
