#include "sqlalchemy/calls.h"

#include <set>

#include "schema/naming.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/definitions.h"
#include "sqlalchemy/tables.h"

namespace migrate::sqlalchemy {

namespace {

/// CreateTable, DropSequence, CreateSchema and the like: statements as values; nullopt for other names.
std::optional<Value> call_ddl(Machine& machine, std::string_view name, const Arguments& arguments) {
    const Value first = arguments.positional.empty() ? none() : arguments.positional[0];
    if (name == "DDL" || name.starts_with("Create") || name.starts_with("Drop") || name == "AddConstraint") {
        if (auto made = call_clause(machine, name, arguments)) return made;
        Clause clause{.kind = Clause::Kind::ddl, .sql = std::string(), .known = false};
        if (const auto* sequence = object<SequenceObject>(first)) {
            const bool makes = name == "CreateSequence";
            clause.sql = (makes ? "CREATE SEQUENCE " : "DROP SEQUENCE ") + to_string(sequence->name) +
                         (makes ? " " + sequence->options : "");
            clause.known = true;
        }
        if (name.ends_with("Schema") && text_of(first)) {
            clause.sql =
                (name == "CreateSchema" ? "CREATE SCHEMA " : "DROP SCHEMA ") + quote_identifier(*text_of(first));
            clause.known = true;
        }
        return keep(machine.heap, std::move(clause));
    }
    return std::nullopt;
}

}  // namespace

std::string canonical_path(std::string_view path) {
    constexpr std::string_view dialects = "sqlalchemy.dialects.";
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (path.starts_with(dialects)) {
        std::string_view rest = path.substr(dialects.size());
        std::size_t dot = rest.find('.');
        return dot == std::string_view::npos ? std::string(path)
                                             : std::string(rest.substr(0, dot)) + "." + std::string(name);
    }
    constexpr std::string_view sqlmodel_types = "sqlmodel.sql.sqltypes.types.";  // its module imports `types`
    if (path.starts_with(sqlmodel_types)) return "sqlalchemy." + std::string(name);
    static const std::set<std::string_view> sqlmodels = {"Field", "SQLModel", "Relationship", "AutoString", "GUID"};
    if (path.starts_with("sqlmodel.")) {
        return sqlmodels.contains(name) ? "sqlmodel." + std::string(name)
                                        : canonical_path("sqlalchemy" + std::string(path.substr(path.find('.'))));
    }
    if (!path.starts_with("sqlalchemy.")) return std::string(path);
    std::size_t function = path.find(".func.");
    if (function != std::string_view::npos) return "sqlalchemy.func." + std::string(path.substr(function + 6));
    if (path.ends_with(".Inspector.from_engine")) return "sqlalchemy.from_engine";
    return "sqlalchemy." + std::string(name);
}

std::optional<Value> call_canonical(Machine& machine, std::string_view path, const Arguments& arguments) {
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (path.starts_with("sqlalchemy.func.")) return call_sql_function(machine, path.substr(16), arguments);
    if (path == "sqlalchemy.compiles" && !arguments.positional.empty()) return compiling(machine, arguments);
    if (auto type = call_type(machine, path, arguments)) return *type;
    const std::string_view module = path.substr(0, path.find('.'));
    const bool own = module == "sqlalchemy" || module == "postgresql" || module == "sqlmodel" || module == "sqlite" ||
                     module == "mysql";
    if (!own) return std::nullopt;
    if (name == "Table") return make_table(machine, arguments, false);
    if (name == "table") return make_table(machine, arguments, true);
    if (auto made = call_ddl(machine, name, arguments)) return *made;
    if (auto made = call_definition(machine, name, arguments)) return *made;
    return call_clause(machine, name, arguments);
}

}  // namespace migrate::sqlalchemy
