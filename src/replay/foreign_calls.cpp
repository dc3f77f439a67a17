#include "replay/foreign_calls.h"

#include <set>

namespace migrate::replay {

namespace {

void name_tables(const Machine& machine, const Value& value, std::set<std::string>& objects, int depth) {
    if (depth > 4 || objects.size() > 50) return;
    if (const auto* text = text_of(value)) {
        const TableName name = read_table_name(*text);
        if (find_table(machine.schema, name)) objects.insert("table " + to_string(name));
    }
    const Items* items = as<List>(value)    ? &as<List>(value)->items
                         : as<Tuple>(value) ? &as<Tuple>(value)->items
                                            : nullptr;
    for (std::size_t i = 0; items && i < items->size(); ++i) name_tables(machine, (*items)[i], objects, depth + 1);
    if (const auto* dict = as<Dict>(value)) {
        for (const auto& [key, each] : dict->items) {
            name_tables(machine, key, objects, depth + 1);
            name_tables(machine, each, objects, depth + 1);
        }
    }
}

}  // namespace

bool only_speaks(std::string_view path) {
    static const std::set<std::string_view> verbs = {"debug",    "info",  "warning", "warn",  "error", "exception",
                                                     "critical", "fatal", "log",     "print", "echo",  "secho",
                                                     "sleep",    "msg",   "success", "write", "flush", "trace"};
    return verbs.contains(path.substr(path.rfind('.') + 1));
}

bool opens_session(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('.') + 1);
    return name.ends_with("Session") || name.ends_with("session") || name.ends_with("sessionmaker") ||
           name.ends_with("session_factory") || name.ends_with("SessionLocal");
}

bool asks_session(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot != std::string_view::npos && opens_session(path.substr(0, dot));
}

std::vector<std::string> named_tables(const Machine& machine, const Arguments& arguments) {
    std::set<std::string> objects;
    for (const Value& value : arguments.positional) name_tables(machine, value, objects, 0);
    for (const auto& [name, value] : arguments.named) name_tables(machine, value, objects, 0);
    return {objects.begin(), objects.end()};
}

}  // namespace migrate::replay
