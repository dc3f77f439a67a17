/// Values as bytes, and back: one generic writer for all structs of the house.
///
/// Written are numbers, enumerations, texts, optionals, vectors, sets, maps, pairs, variants, shared constant values
/// (each once), and plain structs of these (Boost.PFR lists their fields). Another type says its own form by
/// specialising Form. The bytes are of this build of the program alone: nothing in them says what they are.
///
/// Reading trusts nothing: each count is held against what is left, depth is bounded, an enumeration has one of its
/// values. What does not read is nothing.
#pragma once

#include <array>
#include <bit>
#include <boost/pfr/core.hpp>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace migrate::cache {

class Writer;
class Reader;

/// How a type of its own kind is written: `static void write(Writer&, const T&)` and `static bool read(Reader&, T&)`.
template <class T>
struct Form;

template <class T>
concept HasForm = requires(Writer& writer, Reader& reader, const T& value, T& made) {
    Form<T>::write(writer, value);
    { Form<T>::read(reader, made) } -> std::same_as<bool>;
};

namespace detail {

inline constexpr int kMaxDepth = 64;

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Parts>
inline constexpr bool is_a<Template<Parts...>, Template> = true;

template <class T>
concept Sequence = is_a<T, std::vector> || is_a<T, std::set>;
/// A variant, or a type of its own that is one.
template <class T>
concept Variant = requires(const T& value) { []<class... Parts>(const std::variant<Parts...>&) {}(value); };
template <class... Parts>
constexpr std::index_sequence_for<Parts...> places_in(const std::variant<Parts...>&) {
    return {};
}
template <class T>
concept Dictionary = is_a<T, std::map>;

/// True when the enumeration has a name for the value: the compiler writes "(Kind)7" for others.
template <class E, E value>
consteval bool is_named() {
    const std::string_view text = __PRETTY_FUNCTION__;
    const std::string_view here = text.substr(text.find("value = ") + 8);
    return here.front() != '(' && here.front() != '-' && (here.front() < '0' || here.front() > '9');
}
/// How many values the enumeration has, which begins at 0 and leaves none out.
template <class E, std::uint64_t count = 0>
consteval std::uint64_t values_of() {
    if constexpr (is_named<E, static_cast<E>(count)>())
        return values_of<E, count + 1>();
    else
        return count;
}

}  // namespace detail

class Writer {
  public:
    template <class T>
    void write(const T& value) {
        if (++depth_ > detail::kMaxDepth) too_deep_ = true;
        if (!too_deep_) write_one(value);
        --depth_;
    }
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
        bytes_ += static_cast<char>(value);
    }
    /// Nothing where the value nests too deep to be written.
    [[nodiscard]] std::optional<std::string> take() {
        return too_deep_ ? std::nullopt : std::optional(std::move(bytes_));
    }

  private:
    template <class T>
    void write_one(const T& value) {
        using namespace detail;
        if constexpr (HasForm<T>) {
            Form<T>::write(*this, value);
        } else if constexpr (std::same_as<T, std::string>) {
            number(value.size());
            bytes_ += value;
        } else if constexpr (std::is_enum_v<T>) {
            number(static_cast<std::uint64_t>(value));
        } else if constexpr (std::unsigned_integral<T>) {
            number(value);
        } else if constexpr (std::signed_integral<T>) {
            const auto wide = static_cast<std::int64_t>(value);
            number((static_cast<std::uint64_t>(wide) << 1U) ^ static_cast<std::uint64_t>(wide >> 63));
        } else if constexpr (is_a<T, std::optional>) {
            number(value ? 1 : 0);
            if (value) write(*value);
        } else if constexpr (Sequence<T> || Dictionary<T>) {
            number(value.size());
            for (const auto& each : value) write(each);
        } else if constexpr (is_a<T, std::pair>) {
            write(value.first);
            write(value.second);
        } else if constexpr (Variant<T>) {
            number(value.index());
            std::visit([this](const auto& one) { write(one); }, value);
        } else if constexpr (is_a<T, std::shared_ptr>) {
            write_shared(value);
        } else {
            static_assert(std::is_aggregate_v<T>, "say the form of this type by specialising cache::Form");
            if constexpr (boost::pfr::tuple_size_v<T> == 0) number(0);  // so that each element of a list is a byte
            boost::pfr::for_each_field(value, [this](const auto& field) { write(field); });
        }
    }
    /// 0 for none, 1 and the value where it comes first, and later its number.
    template <class T>
    void write_shared(const std::shared_ptr<T>& value) {
        static_assert(std::is_const_v<T>, "what is shared must not change");
        if (!value) return number(0);
        auto& known = shared_[std::type_index(typeid(T))];
        if (const auto place = known.find(value.get()); place != known.end()) return number(place->second);
        number(1);
        write(*value);
        known.emplace(value.get(), known.size() + 2);
    }

    std::string bytes_;
    int depth_ = 0;
    bool too_deep_ = false;
    std::unordered_map<std::type_index, std::unordered_map<const void*, std::uint64_t>> shared_;
};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    [[nodiscard]] bool read(T& value) {
        if (depth_ >= detail::kMaxDepth) return false;
        ++depth_;
        const bool fine = read_one(value);
        --depth_;
        return fine;
    }
    [[nodiscard]] bool number(std::uint64_t& value) {
        value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }
    /// A count of things that take a byte or more each.
    [[nodiscard]] bool count(std::uint64_t& value) { return number(value) && value <= rest_.size(); }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  private:
    template <class T>
    bool read_one(T& value) {
        using namespace detail;
        if constexpr (HasForm<T>) {
            return Form<T>::read(*this, value);
        } else if constexpr (std::same_as<T, std::string>) {
            std::uint64_t size = 0;
            if (!count(size)) return false;
            value.assign(rest_.substr(0, size));
            rest_.remove_prefix(size);
            return true;
        } else if constexpr (std::is_enum_v<T> || std::integral<T>) {
            return read_number(value);
        } else if constexpr (is_a<T, std::optional>) {
            bool is_there = false;
            if (!read_number(is_there)) return false;
            value.reset();
            return !is_there || read(value.emplace());
        } else if constexpr (Sequence<T> || Dictionary<T>) {
            return read_several(value);
        } else if constexpr (is_a<T, std::pair>) {
            return read(value.first) && read(value.second);
        } else if constexpr (Variant<T>) {
            return read_variant(value, places_in(value));
        } else if constexpr (is_a<T, std::shared_ptr>) {
            return read_shared(value);
        } else {
            bool fine = true;
            if constexpr (boost::pfr::tuple_size_v<T> == 0) fine = read_number(fine);
            boost::pfr::for_each_field(value, [&](auto& field) { fine = fine && read(field); });
            return fine;
        }
    }
    template <class T>
    bool read_number(T& value) {
        std::uint64_t wide = 0;
        if (!number(wide)) return false;
        if constexpr (std::same_as<T, bool>) {
            value = wide == 1;
            return wide <= 1;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(wide);
            return wide < detail::values_of<T>();
        } else if constexpr (std::unsigned_integral<T>) {
            value = static_cast<T>(wide);
            return value == wide;
        } else {
            const auto whole = static_cast<std::int64_t>((wide >> 1U) ^ (~(wide & 1U) + 1U));
            value = static_cast<T>(whole);
            return value == whole;
        }
    }
    /// Of a set or a map each key once.
    template <class T>
    bool read_several(T& value) {
        std::uint64_t size = 0;
        if (!count(size)) return false;
        value.clear();
        for (std::uint64_t i = 0; i < size; ++i) {
            if constexpr (detail::is_a<T, std::vector>) {
                if constexpr (std::same_as<T, std::vector<bool>>) {
                    bool one = false;
                    if (!read(one)) return false;
                    value.push_back(one);
                } else if (!read(value.emplace_back())) {
                    return false;
                }
            } else if constexpr (detail::is_a<T, std::set>) {
                typename T::key_type key;
                if (!read(key) || !value.insert(std::move(key)).second) return false;
            } else {
                std::pair<typename T::key_type, typename T::mapped_type> entry;
                if (!read(entry.first) || !read(entry.second)) return false;
                const std::size_t before = value.size();
                value.emplace_hint(value.end(), std::move(entry));
                if (value.size() == before) return false;
            }
        }
        return true;
    }
    template <class T, std::size_t... Index>
    bool read_variant(T& value, std::index_sequence<Index...> /*alternatives*/) {
        std::uint64_t index = 0;
        if (!number(index)) return false;
        bool fine = false;
        static_cast<void>(((index == Index && ((fine = read(value.template emplace<Index>())), true)) || ...));
        return fine;
    }
    template <class T>
    bool read_shared(std::shared_ptr<T>& value) {
        std::uint64_t which = 0;
        if (!number(which)) return false;
        if (which == 0) return value.reset(), true;
        auto& known = shared_[std::type_index(typeid(T))];
        if (which == 1) {
            value = read_new<std::remove_const_t<T>>();
            if (value) known.push_back(value);
            return value != nullptr;
        }
        if (which - 2 >= known.size()) return false;
        value = std::static_pointer_cast<T>(known[which - 2]);
        return true;
    }

    /// A pair may have a constant key.
    template <class T>
    std::shared_ptr<T> read_new() {
        if constexpr (detail::is_a<T, std::pair>) {
            std::pair<std::remove_const_t<typename T::first_type>, typename T::second_type> parts;
            if (!read(parts.first) || !read(parts.second)) return nullptr;
            return std::make_shared<T>(std::move(parts.first), std::move(parts.second));
        } else {
            auto made = std::make_shared<T>();
            return read(*made) ? made : nullptr;
        }
    }

    std::string_view rest_;
    int depth_ = 0;
    std::unordered_map<std::type_index, std::vector<std::shared_ptr<const void>>> shared_;
};

/// Nothing where the value nests too deep to be written.
template <class T>
std::optional<std::string> to_bytes(const T& value) {
    Writer writer;
    writer.write(value);
    return writer.take();
}

/// Nothing where the bytes are not exactly a value of the type.
template <class T>
std::optional<T> from_bytes(std::string_view bytes) {
    Reader reader(bytes);
    T value{};
    if (!reader.read(value) || !reader.is_at_end()) return std::nullopt;
    return value;
}

}  // namespace migrate::cache
