#include "models/table_items.h"

#include <fmt/format.h>

#include "base/text.h"
#include "models/annotation.h"
#include "models/columns.h"
#include "models/constants.h"
#include "schema/expression.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 12;

void doubt(const Scope& scope, TableParts& parts, const Expression& where, std::string object, std::string reason) {
    parts.doubts.push_back({std::move(object), std::move(reason), place_in(scope, where.span)});
}

void doubt_table(const Scope& scope, TableParts& parts, const Expression& item, std::string_view why) {
    doubt(scope, parts, item, "table " + to_string(parts.table.name),
          fmt::format("{} {}", source_of(scope, item), why));
}

std::string column_of_attribute(const TableParts& parts, const std::string& attribute) {
    const auto found = parts.columns_by_attribute.find(attribute);
    return found == parts.columns_by_attribute.end() ? attribute : found->second;
}

/// A column named as a string, by its attribute in the class body, or as `Class.attribute`, `table.c.name`.
std::optional<std::string> column_name(const Scope& scope, const Expression& expression, const TableParts& parts) {
    if (const auto* name = expression.as<Name>()) {
        if (parts.columns_by_attribute.contains(name->id)) return parts.columns_by_attribute.at(name->id);
    }
    if (const auto text = string_of(scope, expression)) return text;
    const auto dotted = dotted_name(expression);
    if (!dotted || dotted->find('.') == std::string::npos) return std::nullopt;
    const std::string last = dotted->substr(dotted->rfind('.') + 1);
    const Target target = find_target(scope, *dotted);
    if (target.kind == Target::Kind::class_def) return column_name_of(*scope.library, target, last);
    if (dotted->starts_with("cls.") || dotted->find(".c.") != std::string::npos)
        return column_of_attribute(parts, last);
    return std::nullopt;
}

std::optional<std::vector<std::string>> column_names(const Scope& scope, const std::vector<Expression>& items,
                                                     const TableParts& parts) {
    std::vector<std::string> names;
    for (const Expression& item : items) {
        const auto name = column_name(scope, item, parts);
        if (!name) return std::nullopt;
        names.push_back(*name);
    }
    return names;
}

const std::vector<Expression>* items_of(const Expression& expression) {
    if (const auto* list = expression.as<List>()) return &list->items;
    if (const auto* tuple = expression.as<Tuple>()) return &tuple->items;
    return nullptr;
}

bool is_text_call(const Scope& scope, const Expression& expression) {
    return expression.as<Call>() != nullptr && sqlalchemy_name(scope, expression) == "text";
}

/// SQL of `func.lower(column)`, nested; nothing for other expressions.
std::optional<std::string> sql_of_call(const Scope& scope, const Expression& expression, const TableParts& parts,
                                       int depth) {
    const auto* call = expression.as<Call>();
    if (call == nullptr || depth > kMaxDepth) return column_name(scope, expression, parts);
    if (is_text_call(scope, expression)) return string_of(scope, expression);
    const auto dotted = dotted_name(*call->callee);
    const std::size_t dot = dotted ? dotted->rfind('.') : std::string::npos;
    if (dot == std::string::npos || sqlalchemy_name(find_target(scope, dotted->substr(0, dot))) != "func")
        return std::nullopt;
    std::vector<std::string> arguments;
    for (const Expression& argument : call->positional) {
        const auto literal = string_value(argument);
        const auto sql = literal ? std::optional("'" + base::replace_all(*literal, "'", "''") + "'")
                                 : sql_of_call(scope, argument, parts, depth + 1);
        if (!sql) return std::nullopt;
        arguments.push_back(*sql);
    }
    return dotted->substr(dot + 1) + "(" + base::join(arguments, ", ") + ")";
}

std::optional<IndexElement> index_element(const Scope& scope, const Expression& expression, const TableParts& parts,
                                          int depth) {
    IndexElement element;
    if (const auto name = is_text_call(scope, expression) ? std::nullopt : column_name(scope, expression, parts)) {
        element.column = *name;
        return element;
    }
    const auto* call = expression.as<Call>();
    if (call == nullptr || depth > kMaxDepth) return std::nullopt;
    const auto* method = call->callee->as<Attribute>();
    const std::string name = last_name(*call->callee);
    const std::string word = !name.empty() ? name : method != nullptr ? method->name : "";
    const bool direction = word == "desc" || word == "asc" || word == "nulls_last" || word == "nulls_first" ||
                           word == "nullslast" || word == "nullsfirst";
    const Expression* inner = !call->positional.empty() ? &call->positional.front()
                              : method != nullptr       ? &*method->object
                                                        : nullptr;
    if (direction && inner != nullptr) {
        auto below = index_element(scope, *inner, parts, depth + 1);
        if (!below) return std::nullopt;
        if (word == "desc") below->descending = true;
        if (word.starts_with("nulls")) below->nulls = word.ends_with("last") ? "LAST" : "FIRST";
        return below;
    }
    const auto sql = sql_of_call(scope, expression, parts, depth + 1);
    if (!sql) return std::nullopt;
    const std::string plain = without_outer_parentheses(*sql);
    const std::string lowered = base::lower(plain);
    if (lowered.ends_with(" desc")) {  // text("created_at DESC")
        element.descending = true;
        element.expression = plain.substr(0, plain.size() - 5);
    } else {
        element.expression = plain;
    }
    const bool is_column = find_column(parts.table, element.expression) != nullptr;
    if (is_column) std::swap(element.column, element.expression);
    return element;
}

void read_index_options(const Scope& scope, const Call& call, Index& index) {
    index.unique = flag_keyword(scope, call, "unique").value_or(false);
    index.method = base::lower(string_keyword(scope, call, "postgresql_using").value_or(""));
    if (index.method == "btree") index.method.clear();
    const auto where = string_keyword(scope, call, "postgresql_where");
    index.where = without_outer_parentheses(where ? *where : string_keyword(scope, call, "sqlite_where").value_or(""));
    index.nulls_not_distinct = flag_keyword(scope, call, "postgresql_nulls_not_distinct").value_or(false);
    if (const Expression* include = find_keyword(call, "postgresql_include")) {
        index.include = strings_of(scope, *include).value_or(std::vector<std::string>());
    }
    const Expression* classes = find_keyword(call, "postgresql_ops");
    const auto* dict = classes == nullptr ? nullptr : classes->as<Dict>();
    if (dict == nullptr) return;
    for (const DictItem& item : dict->items) {
        const auto column = item.key ? string_of(scope, *item.key) : std::nullopt;
        for (IndexElement& element : index.elements) {
            if (column && element.column == *column) element.opclass = string_of(scope, item.value).value_or("");
        }
    }
}

void read_index(const Scope& scope, const Expression& item, const Call& call, TableParts& parts) {
    Index index;
    if (call.positional.empty()) return doubt_table(scope, parts, item, "has no columns");
    index.name = is_none(call.positional.front()) ? "" : string_of(scope, call.positional.front()).value_or("");
    for (std::size_t i = 1; i < call.positional.size(); ++i) {
        auto element = index_element(scope, call.positional[i], parts, 0);
        if (!element)
            return doubt(scope, parts, item, "index " + index.name,
                         fmt::format("{} is not understood", source_of(scope, call.positional[i])));
        index.elements.push_back(std::move(*element));
    }
    read_index_options(scope, call, index);
    for (const std::string_view keyword : {"postgresql_where", "sqlite_where"}) {
        const Expression* where = find_keyword(call, keyword);
        if (where == nullptr || string_of(scope, *where)) continue;
        return doubt(scope, parts, item, "index " + index.name,
                     fmt::format("its condition {} is not SQL text", source_of(scope, *where)));
    }
    if (find_keyword(call, "postgresql_with") != nullptr) {
        doubt(scope, parts, item, "index " + index.name, "its storage parameters are not read");
    }
    parts.table.indexes.push_back(std::move(index));
}

void read_unique(const Scope& scope, const Expression& item, const Call& call, TableParts& parts) {
    auto columns = column_names(scope, call.positional, parts);
    if (!columns || columns->empty()) return doubt_table(scope, parts, item, "has columns that are not known");
    Unique unique;
    unique.name = string_keyword(scope, call, "name").value_or("");
    unique.columns = std::move(*columns);
    unique.nulls_not_distinct = flag_keyword(scope, call, "postgresql_nulls_not_distinct").value_or(false);
    unique.deferrable = read_deferrable(scope, call);
    parts.table.uniques.push_back(std::move(unique));
}

void read_primary_key(const Scope& scope, const Expression& item, const Call& call, TableParts& parts) {
    auto columns = column_names(scope, call.positional, parts);
    if (!columns) return doubt_table(scope, parts, item, "has columns that are not known");
    const std::string name = string_keyword(scope, call, "name").value_or("");
    if (columns->empty() && parts.table.primary_key) {
        parts.table.primary_key->name = name;
        return;
    }
    for (const std::string& column : *columns) {
        if (Column* found = find_column(parts.table, column)) found->nullable = false;
    }
    parts.table.primary_key = PrimaryKey{name, std::move(*columns)};
}

/// `["users.id"]`, `[User.id]`: all of one table.
bool read_targets(const Scope& scope, const std::vector<Expression>& items, ForeignKey& key) {
    for (const Expression& item : items) {
        Call call;
        call.positional.push_back(item);
        const auto one = read_foreign_key(scope, call);
        if (!one || (!key.target.name.empty() && !(one->target == key.target))) return false;
        key.target = one->target;
        key.target_columns.push_back(one->target_columns.front());
    }
    return !items.empty();
}

void read_foreign_key_constraint(const Scope& scope, const Expression& item, const Call& call, TableParts& parts) {
    const Expression* own = !call.positional.empty() ? &call.positional.front() : find_keyword(call, "columns");
    const Expression* other = call.positional.size() > 1 ? &call.positional[1] : find_keyword(call, "refcolumns");
    const auto* own_items = own == nullptr ? nullptr : items_of(*own);
    const auto* other_items = other == nullptr ? nullptr : items_of(*other);
    ForeignKey key;
    read_foreign_key_options(scope, call, key);
    auto columns = own_items == nullptr ? std::nullopt : column_names(scope, *own_items, parts);
    const bool read = columns && other_items != nullptr && read_targets(scope, *other_items, key);
    if (!read || columns->size() != key.target_columns.size())
        return doubt_table(scope, parts, item, "is not understood");
    key.columns = std::move(*columns);
    parts.table.foreign_keys.push_back(std::move(key));
}

void read_args_at(const Scope& scope, const Expression& value, TableParts& parts, int depth);

void read_dictionary(const Scope& scope, const Dict& dict, TableParts& parts) {
    for (const DictItem& item : dict.items) {
        const auto key = item.key ? string_of(scope, *item.key) : std::nullopt;
        if (key) {
            read_table_option(scope, *key, item.value, parts);
        } else {
            doubt_table(scope, parts, item.value, "is not known");
        }
    }
}

void read_named_args(const Scope& scope, const Expression& value, TableParts& parts, int depth) {
    const Target target = find_target(scope, value);
    if (target.kind != Target::Kind::value || !target.rest.empty())
        return doubt_table(scope, parts, value, "is not known");
    Scope there = scope;
    there.file = target.file;
    if (there.file != scope.file) there.class_body = nullptr;
    read_args_at(there, *target.value, parts, depth + 1);
}

void read_args_at(const Scope& scope, const Expression& value, TableParts& parts, int depth) {
    if (depth > kMaxDepth) return doubt_table(scope, parts, value, "is nested too deep");
    if (const auto* dict = value.as<Dict>()) return read_dictionary(scope, *dict, parts);
    if (const auto* sum = value.as<Binary>(); sum != nullptr && sum->op == BinaryOperator::Add) {
        read_args_at(scope, *sum->left, parts, depth + 1);
        return read_args_at(scope, *sum->right, parts, depth + 1);
    }
    if (const auto* items = items_of(value)) {
        for (const Expression& item : *items) {
            const auto* starred = item.as<Starred>();
            if (starred != nullptr) {
                read_args_at(scope, *starred->operand, parts, depth + 1);
            } else if (const auto* dict = item.as<Dict>()) {
                read_dictionary(scope, *dict, parts);
            } else {
                read_table_item(scope, item, parts);
            }
        }
        return;
    }
    if (dotted_name(value)) return read_named_args(scope, value, parts, depth);
    doubt_table(scope, parts, value, "is not understood");
}

}  // namespace

void read_table_option(const Scope& scope, const std::string& name, const Expression& value, TableParts& parts) {
    const auto text = string_of(scope, value);
    if (name == "comment") parts.table.comment = text.value_or("");
    if (name != "schema" || is_none(value)) return;
    if (!text) return doubt_table(scope, parts, value, "is the schema's name, and not known");
    parts.table.name.schema = *text == "public" ? "" : *text;
}

void read_table_item(const Scope& scope, const Expression& item, TableParts& parts) {
    const auto* call = item.as<Call>();
    if (call == nullptr) {
        const Target target = find_target(scope, item);
        const bool follows =
            target.kind == Target::Kind::value && target.rest.empty() && target.value->as<Call>() != nullptr;
        if (!follows) return doubt_table(scope, parts, item, "is not understood");
        Scope there = scope;
        there.file = target.file;
        return read_table_item(there, *target.value, parts);
    }
    const auto* method = call->callee->as<Attribute>();
    if (method != nullptr && method->name == "ddl_if") {
        const auto* inner = method->object->as<Call>();
        const auto given =
            inner == nullptr || inner->positional.empty() ? std::nullopt : string_of(scope, inner->positional.front());
        const std::string object = given ? "index " + *given : "table " + to_string(parts.table.name);
        return doubt(scope, parts, item, object, "ddl_if makes it on some databases only");
    }
    const std::string name = sqlalchemy_name(find_target(scope, *call->callee));
    if (name == "Index") return read_index(scope, item, *call, parts);
    if (name == "UniqueConstraint") return read_unique(scope, item, *call, parts);
    if (name == "PrimaryKeyConstraint") return read_primary_key(scope, item, *call, parts);
    if (name == "ForeignKeyConstraint") return read_foreign_key_constraint(scope, item, *call, parts);
    if (name == "CheckConstraint") {
        if (auto check = read_check(scope, *call)) {
            parts.table.checks.push_back(std::move(*check));
        } else {
            doubt_table(scope, parts, item, "is not SQL text");
        }
        return;
    }
    doubt_table(scope, parts, item, "is not understood");
}

void read_table_args(const Scope& scope, const Expression& value, TableParts& parts) {
    read_args_at(scope, value, parts, 0);
}

}  // namespace migrate::models
