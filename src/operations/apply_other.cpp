#include <utility>

#include "operations/apply_parts.h"
#include "operations/dependents.h"
#include "operations/faults.h"
#include "operations/hanging.h"
#include "operations/postgres_names.h"
#include "schema/expression.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate::parts {
namespace {

std::vector<std::string> names_in(const std::map<TableName, std::string>& objects) {
    std::vector<std::string> names;
    for (const auto& [name, text] : objects) names.push_back(to_string(name));
    return names;
}

faults::Fault no_such(std::string_view noun, const std::map<TableName, std::string>& objects, const TableName& name) {
    return fail("no_such_table", std::string(noun) + " " + to_string(name) + " does not exist",
                faults::hint_from(names_in(objects), to_string(name), "there are"));
}

std::optional<Error> taken(const Schema& schema, const TableName& name) {
    const std::string holder = relation_holding(schema, name.schema, name.name);
    if (holder.empty()) return std::nullopt;
    return faults::table_exists(name, holder.substr(0, holder.find(' '))).value();
}

}  // namespace

void take_away(Schema& schema, const std::function<bool(const Attachment&)>& goes) {
    for (const Attachment& thing : schema.attachments) {
        if (thing.kind == "ownership" && thing.unsure.empty() && goes(thing))
            erase_if(schema.sequences, [&](const auto& each) { return each.first == read_table_name(thing.name); });
    }
    erase_if(schema.attachments, goes);
}

Result<Type> settle_type(const Schema& schema, Type type) {
    if (schema.dialect != Dialect::postgresql) return type;
    Type& inner = innermost(type);
    const bool by_name = inner.kind == TypeKind::other || inner.kind == TypeKind::enumeration;
    if (!by_name) return type;
    const TableName name =
        inner.kind == TypeKind::other ? read_table_name(inner.name) : TableName{inner.name_schema, inner.name};
    const auto found = schema.enums.find(name);
    if (found != schema.enums.end()) {
        inner.kind = TypeKind::enumeration;
        inner.name = name.name;
        inner.name_schema = name.schema;
        inner.labels = found->second.labels;
        return type;
    }
    const bool certain = !find_doubt_of(schema, "type " + to_string(name));
    if (inner.kind == TypeKind::enumeration && certain) return faults::no_such_type(schema, name);
    return type;
}

Result<Column> settle_column(const Schema& schema, Column column) {
    Result<Type> type = settle_type(schema, std::move(column.type));
    if (!type) return tl::unexpected(std::move(type.error()));
    column.type = std::move(*type);
    if (schema.dialect == Dialect::postgresql && column.identity) column.nullable = false;
    if (schema.dialect == Dialect::sqlite) column.comment.clear();
    return column;
}

Result<Schema> apply_one(const CreateSequence& operation, Schema schema) {
    const auto error = taken(schema, operation.name);
    if (error && operation.if_not_exists) return schema;
    if (error) return tl::unexpected(*error);
    schema.sequences.change().emplace(operation.name, operation.options);
    return schema;
}

Result<Schema> apply_one(const DropSequence& operation, Schema schema) {
    const bool known = schema.sequences.contains(operation.name);
    bool left_behind = false;  // by a column that was serial: a schema holds such a sequence with its column alone
    std::vector<std::pair<TableName, std::string>> users;
    for (const auto& [name, table] : std::as_const(schema).tables) {
        for (const Column& column : table.columns) {
            const bool own = !known && operation.name == serial_sequence(name, column.name);
            left_behind = left_behind || own;
            const bool calls = column.server_default && calls_sequence(column.server_default->sql, operation.name);
            if (!(own && column.identity) && !calls) continue;
            const bool stays = column.identity && column.identity != IdentityKind::serial;
            if (stays || !operation.cascade) {
                return faults::depends_on(
                    "sequence " + to_string(operation.name),
                    (stays ? "identity column " : "the default of ") + to_string(name) + "." + column.name);
            }
            users.emplace_back(name, column.name);
        }
    }
    if (!known && !left_behind && !operation.if_exists)
        return no_such("sequence", schema.sequences.get(), operation.name);
    for (const auto& [table, name] : users) {
        Column& column = *find_column(*find_table(schema, table), name);
        column.identity.reset();
        column.server_default.reset();
    }
    if (known) schema.sequences.change().erase(operation.name);
    const std::string gone = to_string(operation.name);
    erase_if(schema.attachments,
             [&](const Attachment& thing) { return thing.kind == "ownership" && thing.name == gone; });
    return schema;
}

Result<Schema> apply_one(const CreateView& operation, Schema schema) {
    const bool replaces = operation.or_replace && schema.views.contains(operation.name);
    if (!replaces) {
        if (auto error = taken(schema, operation.name)) return tl::unexpected(std::move(*error));
    }
    const bool postgresql = schema.dialect == Dialect::postgresql;
    schema.views.change().insert_or_assign(operation.name,
                                           postgresql ? with_columns_named(operation.sql, schema) : operation.sql);
    return schema;
}

Result<Schema> apply_one(const DropView& operation, Schema schema) {
    if (!schema.views.contains(operation.name)) {
        if (operation.if_exists) return schema;
        return no_such("view", schema.views.get(), operation.name);
    }
    if (!operation.cascade) {
        if (auto error = held_fast(operation, "view " + to_string(operation.name), schema))
            return tl::unexpected(std::move(*error));
    }
    drop_view(schema, operation.name);
    return schema;
}

void drop_view(Schema& schema, const TableName& view) {
    const bool postgresql = schema.dialect == Dialect::postgresql;
    for (const TableName& each : postgresql ? views_above(schema, view) : std::vector<TableName>{view}) {
        schema.views.change().erase(each);
        erase_if(schema.attachments, [&](const Attachment& thing) { return thing.owner == each; });
    }
}

std::optional<Error> held_fast(const Operation& operation, const std::string& what, const Schema& schema) {
    for (const Hanging& each : hangs_on(operation, schema)) {
        const bool lost = schema.dialect == Dialect::sqlite && each.thing.kind == "trigger";  // a batch forgets it
        if (each.tie != Hanging::Tie::told && !lost) return faults::depends_on(what, to_text(each.thing)).value();
    }
    return std::nullopt;
}

}  // namespace migrate::parts
