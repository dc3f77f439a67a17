/// The objects that Python makes of itself: exceptions, classes, instances, iterators, rows. Those of libraries stand
/// in the same Object; what they are only the Host knows.
#pragma once

#include <algorithm>
#include <any>
#include <string>
#include <vector>

#include "interpreter/value.h"
#include "python/syntax.h"

namespace migrate::interpreter {

struct ExceptionObject {
    std::string type;
    Items arguments;
};
struct Scope;
/// `name: written` in a class body; not evaluated, as names in it may only be there for a type checker.
struct Annotation {
    std::string name;
    const python::Expression* written = nullptr;
    Scope* scope = nullptr;
};
/// A statement of a class body that is not followed.
struct ClassGap {
    std::string where;
    std::string reason;
};
struct ClassObject {
    std::string name;
    std::string path;   ///< in the project's modules, "" for a class of the migration itself
    std::string where;  ///< "file.py:12" of its `class` line
    std::vector<std::string> bases;
    std::vector<Value> parents;    ///< the bases as they were evaluated
    Dict attributes;               ///< its own and, where it has none of the name, those of its bases
    std::vector<std::string> own;  ///< names that its body binds or annotates, in order
    std::vector<std::pair<std::string, std::string>> places;  ///< where it does
    std::vector<Annotation> annotations;
    std::vector<std::pair<std::string, Value>> keywords;  ///< class A(B, table=True)
    std::vector<std::string> decorators;
    Items decorating;  ///< what they are, where modules are only read
    std::vector<ClassGap> gaps;
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

/// list[str], Mapped[int], `int | None` (of typing.Union).
struct GenericObject {
    Value origin;
    Items arguments;
};
/// functools.partial(f, ...), and a function with the `self` that super() found it for.
struct PartialObject {
    Value callee;
    Items positional;
    std::vector<std::pair<std::string, Value>> named;
};
/// re.compile(...)
struct PatternObject {
    std::string pattern;
};
/// super(): what stands above a class, for one instance or class.
struct SuperObject {
    Value self;
    const Object* below = nullptr;
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

/// True when the class's own body binds or annotates the name.
inline bool owns(const ClassObject& type, const std::string& name) {
    return std::find(type.own.begin(), type.own.end(), name) != type.own.end();
}

/// The class of an instance; nullptr when it has none that is known.
inline const ClassObject* class_of(const InstanceObject& instance) {
    return instance.type ? std::any_cast<ClassObject>(&instance.type->data) : nullptr;
}

}  // namespace migrate::interpreter
