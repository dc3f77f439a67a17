#include "models/mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "models/columns.h"
#include "models/constants.h"
#include "models/gather.h"
#include "models/lineage.h"
#include "schema/naming.h"

namespace migrate::models {

using namespace python;

namespace {

void add_constraints(const ColumnReading& reading, Table& table) {
    const std::string& name = reading.column.name;
    for (ForeignKey key : reading.foreign_keys) {
        key.columns = {name};
        table.foreign_keys.push_back(std::move(key));
    }
    for (const Check& check : reading.checks) table.checks.push_back(check);
    if (!reading.enum_labels.empty()) {
        std::vector<std::string> labels;
        for (const std::string& label : reading.enum_labels)
            labels.push_back("'" + base::replace_all(label, "'", "''") + "'");
        table.checks.push_back({reading.enum_check_name,
                                fmt::format("{} IN ({})", quote_identifier(name), base::join(labels, ", ")), false});
    }
    if (reading.index) {
        Index index;
        index.elements.emplace_back().column = name;
        index.unique = reading.unique;
        table.indexes.push_back(std::move(index));
    } else if (reading.unique) {
        table.uniques.emplace_back().columns = {name};
    }
}

void add_column(const ColumnReading& reading, Draft& draft) {
    Table& table = draft.parts.table;
    const std::string& name = reading.column.name;
    for (const std::string& reason : reading.doubts) {
        draft.parts.doubts.push_back({fmt::format("column {}.{}", to_string(table.name), name), reason, reading.where});
    }
    draft.parts.columns_by_attribute[reading.attribute] = name;
    if (find_column(table, name) != nullptr) return;
    table.columns.push_back(reading.column);
    if (!reading.has_type && reading.column.type.kind != TypeKind::opaque) draft.untyped.push_back(name);
    if (reading.primary_key) {
        if (!table.primary_key) table.primary_key = PrimaryKey{};
        table.primary_key->columns.push_back(name);
    }
    if (reading.autoincrement) (*reading.autoincrement ? draft.serial : draft.no_serial).push_back(name);
    add_constraints(reading, table);
}

void add_gathered(Gathered gathered, Draft& draft) {
    for (const ColumnReading& column : gathered.columns) add_column(column, draft);
    for (Doubt& doubt : gathered.doubts) draft.parts.doubts.push_back(std::move(doubt));
    if (gathered.table_args != nullptr) read_table_args(gathered.table_args_scope, *gathered.table_args, draft.parts);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// SQLAlchemy gives a sequence to a lone integer key that refers to nothing and has no default of its own.
void add_serial(const Draft& draft, Table& table) {
    if (!table.primary_key) return;
    for (const std::string& name : table.primary_key->columns) {
        Column* column = find_column(table, name);
        if (column == nullptr || !is_whole_number(column->type.kind)) continue;
        const bool refers = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                                        [&](const ForeignKey& key) { return contains(key.columns, name); });
        const bool plain = !column->server_default && !column->identity && !column->computed;
        const bool automatic = table.primary_key->columns.size() == 1 && !refers && !contains(draft.no_serial, name);
        if (plain && (automatic || contains(draft.serial, name))) column->identity = IdentityKind::serial;
    }
}

/// Flask-SQLAlchemy's `db.Table(...)` belongs to the metadata of `db`.
Convention convention_of_callee(const Scope& scope, const Expression& callee) {
    const auto* attribute = callee.as<Attribute>();
    return attribute == nullptr
               ? Convention{}
               : convention_of_metadata(scope, Expression{Attribute{attribute->object, "metadata"}, callee.span});
}

void read_table_call(const Scope& scope, const Call& call, Draft& draft) {
    TableParts& parts = draft.parts;
    draft.convention = convention_of_callee(scope, *call.callee);
    for (std::size_t i = 1; i < call.positional.size(); ++i) {
        const Expression& item = call.positional[i];
        const std::string name = item.as<Call>() == nullptr ? "" : sqlalchemy_name(scope, item);
        if (name == "Column") {
            ColumnReading reading;
            reading.where = place_in(scope, item.span);
            reading = read_column_call(scope, *item.as<Call>(), std::move(reading));
            reading.attribute = reading.column.name;
            add_column(reading, draft);
        } else if (i == 1 && name.empty()) {
            draft.convention = convention_of_metadata(scope, item);
        } else if (name == "MetaData") {
            draft.convention = read_convention(scope, *item.as<Call>());
        } else {
            read_table_item(scope, item, parts);
        }
    }
    for (const Keyword& keyword : call.keywords) read_table_option(scope, keyword.name, keyword.value, parts);
    const bool own_schema = find_keyword(call, "schema") != nullptr;
    if (!draft.convention.doubt.empty() && !own_schema)
        parts.doubts.push_back({"table " + to_string(parts.table.name), draft.convention.doubt, draft.model.where});
}

Scope scope_of(const Library& library, const Target& target) {
    Scope scope;
    scope.library = &library;
    scope.file = target.file;
    return scope;
}

/// `__table__ = Table(...)`.
bool read_own_table(const Library& library, const Target& class_target, Draft& draft) {
    const Expression* value = own_value(*class_target.class_def, "__table__");
    const auto* call = value == nullptr ? nullptr : value->as<Call>();
    if (call == nullptr || call->positional.empty()) return false;
    const Scope scope = scope_of(library, class_target);
    draft.parts.table.name = read_table_name(string_of(scope, call->positional.front()).value_or(""));
    read_table_call(scope, *call, draft);
    return true;
}

/// The line of the class itself: the place of a class's doubts.
Span span_of(const Library& library, const Target& class_target) {
    for (const Statement& statement : library.files[class_target.file].module.statements) {
        if (statement.as<ClassDef>() == class_target.class_def) return statement.span;
    }
    return {};
}

}  // namespace

Draft draft_class(Classes& classes, const Target& class_target) {
    Draft draft;
    draft.class_target = class_target;
    const Library& library = classes.library();
    const Lineage& lineage = classes.facts(class_target).lineage;
    const Mapping& mapping = classes.facts(class_target).mapping;
    const Scope scope = scope_of(library, class_target);
    const std::string& class_name = class_target.class_def->name;
    draft.convention = lineage.convention;
    draft.model.class_name = class_name;
    draft.model.where = place_in(scope, span_of(library, class_target));
    if (read_own_table(library, class_target, draft)) return draft;
    draft.parts.table.name = read_table_name(mapping.name.value_or(to_snake_case(class_name)));
    const std::string object = "table " + to_string(draft.parts.table.name);
    const auto doubt = [&](std::string reason) {
        draft.parts.doubts.push_back({object, std::move(reason), draft.model.where});
    };
    if (!mapping.name) doubt("its __tablename__ cannot be read; the name is guessed from the class");
    for (const std::string& base : lineage.unknown_bases) {
        doubt(fmt::format("the base class {} is not in the files read and may bring columns", base));
    }
    if (!lineage.convention.doubt.empty()) doubt(lineage.convention.doubt);
    add_gathered(gather_class(classes, lineage.rules, class_name, draft.parts.table.name.name, class_target), draft);
    return draft;
}

Draft draft_table(const Scope& scope, const std::string& variable, const Call& call, const Span& span) {
    Draft draft;
    draft.model.class_name = variable;
    draft.model.where = place_in(scope, span);
    const auto name = string_of(scope, call.positional.front());
    draft.parts.table.name = read_table_name(name.value_or(variable));
    if (!name) draft.parts.doubts.push_back({"table " + variable, "its name cannot be read", draft.model.where});
    read_table_call(scope, call, draft);
    return draft;
}

void add_subclass(Classes& classes, const Target& class_target, Draft& draft) {
    const Lineage& lineage = classes.facts(class_target).lineage;
    add_gathered(
        gather_class(classes, lineage.rules, class_target.class_def->name, draft.parts.table.name.name, class_target),
        draft);
}

void finish(Draft& draft) {
    Table& table = draft.parts.table;
    if (table.name.schema.empty())
        table.name.schema = draft.convention.schema == "public" ? "" : draft.convention.schema;
    for (ForeignKey& key : table.foreign_keys) {
        if (key.target.schema.empty()) key.target.schema = table.name.schema.empty() ? "" : draft.convention.schema;
        if (key.target.schema == "public") key.target.schema.clear();
    }
    apply_convention(draft.convention, table);
    add_serial(draft, table);
    draft.model.table = table;
    draft.model.doubts = draft.parts.doubts;
}

}  // namespace migrate::models
