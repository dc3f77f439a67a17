/// Statements that give, take or move names: RENAME, SET SCHEMA, DROP, COMMENT.
#include <algorithm>

#include "base/text.h"
#include "operations/dependents.h"
#include "schema/naming.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

std::vector<std::string> name_parts(const Node& object) {
    if (object["List"]) return strings_of(object["List"]["items"]);
    if (object["TypeName"]) return strings_of(object["TypeName"]["names"]);
    if (object["String"]) return {object["String"].str("sval")};
    return {};
}

bool is_temporary(const Statement& statement, const TableName& name) {
    const auto& names = statement.world.temporary;
    return std::find(names.begin(), names.end(), name.name) != names.end();
}

bool has_materialized_view(const Schema& schema) {
    return std::any_of(schema.views.begin(), schema.views.end(),
                       [](const auto& view) { return view.second.starts_with("CREATE MATERIALIZED"); });
}

/// A view or a sequence under a new name: SQL has no operation of its own for it here.
template <class Drop, class Create>
Operations recreate(const std::map<TableName, std::string>& known, const TableName& from, const TableName& to) {
    Create create;
    create.name = to;
    if constexpr (std::is_same_v<Create, CreateView>)
        create.sql = known.at(from);
    else
        create.options = known.at(from);
    Drop drop;
    drop.name = from;
    return {drop, create};
}

Operations rename_view(const Statement& statement, const TableName& from, const TableName& to) {
    const auto& views = statement.world.schema().views;
    const auto found = views.find(from);
    // A view kept as a whole CREATE statement carries its own name.
    if (found == views.end() || found->second.starts_with("CREATE "))
        return {opaque(statement, "a view is renamed", {object_of("view", from), object_of("view", to)})};
    return recreate<DropView, CreateView>(views, from, to);
}

Operations rename_sequence(const Statement& statement, const TableName& from, const TableName& to) {
    const auto& sequences = statement.world.schema().sequences;
    const Schema& schema = statement.world.schema();
    if (!sequences.contains(from)) return {execute(statement)};  // of a serial column
    Operations before, after;                                    // what counts by it follows
    for (Attachment thing : schema.attachments) {
        if (thing.kind != "ownership" || read_table_name(thing.name) != from) continue;
        thing.name = to_string(to);
        thing.sql = "ALTER SEQUENCE " + sql_name(to) + thing.sql.substr(thing.sql.find(" OWNED BY "));
        after.emplace_back(Execute{.sql = thing.sql, .makes = {thing}});
    }
    for (const auto& [name, table] : schema.tables) {
        for (const Column& column : table.columns) {
            if (!column.server_default || !calls_sequence(column.server_default->sql, from)) continue;
            AlterColumn change{.table = name, .column = column.name, .set_default = true};
            before.emplace_back(change);
            change.server_default = Default{"nextval('" + sql_name(to) + "'::regclass)", std::nullopt};
            after.emplace_back(change);
        }
    }
    for (Operation& each : recreate<DropSequence, CreateSequence>(sequences, from, to))
        before.push_back(std::move(each));
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

Operations rename_type(const Statement& statement, const TableName& from, const TableName& to) {
    if (statement.world.schema().enums.contains(from)) return {RenameEnum{from, to}};
    return {opaque(statement, "a type that is not an enumeration is renamed",
                   {object_of("type", from), object_of("type", to)})};
}

/// What the name stands for; ALTER TABLE may name an index, a view or a sequence too.
Operations rename_relation(const Statement& statement, const TableName& from, const TableName& to) {
    const Schema& schema = statement.world.schema();
    if (schema.views.contains(from)) return rename_view(statement, from, to);
    if (schema.sequences.contains(from)) return rename_sequence(statement, from, to);
    if (!find_table(schema, from) && find_index_owner(schema, from.schema, from.name))
        return {RenameIndex{from.schema, from.name, to.name, false}};
    return {RenameTable{from, to}};
}

Operations rename_column(const Statement& statement, const Node& node, const TableName& table) {
    const std::string to = statement.source.spelled(node.str("newname"));
    if (statement.world.schema().views.contains(table))
        return {opaque(statement, "a column of a view is renamed", {object_of("view", table)})};
    return {RenameColumn{table, column_name(statement, table, node.str("subname")), to}};
}

/// Tables go in an order in which each is dropped after those that refer to it; a circle is cut first.
Operations ordered_drops(const Schema& schema, const std::vector<DropTable>& drops) {
    Operations operations;
    std::vector<DropTable> left = drops;
    const auto refers = [&](const DropTable& from, const DropTable& to) {
        const Table* table = find_table(schema, from.table);
        return table && from.table != to.table &&
               std::any_of(table->foreign_keys.begin(), table->foreign_keys.end(),
                           [&](const ForeignKey& key) { return key.target == to.table; });
    };
    while (!left.empty()) {
        const auto free = std::find_if(left.begin(), left.end(), [&](const DropTable& drop) {
            return std::none_of(left.begin(), left.end(), [&](const DropTable& other) { return refers(other, drop); });
        });
        if (free != left.end()) {
            operations.push_back(*free);
            left.erase(free);
            continue;
        }
        for (const DropTable& drop : left)
            for (const ForeignKey& key : find_table(schema, drop.table)->foreign_keys)
                if (key.target != drop.table)
                    operations.push_back(
                        DropConstraint{drop.table, key.name, ConstraintKind::foreign_key, false, false});
        operations.insert(operations.end(), left.begin(), left.end());
        return operations;
    }
    return operations;
}

Operations drop_tables(const Statement& statement, const Node& node) {
    std::vector<DropTable> drops;
    Operations gone;
    for (const Node& object : node["objects"].items) {
        const TableName name = qualified_name(statement, name_parts(object));
        if (is_temporary(statement, name))
            gone = {execute(statement)};
        else
            drops.push_back({name, node.flag("missing_ok"), node.str("behavior") == "DROP_CASCADE"});
    }
    Operations operations = ordered_drops(statement.world.schema(), drops);
    operations.insert(operations.end(), gone.begin(), gone.end());
    return operations;
}

Operation drop_index(const Statement& statement, const Node& node, const TableName& name) {
    const Schema& schema = statement.world.schema();
    if (!find_index_owner(schema, name.schema, name.name) && has_materialized_view(schema)) return execute(statement);
    return DropIndex{std::nullopt, name.schema, name.name, node.flag("concurrent"), node.flag("missing_ok")};
}

Operation drop_type(const Statement& statement, const Node& node, const TableName& name) {
    const bool cascade = node.str("behavior") == "DROP_CASCADE";
    if (statement.world.schema().enums.contains(name) || node.flag("missing_ok"))
        return DropEnum{name, node.flag("missing_ok"), cascade};
    return opaque(statement, "a type that is not a known enumeration is dropped", {object_of("type", name)});
}

/// Columns of the extension's types and indexes of its operator classes go with it.
Operation drop_with_dependents(const Statement& statement, const Node& node) {
    if (node.str("behavior") != "DROP_CASCADE") return execute(statement);
    std::vector<std::string> objects;
    for (const auto& [name, table] : statement.world.schema().tables) {
        const bool typed = std::any_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
            return column.type.kind == TypeKind::other || column.type.kind == TypeKind::opaque;
        });
        const bool indexed = std::any_of(table.indexes.begin(), table.indexes.end(), [](const Index& index) {
            return std::any_of(index.elements.begin(), index.elements.end(),
                               [](const IndexElement& e) { return !e.opclass.empty(); });
        });
        if (typed || indexed) objects.push_back(object_of("table", name));
    }
    if (objects.empty()) return execute(statement);
    return opaque(statement, "CASCADE may take columns and indexes with it", objects);
}

std::vector<std::string> objects_of_schema(const Schema& schema, const std::string& name) {
    std::vector<std::string> objects;
    for (const auto& [table, value] : schema.tables)
        if (table.schema == name) objects.push_back(object_of("table", table));
    for (const auto& [type, value] : schema.enums)
        if (type.schema == name) objects.push_back(object_of("type", type));
    return objects;
}

Operation drop_schema(const Statement& statement, const Node& object) {
    const TableName name = qualified_name(statement, {name_parts(object).empty() ? "" : name_parts(object).back(), ""});
    const auto objects = objects_of_schema(statement.world.schema(), name.schema);
    if (objects.empty()) return execute(statement);
    return opaque(statement, "a schema is dropped with all that is in it", objects);
}

/// Comments on views and on what lives only in the session are no part of a schema.
bool has_comments(const Statement& statement, const TableName& table) {
    return !statement.world.schema().views.contains(table) && table.name != "alembic_version" &&
           !is_temporary(statement, table);
}

}  // namespace

Operations read_rename(const Statement& statement, const Node& node) {
    const std::string& kind = node.str("renameType");
    const std::string to_name = statement.source.spelled(node.str("newname"));
    const bool relation = static_cast<bool>(node["relation"]);
    const TableName from =
        relation ? relation_name(statement, node["relation"]) : qualified_name(statement, name_parts(node["object"]));
    const TableName to{from.schema, to_name};
    const bool missing = node.flag("missing_ok") && relation && !find_table(statement.world.schema(), from);
    if (kind == "OBJECT_INDEX") return {RenameIndex{from.schema, from.name, to_name, node.flag("missing_ok")}};
    if (kind == "OBJECT_TYPE") return rename_type(statement, from, to);
    if (kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW") return rename_view(statement, from, to);
    if (kind == "OBJECT_SEQUENCE") return rename_sequence(statement, from, to);
    if (kind == "OBJECT_ATTRIBUTE" || kind == "OBJECT_DOMAIN" || kind == "OBJECT_DOMCONSTRAINT")
        return {opaque(statement, "this type is not followed", {object_of("type", from)})};
    if (kind == "OBJECT_SCHEMA") {
        auto objects = objects_of_schema(statement.world.schema(), node.str("subname"));
        if (objects.empty()) return {execute(statement)};
        return {opaque(statement, "a schema is renamed", objects)};
    }
    if (kind == "OBJECT_TABLE" && !missing && !is_temporary(statement, from))
        return rename_relation(statement, from, to);
    if (kind == "OBJECT_COLUMN" && !missing) return rename_column(statement, node, from);
    if (kind == "OBJECT_TABCONSTRAINT" && !missing) return {RenameConstraint{from, node.str("subname"), to_name}};
    return {execute(statement)};
}

Operations read_set_schema(const Statement& statement, const Node& node) {
    const std::string& kind = node.str("objectType");
    const bool relation = static_cast<bool>(node["relation"]);
    const TableName from =
        relation ? relation_name(statement, node["relation"]) : qualified_name(statement, name_parts(node["object"]));
    const TableName to = qualified_name(statement, {node.str("newschema"), from.name});
    if (kind == "OBJECT_TABLE" && !(node.flag("missing_ok") && !find_table(statement.world.schema(), from)))
        return rename_relation(statement, from, to);
    if (kind == "OBJECT_TYPE") return rename_type(statement, from, to);
    if (kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW") return rename_view(statement, from, to);
    if (kind == "OBJECT_SEQUENCE") return rename_sequence(statement, from, to);
    return {execute(statement)};
}

Operations read_drop(const Statement& statement, const Node& node) {
    const std::string& kind = node.str("removeType");
    if (kind == "OBJECT_TABLE") return drop_tables(statement, node);
    if (kind == "OBJECT_EXTENSION" || kind == "OBJECT_COLLATION" || kind == "OBJECT_OPCLASS" ||
        kind == "OBJECT_OPFAMILY")
        return {drop_with_dependents(statement, node)};
    Operations operations;
    for (const Node& object : node["objects"].items) {
        const TableName name = qualified_name(statement, name_parts(object));
        const bool cascade = node.str("behavior") == "DROP_CASCADE";
        if (kind == "OBJECT_INDEX")
            operations.push_back(drop_index(statement, node, name));
        else if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN")
            operations.push_back(drop_type(statement, node, name));
        else if (kind == "OBJECT_SEQUENCE")
            operations.push_back(DropSequence{name, node.flag("missing_ok"), cascade});
        else if (kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW")
            operations.push_back(DropView{name, node.flag("missing_ok"), cascade, kind == "OBJECT_MATVIEW"});
        else if (kind == "OBJECT_SCHEMA")
            operations.push_back(drop_schema(statement, object));
        else if (kind == "OBJECT_TRIGGER" || kind == "OBJECT_RULE" || kind == "OBJECT_POLICY" ||
                 kind == "OBJECT_STATISTIC_EXT" || kind == "OBJECT_FUNCTION")
            return {read_detached(statement, kind, node)};
        else
            return {execute(statement)};
    }
    return operations;
}

Operations read_comment(const Statement& statement, const Node& node) {
    const std::string& kind = node.str("objtype");
    std::vector<std::string> parts = name_parts(node["object"]);
    const std::string comment = node.str("comment");
    if (kind == "OBJECT_TABLE") {
        const TableName table = qualified_name(statement, parts);
        if (has_comments(statement, table)) return {CommentTable{table, comment}};
    }
    if (kind == "OBJECT_COLUMN" && parts.size() > 1) {
        const std::string column = parts.back();
        parts.pop_back();
        const TableName table = qualified_name(statement, parts);
        if (has_comments(statement, table)) return {AlterColumn{.table = table, .column = column, .comment = comment}};
    }
    return {read_attached(statement, "CommentStmt", node)};
}

}  // namespace migrate::sql
