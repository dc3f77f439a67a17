#include "models/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "models/annotation.h"
#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

void add_doubt(ColumnReading& reading, std::string reason) {
    reading.doubts.push_back(std::move(reason));
}

void take_type(ColumnReading& reading, TypeReading type) {
    reading.column.type = std::move(type.type);
    reading.has_type = true;
    if (!type.doubt.empty()) add_doubt(reading, std::move(type.doubt));
    if (type.has_check) {
        reading.enum_labels = std::move(type.check_labels);
        reading.enum_check_name = std::move(type.check_name);
    }
}

/// Computed(...), Identity(...), ForeignKey(...) and the like among a column's arguments; false for anything
/// else.
bool take_item(const Scope& scope, const Expression& argument, ColumnReading& reading) {
    const auto* call = argument.as<Call>();
    if (call == nullptr) return false;
    const std::string name = sqlalchemy_name(find_target(scope, *call->callee));
    if (name == "ForeignKey") {
        if (auto key = read_foreign_key(scope, *call)) {
            reading.foreign_keys.push_back(std::move(*key));
        } else {
            add_doubt(reading, fmt::format("the target of {} is not known", source_of(scope, argument)));
        }
        return true;
    }
    if (name == "CheckConstraint") {
        if (auto check = read_check(scope, *call)) {
            reading.checks.push_back(std::move(*check));
        } else {
            add_doubt(reading, fmt::format("{} is not SQL text", source_of(scope, argument)));
        }
        return true;
    }
    if (name == "Computed") {
        reading.column.computed = call->positional.empty() ? std::nullopt : string_of(scope, call->positional.front());
        if (!reading.column.computed) add_doubt(reading, "the expression of Computed is not SQL text");
        return true;
    }
    if (name == "Identity") {
        const bool always = flag_keyword(scope, *call, "always").value_or(false);
        reading.column.identity = always ? IdentityKind::always : IdentityKind::by_default;
        return true;
    }
    if (name == "Sequence") {
        add_doubt(reading, fmt::format("{} is a sequence of its own", source_of(scope, argument)));
        return true;
    }
    return false;
}

void take_positional(const Scope& scope, const Call& call, ColumnReading& reading) {
    for (std::size_t i = 0; i < call.positional.size(); ++i) {
        const Expression& argument = call.positional[i];
        if (take_item(scope, argument, reading)) continue;
        if (is_none(argument)) continue;
        const auto name = i == 0 ? string_of(scope, argument) : std::nullopt;
        if (name) {
            reading.column.name = *name;
        } else if (argument.as<Starred>() != nullptr) {
            add_doubt(reading, fmt::format("{} is not known", source_of(scope, argument)));
        } else if (!reading.has_type || i <= 1) {
            take_type(reading, read_type(scope, argument));
        } else {
            add_doubt(reading, fmt::format("{} is not understood", source_of(scope, argument)));
        }
    }
}

void take_flag(const Scope& scope, const Call& call, std::string_view name, bool& target, ColumnReading& reading) {
    const Expression* value = find_keyword(call, name);
    if (value == nullptr || is_none(*value)) return;
    const auto flag = flag_of(scope, *value);
    if (flag) {
        target = *flag;
    } else {
        add_doubt(reading, fmt::format("{} is {}, which is not known", name, source_of(scope, *value)));
    }
}

void take_keywords(const Scope& scope, const Call& call, ColumnReading& reading) {
    if (const auto name = string_keyword(scope, call, "name")) reading.column.name = *name;
    if (const Expression* type = find_keyword(call, "type_")) take_type(reading, read_type(scope, *type));
    take_flag(scope, call, "primary_key", reading.primary_key, reading);
    if (reading.primary_key) reading.column.nullable = false;
    if (reading.column.identity) reading.column.nullable = false;
    take_flag(scope, call, "nullable", reading.column.nullable, reading);
    take_flag(scope, call, "index", reading.index, reading);
    take_flag(scope, call, "unique", reading.unique, reading);
    if (const auto flag = flag_keyword(scope, call, "autoincrement")) reading.autoincrement = *flag;
    reading.column.comment = string_keyword(scope, call, "comment").value_or(reading.column.comment);
    const Expression* value = find_keyword(call, "server_default");
    if (value != nullptr && !is_none(*value)) {
        const std::string known = sqlalchemy_name(scope, *value);
        if (known == "FetchedValue") return;
        if (take_item(scope, *value, reading)) return;
        reading.column.server_default = read_server_default(scope, *value, reading.column.type);
        if (!reading.column.server_default) {
            add_doubt(reading, fmt::format("the server_default {} is not known", source_of(scope, *value)));
        }
    }
    for (const Keyword& keyword : call.keywords) {
        if (keyword.name.empty()) add_doubt(reading, fmt::format("**{} is not known", source_of(scope, keyword.value)));
    }
}

/// Calls in a class body that make no column, by their last name.
bool makes_no_column(const std::string& name) {
    static const std::set<std::string> names = {"relationship",
                                                "backref",
                                                "hybrid_property",
                                                "hybrid_method",
                                                "association_proxy",
                                                "synonym",
                                                "composite",
                                                "query_expression",
                                                "column_property",
                                                "dynamic_loader",
                                                "Relationship",
                                                "ConfigDict",
                                                "PrivateAttr",
                                                "validator",
                                                "field_validator",
                                                "property",
                                                "staticmethod",
                                                "classmethod",
                                                "registry",
                                                "MetaData",
                                                "Index",
                                                "UniqueConstraint",
                                                "CheckConstraint",
                                                "getLogger",
                                                "aliased",
                                                "select",
                                                "dict",
                                                "list",
                                                "set",
                                                "tuple",
                                                "frozenset",
                                                "int",
                                                "str",
                                                "bool",
                                                "float",
                                                "bytes",
                                                "range",
                                                "super",
                                                "Decimal",

                                                "object",
                                                "TypeVar",
                                                "Query",
                                                "query_property",
                                                "Table"};
    return names.contains(name);
}

ColumnReading fresh(const Scope& scope, const std::string& attribute, const Span& span) {
    ColumnReading reading;
    reading.attribute = attribute;
    reading.column.name = attribute;
    reading.where = place_in(scope, span);
    return reading;
}

/// The type and nullability of `Mapped[...]`, and the mapped_column inside Annotated.
ColumnReading from_annotation(const Annotated& annotated, const BaseRules& rules, ColumnReading reading,
                              bool type_follows) {
    reading.column.nullable = annotated.optional;
    for (std::size_t i = 0; i < annotated.columns.size(); ++i) {
        reading = read_column_call(annotated.column_scopes[i], *annotated.columns[i], std::move(reading));
    }
    if (reading.has_type || type_follows) return reading;
    for (std::size_t i = 0; i < annotated.aliases.size(); ++i) {
        if (auto type = type_by_rule(annotated.alias_scopes[i], annotated.aliases[i], rules.annotations)) {
            take_type(reading, std::move(*type));
            return reading;
        }
    }
    if (auto type = type_of_annotation(annotated.scope, annotated.type, rules.annotations)) {
        take_type(reading, std::move(*type));
    }
    return reading;
}

bool gives_type(const Scope& scope, const Call& call) {
    if (find_keyword(call, "type_") != nullptr || find_keyword(call, "sa_type") != nullptr) return true;
    for (std::size_t i = 0; i < call.positional.size() && i < 2; ++i) {
        const std::string name = sqlalchemy_name(scope, call.positional[i]);
        const bool item = name == "ForeignKey" || name == "CheckConstraint" || name == "Computed" ||
                          name == "Identity" || name == "Sequence";
        if (!item && !is_none(call.positional[i]) && !string_of(scope, call.positional[i])) return true;
    }
    return false;
}

/// A column that refers to another takes that one's type, whatever its annotation says.
bool has_key(const Scope& scope, const Call& call) {
    return sqlalchemy_name(find_target(scope, *call.callee)) != "Field" &&
           std::ranges::any_of(call.positional, [&](const Expression& argument) {
               return sqlalchemy_name(scope, argument) == "ForeignKey";
           });
}

/// SQLModel's Field(...).
ColumnReading read_field(const Scope& scope, const Call& call, ColumnReading reading) {
    if (const Expression* column = find_keyword(call, "sa_column")) {
        const auto* inner = column->as<Call>();
        ColumnReading own = fresh(scope, reading.attribute, column->span);
        if (inner != nullptr) return read_column_call(scope, *inner, std::move(own));
        add_doubt(reading, "its sa_column is not a Column(...)");
        return reading;
    }
    const auto length = integer_keyword(scope, call, "max_length");
    if (length && reading.column.type.kind == TypeKind::string) reading.column.type.length = static_cast<int>(*length);
    if (reading.column.type.kind == TypeKind::numeric) {
        const auto digits = integer_keyword(scope, call, "max_digits");
        const auto places = integer_keyword(scope, call, "decimal_places");
        if (digits) reading.column.type.precision = static_cast<int>(*digits);
        if (places) reading.column.type.scale = static_cast<int>(*places);
    }
    if (const Expression* type = find_keyword(call, "sa_type")) take_type(reading, read_type(scope, *type));
    take_flag(scope, call, "primary_key", reading.primary_key, reading);
    if (reading.primary_key) reading.column.nullable = false;
    take_flag(scope, call, "nullable", reading.column.nullable, reading);
    take_flag(scope, call, "index", reading.index, reading);
    take_flag(scope, call, "unique", reading.unique, reading);
    const Expression* target = find_keyword(call, "foreign_key");
    if (target != nullptr) {
        const auto text = string_of(scope, *target);
        const std::size_t dot = text ? text->rfind('.') : std::string::npos;
        if (dot == std::string::npos) {
            add_doubt(reading, fmt::format("the foreign key {} is not known", source_of(scope, *target)));
        } else {
            ForeignKey key;
            read_foreign_key_options(scope, call, key);
            key.name.clear();
            key.target = read_table_name(text->substr(0, dot));
            key.target_columns = {text->substr(dot + 1)};
            reading.foreign_keys.push_back(std::move(key));
        }
    }
    const Expression* more = find_keyword(call, "sa_column_kwargs");
    const auto* dict = more == nullptr ? nullptr : more->as<Dict>();
    if (more != nullptr && dict == nullptr) add_doubt(reading, "its sa_column_kwargs are not written out");
    if (dict == nullptr) return reading;
    Call keywords;
    keywords.callee = Box<Expression>(*call.callee);
    for (const DictItem& item : dict->items) {
        const auto key = item.key ? string_value(*item.key) : std::nullopt;
        keywords.keywords.push_back({key.value_or(""), item.value});
    }
    take_keywords(scope, keywords, reading);
    return reading;
}

/// The call that makes the column: `deferred(Column(...))` and `column_property(Column(...))` are taken off.
const Call* column_call(const Scope& scope, const Expression& value) {
    const auto* call = value.as<Call>();
    for (int i = 0; i < 4 && call != nullptr; ++i) {
        const std::string name = sqlalchemy_name(find_target(scope, *call->callee));
        if (name == "Column" || name == "mapped_column") return call;
        if ((name != "deferred" && name != "column_property") || call->positional.empty()) return nullptr;
        call = call->positional.front().as<Call>();
    }
    return nullptr;
}

/// `id = primary_key()`, where the function of the files read only returns a Column.
AttributeReading from_function(const Scope& scope, const std::string& attribute, const Call& call, const Span& span) {
    const Target target = find_target(scope, *call.callee);
    const std::string name = last_name(*call.callee);
    if (makes_no_column(name)) return {};
    if (target.kind == Target::Kind::class_def && target.rest.empty() && target.class_def->bases.empty()) return {};
    const bool plain = target.kind == Target::Kind::function && target.function->parameters.empty();
    const Expression* value = plain ? returned_by(*target.function) : nullptr;
    Scope there = scope;
    there.file = target.file;
    there.class_body = nullptr;
    const Call* column = value == nullptr ? nullptr : column_call(there, *value);
    if (column != nullptr) {
        ColumnReading reading = fresh(scope, attribute, span);
        return {read_column_call(there, *column, std::move(reading)), ""};
    }
    return {std::nullopt, fmt::format("{} may be a column: {}(...) is not known", attribute, name)};
}

}  // namespace

ColumnReading read_column_call(const Scope& scope, const Call& call, ColumnReading reading) {
    if (sqlalchemy_name(find_target(scope, *call.callee)) == "Field")
        return read_field(scope, call, std::move(reading));
    take_positional(scope, call, reading);
    take_keywords(scope, call, reading);
    return reading;
}

AttributeReading read_attribute(const Scope& scope, const BaseRules& rules, const std::string& attribute,
                                const Expression* annotation, const Expression* value, const Span& span) {
    const Call* call = value == nullptr ? nullptr : column_call(scope, *value);
    const auto* any_call = value == nullptr ? nullptr : value->as<Call>();
    const std::string callee = any_call == nullptr ? "" : sqlalchemy_name(find_target(scope, *any_call->callee));
    if (call == nullptr && rules.sqlmodel && callee == "Field") call = any_call;
    if (call == nullptr && any_call != nullptr) return from_function(scope, attribute, *any_call, span);
    ColumnReading reading = fresh(scope, attribute, span);
    if (annotation == nullptr) {
        if (call == nullptr) return {};
        return {read_column_call(scope, *call, std::move(reading)), ""};
    }
    const Annotated annotated = unwrap_annotation(scope, *annotation);
    const bool is_column = call != nullptr || annotated.mapped || rules.sqlmodel;
    if (!is_column || annotated.class_var) return {};
    const bool uses_annotation = annotated.mapped || rules.sqlmodel;
    const bool type_follows = call != nullptr && (gives_type(scope, *call) || has_key(scope, *call));
    if (uses_annotation) reading = from_annotation(annotated, rules, std::move(reading), type_follows);
    if (call != nullptr) reading = read_column_call(scope, *call, std::move(reading));
    if (!reading.has_type && reading.foreign_keys.empty()) {
        add_doubt(reading, fmt::format("the type of {} is not known to SQLAlchemy", source_of(scope, *annotation)));
        reading.column.type.kind = TypeKind::opaque;
        reading.column.type.name = source_of(scope, *annotation);
    }
    return {std::move(reading), ""};
}

}  // namespace migrate::models
