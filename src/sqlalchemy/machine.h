/// A Machine of the interpreter that runs SQLAlchemy's calls for one dialect, and what they lean on.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interpreter/machine.h"
#include "schema/abilities.h"
#include "schema/schema.h"
#include "sqlalchemy/naming_convention.h"
#include "sqlalchemy/objects.h"

namespace migrate::sqlalchemy {

using namespace interpreter;

struct Setting : interpreter::Setting {
    NamingConvention naming;                    ///< of the project's MetaData
    std::string naming_doubt;                   ///< why `naming` is only likely; "" when it is certain
    std::string version_table_schema;           ///< of Alembic; "" for none, and where a setting says it
    std::optional<bool> before_2_1;             ///< SQLAlchemy's version; nullopt when the project does not say
    bool has_run = false;                       ///< other files follow this one
    const std::set<TableName>* gone = nullptr;  ///< with it: the tables that files before let go; null for a downgrade
};

/// A naming convention that an open block brings.
struct NamingAround {
    const NamingConvention* naming = nullptr;
    const std::string* doubt = nullptr;  ///< why it is not known, "" when it is
};

/// The one place where the house inherits: each room puts its own state behind the same path of a run.
struct Machine : interpreter::Machine {
    /// `the_setting` must outlive the machine.
    Machine(const Setting& the_setting, const Host& the_host, Schema before, std::vector<bool> the_decisions)
        : interpreter::Machine(the_setting, the_host, std::move(the_decisions)),
          naming(the_setting.naming),
          naming_doubt(the_setting.naming_doubt),
          version_table_schema(the_setting.version_table_schema),
          before_2_1(the_setting.before_2_1),
          has_run(the_setting.has_run),
          gone(the_setting.gone),
          schema(std::move(before)) {}

    const NamingConvention& naming;
    const std::string& naming_doubt;
    const std::string& version_table_schema;
    const std::optional<bool> before_2_1;
    const bool has_run;
    const std::set<TableName>* const gone;
    Schema schema;                                 ///< what is there: tables that keys lean on, enumerations
    const NamingConvention* own_naming = nullptr;  ///< of the MetaData whose table is made, in place of the project's
    std::vector<NamingAround> naming_around;       ///< of open blocks, outermost first
    std::map<std::string, Value, std::less<>> compiled;  ///< by path: what @compiles says is SQLAlchemy's here
    std::set<Text> final_names;                          ///< texts from op.f() and conv()

    [[nodiscard]] Dialect dialect() const { return schema.dialect; }
    /// What the database that is run for can do.
    [[nodiscard]] const Abilities& can() const { return abilities_of(schema.dialect); }
};

}  // namespace migrate::sqlalchemy
