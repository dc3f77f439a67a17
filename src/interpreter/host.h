/// What the interpreter asks of its host: what names, objects and code mean that are not Python's own.
///
/// All are plain functions; the host finds its own state behind the Machine. nullopt says that it knows no answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interpreter/value.h"

namespace migrate::interpreter {

struct Machine;
struct Arguments;

/// What has been called that is not followed.
enum class Unseen {
    a_class,  ///< of the module, decorated or built in a way that is not followed
    a_value,  ///< that is not known
    a_name    ///< of the application or of a library
};

struct Host {
    /// sa.Column(...), op.add_column(...): a library's name is called.
    std::optional<Value> (*call_name)(Machine&, std::string_view path, const Arguments&);
    /// An object of the host itself is called.
    std::optional<Value> (*call_object)(Machine&, const Value& callee, const Arguments&);
    /// object.name, and object.name(...)
    std::optional<Value> (*attribute)(Machine&, const Value& self, const std::string& name);
    /// object.name = value
    void (*set_attribute)(Machine&, const Value& self, const std::string& name, const Value& value);
    std::optional<Value> (*call_method)(Machine&, const Value& self, const std::string& name, const Arguments&);
    /// left <op> right with an object of the host in it; `op` as SQL writes it. NOT and a sign have no right side.
    std::optional<Value> (*operation)(Machine&, std::string_view op, const Value& left, const Value& right);
    /// object[index], and what `for` goes over.
    std::optional<Value> (*item)(Machine&, const Value& self, const Value& index);
    std::optional<Items> (*items)(Machine&, const Value& self);
    /// str(object), with kHole where it is not known.
    std::optional<std::string> (*text)(Machine&, const Value& self);
    /// The name that an object stands for where a text is wanted.
    std::optional<std::string> (*name)(const Value& self);
    /// isinstance(object, <path>)
    std::optional<bool> (*is_instance)(Machine&, const Value& self, std::string_view path);
    /// `with object:` begins; `method` is that of the call which made it, "" without one. False: nothing for the host.
    bool (*enter)(Machine&, const Value& context, std::string_view method);
    /// ... and ends, `finished` when nothing was raised.
    void (*leave)(Machine&, const Value& context, bool finished);
    /// Code that is not followed got these arguments: it may have changed what the host keeps.
    void (*unseen)(Machine&, Unseen kind, const std::string& what, const Arguments&);
    void (*unseen_statement)(Machine&, const std::string& source, const std::string& reason);
    /// An `except` caught what a call raised.
    void (*caught)(Machine&, bool simulated);
    /// A class has been made.
    void (*class_made)(Machine&, const Value& type);
    /// An object of the host has been given a name, in a class body or elsewhere.
    void (*named)(Machine&, const std::string& name, const Value& value, bool in_class);
    /// Something a reader should know that changes nothing.
    void (*note)(Machine&, const std::string& text);
};

}  // namespace migrate::interpreter
