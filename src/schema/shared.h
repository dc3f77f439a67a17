/// A value whose copies are one until one of them changes.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

namespace migrate {

/// True when nobody else holds what `held` points to, so that it may be changed in place.
template <class Value>
bool is_only_holder(const std::shared_ptr<Value>& held) {
    if (held.use_count() > 1) return false;
    std::atomic_thread_fence(std::memory_order_acquire);  // whoever held it before, in another thread, has read it
    return true;
}

namespace detail {
template <class Container>
struct KeyOf {
    using type = void;
};
template <class Container>
    requires requires { typename Container::key_type; }
struct KeyOf<Container> {
    using type = typename Container::key_type;
};
}  // namespace detail

/// Reads like the container that it holds; `change` is the one way to write.
template <class Container>
class Shared {
  public:
    using value_type = typename Container::value_type;
    using const_iterator = typename Container::const_iterator;

    Shared() = default;
    Shared(Container value) : value_(std::make_shared<Container>(std::move(value))) {}  // NOLINT: as the container

    /// Of what another one holds; nothing for an empty one.
    explicit Shared(const std::shared_ptr<const Container>& held)
        : value_(std::const_pointer_cast<Container>(held)) {}  // none is made as constant
    std::shared_ptr<const Container> held() const { return value_; }

    const Container& get() const { return value_ ? *value_ : empty_value(); }
    operator const Container&() const { return get(); }  // NOLINT: as the container
    /// This one's own from now on.
    Container& change() {
        if (!value_) {
            value_ = std::make_shared<Container>();
        } else if (!is_only_holder(value_)) {
            value_ = std::make_shared<Container>(*value_);
        }
        return *value_;
    }

    const_iterator begin() const { return get().begin(); }
    const_iterator end() const { return get().end(); }
    std::size_t size() const { return get().size(); }
    bool empty() const { return get().empty(); }
    const auto& front() const { return get().front(); }
    template <class Key = typename detail::KeyOf<Container>::type>
    const_iterator find(const Key& key) const {
        return get().find(key);
    }
    template <class Key = typename detail::KeyOf<Container>::type>
    bool contains(const Key& key) const {
        return get().contains(key);
    }
    template <class Key = typename detail::KeyOf<Container>::type>
    const auto& at(const Key& key) const {
        return get().at(key);
    }

    friend bool operator==(const Shared& a, const Shared& b) { return a.value_ == b.value_ || a.get() == b.get(); }

  private:
    static const Container& empty_value() {
        static const Container empty;
        return empty;
    }

    std::shared_ptr<Container> value_;
};

/// Takes out what the predicate holds for; copies that share it keep theirs, and where nothing goes nothing is copied.
template <class Container, class Predicate>
void erase_if(Shared<Container>& shared, const Predicate& goes) {
    if (std::none_of(shared.begin(), shared.end(), goes)) return;
    std::erase_if(shared.change(), goes);
}

}  // namespace migrate
