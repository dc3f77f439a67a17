/// A sorted map whose copies share what stays as it is, and that is asked about many values at once.
///
/// Replay keeps the schema before every revision while it makes the next one. Nearly all tables stay as they are from
/// one revision to the next, so a copy costs one pointer, and the first change of the copy a group of them.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "schema/shared.h"

namespace migrate {

/// Hashes of what a group of values holds: what is not marked is in none of them.
class Marks {
  public:
    void add(std::size_t hash) {
        bits_.set(hash % kBits);
        bits_.set(second(hash));
    }
    bool may_hold(std::size_t hash) const { return bits_.test(hash % kBits) && bits_.test(second(hash)); }

  private:
    static constexpr std::size_t kBits = 8192;
    static std::size_t second(std::size_t hash) { return (hash >> 32U) % kBits; }
    std::bitset<kBits> bits_;
};

/// Of a value that is never asked for by what it holds.
struct NoMarks {
    template <class Value>
    void operator()(const Value& /*value*/, Marks& /*marks*/) const {}
};

/// Reads like std::map. Iterating never gives mutable values: `change` is the one way to a value that may be
/// written, and its pointer is good until the map is next copied or changed. `MarksOf` adds the marks of a value.
template <class Key, class Value, class MarksOf = NoMarks>
class SharedMap {
  public:
    using Entry = std::pair<const Key, Value>;
    using key_type = Key;
    using mapped_type = Value;
    using value_type = Entry;

  private:
    static constexpr std::size_t kMostInGroup = 64;
    struct Group {
        std::vector<std::shared_ptr<Entry>> entries;  ///< never empty
        Marks marks;
    };
    using Groups = std::vector<std::shared_ptr<Group>>;
    struct Place {
        std::size_t group = 0;
        std::size_t entry = 0;
        bool operator==(const Place&) const = default;
    };

  public:
    class const_iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = const Entry*;
        using reference = const Entry&;

        const_iterator() = default;
        reference operator*() const { return *shared(); }
        pointer operator->() const { return shared().get(); }
        const_iterator& operator++() {
            if (++at_.entry == (*groups_)[at_.group]->entries.size()) at_ = {at_.group + 1, 0};
            return *this;
        }
        const_iterator operator++(int) {
            const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator& other) const { return at_ == other.at_; }

      private:
        friend class SharedMap;
        const_iterator(const Groups& groups, Place at) : groups_(&groups), at_(at) {}
        const std::shared_ptr<Entry>& shared() const { return (*groups_)[at_.group]->entries[at_.entry]; }
        bool at_end() const { return at_.group == groups_->size(); }

        const Groups* groups_ = nullptr;
        Place at_;
    };

    SharedMap() = default;
    SharedMap(std::initializer_list<Entry> entries) {
        for (const Entry& entry : entries) emplace(entry.first, entry.second);
    }

    const_iterator begin() const { return {groups(), {}}; }
    const_iterator end() const { return {groups(), {groups().size(), 0}}; }
    std::size_t size() const {
        std::size_t count = 0;
        for (const auto& group : groups()) count += group->entries.size();
        return count;
    }
    bool empty() const { return groups().empty(); }

    const_iterator find(const Key& key) const {
        const Place place = place_of(key);
        return is_at(place, key) ? const_iterator(groups(), place) : end();
    }
    /// The first that is not before the key.
    const_iterator lower_bound(const Key& key) const {
        Place place = place_of(key);
        if (place.group < groups().size() && place.entry == groups()[place.group]->entries.size())
            place = {place.group + 1, 0};
        return {groups(), place};
    }
    bool contains(const Key& key) const { return is_at(place_of(key), key); }
    /// Throws std::out_of_range where there is none.
    const Value& at(const Key& key) const {
        const Place place = place_of(key);
        if (!is_at(place, key)) throw std::out_of_range("SharedMap::at");
        return groups()[place.group]->entries[place.entry]->second;
    }

    /// The first entry, in order, for which `fits` is true, among those that may hold what has this mark; nullptr for
    /// none.
    template <class Fits>
    const Entry* find_marked(std::size_t mark, Fits fits) const {
        for (const std::shared_ptr<Group>& group : groups()) {
            const bool open =
                open_ && group->entries.front()->first <= *open_ && *open_ <= group->entries.back()->first;
            if (!open && !group->marks.may_hold(mark)) continue;
            for (const std::shared_ptr<Entry>& entry : group->entries) {
                if (fits(*entry)) return entry.get();
            }
        }
        return nullptr;
    }

    /// The value, this map's own from now on; nullptr where there is none.
    Value* change(const Key& key) {
        const Place place = place_of(key);
        if (!is_at(place, key)) return nullptr;
        if (open_ != key) {
            close();
            open_ = key;
        }
        return &own(place)->second;
    }
    /// The value, made empty where there is none.
    Value& operator[](const Key& key) {
        emplace(key, Value{});
        return *change(key);
    }
    /// Leaves a value that is there; true when it was put in.
    bool emplace(Key key, Value value) {
        const Place place = place_of(key);
        if (is_at(place, key)) return false;
        close();
        insert(place, std::make_shared<Entry>(std::move(key), std::move(value)));
        return true;
    }
    /// Takes the value out; nullopt where there is none.
    std::optional<Value> take(const Key& key) {
        const Place place = place_of(key);
        if (!is_at(place, key)) return std::nullopt;
        std::optional<Value> value(std::move(own(place)->second));
        remove(place);
        return value;
    }
    bool erase(const Key& key) {
        const Place place = place_of(key);
        if (!is_at(place, key)) return false;
        remove(place);
        return true;
    }

    /// What stands behind the map, in order, for who keeps it beyond the process.
    std::vector<std::shared_ptr<Entry>> entries() const {
        std::vector<std::shared_ptr<Entry>> all;
        for (const auto& group : groups()) all.insert(all.end(), group->entries.begin(), group->entries.end());
        return all;
    }
    /// The map of these; nullopt where they are not in order, each key once.
    static std::optional<SharedMap> of(const std::vector<std::shared_ptr<Entry>>& entries) {
        SharedMap map;
        for (const std::shared_ptr<Entry>& entry : entries) {
            auto& groups = map.groups_.change();
            if (!groups.empty() && !(groups.back()->entries.back()->first < entry->first)) return std::nullopt;
            if (groups.empty() || groups.back()->entries.size() == kMostInGroup)
                groups.push_back(std::make_shared<Group>());
            groups.back()->entries.push_back(entry);
            MarksOf()(entry->second, groups.back()->marks);
        }
        return map;
    }

    /// Calls `use(key, in_a, in_b)` for what only one of two maps has (the other is nullptr), and for values that they
    /// do not share, until it returns false; what they share costs nothing.
    template <class Use>
    friend bool each_unshared(const SharedMap& a, const SharedMap& b, Use use) {
        return walk_unshared(a, b, use);
    }

    friend bool operator==(const SharedMap& a, const SharedMap& b) {
        return each_unshared(a, b, [](const Key&, const Value* x, const Value* y) { return x && y && *x == *y; });
    }

  private:
    const Groups& groups() const { return groups_.get(); }

    template <class Use>
    static bool walk_unshared(const SharedMap& a, const SharedMap& b, Use& use) {
        auto left = a.begin(), right = b.begin();
        while (!left.at_end() || !right.at_end()) {
            if (skip_shared(left, right)) continue;
            const bool only_left = right.at_end() || (!left.at_end() && left->first < right->first);
            const bool only_right = left.at_end() || (!right.at_end() && right->first < left->first);
            const Key& key = only_right ? right->first : left->first;
            if (!use(key, only_right ? nullptr : &left->second, only_left ? nullptr : &right->second)) return false;
            if (!only_right) ++left;
            if (!only_left) ++right;
        }
        return true;
    }

    /// Past an entry, or a whole group, that both have in common; false where they have not.
    static bool skip_shared(const_iterator& left, const_iterator& right) {
        if (left.at_end() || right.at_end()) return false;
        const bool whole = left.at_.entry == 0 && right.at_.entry == 0 &&
                           (*left.groups_)[left.at_.group] == (*right.groups_)[right.at_.group];
        if (whole) {
            left.at_ = {left.at_.group + 1, 0};
            right.at_ = {right.at_.group + 1, 0};
            return true;
        }
        if (left.shared() != right.shared()) return false;
        ++left;
        ++right;
        return true;
    }

    /// Where the key is, or would be put in: in the last group that begins before it.
    Place place_of(const Key& key) const {
        const auto after = std::upper_bound(
            groups().begin(), groups().end(), key,
            [](const Key& wanted, const auto& group) { return wanted < group->entries.front()->first; });
        if (after == groups().begin()) return {};
        const auto group = std::prev(after);
        const auto& entries = (*group)->entries;
        const auto entry = std::lower_bound(entries.begin(), entries.end(), key,
                                            [](const auto& each, const Key& wanted) { return each->first < wanted; });
        return {static_cast<std::size_t>(group - groups().begin()), static_cast<std::size_t>(entry - entries.begin())};
    }
    bool is_at(Place place, const Key& key) const {
        if (place.group >= groups().size()) return false;
        const auto& entries = groups()[place.group]->entries;
        return place.entry < entries.size() && entries[place.entry]->first == key;
    }

    Group& own_group(std::size_t place) {
        std::shared_ptr<Group>& group = groups_.change()[place];
        if (!is_only_holder(group)) group = std::make_shared<Group>(*group);
        return *group;
    }
    Entry* own(Place place) {
        std::shared_ptr<Entry>& entry = own_group(place.group).entries[place.entry];
        if (!is_only_holder(entry)) entry = std::make_shared<Entry>(*entry);
        return entry.get();
    }
    /// Marks what was written through the last pointer that `change` gave.
    void close() {
        if (!open_) return;
        const Place place = place_of(*open_);
        if (is_at(place, *open_)) {
            Group& group = own_group(place.group);
            MarksOf()(group.entries[place.entry]->second, group.marks);
        }
        open_.reset();
    }

    void insert(Place place, std::shared_ptr<Entry> entry) {
        if (groups().empty()) groups_.change().push_back(std::make_shared<Group>());
        Group& group = own_group(place.group);
        MarksOf()(entry->second, group.marks);
        group.entries.insert(group.entries.begin() + static_cast<std::ptrdiff_t>(place.entry), std::move(entry));
        if (group.entries.size() > kMostInGroup) split(place.group);
    }
    void split(std::size_t place) {
        Group& group = own_group(place);
        auto second = std::make_shared<Group>();
        const auto half = group.entries.begin() + static_cast<std::ptrdiff_t>(group.entries.size() / 2);
        second->entries.assign(std::make_move_iterator(half), std::make_move_iterator(group.entries.end()));
        group.entries.erase(half, group.entries.end());
        for (Group* part : {&group, second.get()}) {
            part->marks = {};
            for (const auto& entry : part->entries) MarksOf()(entry->second, part->marks);
        }
        auto& all = groups_.change();
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(place) + 1, std::move(second));
    }
    void remove(Place place) {
        Group& group = own_group(place.group);
        group.entries.erase(group.entries.begin() + static_cast<std::ptrdiff_t>(place.entry));
        if (!group.entries.empty()) return;
        auto& all = groups_.change();
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(place.group));
    }

    Shared<Groups> groups_;
    std::optional<Key> open_;  ///< what `change` gave a pointer to: its group's marks may lack some of it
};

}  // namespace migrate
