/// The interpreter proper: runs statements and evaluates expressions of python's syntax tree on a Machine.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "interpreter/machine.h"
#include "python/syntax.h"

namespace migrate::interpreter {

/// The names of a module, a class body or a running function.
struct Scope {
    std::map<std::string, Value, std::less<>> names;
    Scope* outer = nullptr;  ///< the function or module around it
    std::set<std::string> globals;
    std::set<std::string> nonlocals;
    Value result;  ///< of `return`
    bool generator = false;
    Items yielded;
    std::string file;                             ///< of a module: for remarks
    std::string package;                          ///< of a module: what its relative imports start from
    std::vector<std::string> star_imports;        ///< of a module: `from x import *`
    std::map<std::string, int> lost;              ///< of a module: lines of names whose statements are not followed
    std::vector<const python::Statement*> later;  ///< of a module: calls that change none of its names
    int rounds = 0;  ///< that the innermost loop went before this one, where it is a `while`
    bool class_body = false;
    const Value* handled = nullptr;  ///< the exception whose `except` runs, for a bare `raise`
};

/// A `def` or a `lambda` of the module, with what it closes over.
struct Function {
    std::string name;
    const std::vector<python::Parameter>* parameters = nullptr;
    const python::Body* body = nullptr;              ///< of a def
    const python::Expression* expression = nullptr;  ///< of a lambda
    std::vector<std::optional<Value>> defaults;      ///< one for each parameter
    Scope* closure = nullptr;
    Scope* module = nullptr;
    std::string decorated;  ///< a decorator that is not followed, "" without one
    std::vector<std::string> decorators;
    const python::Expression* returns = nullptr;  ///< its annotation
    const Object* owner = nullptr;                ///< the class whose body it stands in
    bool is_async = false;
};

/// The attribute of a class that lists the names its instances take by place (dataclass, NamedTuple).
inline constexpr std::string_view kFields = "(fields)";

/// The attribute of a match object that lists what its groups took.
inline constexpr std::string_view kGroups = "(groups)";

/// The attribute of an instance that keeps what its class was called with, where no __init__ of its own took it: a
/// tuple of the positional and a dict of the named ones.
inline constexpr std::string_view kArguments = "(arguments)";
void keep_arguments(Machine& machine, Dict& attributes, const Arguments& arguments);

enum class Flow { next, returned, broke, continued };

Flow execute(Machine& machine, Scope& scope, const python::Body& body);
Flow execute(Machine& machine, Scope& scope, const python::Statement& statement);
/// The body of a function that a module calls while it is read: what a statement binds that asks what only a real run
/// knows is not known; nullopt where the result is not.
std::optional<Flow> execute_loading(Machine& machine, Scope& scope, const python::Body& body);
Value evaluate(Machine& machine, Scope& scope, const python::Expression& expression);
/// Gives the value to a name, attribute, item or pattern of these.
void assign(Machine& machine, Scope& scope, const python::Expression& target, const Value& value);

Value call_function(Machine& machine, const Function& function, const Arguments& arguments);
/// What stands behind the @; not known where that cannot be followed.
Value decorator_value(Machine& machine, Scope& scope, const python::Expression& decorator);
Value make_function(Machine& machine, Scope& scope, const python::FunctionDef& definition);
Value make_class(Machine& machine, Scope& scope, const python::ClassDef& definition);
/// type(name, bases, body)
Value make_class(Machine& machine, const Arguments& arguments);

/// `not value`; of what is not known, the one that is not known the other way round.
Value negated(Machine& machine, const Value& value);
Value binary(Machine& machine, python::BinaryOperator op, const Value& left, const Value& right);
Value compare(Machine& machine, python::CompareOperator op, const Value& left, const Value& right);
Value subscript(Machine& machine, const Value& value, const Value& index);
Value slice(Machine& machine, const Value& value, const Value& lower, const Value& upper, const Value& step);
/// What `for` goes over; nullopt when that is not known.
std::optional<Items> iterate(Machine& machine, const Value& value);

/// The value a name has, looked up as Python does; nullptr when it has none.
const Value* look_up(const Machine& machine, const Scope& scope, std::string_view name);
/// Built-in names, and names that a `from x import *` may have brought.
std::optional<Value> outside_name(Machine& machine, const std::string& name);
void import_names(Machine& machine, Scope& scope, const python::Import& node);
void import_names(Machine& machine, Scope& scope, const python::ImportFrom& node);

/// True when `except <type>` catches the exception.
bool catches(const Value& type, const ExceptionObject& exception);

/// Counts nested expressions and calls, so that no input overflows the C++ stack.
class Nested {
  public:
    explicit Nested(Machine& machine);
    ~Nested() { --machine_.nesting; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

  private:
    Machine& machine_;
};

}  // namespace migrate::interpreter
