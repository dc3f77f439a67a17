#include "models/machine.h"

#include "interpreter/library.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/column_types.h"
#include "sqlalchemy/conventions.h"

namespace migrate::models {

namespace {

using Base = interpreter::Machine;

Machine& own(Base& machine) {
    return static_cast<Machine&>(machine);
}

Schema empty_schema(Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    return schema;
}

/// `from app.extensions import db`, where that module is not at hand: what is called of `db` is Flask-SQLAlchemy's.
std::string flask_path(std::string_view path) {
    const std::size_t at = path.rfind(".db.");
    if (at == std::string_view::npos && !path.starts_with("db.")) return std::string(path);
    return "sqlalchemy." + std::string(path.substr(at == std::string_view::npos ? 3 : at + 4));
}

/// Index("name", User.email) beside a class belongs to the class's table.
void note_loose_index(Machine& machine, const Value& made) {
    auto* index = object<IndexObject>(made);
    if (!index || !index->table) return;
    for (Mapped& mapped : machine.mapped) {
        if (mapped.name == *index->table) return mapped.loose.push_back(index);
    }
}

std::optional<Value> call_name(Base& base, std::string_view given, const Arguments& arguments) {
    Machine& machine = own(base);
    const std::string path = canonical_path(flask_path(given));
    const bool wraps = path == "alembic.op.f" || path.ends_with("as_mutable");  // MutableDict.as_mutable(JSONB)
    if (wraps && !arguments.positional.empty()) return arguments.positional[0];
    if (auto made = call_declarative(machine, path, arguments)) return made;
    auto made = call_canonical(machine, path, arguments);
    if (made) note_made(machine, path, *made);
    return made;
}

/// Flask-Migrate's way to the application's `db`: current_app.extensions["migrate"].db
std::optional<Value> flask_attribute(Machine& machine, const Value& self, const std::string& name) {
    static constexpr std::string_view kExtensions = "flask.current_app.extensions";
    if (as<Unknown>(self) && name == "extensions") return machine.heap.named(std::string(kExtensions));
    const auto* generic = object<GenericObject>(self);
    if (!generic || name != "db" || path_of(generic->origin) != kExtensions || !machine.application)
        return std::nullopt;
    return machine.application();
}

std::optional<Value> attribute(Base& base, const Value& self, const std::string& name) {
    if (auto made = flask_attribute(own(base), self, name)) return made;
    if (name == "metadata" && is_sqlmodel(self)) return own(base).sqlmodel;
    if (auto* registry = object<RegistryObject>(self)) {
        if (name == "metadata") return registry->metadata;
        if (name == "metadatas") {
            Value made = base.heap.dict();
            put(*as<Dict>(made), none(), registry->metadata);
            return made;
        }
        if (name == "Model") return registry->base;
        if (name == "mapped" || name == "generate_base" || name == "configure" || name == "init_app" ||
            name == "session" || name == "as_declarative_base" || name == "map_imperatively" ||
            name == "mapped_as_dataclass" || is_none(registry->base))
            return std::nullopt;
        const Value library = base.heap.named("sqlalchemy." + name);  // db.Column, db.String ...
        return name == "Table" ? keep(base.heap, PartialObject{library, {}, {{"metadata", registry->metadata}}})
                               : library;
    }
    if (const auto* type = object<ClassObject>(self)) {
        if (name == "metadata" && own(base).lineages[as<Object>(self)].sqlmodel) return own(base).sqlmodel;
        if (const Value held = name == "metadata" ? metadata_of(*type) : none(); !is_none(held)) return held;
        if (name == "as_mutable") return base.heap.named("sqlalchemy.ext.mutable.as_mutable");
        return annotated_attribute(own(base), self, name);
    }
    return attribute_of(own(base), self, name);
}

std::optional<Value> call_method(Base& base, const Value& self, const std::string& name, const Arguments& arguments) {
    if (const auto* registry = object<RegistryObject>(self); registry && name == "generate_base") {
        Arguments given = arguments;
        given.named.emplace_back("metadata", registry->metadata);
        given.named.emplace_back("type_annotation_map", registry->annotation_map);
        return call_declarative(own(base), "sqlalchemy.declarative_base", given);
    }
    if (object<NoColumnObject>(self)) return self;
    return call_method_of(own(base), self, name, arguments);
}

/// class Database(SQLAlchemy): ...; db = Database()
std::optional<Value> call_object(Base& base, const Value& callee, const Arguments& arguments) {
    if (object<NoColumnObject>(callee)) return callee;
    const auto* compiles = object<CompilesObject>(callee);
    if (compiles && !arguments.positional.empty()) keep_compiled(own(base), *compiles, arguments.positional[0]);
    if (const auto* listens = object<ListensForObject>(callee); listens && !arguments.positional.empty()) {
        Listener made = listens->listener;
        made.function = arguments.positional[0];
        own(base).listeners.push_back(std::move(made));
        return arguments.positional[0];
    }
    if (object<ClassObject>(callee) && is_flask_class(callee))
        return call_declarative(own(base), "flask_sqlalchemy.SQLAlchemy", arguments);
    return std::nullopt;
}

/// Base.metadata.naming_convention = {...}, SQLModel.metadata = MetaData(...)
void set_attribute(Base& base, const Value& self, const std::string& name, const Value& value) {
    if (auto* metadata = object<MetadataObject>(self)) {
        if (name == "naming_convention") {
            metadata->unknown.clear();
            metadata->naming = convention_from(own(base), value, metadata->unknown);
            if (!metadata->unknown.empty()) metadata->where = base.where();
        }
        if (name == "schema") metadata->schema = text_of(value) && *text_of(value) != "public" ? *text_of(value) : "";
        if (name == "schema" && is_unknown(value)) metadata->schema_unknown = "its MetaData's schema is not known";
    }
    if (name == "metadata" && is_sqlmodel(self)) own(base).sqlmodel = value;
    const Mapped* mapped = object<ClassObject>(self) ? own(base).mapped_class(as<Object>(self)) : nullptr;
    if (auto* column = object<ColumnObject>(value); column && mapped && column->table.empty())
        column->table = to_string(mapped->name);
}

/// A column of a class body gets its attribute's name, a Table that of its variable.
void named(Base& base, const std::string& name, const Value& value, bool in_class) {
    if (auto* column = object<ColumnObject>(value); column && in_class && column->column.name.empty())
        column->column.name = name;
    if (const auto* table = object<TableObject>(value)) {
        for (Mapped& mapped : own(base).mapped) {
            if (mapped.table == table && mapped.class_name.empty()) mapped.class_name = name;
        }
    }
}

}  // namespace

Machine::Machine(const Setting& the_setting, Dialect dialect)
    : Machine(the_setting, kHost, empty_schema(dialect), {}) {}

Machine::Machine(const Setting& the_setting, const Host& the_host, Schema before, std::vector<bool> the_decisions)
    : sqlalchemy::Machine(the_setting, the_host, std::move(before), std::move(the_decisions)),
      sqlmodel(keep(heap, MetadataObject{})) {}

void note_made(Machine& machine, std::string_view path, const Value& made) {
    if (auto* column = object<ColumnObject>(made)) column->where = machine.place();
    if (path == "sqlalchemy.Index") note_loose_index(machine, made);
    auto* table = object<TableObject>(made);
    if (!table || path != "sqlalchemy.Table") return;
    Mapped mapped;
    mapped.where = machine.place();
    mapped.called_at = machine.path_in(machine.where_entered());
    mapped.table = table;
    mapped.name = table->name;
    machine.mapped.push_back(std::move(mapped));
}

std::string Machine::path_in(const std::string& place) const {
    const std::size_t colon = place.rfind(':');
    const auto found = paths.find(place.substr(0, colon));
    return found == paths.end() || colon == std::string::npos ? place : found->second + place.substr(colon);
}

Mapped* Machine::mapped_class(const Object* type) {
    for (Mapped& one : mapped) {
        if (one.type == type && type) return &one;
    }
    return nullptr;
}

const Host kHost = {
    .call_name = call_name,
    .call_object = call_object,
    .attribute = attribute,
    .set_attribute = set_attribute,
    .call_method = call_method,
    .operation = [](Base& machine, std::string_view op, const Value& left,
                    const Value& right) { return operation_on(own(machine), op, left, right); },
    .item = [](Base& machine, const Value& self, const Value& index) { return item_of(own(machine), self, index); },
    .items = [](Base& machine, const Value& self) { return items_in(own(machine), self); },
    .text = [](Base& machine, const Value& self) { return shown(own(machine), self); },
    .name = name_in,
    .is_instance = [](Base& machine, const Value& self,
                      std::string_view path) { return is_instance_of(own(machine), self, path); },
    .enter = [](Base&, const Value&, std::string_view) { return false; },
    .leave = [](Base&, const Value&, bool) {},
    .unseen = [](Base&, Unseen, const std::string&, const Arguments&) {},
    .unseen_statement = [](Base&, const std::string&, const std::string&) {},
    .caught = [](Base&, bool) {},
    .class_made = [](Base& machine, const Value& type) { class_made(own(machine), type); },
    .named = named,
    .note = [](Base&, const std::string&) {},
};

}  // namespace migrate::models
