/// Schema values as SQLAlchemy calls: types, defaults, columns, constraints. Internal to the render room.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "python/printer.h"
#include "render/render.h"

namespace migrate::render {

using python::Code;

/// What the bodies need besides `op` and `sa`, gathered while they are written.
struct Needs {
    bool postgresql_module = false;          ///< from sqlalchemy.dialects import postgresql
    std::set<std::string> postgresql_names;  ///< from sqlalchemy.dialects.postgresql import JSONB, UUID
    bool is_postgres = false;                ///< the name `is_postgres` in this function
    bool uuid_type = false;                  ///< the name `uuid_type` in this function
    bool uuid_default = false;               ///< the name `uuid_default` in this function
    std::set<std::string> wrapped_names;     ///< see Header
    std::optional<Dialect> only;             ///< the one database in use, which types and defaults are written for
    project::Form form;                      ///< how the house writes
    bool existing = false;                   ///< an existing_type is written, which makes nothing
    std::set<std::string> made_types;        ///< the enums that the table which is written makes by itself
    bool restores = false;                   ///< the function brings back what was there
    bool reflected = false;                  ///< the type or column that is written was there before
    bool in_batch = false;                   ///< the statement stands on batch_op
    bool portable = false;                   ///< a database is in use that this program does not know
    std::string template_text;               ///< script.py.mako: what the house imports
    std::vector<OwnType> own_types;          ///< see Header
    std::map<std::string, std::set<std::string>> imports;  ///< by module: the names of it, "" for the whole
    std::map<std::string, std::string> raw_types;  ///< classes of this file for types that no package has: name to SQL
};

/// A portable type: "sa.String(32)", "uuid_type", "sa.JSON().with_variant(...)".
/// Error "cannot_render" for an application's own type.
Result<Code> write_type(const Type& type, Needs& needs);
/// The type of a serial column that is no key: SQLAlchemy makes sequences for keys alone, so PostgreSQL's own word.
Result<Code> write_serial(const Column& column, Needs& needs);
/// The classes of Needs::raw_types, each with two empty lines behind it.
std::string write_raw_types(const std::map<std::string, std::string>& raw_types, python::Quote quotes);
/// The new type of a column that is `from_sqlite` on SQLite, for a batch that must not CAST its values: the old type
/// with the new one as a variant of both databases (or of the `only` one), since Alembic casts where the families
/// differ.
Result<Code> write_type_without_cast(const Type& from_sqlite, const Type& to, std::optional<Dialect> only,
                                     Needs& needs);

/// A class of sqlalchemy.dialects.postgresql as the house names it, "postgresql.JSONB" or "JSONB"; its import is noted.
std::string postgresql_class(const std::string& name, Needs& needs);
/// It is called.
Code call_postgresql(std::string_view name, std::vector<Code> arguments, Needs& needs);
/// A type without a kind of its own: PostgreSQL's or a library's class, else one that stands in the file itself.
Code write_other(const Type& type, Needs& needs);
/// A type of the application or of a library by its dotted name, "app.types.Money(2)", which is imported as the chain's
/// other files do; nothing for a class of another migration, and where it is called with more than literals.
std::optional<Code> write_imported(const std::string& python, Needs& needs);
/// A class of the file itself, for a type that no package has (see write_raw_types).
Code call_raw_type(const std::string& sql, Needs& needs);
/// True where the template brings the import.
bool has_import(const Import& import, const Needs& needs);

/// The type in PostgreSQL's words, as reflection gives it: sa.VARCHAR(length=32). Nothing for one that reflection
/// gives as SQLAlchemy's own.
std::optional<Code> write_reflected_type(const Type& type, Needs& needs);

/// A portable default as a value for server_default.
Code write_default(const Default& server_default, Needs& needs);

/// What SQLAlchemy would make of an integer column by itself: a serial one, where it alone is the primary key.
enum class Place { plain, key_part, whole_key, inline_key };
/// Where the column stands in its table; `inline_key` is a whole key without a name.
Place place_of(const Table& table, const std::string& column);

/// What stands in a column though it is of the table: where the house writes it so.
struct InColumn {
    std::optional<ForeignKey> key;  ///< sa.ForeignKey("orders.id")
    bool unique = false;
    bool index = false;
};

/// sa.Column("name", type, ...). An inline key writes primary_key=True instead of nullable. `points` is true where a
/// foreign key stands on the column.
Result<Code> write_column(const Column& column, Place place, bool points, Needs& needs, const InColumn& within = {});

/// By column: what of the table stands in its columns.
using InColumns = std::map<std::string, InColumn>;
/// op.create_table(...). What is in `within` is left out of the constraints.
Result<Code> write_create_table(const CreateTable& create, const InColumns& within, Needs& needs);
/// Names that PostgreSQL gives by itself are taken off, where the house leaves them to it.
ForeignKey as_written(ForeignKey key, const TableName& table, const Needs& needs);
Unique as_written(Unique unique, const TableName& table, const Needs& needs);

/// The name of a constraint: in op.f() where a naming convention would change it, or the house writes it so.
Code write_name(const std::string& name, const std::string& kind, const Needs& needs);
/// The name of an index; `columns` of the table, where they are known.
Code write_index_name(const std::string& name, const TableName& table, const std::vector<std::string>& columns,
                      const Needs& needs);

Code write_primary_key(const PrimaryKey& key, const Needs& needs);
Code write_unique(const Unique& unique, const Needs& needs);
Code write_check(const Check& check, const Needs& needs);
Code write_foreign_key(const ForeignKey& key, const Needs& needs);
/// sa.ForeignKey("orders.id", ...), for a key of one column.
Code write_inline_key(const ForeignKey& key, const Needs& needs);
/// The same with its target's columns taken of an sa.Table that stands in a variable: the tables of a batch's metadata
/// do not know other tables by name.
Code write_foreign_key_to(const ForeignKey& key, const std::string& variable, const Needs& needs);

/// ["a", "b"]
Code write_names(const std::vector<std::string>& names);

/// SQL for a place where SQLAlchemy reads `:name` as a bind: colons are escaped, `::` and times included.
std::string escape_binds(const std::string& sql);

/// sa.text("...")
Code write_text(const std::string& sql);

}  // namespace migrate::render
