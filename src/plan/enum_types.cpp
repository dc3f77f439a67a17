// What a type means that is asked for, and the native enum that it brings, or leaves behind.
#include "base/attempt.h"
#include "base/text.h"
#include "operations/dependents.h"
#include "plan/enum_rows.h"
#include "plan/work.h"

namespace migrate::plan {

/// The enum types that the name means: the one of its schema, or those of any when it says none.
static std::vector<EnumType> enums_called(const Type& type, const Schema& schema) {
    if (const auto exact = schema.enums.find({type.name_schema, type.name}); exact != schema.enums.end())
        return {exact->second};
    std::vector<EnumType> found;
    for (const auto& [name, each] : schema.enums) {
        if (type.name_schema.empty() && name.name == type.name) found.push_back(each);
    }
    return found;
}

Result<Type> settle_type(Type type, Work& work) {
    if (type.kind == TypeKind::array && !type.element.empty()) {
        // an array has any number of dimensions, and no type says how many
        if (type.element.front().kind == TypeKind::array) return settle_type(Type(type.element.front()), work);
        Result<Type> element = settle_type(type.element.front(), work);
        if (!element) return element;
        element->on_sqlite.clear();
        type.element.front() = std::move(*element);
        return type;
    }
    if (type.kind == TypeKind::enumeration && type.labels.empty()) {
        const std::vector<EnumType> found = enums_called(type, work.now().postgresql);
        if (found.size() != 1) {
            std::vector<std::string> names;
            for (const auto& [name, each] : work.now().postgresql.enums) names.push_back(to_string(name));
            const std::string name = to_string(TableName{type.name_schema, type.name});
            const std::string there = names.empty() ? "there are none" : "the enum types: " + base::join(names, ", ");
            return fail("no_such_type",
                        found.empty() ? name + " is no column type, and no enum type of the database"
                                      : "there are several enum types " + name,
                        there + "; a new one is enum(" + name + ",'first','second'), any other type sql(" + name + ")");
        }
        const TableName& name = found.front().name;
        if (name.schema != type.name_schema) work.assume(type.name + " is read as enum type " + to_string(name));
        type.name_schema = name.schema;
        type.labels = found.front().labels;
        return type;
    }
    if (type.kind != TypeKind::other || !type.on_sqlite.empty()) return type;
    constexpr int kLongestNetwork = 49;  // an IPv6 address with its mask
    const bool network = type.name == "cidr";
    if (work.now().only() != Dialect::postgresql)
        work.assume("SQLite has no " + type.name + ": it is " + (network ? "a string" : "text") + " there");
    type.on_sqlite = {network ? Type{.kind = TypeKind::string, .length = kLongestNetwork}
                              : Type{.kind = TypeKind::text}};
    return type;
}

Result<void> make_enum(const Type& type, Work& work) {
    const Type& inner = innermost(type);
    if (inner.kind != TypeKind::enumeration) return {};
    const TableName name{inner.name_schema, inner.name};
    const auto found = work.now().postgresql.enums.find(name);
    if (found == work.now().postgresql.enums.end())
        return work.add_only(CreateEnum{.type = {name, inner.labels}}, Dialect::postgresql);
    if (found->second.labels == inner.labels) return {};
    return fail("type_exists",
                "the enum type " + to_string(name) + " is there with other labels: " +
                    base::join(found->second.labels, ", ") + "; asked for are " + base::join(inner.labels, ", "),
                "change that type first, or use another name");
}

Result<void> drop_unused_enum(const Type& type, Work& work) {
    const Type& inner = innermost(type);
    const TableName name{inner.name_schema, inner.name};
    const Schema& now = work.now().postgresql;
    const bool is_there = inner.kind == TypeKind::enumeration && now.enums.contains(name);
    if (!is_there || !users_of(now, name).empty()) return {};
    if (const std::string functions = functions_over(name, now); !functions.empty()) {
        work.assume("the type " + to_string(name) + " stays, for functions name it: " + functions);
        return {};
    }
    work.assume("the type " + to_string(name) + " goes too: no column has it any more");
    return work.add_only(DropEnum{.name = name}, Dialect::postgresql);
}

}  // namespace migrate::plan
