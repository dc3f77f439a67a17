// One attribute of a mapped class to one column: Column(...), mapped_column(...), SQLModel's Field(...), annotations.
#include <algorithm>

#include "interpreter/reader.h"
#include "models/machine.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/definitions.h"

namespace migrate::models {

namespace {

void doubt_column(ColumnObject& column, std::string reason) {
    if (column.unknown.empty()) column.unknown = std::move(reason);
}

/// What a column brings over what an annotation gave: Annotated[int, mapped_column(...)] under another one.
void lay_over(ColumnObject& column, const ColumnObject& more) {
    if (more.has_type) {
        column.type = more.type;
        column.has_type = true;
    }
    if (!more.column.name.empty()) column.column.name = more.column.name;
    if (more.nullable) column.nullable = more.nullable;
    if (more.column.server_default) column.column.server_default = more.column.server_default;
    if (more.column.computed) column.column.computed = more.column.computed;
    if (more.column.identity) column.column.identity = more.column.identity;
    if (!more.column.comment.empty()) column.column.comment = more.column.comment;
    column.identity_given = column.identity_given || more.identity_given;
    column.primary_key = column.primary_key || more.primary_key;
    column.unique = column.unique || more.unique;
    column.index = column.index || more.index;
    column.python_default = column.python_default || more.python_default;
    column.has_sequence = column.has_sequence || more.has_sequence;
    if (more.autoincrement != Autoincrement::automatic) column.autoincrement = more.autoincrement;
    column.foreign_keys.insert(column.foreign_keys.end(), more.foreign_keys.begin(), more.foreign_keys.end());
    column.checks.insert(column.checks.end(), more.checks.begin(), more.checks.end());
    if (!more.where.empty()) column.where = more.where;
    if (!more.unknown.empty()) column.unknown = more.unknown;
}

/// The arguments of Field(...) that Column(...) takes under the same name, and those that are given for it.
Arguments column_arguments(Machine& machine, Reader& reader, const Arguments& field) {
    Arguments made;
    for (const auto& [name, value] : field.named) {
        const bool same = name == "nullable" || name == "index" || name == "unique" || name == "primary_key";
        if (same && path_of(value).empty()) made.named.emplace_back(name, value);
    }
    if (auto target = reader.value("foreign_key"); target && !is_none(*target)) {
        Arguments key{{*target}, {}, nullptr, {}, false};
        if (auto action = reader.value("ondelete")) key.named.emplace_back("ondelete", *action);
        made.positional.push_back(*call_definition(machine, "ForeignKey", key));
    }
    if (auto more = reader.value("sa_column_args"); more && !is_none(*more)) {
        for (const Value& item : iterate(machine, *more).value_or(Items{})) made.positional.push_back(item);
    }
    if (auto more = reader.value("sa_column_kwargs"); more && !is_none(*more)) {
        const auto* dict = as<Dict>(*more);
        for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
            if (const auto* name = text_of(dict->items[i].first)) made.named.emplace_back(*name, dict->items[i].second);
        }
        if (!dict) reader.note_unknown("its sa_column_kwargs are not known");
    }
    return made;
}

void read_field(Machine& machine, const FieldObject& field, ColumnObject& column) {
    Reader reader(machine, field.arguments);
    if (auto own = reader.value("sa_column"); own && !is_none(*own) && path_of(*own).empty()) {
        const auto* given = object<ColumnObject>(*own);
        const std::string name = column.column.name;
        if (given) column = *given;
        if (column.column.name.empty()) column.column.name = name;
        if (!given) doubt_column(column, "its sa_column is not a Column(...) that can be followed");
        return;
    }
    if (auto length = reader.whole("max_length"); length && column.type.type.kind == TypeKind::string)
        column.type.type.length = static_cast<int>(*length);
    if (column.type.type.kind == TypeKind::numeric) {
        if (auto digits = reader.whole("max_digits")) column.type.type.precision = static_cast<int>(*digits);
        if (auto places = reader.whole("decimal_places")) column.type.type.scale = static_cast<int>(*places);
    }
    if (auto type = reader.value("sa_type"); type && !is_none(*type) && !path_of(*type).ends_with("Undefined")) {
        column.type = type_from(machine, *type);
        column.has_type = true;
    }
    const Arguments arguments = column_arguments(machine, reader, field.arguments);
    const Value made = *call_definition(machine, "Column", arguments);
    lay_over(column, *object<ColumnObject>(made));
    if (!reader.unknown().empty()) doubt_column(column, reader.unknown());
}

bool refers(const Value& value) {
    const auto* column = object<ColumnObject>(value);
    return column && !column->foreign_keys.empty();
}

/// The column that an annotation makes, with the columns that stand inside Annotated.
ColumnObject annotated_column(Machine& machine, const ClassObject& type, const Annotated& annotated, bool needs_type) {
    ColumnObject column;
    column.nullable = annotated.optional;
    column.where = machine.place();
    column.type.type.kind = TypeKind::opaque;
    if (auto made = needs_type ? type_of_annotation(machine, type, annotated) : std::nullopt) {
        column.type = std::move(*made);
        column.has_type = true;
    }
    for (const Value& value : annotated.columns) {
        if (const auto* inside = object<ColumnObject>(value)) lay_over(column, *inside);
        if (const auto* field = object<FieldObject>(value)) read_field(machine, *field, column);
    }
    return column;
}

AttributeReading finished(ColumnObject column, const std::string& name) {
    if (column.column.name.empty()) column.column.name = name;
    if (!column.has_type && column.foreign_keys.empty() && column.unknown.empty())
        column.unknown = "its type is not known to SQLAlchemy";
    if (!column.has_type) column.type = TypeObject{.type = {.kind = TypeKind::opaque}};
    return {std::move(column), ""};
}

/// What is neither a column nor known to be none.
std::string doubt_of(const std::string& name, const Value& value) {
    const auto* source = as<Unknown>(value);
    if (!source || source->reason.ends_with("gives what only the real run knows")) return "";
    return name + " may be a column: " + source->reason;
}

}  // namespace

AttributeReading read_attribute(Machine& machine, const ClassObject& type, const Lineage& lineage,
                                const std::string& name, const Value* value, const Annotated* annotated) {
    const auto* given = value ? object<ColumnObject>(*value) : nullptr;
    const auto* field = value && lineage.sqlmodel ? object<FieldObject>(*value) : nullptr;
    if (value && object<NoColumnObject>(*value)) return {};
    if (annotated && annotated->class_var) return {};
    const bool typed = annotated && (annotated->mapped || lineage.sqlmodel);
    if (!given && !field && (!typed || (value && as<Function>(*value)))) {
        if (annotated && !annotated->mapped) return {};
        return {std::nullopt, value ? doubt_of(name, *value) : ""};
    }
    ColumnObject column;
    // A column that refers to another takes that one's type, whatever its annotation says.
    const bool has_key =
        (given && !given->foreign_keys.empty()) || (annotated && std::ranges::any_of(annotated->columns, refers));
    if (typed) column = annotated_column(machine, type, *annotated, !has_key && !(given && given->has_type));
    if (typed && !annotated->known && !column.has_type && !(given && given->has_type) &&
        !(given && !given->foreign_keys.empty()))
        doubt_column(column, "its annotation is not followed: " + as<Unknown>(annotated->type)->reason);
    if (given && typed) lay_over(column, *given);
    if (given && !typed) column = *given;
    if (field) read_field(machine, *field, column);
    return finished(std::move(column), name);
}

}  // namespace migrate::models
