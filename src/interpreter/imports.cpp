// import statements, and names that stand nowhere in the module; which `except` catches what.
#include <map>

#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/modules.h"

namespace migrate::interpreter {

namespace {

std::string last_part(std::string_view path) {
    return std::string(path.substr(path.rfind('.') + 1));
}

/// The base of a built-in or SQLAlchemy exception; "" for Exception itself and what is not known.
std::string_view base_of(std::string_view name) {
    static const std::map<std::string_view, std::string_view> bases = {
        {"KeyError", "LookupError"},
        {"IndexError", "LookupError"},
        {"ZeroDivisionError", "ArithmeticError"},
        {"OverflowError", "ArithmeticError"},
        {"NotImplementedError", "RuntimeError"},
        {"RecursionError", "RuntimeError"},
        {"JSONDecodeError", "ValueError"},
        {"UnicodeError", "ValueError"},
        {"FileNotFoundError", "OSError"},
        {"ModuleNotFoundError", "ImportError"},
        {"ProgrammingError", "DatabaseError"},
        {"OperationalError", "DatabaseError"},
        {"InternalError", "DatabaseError"},
        {"NotSupportedError", "DatabaseError"},
        {"IntegrityError", "DatabaseError"},
        {"DatabaseError", "DBAPIError"},
        {"DBAPIError", "StatementError"},
        {"StatementError", "SQLAlchemyError"},
        {"CompileError", "SQLAlchemyError"},
        {"NoSuchTableError", "InvalidRequestError"},
        {"InvalidRequestError", "SQLAlchemyError"},
        {"ArgumentError", "SQLAlchemyError"},
    };
    auto found = bases.find(name);
    return found == bases.end() ? std::string_view() : found->second;
}

/// What the real database would raise is one of these; which one is not always told apart.
bool is_database_error(std::string_view name) {
    return name == "ProgrammingError" || name == "OperationalError" || name == "InternalError" ||
           name == "DatabaseError";
}

}  // namespace

bool catches(const Value& type, const ExceptionObject& exception) {
    if (const auto* tuple = as<Tuple>(type)) {
        for (const Value& one : tuple->items) {
            if (!as<Tuple>(one) && catches(one, exception)) return true;
        }
        return false;
    }
    if (is_unknown(type)) return true;
    std::string wanted = last_part(path_of(type));
    if (const auto* own = object<ClassObject>(type)) wanted = own->name;
    if (wanted == "Exception" || wanted == "BaseException") return true;
    std::string name = last_part(exception.type);
    if (is_database_error(name) && is_database_error(wanted)) return true;
    for (std::string_view at = name; !at.empty(); at = base_of(at)) {
        if (at == wanted) return true;
    }
    return false;
}

void import_names(Machine& machine, Scope& scope, const python::Import& node) {
    for (const python::ImportedName& imported : node.names) {
        std::string first = imported.name.substr(0, imported.name.find('.'));
        const bool aliased = !imported.alias.empty();
        scope.names.insert_or_assign(aliased ? imported.alias : first,
                                     machine.heap.named(aliased ? imported.name : first));
    }
}

void import_names(Machine& machine, Scope& scope, const python::ImportFrom& node) {
    if (node.module == "__future__") return;
    const std::string module = absolute_module(machine, node.level, node.module);
    for (const python::ImportedName& imported : node.names) {
        if (imported.name == "*") {
            machine.module->star_imports.push_back(module);
            continue;
        }
        std::string name = imported.alias.empty() ? imported.name : imported.alias;
        scope.names.insert_or_assign(name, machine.heap.named(module + "." + imported.name));
    }
}

std::optional<Value> outside_name(Machine& machine, const std::string& name) {
    if (is_builtin(name)) return machine.heap.named("builtins." + name);
    if (name == "__name__") return machine.heap.text("migration");
    if (name == "__file__") return unknown(machine, "the path of the file");
    return starred_name(machine, name);
}

}  // namespace migrate::interpreter
