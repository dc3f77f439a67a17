/// The objects that Python makes of itself: exceptions, classes, instances, iterators, rows. Those of libraries stand
/// in the same Object; what they are only the Host knows.
#pragma once

#include <any>
#include <string>
#include <vector>

#include "interpreter/value.h"

namespace migrate::interpreter {

struct ExceptionObject {
    std::string type;
    Items arguments;
};
struct ClassObject {
    std::string name;
    std::string path;  ///< in the project's modules, "" for a class of the migration itself
    std::vector<std::string> bases;
    Dict attributes;
    bool enumeration = false;
    bool exception = false;
    bool known = true;  ///< false: decorated or built in a way that is not followed
};
/// An instance of a class of the module, or an enumeration's member (`value` is then set).
struct InstanceObject {
    const Object* type = nullptr;
    Dict attributes;
};
/// iter(x), zip(...), a generator: consumed as it is read.
struct IteratorObject {
    Items items;
    std::size_t next = 0;
};
/// A tuple whose items have names.
struct RowObject {
    std::vector<std::string> columns;
    Items items;
};

struct Object {
    std::any data;
};

/// The object when the value is one of that kind, else nullptr.
template <class T>
T* object(const Value& value) {
    auto* holder = as<Object>(value);
    return holder ? std::any_cast<T>(&holder->data) : nullptr;
}
template <class T>
Value keep(Heap& heap, T value) {
    return {heap.keep(std::make_shared<Object>(Object{std::move(value)}))};
}

/// The class of an instance; nullptr when it has none that is known.
inline const ClassObject* class_of(const InstanceObject& instance) {
    return instance.type ? std::any_cast<ClassObject>(&instance.type->data) : nullptr;
}

}  // namespace migrate::interpreter
