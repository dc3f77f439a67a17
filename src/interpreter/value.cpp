#include "interpreter/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "interpreter/library.h"
#include "interpreter/signals.h"

namespace migrate::interpreter {

namespace {

constexpr std::int64_t kMaxRange = 1'000'000;
constexpr int kMaxNesting = 40;

std::optional<bool> equal_items(const Items& left, const Items& right, int depth) {
    if (left.size() != right.size()) return false;
    bool certain = true;
    for (std::size_t i = 0; i < left.size(); ++i) {
        auto same = equal(left[i], right[i], depth + 1);
        if (!same) certain = false;
        if (same && !*same) return false;
    }
    if (!certain) return std::nullopt;
    return true;
}

std::optional<bool> equal_dicts(const Dict& left, const Dict& right, int depth) {
    if (left.items.size() != right.items.size()) return false;
    bool certain = true;
    for (const auto& [key, value] : left.items) {
        const Value* other = find(right, key);
        if (!other) return false;
        auto same = equal(value, *other, depth + 1);
        if (!same) certain = false;
        if (same && !*same) return false;
    }
    if (!certain) return std::nullopt;
    return true;
}

std::string joined_keys(const Items& items, int depth, bool& hashable) {
    std::string key;
    for (const Value& item : items) {
        auto part = key_of(item, depth + 1);
        if (!part) hashable = false;
        if (part) key += std::to_string(part->size()) + ":" + *part;
    }
    return key;
}

std::string pointer_key(const void* pointer) {
    return "o" + std::to_string(reinterpret_cast<std::uintptr_t>(pointer));
}

/// The same whatever the order.
std::optional<std::string> key_of_set(const Set& set, int depth) {
    std::vector<std::string> parts;
    for (const auto& [item, ignored] : set.keys.items) {
        const auto part = key_of(item, depth + 1);
        if (!part) return std::nullopt;
        parts.push_back(std::to_string(part->size()) + ":" + *part);
    }
    std::sort(parts.begin(), parts.end());
    std::string key = "z";
    for (const std::string& part : parts) key += part;
    return key;
}

/// What a method is bound to; by itself where that cannot be hashed.
std::string method_owner(const Value& self) {
    const auto pointer = [](const auto& data) {
        if constexpr (std::is_pointer_v<std::decay_t<decltype(data)>>) return pointer_key(data);
        return std::string();
    };
    return key_of(self).value_or(std::visit(pointer, self.data));
}

}  // namespace

Value Heap::text(std::string text) {
    charge(text.size() + sizeof(std::string));
    return {Text{std::get<Store<std::string>>(stores_).add(std::move(text))}};
}
Value Heap::bytes(std::string data) {
    charge(data.size());
    return {make<Bytes>(std::move(data))};
}
Value Heap::list(Items items) {
    charge(items.size() * sizeof(Value));
    return {make<List>(std::move(items))};
}
Value Heap::tuple(Items items) {
    charge(items.size() * sizeof(Value));
    return {make<Tuple>(std::move(items))};
}
Value Heap::dict() {
    return {make<Dict>()};
}
Value Heap::set() {
    return {make<Set>()};
}
Value Heap::named(std::string path) {
    charge(path.size());
    return {make<Named>(std::move(path))};
}

void Heap::charge(std::size_t bytes) {
    if (bytes_ > limit_ || bytes > limit_ - bytes_) throw Stopped{"it takes more than 128 MB of memory"};
    bytes_ += bytes;
}

std::size_t Heap::set_limit(std::size_t bytes) {
    return std::exchange(limit_, std::min(bytes, kMaxBytes));
}

std::optional<std::int64_t> int_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) return *number;
    if (const bool* truth = bool_of(value)) return *truth ? 1 : 0;
    return std::nullopt;
}

std::optional<double> number_of(const Value& value) {
    if (const auto* real = std::get_if<double>(&value.data)) return *real;
    if (auto whole = int_of(value)) return static_cast<double>(*whole);
    return std::nullopt;
}

std::string_view path_of(const Value& value) {
    const auto* named = as<Named>(value);
    return named ? std::string_view(named->path) : std::string_view();
}

std::optional<Items> items_of(Heap& heap, const Value& value) {
    if (const auto* list = as<List>(value)) return list->items;
    if (const auto* tuple = as<Tuple>(value)) return tuple->items;
    const Dict* dict = as<Dict>(value);
    if (const auto* set = as<Set>(value)) dict = &set->keys;
    Items items;
    if (dict) {
        for (const auto& [key, ignored] : dict->items) items.push_back(key);
        return items;
    }
    if (const auto* range = as<Range>(value)) {
        for (auto i = range->start; range->step > 0 ? i < range->stop : i > range->stop; i += range->step) {
            if (items.size() > kMaxRange) throw Stopped{"a range of more than a million numbers"};
            items.push_back(integer(i));
        }
        return items;
    }
    if (const auto* text = text_of(value)) {
        for (std::size_t i = 0; i < text->size();) {
            std::size_t end = i + 1;
            while (end < text->size() && (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) ++end;
            items.push_back(heap.text(text->substr(i, end - i)));
            i = end;
        }
        return items;
    }
    return std::nullopt;
}

std::optional<std::string> key_of(const Value& value, int depth) {
    if (depth > kMaxNesting) return std::nullopt;
    if (is_none(value)) return "n";
    if (auto whole = int_of(value)) return "i" + std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value.data)) {
        if (std::floor(*real) == *real && std::fabs(*real) < 9e18)
            return "i" + std::to_string(static_cast<std::int64_t>(*real));
        char digits[32];
        return "f" + std::string(digits, std::to_chars(digits, digits + sizeof digits, *real).ptr);
    }
    if (const auto* text = text_of(value)) return "s" + *text;
    if (const auto* bytes = as<Bytes>(value)) return "b" + bytes->data;
    if (const auto* named = as<Named>(value)) return "N" + named->path;
    if (const auto* object = as<Object>(value)) return pointer_key(object);
    if (const auto* function = as<Function>(value)) return pointer_key(function);
    if (const auto* unknown = as<Unknown>(value)) return pointer_key(unknown);
    if (const auto* tuple = as<Tuple>(value)) {
        bool hashable = true;
        std::string key = "t" + joined_keys(tuple->items, depth, hashable);
        if (hashable) return key;
    }
    if (const auto* set = as<Set>(value); set && set->frozen) return key_of_set(*set, depth);
    if (const auto* range = as<Range>(value)) {
        // Those of the same numbers are equal.
        const std::int64_t step = range->step, gap = range->stop - range->start;
        const std::int64_t count = (gap > 0) == (step > 0) ? (gap + step - (step > 0 ? 1 : -1)) / step : 0;
        std::string key = "r" + std::to_string(count);
        if (count > 0) key += ":" + std::to_string(range->start);
        return count > 1 ? key + ":" + std::to_string(step) : key;
    }
    if (const auto* method = as<Method>(value)) {
        auto self = method_owner(method->self);
        return "m" + std::to_string(self.size()) + ":" + self + method->name;
    }
    return std::nullopt;
}

static std::size_t place_of_text(const Dict& dict, std::string_view key) {
    std::size_t at = 0;
    for (const std::size_t count = dict.items.size(); at < count; ++at) {
        const auto* text = text_of(dict.items[at].first);
        if (text != nullptr && *text == key) break;
    }
    return at;
}

/// Behind the last item where there is no such key; nothing where it cannot be one.
static std::optional<std::size_t> place_of(const Dict& dict, const Value& key) {
    const std::string* text = text_of(key);
    if (text != nullptr && dict.places.empty()) return place_of_text(dict, *text);
    const auto hashed = key_of(key);
    if (!hashed) return std::nullopt;
    if (!dict.places.empty()) {
        const auto place = dict.places.find(*hashed);
        return place == dict.places.end() ? dict.items.size() : place->second;
    }
    const auto found = std::ranges::find_if(dict.items, [&](const auto& item) { return key_of(item.first) == hashed; });
    return static_cast<std::size_t>(found - dict.items.begin());
}

const Value* find(const Dict& dict, const Value& key) {
    const auto place = place_of(dict, key);
    return !place || *place == dict.items.size() ? nullptr : &dict.items[*place].second;
}

const Value* find(const Dict& dict, std::string_view key) {
    if (dict.places.empty()) {
        const std::size_t place = place_of_text(dict, key);
        return place == dict.items.size() ? nullptr : &dict.items[place].second;
    }
    auto place = dict.places.find("s" + std::string(key));
    return place == dict.places.end() ? nullptr : &dict.items[place->second].second;
}

bool put(Dict& dict, const Value& key, const Value& value) {
    constexpr std::size_t kFew = 12;
    const auto place = place_of(dict, key);
    if (!place) return false;
    if (*place < dict.items.size()) {
        dict.items[*place].second = value;
        return true;
    }
    dict.items.emplace_back(key, value);
    if (dict.items.size() <= kFew) return true;
    // All of them where there were few until now.
    for (std::size_t at = dict.places.empty() ? 0 : *place; at < dict.items.size(); ++at)
        dict.places.emplace(key_of(dict.items[at].first).value_or(""), at);
    return true;
}

bool put(Heap& heap, Dict& dict, std::string_view key, const Value& value) {
    heap.charge(96);
    return put(dict, heap.text(std::string(key)), value);
}

bool erase(Dict& dict, const Value& key) {
    const auto place = place_of(dict, key);
    if (!place || *place == dict.items.size()) return false;
    dict.items.erase(dict.items.begin() + static_cast<std::ptrdiff_t>(*place));
    if (dict.places.empty()) return true;
    dict.places.erase(key_of(key).value_or(""));
    for (auto& [ignored, at] : dict.places) at -= at > *place ? 1 : 0;
    return true;
}

std::string_view type_name(const Value& value) {
    struct Name {
        std::string_view operator()(None) const { return "NoneType"; }
        std::string_view operator()(bool) const { return "bool"; }
        std::string_view operator()(std::int64_t) const { return "int"; }
        std::string_view operator()(double) const { return "float"; }
        std::string_view operator()(Text) const { return "str"; }
        std::string_view operator()(Bytes*) const { return "bytes"; }
        std::string_view operator()(List*) const { return "list"; }
        std::string_view operator()(Tuple*) const { return "tuple"; }
        std::string_view operator()(Dict*) const { return "dict"; }
        std::string_view operator()(Set* set) const { return set->frozen ? "frozenset" : "set"; }
        std::string_view operator()(Range*) const { return "range"; }
        std::string_view operator()(Function*) const { return "function"; }
        std::string_view operator()(Method*) const { return "method"; }
        std::string_view operator()(Named*) const { return "object"; }
        std::string_view operator()(Object*) const { return "object"; }
        std::string_view operator()(Unknown*) const { return "unknown"; }
    };
    return std::visit(Name{}, value.data);
}

/// A name of the application may stand for any value.
bool is_foreign(const Value& value) {
    const auto* named = as<Named>(value);
    return named && !is_library_name(named->path);
}

std::optional<bool> equal(const Value& left, const Value& right, int depth) {
    if (depth > kMaxNesting || is_unknown(left) || is_unknown(right)) return std::nullopt;
    if (auto a = number_of(left), b = number_of(right); a && b) return *a == *b;
    if (const auto *a = text_of(left), *b = text_of(right); a && b) return *a == *b;
    if (auto *a = as<List>(left), *b = as<List>(right); a && b) return equal_items(a->items, b->items, depth);
    if (auto *a = as<Tuple>(left), *b = as<Tuple>(right); a && b) return equal_items(a->items, b->items, depth);
    if (auto *a = as<Dict>(left), *b = as<Dict>(right); a && b) return equal_dicts(*a, *b, depth);
    if (auto *a = as<Set>(left), *b = as<Set>(right); a && b) return equal_dicts(a->keys, b->keys, depth);
    if (auto *a = as<Bytes>(left), *b = as<Bytes>(right); a && b) return a->data == b->data;
    if (auto *a = as<Named>(left), *b = as<Named>(right); a && b && (a->path == b->path || !is_foreign(left)))
        return a->path == b->path;
    if (is_foreign(left) || is_foreign(right)) return std::nullopt;
    if (left.data.index() != right.data.index()) return false;
    return left.data == right.data;
}

const Unknown* unknown_in(const Value& value, int depth) {
    if (const auto* unknown = as<Unknown>(value)) return unknown;
    if (depth > 4) return nullptr;
    const Items* items = nullptr;
    if (const auto* list = as<List>(value)) items = &list->items;
    if (const auto* tuple = as<Tuple>(value)) items = &tuple->items;
    for (std::size_t i = 0; items && i < items->size(); ++i) {
        if (const auto* unknown = unknown_in((*items)[i], depth + 1)) return unknown;
    }
    return nullptr;
}

}  // namespace migrate::interpreter
