#include "base/text.h"
#include "schema/naming.h"
#include "sql/sql.h"
#include "sql/write.h"

namespace migrate::sql {
namespace {

std::string words(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts)
        if (!part.empty()) text += (text.empty() ? "" : " ") + std::string(part);
    return text;
}

std::string_view if_exists(bool wanted) {
    return wanted ? "IF EXISTS" : "";
}
std::string_view if_not_exists(bool wanted) {
    return wanted ? "IF NOT EXISTS" : "";
}
std::string_view cascade(bool wanted) {
    return wanted ? "CASCADE" : "";
}

/// One operation on one dialect; a method for each alternative.
class Writer {
  public:
    explicit Writer(Dialect dialect) : dialect_(dialect), postgres_(dialect == Dialect::postgresql) {}

    std::string operator()(const CreateTable& o) const {
        std::vector<std::string> statements = {create_table_sql(o.table, dialect_, true, o.if_not_exists)};
        if (postgres_)
            for (const std::string& comment : comments_sql(o.table)) statements.push_back(comment);
        return base::join(statements, ";\n");
    }
    std::string operator()(const DropTable& o) const {
        return words({"DROP TABLE", if_exists(o.if_exists), quoted(o.table), cascade(o.cascade && postgres_)});
    }
    std::string operator()(const RenameTable& o) const {
        std::vector<std::string> statements;
        if (o.from.name != o.to.name) statements.push_back(alter(o.from, "RENAME TO " + quote_identifier(o.to.name)));
        if (o.from.schema != o.to.schema && postgres_)
            statements.push_back(alter({o.from.schema, o.to.name}, "SET SCHEMA " + schema_of(o.to)));
        return base::join(statements, ";\n");
    }
    std::string operator()(const CommentTable& o) const {
        return postgres_ ? "COMMENT ON TABLE " + quoted(o.table) + " IS " + comment_text(o.comment) : "";
    }
    std::string operator()(const AddColumn& o) const {
        const bool guarded = o.if_not_exists && postgres_;
        std::string sql = alter(o.table, words({"ADD COLUMN", if_not_exists(guarded), column_sql(o.column, dialect_)}));
        if (postgres_ && !o.column.comment.empty()) sql += ";\n" + comment_on(o.table, o.column.name, o.column.comment);
        return sql;
    }
    std::string operator()(const DropColumn& o) const {
        return alter(o.table, words({"DROP COLUMN", if_exists(o.if_exists && postgres_), quote_identifier(o.column),
                                     cascade(o.cascade && postgres_)}));
    }
    std::string operator()(const RenameColumn& o) const {
        return alter(o.table, "RENAME COLUMN " + quote_identifier(o.from) + " TO " + quote_identifier(o.to));
    }
    std::string operator()(const AlterColumn& o) const { return postgres_ ? alter_column(o) : ""; }
    std::string operator()(const CreateIndex& o) const {
        return index_sql(o.table, o.index, dialect_, o.concurrently, o.if_not_exists);
    }
    std::string operator()(const DropIndex& o) const {
        return words({"DROP INDEX", o.concurrently && postgres_ ? "CONCURRENTLY" : "", if_exists(o.if_exists),
                      quoted({o.schema, o.index})});
    }
    std::string operator()(const RenameIndex& o) const {
        return only_postgres(words(
            {"ALTER INDEX", if_exists(o.if_exists), quoted({o.schema, o.from}), "RENAME TO", quote_identifier(o.to)}));
    }
    std::string operator()(const CreatePrimaryKey& o) const { return add(o.table, primary_key_sql(o.primary_key)); }
    std::string operator()(const CreateUnique& o) const {
        if (o.using_index.empty()) return add(o.table, unique_sql(o.unique));
        const std::string name = o.unique.name.empty() ? o.using_index : o.unique.name;
        return add(o.table, words({"CONSTRAINT", quote_identifier(name), "UNIQUE USING INDEX",
                                   quote_identifier(o.using_index), o.unique.deferrable}));
    }
    std::string operator()(const CreateCheck& o) const {
        return add(o.table, check_sql(o.check) + (o.check.not_valid ? " NOT VALID" : ""));
    }
    std::string operator()(const CreateForeignKey& o) const {
        return add(o.table, foreign_key_sql(o.foreign_key) + (o.foreign_key.not_valid ? " NOT VALID" : ""));
    }
    std::string operator()(const CreateExclude& o) const { return add(o.table, exclude_sql(o.exclude)); }
    std::string operator()(const DropConstraint& o) const {
        return only_postgres(alter(
            o.table, words({"DROP CONSTRAINT", if_exists(o.if_exists), quote_identifier(o.name), cascade(o.cascade)})));
    }
    std::string operator()(const RenameConstraint& o) const {
        return only_postgres(
            alter(o.table, "RENAME CONSTRAINT " + quote_identifier(o.from) + " TO " + quote_identifier(o.to)));
    }
    std::string operator()(const ValidateConstraint& o) const {
        return only_postgres(alter(o.table, "VALIDATE CONSTRAINT " + quote_identifier(o.name)));
    }
    std::string operator()(const CreateEnum& o) const {
        std::vector<std::string> labels;
        for (const std::string& label : o.type.labels) labels.push_back(quote_text(label));
        const std::string create = "CREATE TYPE " + quoted(o.type.name) + " AS ENUM (" + base::join(labels, ", ") + ")";
        // CREATE TYPE has no IF NOT EXISTS.
        if (o.if_not_exists)
            return only_postgres("DO $do$ BEGIN " + create + "; EXCEPTION WHEN duplicate_object THEN NULL; END $do$");
        return only_postgres(create);
    }
    std::string operator()(const DropEnum& o) const {
        return only_postgres(words({"DROP TYPE", if_exists(o.if_exists), quoted(o.name), cascade(o.cascade)}));
    }
    std::string operator()(const RenameEnum& o) const {
        std::vector<std::string> statements;
        if (o.from.name != o.to.name)
            statements.push_back("ALTER TYPE " + quoted(o.from) + " RENAME TO " + quote_identifier(o.to.name));
        if (o.from.schema != o.to.schema)
            statements.push_back("ALTER TYPE " + quoted({o.from.schema, o.to.name}) + " SET SCHEMA " + schema_of(o.to));
        return only_postgres(base::join(statements, ";\n"));
    }
    std::string operator()(const AddEnumLabel& o) const {
        std::string place;
        if (!o.before.empty()) place = "BEFORE " + quote_text(o.before);
        if (!o.after.empty()) place = "AFTER " + quote_text(o.after);
        return only_postgres(words(
            {"ALTER TYPE", quoted(o.name), "ADD VALUE", if_not_exists(o.if_not_exists), quote_text(o.label), place}));
    }
    std::string operator()(const RenameEnumLabel& o) const {
        return only_postgres(
            words({"ALTER TYPE", quoted(o.name), "RENAME VALUE", quote_text(o.from), "TO", quote_text(o.to)}));
    }
    std::string operator()(const CreateSequence& o) const {
        return only_postgres(words({"CREATE SEQUENCE", if_not_exists(o.if_not_exists), quoted(o.name), o.options}));
    }
    std::string operator()(const DropSequence& o) const {
        return only_postgres(words({"DROP SEQUENCE", if_exists(o.if_exists), quoted(o.name), cascade(o.cascade)}));
    }
    std::string operator()(const CreateView& o) const {
        if (o.sql.starts_with("CREATE ")) return o.sql;
        return words({"CREATE", o.or_replace && postgres_ ? "OR REPLACE" : "", "VIEW", quoted(o.name), "AS", o.sql});
    }
    std::string operator()(const DropView& o) const {
        return words({"DROP", o.materialized ? "MATERIALIZED" : "", "VIEW", if_exists(o.if_exists), quoted(o.name),
                      cascade(o.cascade && postgres_)});
    }
    std::string operator()(const Execute& o) const { return o.sql; }
    std::string operator()(const Opaque&) const { return {}; }

  private:
    std::string only_postgres(std::string sql) const { return postgres_ ? std::move(sql) : std::string(); }
    static std::string schema_of(const TableName& name) {
        return name.schema.empty() ? "public" : quote_identifier(name.schema);
    }
    static std::string alter(const TableName& table, const std::string& change) {
        return "ALTER TABLE " + quoted(table) + " " + change;
    }
    std::string add(const TableName& table, const std::string& clause) const {
        return only_postgres(alter(table, "ADD " + clause));
    }
    static std::string comment_text(const std::string& comment) {
        return comment.empty() ? "NULL" : quote_text(comment);
    }
    static std::string comment_on(const TableName& table, const std::string& column, const std::string& comment) {
        return "COMMENT ON COLUMN " + quoted(table) + "." + quote_identifier(column) + " IS " + comment_text(comment);
    }

    static void add_identity(const AlterColumn& o, const std::string& column, std::vector<std::string>& changes) {
        const std::string alter = "ALTER COLUMN " + column + " ";
        if (!o.identity) changes.push_back(alter + "DROP IDENTITY IF EXISTS");
        if (o.identity == IdentityKind::always) changes.push_back(alter + "ADD GENERATED ALWAYS AS IDENTITY");
        if (o.identity == IdentityKind::by_default) changes.push_back(alter + "ADD GENERATED BY DEFAULT AS IDENTITY");
    }

    /// A default in the way of a type change is dropped first: PostgreSQL casts it by itself only where that
    /// is implicit.
    std::string alter_column(const AlterColumn& o) const {
        const std::string column = quote_identifier(o.column);
        const std::string change = "ALTER COLUMN " + column + " ";
        std::vector<std::string> changes;
        if (o.set_default && (o.type || !o.server_default)) changes.push_back(change + "DROP DEFAULT");
        if (o.type) {
            std::string type = o.type->kind == TypeKind::opaque ? "text" : sql_of(*o.type, dialect_);
            changes.push_back(change + "TYPE " + type + (o.using_sql.empty() ? "" : " USING " + o.using_sql));
        }
        if (o.set_default && o.server_default) changes.push_back(change + "SET DEFAULT " + o.server_default->sql);
        if (o.nullable) changes.push_back(change + (*o.nullable ? "DROP NOT NULL" : "SET NOT NULL"));
        if (o.set_identity) add_identity(o, column, changes);
        std::vector<std::string> statements;
        if (!changes.empty()) statements.push_back(alter(o.table, base::join(changes, ", ")));
        if (o.set_identity && o.identity == IdentityKind::serial) add_serial(o, column, statements);
        if (o.comment) statements.push_back(comment_on(o.table, o.column, *o.comment));
        return base::join(statements, ";\n");
    }

    void add_serial(const AlterColumn& o, const std::string& column, std::vector<std::string>& statements) const {
        const TableName sequence = serial_sequence(o.table, o.column);
        statements.push_back("CREATE SEQUENCE " + quoted(sequence) + " OWNED BY " + quoted(o.table) + "." + column);
        statements.push_back(
            alter(o.table, "ALTER COLUMN " + column + " SET DEFAULT nextval(" + quote_text(quoted(sequence)) + ")"));
    }

    Dialect dialect_;
    bool postgres_;
};

}  // namespace

std::string write_operation(const Operation& operation, Dialect dialect) {
    return std::visit(Writer(dialect), operation);
}

}  // namespace migrate::sql
