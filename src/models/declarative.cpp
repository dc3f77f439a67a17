// Declarative bases, registries, and what a class derives from.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "interpreter/reader.h"
#include "models/machine.h"
#include "schema/naming.h"
#include "sqlalchemy/definitions.h"

namespace migrate::models {

namespace {

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('.') + 1);
}

bool is_base_name(std::string_view name) {
    return name == "DeclarativeBase" || name == "DeclarativeBaseNoMeta" || name == "SQLModel" || name == "Model" ||
           name == "AutomapBase" || name == "AsyncAttrsBase";
}

/// Bases from outside that bring no columns.
bool brings_no_columns(std::string_view path) {
    static const std::set<std::string_view> roots = {"builtins",   "abc",         "typing",      "typing_extensions",
                                                     "enum",       "dataclasses", "collections", "pydantic",
                                                     "sqlalchemy", "flask_login", "types"};
    return roots.contains(path.substr(0, path.find('.')));
}

Value new_metadata(Machine& machine) {
    return keep(machine.heap, MetadataObject{});
}

/// The given argument when it is of use, else what `otherwise` makes.
Value given_or(Reader& reader, std::string_view name, int place, const Value& otherwise) {
    auto given = reader.value(name, place);
    return given && !is_none(*given) ? *given : otherwise;
}

/// A class that only serves as base: declarative_base(), db.Model.
Value make_base(Machine& machine, const Value& metadata, const Value& annotation_map, const Items& parents,
                bool flask) {
    ClassObject made;
    made.name = "Base";
    Lineage lineage;
    for (const Value& parent : parents) {
        if (const auto* type = object<ClassObject>(parent)) {
            for (const auto& [key, value] : type->attributes.items) put(made.attributes, key, value);
            made.parents.push_back(parent);
        } else if (is_unknown(parent)) {
            lineage.unknown_bases.push_back("cls of declarative_base");
        }
    }
    if (!is_none(metadata)) put(machine.heap, made.attributes, "metadata", metadata);
    if (!find(made.attributes, "metadata")) put(machine.heap, made.attributes, "metadata", new_metadata(machine));
    if (!is_none(annotation_map)) put(machine.heap, made.attributes, "type_annotation_map", annotation_map);
    lineage.declarative = true;
    lineage.is_base = true;
    lineage.flask = flask;
    Value value = keep(machine.heap, std::move(made));
    machine.lineages[as<Object>(value)] = lineage;
    return value;
}

Value make_registry(Machine& machine, const Arguments& arguments, bool flask) {
    Reader reader(machine, arguments);
    RegistryObject made{none(), none(), none()};
    made.metadata = given_or(reader, "metadata", flask ? -1 : 0, none());
    if (is_none(made.metadata)) made.metadata = new_metadata(machine);
    made.annotation_map = given_or(reader, "type_annotation_map", -1, none());
    if (flask) {
        const Value parent = given_or(reader, "model_class", -1, none());
        made.base = make_base(machine, made.metadata, none(), {parent}, true);
    }
    return keep(machine.heap, std::move(made));
}

bool is_no_column(std::string_view name) {
    static const std::set<std::string_view> names = {"relationship",
                                                     "backref",
                                                     "hybrid_property",
                                                     "hybrid_method",
                                                     "association_proxy",
                                                     "synonym",
                                                     "composite",
                                                     "query_expression",
                                                     "dynamic_loader",
                                                     "Relationship",
                                                     "PrivateAttr",
                                                     "query_property",
                                                     "aliased",
                                                     "validates",
                                                     "with_loader_criteria",
                                                     "dynamic",
                                                     "attribute_mapped",
                                                     "select",
                                                     "undefer",
                                                     "event",
                                                     "contains_eager",
                                                     "foreign",
                                                     "remote"};
    return names.contains(name);
}

bool is_sqlalchemys(std::string_view path) {
    return path.starts_with("sqlalchemy.") || path.starts_with("sqlmodel.") || path.starts_with("sqlalchemy_utils.");
}

void add_base(Lineage& lineage, Machine& machine, const Value& base, bool direct);

void add_class_base(Lineage& lineage, Machine& machine, const Object* type) {
    const auto found = machine.lineages.find(type);
    if (found == machine.lineages.end()) return;
    const Lineage& above = found->second;
    lineage.declarative = lineage.declarative || above.declarative;
    lineage.flask = lineage.flask || above.flask;
    lineage.sqlmodel = lineage.sqlmodel || above.sqlmodel;
    lineage.unknown_bases.insert(lineage.unknown_bases.end(), above.unknown_bases.begin(), above.unknown_bases.end());
    if (!lineage.parent) lineage.parent = machine.mapped_class(type) ? type : above.parent;
}

void add_base(Lineage& lineage, Machine& machine, const Value& base, bool direct) {
    if (const auto* generic = object<GenericObject>(base)) return add_base(lineage, machine, generic->origin, direct);
    if (object<ClassObject>(base)) return add_class_base(lineage, machine, as<Object>(base));
    const std::string_view path = path_of(base);
    const std::string_view name = last_part(path);
    const bool flask_model = name == "Model" && (path.ends_with("db.Model") || path.starts_with("flask_"));
    if (!path.empty() && is_base_name(name) && (name != "Model" || flask_model)) {
        lineage.declarative = true;
        lineage.flask = lineage.flask || name == "Model";
        lineage.sqlmodel = lineage.sqlmodel || name == "SQLModel";
        lineage.is_base = direct && name != "Model" && name != "SQLModel";
    } else if (path.empty() || !brings_no_columns(path)) {
        const auto* unknown = as<Unknown>(base);
        lineage.unknown_bases.push_back(!path.empty() ? std::string(path) : unknown ? unknown->reason : "a value");
    }
}

bool has_decorator(const ClassObject& type, std::string_view wanted) {
    return std::ranges::any_of(type.decorators, [&](const std::string& name) { return last_part(name) == wanted; });
}

bool is_abstract(const ClassObject& type) {
    if (!owns(type, "__abstract__")) return false;
    const bool* value = bool_of(*find(type.attributes, "__abstract__"));
    return value && *value;
}

bool is_table_model(Machine& machine, const ClassObject& type) {
    for (const auto& [name, value] : type.keywords) {
        if (name == "table") return truth(machine, value);
    }
    return false;
}

/// The name of a class's table: nullopt when it is mapped to none.
std::optional<Value> find_table_name(Machine& machine, const Value& self, const ClassObject& type,
                                     const Lineage& lineage) {
    const Value* written = find(type.attributes, "__tablename__");
    const bool own = owns(type, "__tablename__");
    if (lineage.sqlmodel && !is_table_model(machine, type)) return std::nullopt;
    const bool computed = written && as<Function>(*written);  // a declared_attr of a mixin
    if (!own && lineage.parent && lineage.flask && !computed) return machine.heap.text(to_snake_case(type.name));
    if (!own && lineage.parent) return std::nullopt;  // shares its parent's table
    if (!lineage.declarative && (lineage.unknown_bases.empty() || !own)) return std::nullopt;
    if (written && as<Function>(*written)) {
        try {
            return call(machine, *written, {{self}, {}, nullptr, {}, false});
        } catch (const Raised&) {
            return unknown(machine, "what __tablename__ gives is not followed");
        } catch (const NotKnown&) {
            return unknown(machine, "what __tablename__ gives only the real run knows");
        }
    }
    if (written && !is_none(*written)) return *written;
    if (lineage.sqlmodel) return machine.heap.text(base::lower(type.name));
    if (lineage.flask) return machine.heap.text(to_snake_case(type.name));
    return std::nullopt;
}

/// `__table__ = Table(...)`: the table is mapped already, and this is its class.
bool takes_own_table(Machine& machine, const Value& self, ClassObject& type) {
    const Value* table = owns(type, "__table__") ? find(type.attributes, "__table__") : nullptr;
    const auto* known = table ? object<TableObject>(*table) : nullptr;
    for (Mapped& mapped : machine.mapped) {
        if (!known || mapped.table != known) continue;
        mapped.type = as<Object>(self);
        mapped.class_name = type.name;
        return true;
    }
    return false;
}

/// Columns of a mapped class know their table, for ForeignKey(User.id) and Index("x", User.name).
void name_columns(Machine& machine, ClassObject& type, const std::string& table) {
    for (auto& [key, value] : type.attributes.items) {
        auto* column = object<ColumnObject>(value);
        const auto* name = text_of(key);
        if (!column || !name) continue;
        if (column->column.name.empty()) column->column.name = *name;
        if (!column->table.empty()) continue;
        if (owns(type, *name)) {
            column->table = table;
        } else {  // of a mixin, which others may share
            ColumnObject copy = *column;
            copy.table = table;
            value = keep(machine.heap, std::move(copy));
        }
    }
}

bool has_key(const Machine& machine, const ClassObject& type, int depth = 0) {
    const bool own = std::ranges::any_of(type.own, [&](const std::string& name) {
        const Value* value = find(type.attributes, name);
        const auto* column = value ? object<ColumnObject>(*value) : nullptr;
        return column && column->primary_key;
    });
    return own || std::ranges::any_of(type.parents, [&](const Value& parent) {
               const auto* mixin = object<ClassObject>(parent);
               const auto above = mixin ? machine.lineages.find(as<Object>(parent)) : machine.lineages.end();
               const bool declarative = above != machine.lineages.end() && above->second.declarative;
               return mixin && !declarative && depth < 16 && has_key(machine, *mixin, depth + 1);
           });
}

/// Flask-SQLAlchemy lets a class below a mapped one have a table of its own only when it has a key of its own.
bool shares_table(const Machine& machine, const ClassObject& type, const Lineage& lineage) {
    return lineage.flask && lineage.parent && !has_key(machine, type);
}

void map_class(Machine& machine, const Value& self, ClassObject& type, const Lineage& lineage) {
    if (is_abstract(type) || lineage.is_base || takes_own_table(machine, self, type)) return;
    const bool only_below = std::ranges::any_of(
        type.parents, [](const Value& parent) { return path_of(parent).ends_with(".AbstractConcreteBase"); });
    if (only_below) return;  // its columns are those of the classes below it
    const auto name = find_table_name(machine, self, type, lineage);
    if (!name || is_none(*name) || shares_table(machine, type, lineage)) {
        if (Mapped* parent = lineage.declarative ? machine.mapped_class(lineage.parent) : nullptr) {
            parent->subclasses.push_back(as<Object>(self));
            name_columns(machine, type, to_string(parent->name));
            return;
        }
        const bool may_have_one = !name && lineage.declarative && !lineage.sqlmodel && !lineage.unknown_bases.empty();
        if (!may_have_one) return;
    }
    Mapped mapped;
    mapped.class_name = type.name;
    mapped.where = machine.path_in(type.where);
    mapped.called_at = mapped.where;
    mapped.made_at = type.where;
    mapped.type = as<Object>(self);
    const auto* text = name ? text_of(*name) : nullptr;
    const bool whole = text && text->find(kHole) == std::string::npos;
    mapped.name = read_table_name(whole ? *text : to_snake_case(type.name));
    if (!whole) mapped.name_doubt = "its __tablename__ cannot be read; the name is guessed from the class";
    if (!name) mapped.name_doubt = "a base class that is not followed may give it a table; the name is guessed";
    if (whole) put(machine.heap, type.attributes, "__tablename__", machine.heap.text(*text));
    const Value held = lineage.sqlmodel && is_none(metadata_of(type)) ? machine.sqlmodel : metadata_of(type);
    auto* metadata = object<MetadataObject>(held);
    if (metadata && mapped.name.schema.empty()) mapped.name.schema = metadata->schema;
    machine.mapped.push_back(std::move(mapped));
    if (metadata) metadata->tables.push_back(as<Object>(table_of(machine, machine.mapped.back())));
    name_columns(machine, type, to_string(machine.mapped.back().name));
}

}  // namespace

Value metadata_of(const ClassObject& type) {
    const Value* own = find(type.attributes, "metadata");
    if (own && object<MetadataObject>(*own)) return *own;
    const Value* held = find(type.attributes, "registry");
    const auto* registry = held ? object<RegistryObject>(*held) : nullptr;
    return registry ? registry->metadata : none();
}

bool is_sqlmodel(const Value& value) {
    const std::string_view path = path_of(value);
    return path.starts_with("sqlmodel.") && path.ends_with(".SQLModel");
}

bool is_flask_class(const Value& type, int depth) {
    if (path_of(type).ends_with(".SQLAlchemy")) return true;
    const auto* own = object<ClassObject>(type);
    return own && depth < 16 &&
           std::ranges::any_of(
               own->parents, [depth](const Value& parent) { return is_flask_class(parent, depth + 1); });
}

std::optional<Value> call_declarative(Machine& machine, std::string_view path, const Arguments& arguments) {
    const std::string_view name = last_part(path);
    if (path == "flask_sqlalchemy.SQLAlchemy" || name == "SQLAlchemy") return make_registry(machine, arguments, true);
    if (path == "six.with_metaclass" || name == "with_metaclass") {
        return arguments.positional.size() > 1 ? std::optional(arguments.positional[1]) : std::nullopt;
    }
    if (!is_sqlalchemys(path)) return std::nullopt;
    if (name == "declarative_base" || name == "automap_base") {
        Reader reader(machine, arguments);
        const Value cls = given_or(reader, "cls", -1, none());
        const auto* several = as<Tuple>(cls);
        return make_base(machine, given_or(reader, "metadata", -1, none()),
                         given_or(reader, "type_annotation_map", -1, none()), several ? several->items : Items{cls},
                         false);
    }
    if (name == "registry") return make_registry(machine, arguments, false);
    if (name == "as_declarative") return make_registry(machine, arguments, false);  // as a decorator
    if (path == "sqlmodel.Field") return keep(machine.heap, FieldObject{arguments});
    if (name == "mapped_column") return call_definition(machine, "Column", arguments);
    if (name == "deferred" || name == "column_property") {
        const bool column = !arguments.positional.empty() && object<ColumnObject>(arguments.positional[0]) != nullptr;
        return column ? arguments.positional[0] : keep(machine.heap, NoColumnObject{});
    }
    if (name == "listen" || name == "listens_for") return listener_from(machine, arguments);
    if (is_no_column(name)) return keep(machine.heap, NoColumnObject{});
    return std::nullopt;
}

void class_made(Machine& machine, const Value& self) {
    auto& type = *object<ClassObject>(self);
    if (type.enumeration || type.exception) return;
    Lineage lineage;
    for (const Value& base : type.parents) add_base(lineage, machine, base, true);
    if (has_decorator(type, "mapped") || has_decorator(type, "mapped_as_dataclass")) lineage.declarative = true;
    if (has_decorator(type, "as_declarative") || has_decorator(type, "as_declarative_base"))
        lineage.declarative = lineage.is_base = true;
    if (!lineage.declarative && lineage.unknown_bases.empty()) {
        machine.lineages[as<Object>(self)] = lineage;
        return;
    }
    for (const Value& decorator : type.decorating) {  // @registry.mapped, @as_declarative(metadata=...)
        const auto* method = as<Method>(decorator);
        const Value& held = method ? method->self : decorator;
        if (object<RegistryObject>(held)) put(machine.heap, type.attributes, "registry", held);
    }
    const bool root = lineage.is_base && is_none(metadata_of(type));
    if (root) put(machine.heap, type.attributes, "metadata", new_metadata(machine));
    machine.lineages[as<Object>(self)] = lineage;
    map_class(machine, self, type, lineage);
}

std::optional<Value> annotated_attribute(Machine& machine, const Value& self, const std::string& name) {
    const auto& type = *object<ClassObject>(self);
    Mapped* mapped = machine.mapped_class(as<Object>(self));
    if (name == "__table__" && mapped) return table_of(machine, *mapped);
    for (const ColumnObject& column : mapped && mapped->table ? mapped->table->columns : std::vector<ColumnObject>{}) {
        if (column.column.name != name) continue;  // of `__table__ = Table(...)`
        ColumnObject made = column;
        made.table = to_string(mapped->name);
        return keep(machine.heap, std::move(made));
    }
    const bool annotated =
        std::ranges::any_of(type.annotations, [&](const Annotation& one) { return one.name == name; });
    if (annotated) {
        ColumnObject column;
        column.column.name = name;
        if (mapped) column.table = to_string(mapped->name);
        return keep(machine.heap, std::move(column));
    }
    for (const Value& parent : type.parents) {
        if (!object<ClassObject>(parent)) continue;
        if (auto found = annotated_attribute(machine, parent, name)) {
            auto* column = object<ColumnObject>(*found);
            if (column && mapped) column->table = to_string(mapped->name);
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace migrate::models
