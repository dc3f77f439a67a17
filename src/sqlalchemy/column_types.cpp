#include "sqlalchemy/column_types.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/reader.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/column_type_table.h"

namespace migrate::sqlalchemy {

namespace {

constexpr std::int64_t kMaxNumber = std::numeric_limits<int>::max();
constexpr int kMaxTextLength = 10'485'760;  // of PostgreSQL
constexpr int kRealDigits = 24;             // FLOAT(24) and less is REAL, and read back as 24

std::optional<int> small(const std::optional<std::int64_t>& number) {
    if (!number || *number < 0 || *number > kMaxNumber) return std::nullopt;
    return static_cast<int>(*number);
}

void read_parameters(Reader& reader, const TypeRule& rule, Type& type) {
    switch (rule.takes) {
        case Takes::nothing:
            break;
        case Takes::length:
            type.length = small(reader.whole("length", 0));
            break;
        case Takes::length_by_name:
            type.length = small(reader.whole("length"));
            break;
        case Takes::numeric:
            type.precision = small(reader.whole("precision", 0));
            type.scale = small(reader.whole("scale", 1));
            break;
        case Takes::precision:
            type.precision = small(reader.whole("precision", 0));
            break;  // of a float
        case Takes::timezone:
            type.timezone = reader.flag("timezone", 0);
            type.precision = small(reader.whole("precision", 1));
            break;
    }
}

/// What values_callable gives for the class; nullopt when that is not followed.
std::optional<std::vector<std::string>> called_labels(Machine& machine, const Value& chosen, const Value& type) {
    const Value made = call(machine, chosen, {{type}, {}, nullptr, {}, false});
    const auto items = is_unknown(made) ? std::nullopt : items_of(machine.heap, made);
    std::vector<std::string> labels;
    for (const Value& item : items.value_or(Items{})) {
        auto label = text_in(machine, item);
        if (!label) return std::nullopt;
        labels.push_back(std::move(*label));
    }
    return items ? std::optional(std::move(labels)) : std::nullopt;
}

/// The labels of an enumeration: texts, or the members of a class.
bool read_labels(Machine& machine, const Arguments& arguments, Reader& reader, TypeObject& made) {
    for (const Value& value : arguments.positional) {
        if (const auto* type = object<ClassObject>(value); type && type->enumeration) {
            auto chosen = reader.value("values_callable");
            const bool by_value = chosen && !is_none(*chosen);
            if (made.type.name.empty()) made.type.name = base::lower(type->name);
            if (auto labels = by_value ? called_labels(machine, *chosen, value) : std::nullopt) {
                made.labels.insert(made.labels.end(), labels->begin(), labels->end());
                continue;
            }
            const auto members = iterate(machine, value);
            for (const Value& member : members ? *members : Items{}) {
                const auto& instance = *object<InstanceObject>(member);
                const Value* label = find(instance.attributes, by_value ? "value" : "name");
                made.labels.push_back(label ? display(machine, *label) : "");
            }
        } else if (auto label = name_in(value)) {
            made.labels.push_back(*label);
        } else if (auto items = is_unknown(value) ? std::nullopt : items_of(machine.heap, value)) {
            for (const Value& item : *items) made.labels.push_back(display(machine, item));
        } else {
            made.unknown = "the labels of this enumeration come from the application";
            return false;
        }
    }
    if (arguments.rest) made.unknown = arguments.rest->reason;
    return made.unknown.empty();
}

int longest(const std::vector<std::string>& labels) {
    std::size_t most = 1;
    for (const std::string& label : labels) most = std::max(most, label.size());
    return static_cast<int>(most);
}

/// True for a text from op.f().
bool is_final(const Machine& machine, const std::optional<Value>& name) {
    return name && text_of(*name) && machine.final_names.contains(text_of(*name));
}

Value make_enumeration(Machine& machine, const Arguments& arguments, std::string_view path) {
    Reader reader(machine, arguments);
    TypeObject made;
    made.python = path;
    made.type.kind = TypeKind::enumeration;
    made.type.name = reader.text("name").value_or("");
    made.type.name_schema = reader.text("schema").value_or("");
    if (made.type.name_schema == "public") made.type.name_schema.clear();
    const bool obeyed = path == "postgresql.ENUM" || machine.before_2_1 == false;  // measured: ignored before 2.1
    made.create_type = !obeyed || reader.flag("create_type", -1, true);
    made.of_any_enum = !arguments.positional.empty() && path_of(arguments.positional[0]).starts_with("enum.");
    if (made.of_any_enum) made.options = arguments.named;
    read_labels(machine, arguments, reader, made);
    made.type.labels = made.labels;
    made.check_name = made.type.name;
    made.check_is_final = is_final(machine, reader.value("name"));
    const bool native = machine.can().enum_types && (path == "postgresql.ENUM" || reader.flag("native_enum", -1, true));
    if (!native) {
        made.checked = reader.flag("create_constraint");
        int length = small(reader.whole("length")).value_or(longest(made.labels));
        made.type = Type{.kind = TypeKind::string, .length = length};
    } else if (made.type.name.empty() && made.unknown.empty()) {
        made.unknown = "this enumeration has no name";
    }
    if (made.unknown.empty() && !reader.unknown().empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value make_array(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    TypeObject made;
    made.python = "sqlalchemy.ARRAY";
    made.type.kind = TypeKind::array;
    auto element = reader.value("item_type", 0);
    TypeObject inner = element ? type_from(machine, *element) : TypeObject{};
    made.labels = inner.labels;
    made.create_type = inner.create_type;
    made.unknown = inner.unknown;
    made.type.element = {inner.type};
    if (!machine.can().rich_types) made.fails = std::string(machine.can().shown) + " has no ARRAY";
    if (!machine.can().rich_types) made.type = Type{.kind = TypeKind::json};
    return keep(machine.heap, std::move(made));
}

Value make_interval(Machine& machine, std::string_view path, const Arguments& arguments) {
    Reader reader(machine, arguments);
    TypeObject made;
    made.python = path;
    const bool is_interval = machine.can().rich_types;
    made.type.kind = is_interval ? TypeKind::interval : TypeKind::datetime;
    if (path == "postgresql.INTERVAL") {
        made.type.precision = small(reader.whole("precision", 0));
        const auto fields = reader.text("fields", 1);
        const std::string seconds = made.type.precision ? "(" + std::to_string(*made.type.precision) + ")" : "";
        if (fields && is_interval) made.type = read_sql_type("interval " + *fields + seconds);
        if (!is_interval) made.fails = std::string(machine.can().shown) + " has no INTERVAL";
    } else if (path == "sqlalchemy.Interval" && is_interval) {
        made.type.precision = small(reader.whole("second_precision", 1));
    }
    return keep(machine.heap, std::move(made));
}

/// A type of GeoAlchemy2, with the index that the library makes for each of its columns.
void read_spatial(Reader& reader, std::string_view name, TypeObject& made) {
    const bool raster = name == "Raster";
    const auto shape = reader.text("geometry_type", 0).value_or("GEOMETRY");
    const auto srid = reader.whole("srid", 1).value_or(-1);
    made.type.name = base::lower(name);
    const bool any = base::equal_ignoring_case(shape, "GEOMETRY") && srid <= 0;
    if (!raster && !any)
        made.type.name += "(" + base::lower(shape) + (srid > 0 ? "," + std::to_string(srid) : "") + ")";
    made.spatial = reader.flag("spatial_index", raster ? 0 : 3, true);
    if (reader.flag("use_N_D_index", raster ? -1 : 4)) made.spatial_class = "gist_geometry_ops_nd";
}

/// "vector(3)", "geometry(POINT,4326)": types of PostgreSQL's extensions.
std::optional<Value> make_extension_type(Machine& machine, std::string_view path, const Arguments& arguments) {
    Reader reader(machine, arguments);
    TypeObject made;
    made.python = path;
    made.type.kind = TypeKind::other;
    std::string_view name = path.substr(path.rfind('.') + 1);
    if (path.starts_with("pgvector.")) {
        auto dimensions = reader.whole("dim", 0);
        made.type.name = base::lower(name) + (dimensions ? "(" + std::to_string(*dimensions) + ")" : "");
    } else if (path.starts_with("geoalchemy2.") && (name == "Geometry" || name == "Geography" || name == "Raster")) {
        read_spatial(reader, name, made);
        made.spatial = made.spatial && machine.can().rich_types;
        if (!machine.can().rich_types) made.unknown = "functions of SpatiaLite make a column of this type";
    } else {
        return std::nullopt;
    }
    if (made.unknown.empty()) made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

Value make_plain(Machine& machine, std::string_view path, const TypeRule& rule, const Arguments& arguments) {
    Reader reader(machine, arguments);
    TypeObject made;
    made.python = path;
    made.type.kind = rule.kind;
    made.type.length = rule.length;
    read_parameters(reader, rule, made.type);
    if (rule.length && !made.type.length) made.type.length = rule.length;
    if (machine.can().rich_types && made.type.length.value_or(0) > kMaxTextLength)
        made.fails = "PostgreSQL has no text of more than " + std::to_string(kMaxTextLength) + " characters";
    if (rule.precision) made.type.precision = rule.precision;
    if (rule.kind == TypeKind::floating && made.type.precision) {
        made.type.precision = *made.type.precision <= kRealDigits ? std::optional(kRealDigits) : std::nullopt;
    }
    if (rule.kind == TypeKind::other) made.type.name = rule.name;
    if (path == "postgresql.BIT") {
        const auto length = reader.whole("length", 0);
        made.type.name = reader.flag("varying", 1) ? "bit varying" : "bit";
        if (length && (*length > 1 || made.type.name != "bit")) made.type.name += "(" + std::to_string(*length) + ")";
    }
    if (!machine.can().rich_types && path == "sqlalchemy.Uuid") made.type = Type{.kind = TypeKind::char_, .length = 32};
    const bool jsonb = rule.kind == TypeKind::jsonb;
    if (!machine.can().rich_types && rule.postgresql_only) {
        made.fails = std::string(machine.can().shown) + " has no " + base::upper(path.substr(path.rfind('.') + 1));
        if (jsonb) made.fails += " before SQLAlchemy 2.1";  // measured: 2.1 writes JSONB there, 2.0 and 1.4 refuse
        if (jsonb && machine.before_2_1 == false) made.fails.clear();
        if (jsonb) made.type = Type{.kind = TypeKind::json};
        if (rule.kind == TypeKind::inet) made.type = Type{.kind = TypeKind::string, .length = 45};
    }
    if (path.starts_with("mysql.") && rule.other_dialect)
        made.fails = std::string(machine.can().shown) + " has no such type";
    if (rule.kind == TypeKind::boolean) {
        made.checked = reader.flag("create_constraint") && !machine.can().booleans;
        made.check_name = reader.text("name").value_or("");
        made.check_is_final = is_final(machine, reader.value("name"));
    }
    made.unknown = reader.unknown();
    return keep(machine.heap, std::move(made));
}

/// The application's own type: its Python text is all there is.
TypeObject opaque_type(std::string text) {
    TypeObject made;
    made.python = text;
    made.type.kind = TypeKind::opaque;
    made.type.name = std::move(text);
    return made;
}

/// What TypeDecorator.load_dialect_impl(dialect) gives; nullopt when there is none or it is not followed.
std::optional<TypeObject> dialect_type(Machine& machine, const ClassObject& type, const Value& self) {
    const Value* method = find(type.attributes, "load_dialect_impl");
    const auto* function = method ? as<Function>(*method) : nullptr;
    if (!function) return std::nullopt;
    Value made =
        call_function(machine, *function, {{self, keep(machine.heap, DialectObject{})}, {}, nullptr, {}, false});
    if (is_unknown(made) || is_none(made)) return opaque_type(type.path.empty() ? type.name : type.path);
    return type_from(machine, made);
}

/// MyType(50): what the TypeDecorator is called with goes to its impl.
Value with_arguments(Machine& machine, const Value& impl, const Value& self) {
    const auto* instance = object<InstanceObject>(self);
    const Value* given = instance ? find(instance->attributes, kArguments) : nullptr;
    const auto* both = given ? as<Tuple>(*given) : nullptr;
    if (!both || (!as<Named>(impl) && !object<ClassObject>(impl))) return impl;
    Arguments arguments;
    arguments.positional = as<Tuple>(both->items[0])->items;
    for (const auto& [key, value] : as<Dict>(both->items[1])->items) arguments.named.emplace_back(*text_of(key), value);
    return call(machine, impl, std::move(arguments));
}

/// A UserDefinedType: what get_col_spec gives is its SQL.
std::optional<TypeObject> column_spec(Machine& machine, const ClassObject& type, const Value& self) {
    const Value* method = find(type.attributes, "get_col_spec");
    if (!method || !as<Function>(*method)) return std::nullopt;
    const Value made = call(machine, *method, {{self}, {}, nullptr, {}, false});
    if (!text_of(made)) return std::nullopt;
    TypeObject read;
    read.type = read_sql_type(*text_of(made));
    read.python = type.name;
    return read;
}

constexpr std::string_view kCompiled = "compiles";
constexpr std::string_view kCompiledHere = "compiles here";  // for this dialect alone: before the other

/// What the function of a @compiles says is the type's SQL.
TypeObject compiled_by(Machine& machine, const Value& function, const Value& self, const std::string& name) {
    if (!as<Function>(function)) return opaque_type(name);
    const Value compiler = unknown(machine, "the compiler of SQLAlchemy");
    const Value made = call_function(machine, *as<Function>(function), {{self, compiler}, {}, nullptr, {}, false});
    if (!text_of(made)) return opaque_type(name);
    TypeObject read;
    read.type = read_sql_type(*text_of(made));
    read.python = name;
    return read;
}

std::optional<TypeObject> compiled(Machine& machine, const ClassObject& type, const Value& self) {
    const Value* function = find(type.attributes, kCompiledHere);
    if (!function) function = find(type.attributes, kCompiled);
    if (!function) return std::nullopt;
    return compiled_by(machine, *function, self, type.path.empty() ? type.name : type.path);
}

bool is_schema_type(const ClassObject& type) {
    return std::ranges::any_of(type.bases, [](std::string_view base) {
        return base.find('.') != std::string_view::npos && base.ends_with("SchemaType");  // no class of the project
    });
}

/// The `impl` of a TypeDecorator, called with what the type was.
std::optional<Value> implementation_of(Machine& machine, const ClassObject& type, const Value& self) {
    const Value* impl = find(type.attributes, "impl");
    return impl ? std::optional(with_arguments(machine, *impl, self)) : std::nullopt;
}

/// A TypeDecorator of the module: its `impl` says what the database sees.
TypeObject decorated_as(Machine& machine, const ClassObject& type, const Value& self) {
    if (auto made = compiled(machine, type, self)) return *made;
    if (auto made = dialect_type(machine, type, self)) return *made;
    if (auto made = column_spec(machine, type, self)) return *made;
    if (const auto impl = implementation_of(machine, type, self); impl && !is_unknown(*impl)) {
        TypeObject made = type_from(machine, *impl);
        if (made.unknown.empty() && made.type.kind != TypeKind::opaque) return made;
    }
    return opaque_type(type.path.empty() ? type.name : type.path);
}

TypeObject decorated_type(Machine& machine, const ClassObject& type, const Value& self) {
    TypeObject made = decorated_as(machine, type, self);
    made.adds_parts = is_schema_type(type);
    return made;
}

}  // namespace

std::optional<Value> usual_implementation(Machine& machine, const Value& self) {
    const auto* instance = object<InstanceObject>(self);
    const ClassObject* type = instance ? class_of(*instance) : object<ClassObject>(self);
    return type ? implementation_of(machine, *type, self) : std::nullopt;
}

Value compiling(Machine& machine, const Arguments& arguments) {
    CompilesObject made{arguments.positional[0], arguments.positional.size() == 1, false};
    for (const Value& each : arguments.positional) {
        const std::string* name = text_of(each);
        if (name && *name == name_of(machine.dialect())) made.here = made.only = true;
    }
    return keep(machine.heap, std::move(made));
}

void keep_compiled(Machine& machine, const CompilesObject& compiles, const Value& function) {
    if (!compiles.here) return;
    auto* type = object<ClassObject>(compiles.element);
    if (type) put(machine.heap, type->attributes, compiles.only ? kCompiledHere : kCompiled, function);
    const std::string path = canonical_path(path_of(compiles.element));
    if (!path.empty() && (compiles.only || !machine.compiled.contains(path))) machine.compiled[path] = function;
}

std::optional<Value> call_type(Machine& machine, std::string_view path, const Arguments& arguments) {
    const auto compiled = machine.compiled.find(path);
    if (compiled != machine.compiled.end() && find_type_rule(path)) {
        const Value self = unknown(machine, "a type of SQLAlchemy");
        return keep(machine.heap, compiled_by(machine, compiled->second, self, std::string(path)));
    }
    if (path == "sqlalchemy.Enum" || path == "sqlalchemy.ENUM" || path == "postgresql.ENUM")
        return make_enumeration(machine, arguments, path);
    if (path == "mysql.ENUM") return make_enumeration(machine, arguments, "sqlalchemy.Enum");
    if (path == "sqlalchemy.ARRAY" || path == "postgresql.ARRAY") return make_array(machine, arguments);
    if (path.ends_with(".Interval") || path.ends_with(".INTERVAL")) return make_interval(machine, path, arguments);
    if (auto made = make_extension_type(machine, path, arguments)) return made;
    if (const TypeRule* rule = find_type_rule(path)) return make_plain(machine, path, *rule, arguments);
    return std::nullopt;
}

TypeObject type_from(Machine& machine, const Value& value) {
    if (const auto* type = object<TypeObject>(value)) return *type;
    if (const auto* type = object<ClassObject>(value)) return decorated_type(machine, *type, value);
    if (const auto* instance = object<InstanceObject>(value)) {
        const auto* type = class_of(*instance);
        if (type) return decorated_type(machine, *type, value);
    }
    if (const auto* named = as<Named>(value)) {
        Value made = call(machine, value, {});
        if (const auto* type = object<TypeObject>(made)) return *type;
        return opaque_type(named->path);
    }
    TypeObject made;
    made.type.kind = TypeKind::opaque;
    const auto* source = as<Unknown>(value);
    made.unknown = source ? source->reason : "the type is not followed";
    if (source && !source->python.empty()) return opaque_type(source->python);
    return made;
}

bool changes_when_read(const Machine& machine, const Type& type) {
    if (machine.dialect() != Dialect::sqlite) return false;
    if (type.kind == TypeKind::jsonb) return machine.before_2_1 != false;
    if (type.kind != TypeKind::other) return false;
    static const std::set<std::string_view> known = {"BLOB", "BOOL",     "DATE_CHAR", "DATETIME_CHAR", "DOUBLE",
                                                     "INT",  "NVARCHAR", "REAL",      "TIME_CHAR",     "NCHAR"};
    const std::string name = sql_of(type, Dialect::sqlite);
    return !known.contains(std::string_view(name).substr(0, name.find('(')));
}

void complete_type(Machine& machine, TypeObject& type) {
    if (type.type.kind != TypeKind::enumeration || !type.type.labels.empty()) return;
    auto found = machine.schema.enums.find({type.type.name_schema, type.type.name});
    if (found != machine.schema.enums.end()) type.type.labels = found->second.labels;
}

std::optional<EnumType> enum_of(const TypeObject& type) {
    const Type* inner = &type.type;
    if (inner->kind == TypeKind::array && !inner->element.empty()) inner = &inner->element.front();
    if (inner->kind != TypeKind::enumeration || !type.unknown.empty()) return std::nullopt;
    return EnumType{{inner->name_schema, inner->name}, inner->labels};
}

Value type_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments) {
    Reader reader(machine, arguments);
    if (name == "with_variant") {
        auto type = reader.value("type_", 0);
        bool mine = false;
        for (std::size_t i = 1; i < std::max<std::size_t>(arguments.positional.size(), 2); ++i) {
            mine = mine || reader.text("dialect_name", static_cast<int>(i)) == std::string(name_of(machine.dialect()));
        }
        if (!mine || !type) return self;
        const TypeObject base = type_from(machine, self);
        TypeObject variant = type_from(machine, *type);
        variant.first = base.first ? base.first : base.type;
        return keep(machine.heap, std::move(variant));
    }
    if (name == "as_generic" || name == "copy" || name == "evaluates_none" || name == "dialect_impl") return self;
    return unknown(machine, "the method " + std::string(name) + " of a type is not followed");
}

}  // namespace migrate::sqlalchemy
