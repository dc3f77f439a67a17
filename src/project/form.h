/// How a house writes what could be written in several ways. Each field is a house rule with a key of its own.
#pragma once

#include <string>

namespace migrate::project {

struct Form {
    bool op_f = false;                   ///< names that SQLAlchemy gave stand in op.f(), as autogenerate writes them
    bool op_f_all = false;               ///< and all others that begin with ix_
    bool op_f_constraints = false;       ///< and those of constraints
    bool key_in_column = true;           ///< primary_key=True, not sa.PrimaryKeyConstraint("id")
    bool foreign_key_in_column = false;  ///< sa.ForeignKey("orders.id") in its column
    bool unique_in_column = false;       ///< unique=True
    bool index_in_column = false;        ///< index=True, where the index has the name that SQLAlchemy gives
    bool database_names = false;      ///< a constraint that is called what PostgreSQL calls it is written without name
    bool key_named = true;            ///< a primary key's too
    bool autoincrement_true = false;  ///< said of a key that counts up by itself
    std::string constraint_order = "key-first";  ///< "by-kind", or "by-text", as autogenerate has them
    bool length_keyword = false;                 ///< sa.String(length=32), sa.Numeric(precision=12, scale=2)
    bool type_parentheses = true;                ///< sa.Text(), not sa.Text
    bool default_first = false;                  ///< server_default before nullable
    bool nullable_true = true;                   ///< nullable=True is written out
    bool unique_false = false;                   ///< create_index says unique=False
    bool plain_defaults = false;                 ///< server_default="0", not sa.text("0")
    bool batch_always = false;                   ///< what batch_alter_table can do stands in it, needed or not
    bool batch_add_column = false;               ///< add_column too
    bool batch_indexes = false;                  ///< and indexes of tables that were there
    bool batch_new_indexes = false;              ///< and those of tables that the file makes
    bool direct_imports = false;                 ///< from sqlalchemy.dialects.postgresql import JSONB, UUID
    bool own_types = true;         ///< classes of the project's own, where the house writes ids and times by them
    bool batch_schema = false;     ///< batch_alter_table says schema=None
    bool reflected_types = false;  ///< what was there is in the database's words, sa.VARCHAR(): as autogenerate sees it
    bool boolean_words = true;     ///< sa.true(), not sa.text("true")
    std::string enumeration = "postgresql.ENUM";  ///< or "sa.Enum", whose type a new table makes by itself
    std::string alter =
        "full";  ///< "full"; "generated", as autogenerate does; "short" without existing_nullable; "bare"
    std::string drop_index = "keyword";  ///< its table as table_name=; "positional"; "none"
    std::string string = "sa.String";    ///< SQLModel's AutoString, where the template imports it
    std::string now = "sa.func.now()";
    std::string uuid = "postgresql.UUID(as_uuid=True)";  ///< where PostgreSQL alone is in use
    std::string jsonb = "postgresql.JSONB()";
    std::string timestamp = "sa.DateTime";
    bool pgvector = false;      ///< its classes are imported, not made in the file
    bool geoalchemy2 = false;   ///< so are GeoAlchemy2's
    bool sqlalchemy_2 = false;  ///< the project says that its SQLAlchemy is 2.0.7 or newer, with CITEXT and its like
    bool operator==(const Form&) const = default;
};

}  // namespace migrate::project
