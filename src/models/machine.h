/// The state of one reading of the models for one dialect: what SQLAlchemy's declarative layer keeps.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "interpreter/interpreter.h"
#include "models/models.h"
#include "sqlalchemy/building.h"
#include "sqlalchemy/machine.h"

namespace migrate::models {

using namespace interpreter;
using namespace sqlalchemy;
using sqlalchemy::Setting;

/// registry(), and what Flask-SQLAlchemy's SQLAlchemy() makes: what holds a MetaData for classes.
struct RegistryObject {
    Value metadata;
    Value annotation_map;
    Value base;  ///< `db.Model`; none for a registry
};
/// SQLModel's Field(...), before it is known which attribute it stands for.
struct FieldObject {
    Arguments arguments;
};
/// relationship(...), hybrid_property(...): an attribute of a class that is no column.
struct NoColumnObject {};

/// event.listen(target, "instrument_class", function): runs as a class is mapped.
struct Listener {
    Value target;
    Value function;
    bool propagate = false;  ///< also for the classes below
    std::string where;       ///< of a listener that only hears of classes that are mapped after it; else ""
};
/// event.listens_for(...), before it decorates its function.
struct ListensForObject {
    Listener listener;
};

/// What a class derives from.
struct Lineage {
    bool declarative = false;  ///< from a declarative base, SQLModel or Flask-SQLAlchemy's Model
    bool is_base = false;      ///< is such a base itself
    bool flask = false;
    bool sqlmodel = false;
    std::vector<std::string> unknown_bases;  ///< not followed, and not known to bring no columns
    const Object* parent = nullptr;          ///< the nearest class above that is mapped to a table
};

/// A class, or a Table, that is mapped to a table.
struct Mapped {
    std::string class_name;
    std::string where;
    std::string called_at;                  ///< the module's own statement that led there, through functions or not
    std::string made_at;                    ///< the same with the module's name in place of its path
    Object* type = nullptr;                 ///< the class; nullptr of a Table
    TableObject* table = nullptr;           ///< of Table(...)
    std::vector<const Object*> subclasses;  ///< that share the table
    TableName name;
    std::string name_doubt;
    std::vector<IndexObject*> loose;  ///< indexes that the module made beside the class
    Object* added = nullptr;          ///< the class's __table__: a TableObject of what code appends to it
    bool assembled = false;
    // made by assemble() and build():
    std::vector<ColumnObject> columns;
    std::vector<Doubt> doubts;
    TableObject parts;
    Built built;
};

struct Machine : sqlalchemy::Machine {
    Machine(const Setting& the_setting, Dialect dialect);
    /// Of a room above, which has a host of its own.
    Machine(const Setting& the_setting, const Host& the_host, Schema before, std::vector<bool> the_decisions);

    std::deque<Mapped> mapped;
    std::map<const Object*, Lineage> lineages;
    std::vector<Listener> listeners;
    std::map<std::string, std::string> paths;  ///< of the modules that were read, by their names
    std::map<const Scope*, Scope*> types_of_bodies;
    Value sqlmodel;                      ///< SQLModel.metadata
    std::function<Value()> application;  ///< Flask-SQLAlchemy's object of the application; may be empty

    /// "app/models.py:12" of the statement that runs.
    [[nodiscard]] std::string place() const { return path_in(where()); }
    /// The same place with its module's path in place of its name.
    [[nodiscard]] std::string path_in(const std::string& where) const;
    [[nodiscard]] Mapped* mapped_class(const Object* type);
};

/// What names and objects mean where models are read. Its Machine is a models::Machine.
extern const Host kHost;

/// What SQLAlchemy's call `path` has made becomes known: a Table is mapped, an index beside a class is the class's.
void note_made(Machine& machine, std::string_view path, const Value& made);

// ---- declarative.cpp

/// declarative_base(...), registry(...), SQLAlchemy(...), Field(...), relationship(...); nullopt for other names.
std::optional<Value> call_declarative(Machine& machine, std::string_view path, const Arguments& arguments);
/// Finds out what a new class derives from, and notes it when it is mapped to a table.
void class_made(Machine& machine, const Value& type);
/// The MetaData of a class; None when it has none that is known.
Value metadata_of(const ClassObject& type);
/// True for the name sqlmodel.SQLModel.
bool is_sqlmodel(const Value& value);
/// True for Flask-SQLAlchemy's SQLAlchemy and the project's classes that derive from it.
bool is_flask_class(const Value& type, int depth = 0);
/// An attribute of a mapped class that its body only annotates: a column.
std::optional<Value> annotated_attribute(Machine& machine, const Value& type, const std::string& name);

// ---- listeners.cpp

/// event.listen(...), event.listens_for(...): those of mappers in which a class may get columns are kept.
Value listener_from(Machine& machine, const Arguments& arguments);
/// `__table__` of a mapped class.
Value table_of(Machine& machine, Mapped& mapped);
/// Runs the listeners of the class's mapper. What they do that is not followed is a doubt about the table.
void run_listeners(Machine& machine, Mapped& mapped);

// ---- annotations.cpp

/// An annotation with what is around its type taken off.
struct Annotated {
    Value type;
    std::vector<Value> names;    ///< the types that led to it: Annotated[...] under a name
    std::vector<Value> columns;  ///< mapped_column(...), Field(...) inside Annotated
    bool mapped = false;
    bool optional = false;
    bool class_var = false;
    bool known = true;
};
Annotated read_annotation(Machine& machine, const python::Expression& written, Scope& scope);
/// The type that SQLAlchemy gives to the annotation; nullopt when it has none.
std::optional<TypeObject> type_of_annotation(Machine& machine, const ClassObject& type, const Annotated& annotated);

// ---- columns.cpp

/// What an attribute of a class is: a column, nothing, or what may be one.
struct AttributeReading {
    std::optional<ColumnObject> column;
    std::string doubt;
};
/// `value` is null for an attribute that is only annotated.
AttributeReading read_attribute(Machine& machine, const ClassObject& type, const Lineage& lineage,
                                const std::string& name, const Value* value, const Annotated* annotated);

// ---- tables.cpp

/// Assembles and builds the tables of all classes that are mapped by now.
void complete_tables(Machine& machine);
/// True for a class or Table of this MetaData.
bool is_of(Machine& machine, const Mapped& mapped, const MetadataObject& metadata);

// ---- assemble.cpp

/// The MetaData of a mapped class; nullptr when it is not known, and for a Table.
const MetadataObject* metadata_of_class(Machine& machine, const Mapped& mapped);
/// Puts the columns, constraints and indexes of a mapped class together.
void assemble(Machine& machine, Mapped& mapped);
/// Its table on the machine's dialect.
void build(Machine& machine, Mapped& mapped);

}  // namespace migrate::models
