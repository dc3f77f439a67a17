#include "render/statements.h"

#include <algorithm>

#include "base/text.h"
#include "operations/sqlite_cast.h"
#include "schema/naming.h"
#include "sql/sql.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::raw;
using python::text;

namespace {

using Arguments = std::vector<Code>;

void add_schema(Arguments& arguments, const std::string& schema) {
    if (!schema.empty()) arguments.push_back(keyword("schema", text(schema)));
}
void add_true(Arguments& arguments, const std::string& name, bool value) {
    if (value) arguments.push_back(keyword(name, raw("True")));
}
void add_text(Arguments& arguments, const std::string& name, const std::string& value) {
    if (!value.empty()) arguments.push_back(keyword(name, text(value)));
}

/// A name with quotes around each of its parts.
std::string quoted_name(const std::string& name) {
    std::string sql;
    for (const std::string& part : base::split(name, '.')) {
        sql += (sql.empty() ? "\"" : ".\"") + base::replace_all(part, "\"", "\"\"") + "\"";
    }
    return sql;
}

/// SQL for an index element that is more than a column's name.
std::string element_sql(const IndexElement& element) {
    std::string sql = element.column.empty() ? "(" + element.expression + ")" : quote_identifier(element.column);
    if (element.column.empty() && element.expression.ends_with(')') && element.expression.find('(') != 0 &&
        element.expression.find_first_of(" +-*/|:") == std::string::npos) {
        sql = element.expression;
    }
    if (!element.collation.empty()) sql += " COLLATE " + quoted_name(element.collation);
    if (!element.opclass.empty()) sql += " " + element.opclass;
    if (element.descending) sql += " DESC";
    if (!element.nulls.empty()) sql += " NULLS " + element.nulls;
    return sql;
}

/// The name that kBatchConvention gives the constraint which the drop means, where it has none of its own; "" else.
std::string name_in_batch(const DropConstraint& drop, const Schema& sqlite) {
    const Table* table = find_table(sqlite, drop.table);
    if (!drop.name.empty() || table == nullptr) return "";
    const auto name_of_last = [](const auto& items, const std::string& key) {
        const auto last =
            std::find_if(items.rbegin(), items.rend(), [](const auto& item) { return item.name.empty(); });
        return last == items.rend() ? std::string() : key + "_" + base::join(last->columns, "_");
    };
    if (drop.kind == ConstraintKind::unique) return name_of_last(table->uniques, "uq");
    return drop.kind == ConstraintKind::foreign_key ? name_of_last(table->foreign_keys, "fk") : "";
}

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> columns;
    for (const IndexElement& element : index.elements) columns.push_back(element.column);
    return columns;
}

/// A column's name alone; an operator class stands in postgresql_ops then, which SQLAlchemy does not read for a text.
bool is_plain(const IndexElement& element) {
    return !element.column.empty() && !element.descending && element.nulls.empty() && element.collation.empty();
}

Code write_element(const IndexElement& element) {
    return is_plain(element) ? text(element.column) : write_text(element_sql(element));
}

/// "fillfactor=70, fastupdate=off" as the dict that SQLAlchemy takes.
Code write_storage(const std::string& parameters) {
    std::vector<std::pair<Code, Code>> items;
    for (const std::string& parameter : base::split(parameters, ',')) {
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        const std::string value(base::trim(std::string_view(parameter).substr(std::min(equals + 1, parameter.size()))));
        items.emplace_back(text(std::string(base::trim(parameter.substr(0, equals)))),
                           text(value.empty() ? "true" : value));
    }
    return python::dict(std::move(items));
}

/// The writer of one statement: knows where it stands and what was before.
class Writer {
  public:
    Writer(const plan::Heads& before, std::optional<Dialect> only, const InColumns& within, Needs& needs)
        : before_(before), in_batch_(needs.in_batch), only_(only), within_(within), needs_(needs) {}

    Result<Code> operator()(const CreateTable& o) const { return write_create_table(o, within_, needs_); }
    Result<Code> operator()(const DropTable& o) const {
        if (o.cascade) return execute(o);
        Arguments arguments = {text(o.table.name)};
        add_schema(arguments, o.table.schema);
        add_true(arguments, "if_exists", o.if_exists);
        return call("op.drop_table", std::move(arguments));
    }
    Result<Code> operator()(const RenameTable& o) const {
        if (o.from.schema != o.to.schema) return execute(o);
        Arguments arguments = {text(o.from.name), text(o.to.name)};
        add_schema(arguments, o.from.schema);
        return call("op.rename_table", std::move(arguments));
    }
    Result<Code> operator()(const CommentTable& o) const { return execute(o); }
    Result<Code> operator()(const AddColumn& o) const {
        Arguments arguments = on_table(o.table);
        const auto found = within_.find(o.column.name);
        const InColumn within = found == within_.end() ? InColumn{} : found->second;
        Result<Code> column = write_column(o.column, Place::plain, within.key.has_value(), needs_, within);
        if (!column) return column;
        arguments.push_back(std::move(*column));
        return finish("add_column", std::move(arguments), o.table);
    }
    Result<Code> operator()(const DropColumn& o) const {
        Arguments arguments = on_table(o.table);
        arguments.push_back(text(o.column));
        return finish("drop_column", std::move(arguments), o.table);
    }
    Result<Code> operator()(const RenameColumn& o) const {
        Arguments arguments = on_table(o.table);
        arguments.push_back(text(o.from));
        arguments.push_back(keyword("new_column_name", text(o.to)));
        return finish("alter_column", std::move(arguments), o.table);
    }
    Result<Code> operator()(const AlterColumn& o) const;
    Result<Code> operator()(const CreateIndex& o) const;
    Result<Code> operator()(const DropIndex& o) const {
        Arguments arguments = {write_index_name(o.index, o.table.value_or(TableName{}), columns_of_dropped(o), needs_)};
        const std::string& form = needs_.form.drop_index;
        if (o.table && !in_batch_ && form == "positional") arguments.push_back(text(o.table->name));
        if (o.table && !in_batch_ && form == "keyword") arguments.push_back(keyword("table_name", text(o.table->name)));
        add_schema(arguments, o.schema);
        add_true(arguments, "postgresql_concurrently", o.concurrently);
        add_true(arguments, "if_exists", o.if_exists);
        return call(in_batch_ ? "batch_op.drop_index" : "op.drop_index", std::move(arguments));
    }
    Result<Code> operator()(const RenameIndex& o) const { return execute(o); }
    Result<Code> operator()(const CreatePrimaryKey& o) const {
        Arguments arguments = named(o.primary_key.name, "pk", o.table);
        arguments.push_back(write_names(o.primary_key.columns));
        return finish("create_primary_key", std::move(arguments), o.table);
    }
    Result<Code> operator()(const CreateUnique& o) const {
        if (!o.using_index.empty()) return execute(o);
        Arguments arguments = named(o.unique.name, "uq", o.table);
        arguments.push_back(write_names(o.unique.columns));
        add_deferrable(arguments, o.unique.deferrable);
        add_true(arguments, "postgresql_nulls_not_distinct", o.unique.nulls_not_distinct);
        return finish("create_unique_constraint", std::move(arguments), o.table);
    }
    Result<Code> operator()(const CreateCheck& o) const {
        Arguments arguments = named(o.check.name, "ck", o.table);
        arguments.push_back(text(escape_binds(o.check.sql)));
        add_true(arguments, "postgresql_not_valid", o.check.not_valid);
        return finish("create_check_constraint", std::move(arguments), o.table);
    }
    Result<Code> operator()(const CreateForeignKey& o) const {
        const ForeignKey& key = o.foreign_key;
        Arguments arguments = named(key.name, "fk", o.table);
        arguments.push_back(text(key.target.name));
        arguments.push_back(write_names(key.columns));
        arguments.push_back(write_names(key.target_columns));
        add_text(arguments, "ondelete", key.on_delete);
        add_text(arguments, "onupdate", key.on_update);
        add_deferrable(arguments, key.deferrable);
        add_true(arguments, "postgresql_not_valid", key.not_valid);
        if (in_batch_) {
            if (!key.target.schema.empty()) add_text(arguments, "referent_schema", key.target.schema);
            return call("batch_op.create_foreign_key", std::move(arguments));
        }
        add_text(arguments, "source_schema", o.table.schema);
        add_text(arguments, "referent_schema", key.target.schema);
        return call("op.create_foreign_key", std::move(arguments));
    }
    Result<Code> operator()(const CreateExclude& o) const { return execute(o); }
    Result<Code> operator()(const DropConstraint& o) const {
        const std::string batch_name = in_batch_ ? name_in_batch(o, before_.sqlite) : "";
        Arguments arguments = {!batch_name.empty() ? text(batch_name)
                               : o.kind            ? write_name(o.name, convention_key(*o.kind), needs_)
                                                   : text(o.name)};
        if (!in_batch_) {
            arguments.push_back(text(o.table.name));
            add_schema(arguments, o.table.schema);
        }
        if (o.kind && *o.kind != ConstraintKind::exclude) {
            arguments.push_back(keyword("type_", text(std::string(name_of(*o.kind)))));
        }
        return call(in_batch_ ? "batch_op.drop_constraint" : "op.drop_constraint", std::move(arguments));
    }
    Result<Code> operator()(const RenameConstraint& o) const { return execute(o); }
    Result<Code> operator()(const ValidateConstraint& o) const { return execute(o); }
    Result<Code> operator()(const CreateEnum& o) const { return execute(o); }
    Result<Code> operator()(const DropEnum& o) const { return execute(o); }
    Result<Code> operator()(const RenameEnum& o) const { return execute(o); }
    Result<Code> operator()(const AddEnumLabel& o) const { return execute(o); }
    Result<Code> operator()(const RenameEnumLabel& o) const { return execute(o); }
    Result<Code> operator()(const CreateSequence& o) const { return execute(o); }
    Result<Code> operator()(const DropSequence& o) const { return execute(o); }
    Result<Code> operator()(const CreateView& o) const { return execute(o); }
    Result<Code> operator()(const DropView& o) const { return execute(o); }
    Result<Code> operator()(const Execute& o) const { return call("op.execute", {text(escape_binds(o.sql))}); }
    Result<Code> operator()(const Opaque& o) const {
        return fail("cannot_render", "this cannot be written: " + o.reason, "write it by hand", o.where);
    }

  private:
    /// The index's columns as they are before the drop; none where it is not known.
    std::vector<std::string> columns_of_dropped(const DropIndex& o) const {
        const Table* table = o.table ? find_table(before_.postgresql, *o.table) : nullptr;
        if (table == nullptr) return {};
        const auto found = std::find_if(table->indexes.begin(), table->indexes.end(),
                                        [&](const Index& index) { return index.name == o.index; });
        return found == table->indexes.end() ? std::vector<std::string>{} : columns_of(*found);
    }
    static void add_deferrable(Arguments& arguments, const std::string& deferrable) {
        if (deferrable.empty()) return;
        add_true(arguments, "deferrable", true);
        if (deferrable.find("INITIALLY") != std::string::npos) add_text(arguments, "initially", "DEFERRED");
    }
    /// As it is, or such that Alembic's batch mode does not CAST what SQLite's column holds to nothing.
    Result<Code> new_type(const AlterColumn& o) const {
        const Column* now = find_column(before_.sqlite, o.table, o.column);
        const bool uncast = in_batch_ && now != nullptr && only_ != Dialect::postgresql &&
                            cast_destroys(now->type, lower(*o.type, Dialect::sqlite));
        return uncast ? write_type_without_cast(now->type, *o.type, only_, needs_) : write_type(*o.type, needs_);
    }
    /// What Alembic is told of the column as it is: all of it, or what the house tells.
    Result<Arguments> existing(const AlterColumn& o) const {
        const std::string& form = needs_.form.alter;
        if (form == "bare" && needs_.only == Dialect::postgresql) return Arguments{};
        Column column = plan::portable_column(o.table, o.column, before_);
        if (only_ && column.server_default) {  // no question where the other database has none
            const std::optional<Default> on_postgresql = lower(*column.server_default, Dialect::postgresql);
            const std::optional<Default> on_sqlite = lower(*column.server_default, Dialect::sqlite);
            if (!on_postgresql || !on_sqlite)
                column.server_default = *only_ == Dialect::postgresql ? on_postgresql : on_sqlite;
        }
        needs_.existing = true;
        needs_.reflected = needs_.form.reflected_types;
        Result<Code> type = write_type(column.type, needs_);
        needs_.existing = needs_.reflected = false;
        if (!type) return tl::unexpected(type.error());
        Arguments told = {keyword("existing_type", std::move(*type))};
        const bool full = form == "full" || (!needs_.only && form != "generated");
        if (full || (form == "generated" && !o.nullable))
            told.push_back(keyword("existing_nullable", raw(column.nullable ? "True" : "False")));
        if (full || (form == "generated" && !o.set_default && column.server_default)) {
            Code value = column.server_default ? write_default(*column.server_default, needs_) : raw("None");
            told.push_back(keyword("existing_server_default", std::move(value)));
        }
        return told;
    }
    /// What Alembic has no portable call for, as SQL; the step is for PostgreSQL only.
    Result<Code> execute(const Operation& operation) const {
        const Dialect dialect = only_.value_or(needs_.only.value_or(Dialect::postgresql));
        return call("op.execute", {text(escape_binds(sql::write_operation(operation, dialect)))});
    }
    Arguments on_table(const TableName& table) const { return in_batch_ ? Arguments{} : Arguments{text(table.name)}; }
    Arguments named(const std::string& name, const std::string& kind, const TableName& table) const {
        Arguments arguments = {name.empty() ? raw("None") : write_name(name, kind, needs_)};
        if (!in_batch_) arguments.push_back(text(table.name));
        return arguments;
    }
    Result<Code> finish(const std::string& name, Arguments arguments, const TableName& table) const {
        if (in_batch_) return call("batch_op." + name, std::move(arguments));
        add_schema(arguments, table.schema);
        return call("op." + name, std::move(arguments));
    }

    const plan::Heads& before_;
    bool in_batch_;
    std::optional<Dialect> only_;
    const InColumns& within_;
    Needs& needs_;
};

Result<Code> Writer::operator()(const CreateIndex& o) const {
    Arguments elements;
    std::vector<std::pair<std::string, std::string>> opclasses;
    for (const IndexElement& element : o.index.elements) {
        elements.push_back(write_element(element));
        if (!element.opclass.empty() && is_plain(element)) opclasses.emplace_back(element.column, element.opclass);
    }
    Arguments arguments = {write_index_name(o.index.name, o.table, columns_of(o.index), needs_)};
    if (!in_batch_) arguments.push_back(text(o.table.name));
    arguments.push_back(python::list(std::move(elements)));
    if (o.index.unique || needs_.form.unique_false)
        arguments.push_back(keyword("unique", raw(o.index.unique ? "True" : "False")));
    if (!in_batch_) add_schema(arguments, o.table.schema);
    add_text(arguments, "postgresql_using", o.index.method);
    if (!o.index.where.empty()) {
        const std::optional<Dialect> only = needs_.only ? needs_.only : only_;
        if (only != Dialect::sqlite) arguments.push_back(keyword("postgresql_where", write_text(o.index.where)));
        if (only != Dialect::postgresql) arguments.push_back(keyword("sqlite_where", write_text(o.index.where)));
    }
    if (!o.index.include.empty()) arguments.push_back(keyword("postgresql_include", write_names(o.index.include)));
    if (!opclasses.empty()) {
        std::vector<std::pair<Code, Code>> items;
        for (const auto& [column, opclass] : opclasses) items.emplace_back(text(column), text(opclass));
        arguments.push_back(keyword("postgresql_ops", python::dict(std::move(items))));
    }
    if (!o.index.with.empty()) arguments.push_back(keyword("postgresql_with", write_storage(o.index.with)));
    add_true(arguments, "postgresql_nulls_not_distinct", o.index.nulls_not_distinct);
    add_true(arguments, "postgresql_concurrently", o.concurrently);
    add_true(arguments, "if_not_exists", o.if_not_exists);
    return call(in_batch_ ? "batch_op.create_index" : "op.create_index", std::move(arguments));
}

Result<Code> Writer::operator()(const AlterColumn& o) const {
    const bool percent = o.using_sql.find('%') != std::string::npos;  // Alembic hands it to the driver as it is
    if (o.set_identity || (percent && only_ == Dialect::postgresql)) return execute(o);
    Arguments arguments = on_table(o.table);
    arguments.push_back(text(o.column));
    Arguments changes;
    if (o.type) {
        Result<Code> type = new_type(o);
        if (!type) return type;
        changes.push_back(keyword("type_", std::move(*type)));
    }
    const bool generated = needs_.form.alter == "generated";
    if (o.nullable) changes.push_back(keyword("nullable", raw(*o.nullable ? "True" : "False")));
    if (o.set_default) {
        Code value = o.server_default ? write_default(*o.server_default, needs_) : raw("None");
        const auto place = generated ? changes.begin() : changes.end();
        changes.insert(place, keyword("server_default", std::move(value)));
    }
    if (o.comment) changes.push_back(keyword("comment", o.comment->empty() ? raw("None") : text(*o.comment)));
    Result<Arguments> before = existing(o);
    if (!before) return tl::unexpected(before.error());
    if (generated && !before->empty()) {
        arguments.push_back(std::move(before->front()));
        before->erase(before->begin());
    }
    for (Arguments* part : {&changes, &*before}) {
        for (Code& argument : *part) arguments.push_back(std::move(argument));
    }
    add_text(arguments, "postgresql_using", o.using_sql);
    return finish("alter_column", std::move(arguments), o.table);
}

}  // namespace

Result<Code> write_statement(const Step& step, const plan::Heads& before, bool in_batch, Needs& needs,
                             const InColumns& within) {
    needs.in_batch = in_batch;
    const bool makes =
        std::holds_alternative<AddColumn>(step.operation) || std::holds_alternative<CreateTable>(step.operation);
    needs.reflected = makes && needs.restores && needs.form.reflected_types;
    return std::visit(Writer(before, step.only, within, needs), step.operation);
}

}  // namespace migrate::render
