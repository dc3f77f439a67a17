#include "base/allowance.h"
#include "base/text.h"
#include "operations/objects.h"
#include "schema/text.h"

namespace migrate {
namespace {

std::string column_of(const TableName& table, const std::string& column) {
    return to_string(table) + "." + column;
}

std::string named(const std::string& name) {
    return name.empty() ? "" : " " + name;
}

std::string on_columns(const TableName& table, const std::vector<std::string>& columns) {
    return " on " + to_string(table) + " (" + base::join(columns, ", ") + ")";
}

std::string index_text(const TableName& table, const Index& index) {
    std::vector<std::string> elements;
    for (const IndexElement& element : index.elements) elements.push_back(to_text(element));
    std::string text = named(index.name) + on_columns(table, elements);
    if (!index.where.empty()) text += " where " + index.where;
    return text;
}

std::string changes_text(const AlterColumn& change) {
    std::vector<std::string> parts;
    if (change.type) parts.push_back("type " + write_type(*change.type));
    if (change.nullable) parts.push_back(*change.nullable ? "nullable" : "not null");
    if (change.set_default)
        parts.push_back(change.server_default ? "default " + change.server_default->sql : "no default");
    if (change.set_identity) parts.push_back(change.identity ? "identity" : "no identity");
    if (change.comment) parts.push_back("comment");
    return base::join(parts, ", ");
}

std::string first_line(const std::string& text) {
    constexpr std::size_t kMaxShown = 100;
    const std::string_view trimmed = base::trim(text);
    const std::string_view line = base::cut_utf8(trimmed.substr(0, trimmed.find('\n')), kMaxShown);
    return std::string(line) + (line.size() < trimmed.size() ? " …" : "");
}

std::string qualified(const std::string& schema, const std::string& name) {
    return schema.empty() ? name : schema + "." + name;
}

struct Describing {
    std::string operator()(const CreateTable& o) const { return "create table " + to_text(o.table); }
    std::string operator()(const DropTable& o) const { return "drop table " + to_string(o.table); }
    std::string operator()(const RenameTable& o) const {
        return "rename table " + to_string(o.from) + " to " + to_string(o.to);
    }
    std::string operator()(const CommentTable& o) const { return "comment on table " + to_string(o.table); }
    std::string operator()(const AddColumn& o) const { return "add column " + column_of(o.table, o.column.name); }
    std::string operator()(const DropColumn& o) const { return "drop column " + column_of(o.table, o.column); }
    std::string operator()(const RenameColumn& o) const {
        return "rename column " + column_of(o.table, o.from) + " to " + o.to;
    }
    std::string operator()(const AlterColumn& o) const {
        return "alter column " + column_of(o.table, o.column) + ": " + changes_text(o);
    }
    std::string operator()(const CreateIndex& o) const {
        const std::string word = o.index.unique ? "create unique index" : "create index";
        return word + index_text(o.table, o.index) + (o.concurrently ? " concurrently" : "");
    }
    std::string operator()(const DropIndex& o) const {
        return "drop index " + qualified(o.schema, o.index) + (o.table ? " on " + to_string(*o.table) : "");
    }
    std::string operator()(const RenameIndex& o) const {
        return "rename index " + qualified(o.schema, o.from) + " to " + o.to;
    }
    std::string operator()(const CreatePrimaryKey& o) const {
        return "create primary key" + named(o.primary_key.name) + on_columns(o.table, o.primary_key.columns);
    }
    std::string operator()(const CreateUnique& o) const {
        const std::string from = o.using_index.empty() ? "" : " using index " + o.using_index;
        return "create unique constraint" + named(o.unique.name) + on_columns(o.table, o.unique.columns) + from;
    }
    std::string operator()(const CreateCheck& o) const {
        return "create check" + named(o.check.name) + " on " + to_string(o.table) + ": " + o.check.sql;
    }
    std::string operator()(const CreateForeignKey& o) const {
        const ForeignKey& key = o.foreign_key;
        const std::string columns = key.target_columns.empty() ? "" : " (" + base::join(key.target_columns, ", ") + ")";
        const std::string rule = key.on_delete.empty() ? "" : " on delete " + base::lower(key.on_delete);
        return "create foreign key" + named(key.name) + on_columns(o.table, key.columns) + " → " +
               to_string(key.target) + columns + rule;
    }
    std::string operator()(const CreateExclude& o) const {
        return "create exclusion" + named(o.exclude.name) + " on " + to_string(o.table);
    }
    std::string operator()(const DropConstraint& o) const {
        const std::string kind = o.kind ? std::string(name_of(*o.kind)) + " " : "";
        const std::string name = o.name.empty() ? "(unnamed)" : o.name;
        return "drop " + kind + "constraint " + name + " on " + to_string(o.table);
    }
    std::string operator()(const RenameConstraint& o) const {
        return "rename constraint " + o.from + " to " + o.to + " on " + to_string(o.table);
    }
    std::string operator()(const ValidateConstraint& o) const {
        return "validate constraint " + o.name + " on " + to_string(o.table);
    }
    std::string operator()(const CreateEnum& o) const {
        return "create type " + to_string(o.type.name) + " (" + base::join(o.type.labels, ", ") + ")";
    }
    std::string operator()(const DropEnum& o) const { return "drop type " + to_string(o.name); }
    std::string operator()(const RenameEnum& o) const {
        return "rename type " + to_string(o.from) + " to " + to_string(o.to);
    }
    std::string operator()(const AddEnumLabel& o) const {
        return "add label " + o.label + " to type " + to_string(o.name);
    }
    std::string operator()(const RenameEnumLabel& o) const {
        return "rename label " + o.from + " of type " + to_string(o.name) + " to " + o.to;
    }
    std::string operator()(const CreateSequence& o) const { return "create sequence " + to_string(o.name); }
    std::string operator()(const DropSequence& o) const { return "drop sequence " + to_string(o.name); }
    std::string operator()(const CreateView& o) const { return "create view " + to_string(o.name); }
    std::string operator()(const DropView& o) const { return "drop view " + to_string(o.name); }
    std::string operator()(const Execute& o) const { return "execute " + first_line(o.sql); }
    std::string operator()(const Opaque& o) const { return "not understood: " + first_line(o.source); }
};

struct Naming {
    std::string_view operator()(const CreateTable&) const { return "create_table"; }
    std::string_view operator()(const DropTable&) const { return "drop_table"; }
    std::string_view operator()(const RenameTable&) const { return "rename_table"; }
    std::string_view operator()(const CommentTable&) const { return "comment_table"; }
    std::string_view operator()(const AddColumn&) const { return "add_column"; }
    std::string_view operator()(const DropColumn&) const { return "drop_column"; }
    std::string_view operator()(const RenameColumn&) const { return "rename_column"; }
    std::string_view operator()(const AlterColumn&) const { return "alter_column"; }
    std::string_view operator()(const CreateIndex&) const { return "create_index"; }
    std::string_view operator()(const DropIndex&) const { return "drop_index"; }
    std::string_view operator()(const RenameIndex&) const { return "rename_index"; }
    std::string_view operator()(const CreatePrimaryKey&) const { return "create_primary_key"; }
    std::string_view operator()(const CreateUnique&) const { return "create_unique"; }
    std::string_view operator()(const CreateCheck&) const { return "create_check"; }
    std::string_view operator()(const CreateForeignKey&) const { return "create_foreign_key"; }
    std::string_view operator()(const CreateExclude&) const { return "create_exclude"; }
    std::string_view operator()(const DropConstraint&) const { return "drop_constraint"; }
    std::string_view operator()(const RenameConstraint&) const { return "rename_constraint"; }
    std::string_view operator()(const ValidateConstraint&) const { return "validate_constraint"; }
    std::string_view operator()(const CreateEnum&) const { return "create_enum"; }
    std::string_view operator()(const DropEnum&) const { return "drop_enum"; }
    std::string_view operator()(const RenameEnum&) const { return "rename_enum"; }
    std::string_view operator()(const AddEnumLabel&) const { return "add_enum_label"; }
    std::string_view operator()(const RenameEnumLabel&) const { return "rename_enum_label"; }
    std::string_view operator()(const CreateSequence&) const { return "create_sequence"; }
    std::string_view operator()(const DropSequence&) const { return "drop_sequence"; }
    std::string_view operator()(const CreateView&) const { return "create_view"; }
    std::string_view operator()(const DropView&) const { return "drop_view"; }
    std::string_view operator()(const Execute&) const { return "execute"; }
    std::string_view operator()(const Opaque&) const { return "opaque"; }
};

}  // namespace

std::string describe(const Operation& operation) {
    base::step();
    return std::visit(Describing{}, operation);
}

std::string_view name_of(const Operation& operation) {
    return std::visit(Naming{}, operation);
}

std::string loses_rows(const Operation& operation) {
    return std::visit(
        overloaded{
            [](const DropTable& o) {
                return "all rows of " + to_string(o.table) + " are lost, and a downgrade does not bring them back";
            },
            [](const DropColumn& o) {
                return "all values of " + column_of(o.table, o.column) +
                       " are lost, and a downgrade does not bring them back";
            },
            [](const DropEnum& o) {
                return o.cascade ? "all values of the columns of type " + to_string(o.name) + " are lost" : "";
            },
            [](const OneOf<CreateTable, RenameTable, CommentTable, AddColumn, RenameColumn, AlterColumn, CreateIndex,
                           DropIndex, RenameIndex, CreatePrimaryKey, CreateUnique, CreateCheck, CreateForeignKey,
                           CreateExclude, DropConstraint, RenameConstraint, ValidateConstraint, CreateEnum, RenameEnum,
                           AddEnumLabel, RenameEnumLabel, CreateSequence, DropSequence, CreateView, DropView> auto&) {
                return std::string();
            },
            // What SQL loses is not known here.
            [](const OneOf<Execute, Opaque> auto&) { return std::string(); }},
        operation);
}

}  // namespace migrate
