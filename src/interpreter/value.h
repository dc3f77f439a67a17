/// The values that a migration's Python computes with: plain Python values, and pointers to the objects of
/// objects.h.
///
/// A Value is small and copied freely. Everything with a size lives in the Heap of one run and is freed with
/// it at once: cycles do not leak and deep nesting does not recurse on the way out. What cannot be known is
/// an Unknown, never a guess.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace migrate::interpreter {

struct None {
    bool operator==(const None&) const = default;
};
struct Bytes;
struct List;
struct Tuple;
struct Dict;
struct Set;
struct Range;
struct Function;
struct Method;
struct Named;
struct Object;
struct Unknown;
using Text = const std::string*;

struct Value {
    std::variant<None, bool, std::int64_t, double, Text, Bytes*, List*, Tuple*, Dict*, Set*, Range*, Function*, Method*,
                 Named*, Object*, Unknown*>
        data;
};
using Items = std::vector<Value>;

struct Bytes {
    std::string data;
};
struct List {
    Items items;
};
struct Tuple {
    Items items;
};
/// Keeps the order of insertion, as Python does. Keys are told apart by `key_of`.
struct Dict {
    std::vector<std::pair<Value, Value>> items;
    std::unordered_map<std::string, std::size_t> places;  ///< by `key_of`, once there are many: few are looked through
};
struct Set {
    Dict keys;
    bool frozen = false;
};
struct Range {
    std::int64_t start = 0;
    std::int64_t stop = 0;
    std::int64_t step = 1;
};
/// A function of a value: "a,b".join, [].append, and methods of objects.
struct Method {
    Value self;
    std::string name;
};
/// A module, or what a module holds, by its dotted path: "alembic.op", "sqlalchemy.dialects.postgresql.UUID",
/// "builtins.len".
struct Named {
    std::string path;
};
/// A value that only the real run has. `likely` is what it would be on a fresh database, where that is clear.
struct Unknown {
    std::string reason;  ///< one sentence without its full stop
    std::string where;   ///< "file.py:12"
    std::string key;     ///< equal keys have equal values in one run; "" for a value of its own
    std::optional<Value> likely;
    std::string shape;     ///< text whose holes are unknown: each hole is kHole; "" when nothing is known of it
    bool negated = false;  ///< `not` of what `key` names
    std::string python;    ///< the call that made it, when it is of a class by its name: "app.types.Money(2)"
};
inline constexpr char kHole = '\x01';

inline constexpr std::size_t kMaxBytes = 128 << 20;

/// Keeps values where they are; an empty one costs nothing, for a heap is made for each way through each file.
template <class T>
class Store {
  public:
    T* add(T value) {
        if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) {
            const std::size_t before = blocks_.empty() ? 0 : blocks_.back().capacity();
            blocks_.emplace_back().reserve(std::clamp<std::size_t>(4 * before, 8, 256));
        }
        return &blocks_.back().emplace_back(std::move(value));
    }

  private:
    std::vector<std::vector<T>> blocks_;
};

/// Owns all that Values point to. `charge` counts bytes and throws Stopped when a run takes more than it may.
class Heap {
  public:
    template <class T, class... Arguments>
    T* make(Arguments&&... arguments) {
        charge(sizeof(T));
        return std::get<Store<T>>(stores_).add(T{std::forward<Arguments>(arguments)...});
    }
    Value text(std::string text);
    Value bytes(std::string data);
    Value list(Items items = {});
    Value tuple(Items items = {});
    Value dict();
    Value set();
    Value named(std::string path);
    void charge(std::size_t bytes);
    [[nodiscard]] std::size_t used() const { return bytes_; }
    /// Sets how many bytes there may be in all; returns what it was.
    std::size_t set_limit(std::size_t bytes);

    /// For what is defined elsewhere: objects, functions, scopes.
    template <class T>
    T* keep(std::shared_ptr<T> thing) {
        charge(256);
        T* kept = thing.get();
        kept_.push_back(std::move(thing));
        return kept;
    }

  private:
    std::tuple<Store<std::string>, Store<Bytes>, Store<List>, Store<Tuple>, Store<Dict>, Store<Set>, Store<Range>,
               Store<Method>, Store<Named>, Store<Unknown>>
        stores_;
    std::vector<std::shared_ptr<void>> kept_;
    std::size_t bytes_ = 0;
    std::size_t limit_ = kMaxBytes;
};

inline Value none() {
    return {None{}};
}
inline Value boolean(bool value) {
    return {value};
}
inline Value integer(std::int64_t value) {
    return {value};
}
inline Value number(double value) {
    return {value};
}

/// The pointer when the value is of that kind, else nullptr: `if (auto* list = as<List>(value))`.
template <class T>
T* as(const Value& value) {
    const auto* pointer = std::get_if<T*>(&value.data);
    return pointer ? *pointer : nullptr;
}
inline const std::string* text_of(const Value& value) {
    const Text* text = std::get_if<Text>(&value.data);
    return text ? *text : nullptr;
}
inline bool is_none(const Value& value) {
    return std::holds_alternative<None>(value.data);
}
inline const bool* bool_of(const Value& value) {
    return std::get_if<bool>(&value.data);
}
/// Integers and booleans.
std::optional<std::int64_t> int_of(const Value& value);
/// Integers, booleans and floats.
std::optional<double> number_of(const Value& value);
inline bool is_unknown(const Value& value) {
    return as<Unknown>(value) != nullptr;
}
/// The path of a Named value, "" for others.
std::string_view path_of(const Value& value);

/// The elements of a list, tuple, set, dict (its keys), range (up to a million) or text; nullopt for what
/// cannot be iterated.
std::optional<Items> items_of(Heap& heap, const Value& value);

/// A text that is equal for equal hashable values; nullopt for what Python cannot hash.
std::optional<std::string> key_of(const Value& value, int depth = 0);
const Value* find(const Dict& dict, const Value& key);
const Value* find(const Dict& dict, std::string_view key);
/// False when the key cannot be hashed.
bool put(Dict& dict, const Value& key, const Value& value);
bool put(Heap& heap, Dict& dict, std::string_view key, const Value& value);
bool erase(Dict& dict, const Value& key);

/// Python's name of the value's type: "str", "list", "NoneType"; Named and Object have "object".
std::string_view type_name(const Value& value);
/// Python's ==; nullopt when it depends on an Unknown.
std::optional<bool> equal(const Value& left, const Value& right, int depth = 0);
/// True if an Unknown stands in it, at most a few levels down.
const Unknown* unknown_in(const Value& value, int depth = 0);

}  // namespace migrate::interpreter
