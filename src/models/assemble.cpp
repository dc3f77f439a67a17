// The table of a mapped class: its columns and those of its mixins, keys, constraints, indexes.
#include <algorithm>
#include <set>

#include "models/machine.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/definitions.h"

namespace migrate::models {

namespace {

constexpr int kMaxDepth = 64;  // of classes above one another

bool is_declared_attr(const Value& value) {
    const auto* function = as<Function>(value);
    return function && std::ranges::any_of(function->decorators, [](const std::string& name) {
               return name.find("declared_attr") != std::string::npos || name.ends_with("declared_column");
           });
}

void add_column(Mapped& mapped, const ColumnObject& column) {
    const bool known = std::ranges::any_of(
        mapped.columns, [&](const ColumnObject& one) { return one.column.name == column.column.name; });
    if (!known) mapped.columns.push_back(column);
}

/// What code has appended to the table of a class.
void add_parts(Mapped& mapped, const TableObject& more) {
    for (const ColumnObject& column : more.columns) add_column(mapped, column);
    auto& parts = mapped.parts;
    parts.constraints.insert(parts.constraints.end(), more.constraints.begin(), more.constraints.end());
    parts.indexes.insert(parts.indexes.end(), more.indexes.begin(), more.indexes.end());
    if (!more.unknown.empty()) mapped.doubts.push_back({"table " + to_string(mapped.name), more.unknown, mapped.where});
}

/// Brings the attributes of one class and of its mixins together.
class Gatherer {
  public:
    Gatherer(Machine& machine, Mapped& mapped) : machine_(machine), mapped_(mapped) {}

    void gather(const Object* self) {
        self_ = {const_cast<Object*>(self)};
        lineage_ = machine_.lineages[self];
        for (const ColumnObject& column : walk(self_, 0)) add_column(mapped_, column);
        order_key();
        for (const std::string& base : lineage_.unknown_bases)
            doubt("the base class " + base + " is not followed and may bring columns");
    }

  private:
    /// Inherited keys first, other inherited columns last: where people would write them.
    std::vector<ColumnObject> walk(const Value& value, int depth) {
        const auto& type = *object<ClassObject>(value);
        std::vector<ColumnObject> own;
        if (!seen_.insert(&type).second) return own;
        if (depth > kMaxDepth) {
            doubt("it has more than " + std::to_string(kMaxDepth) +
                  " classes above it, whose columns are not looked for");
            return own;
        }
        for (const std::string& name : type.own) read(type, name, own);
        for (const ClassGap& gap : type.gaps)
            doubt_at("the class has statements that are not followed: " + gap.reason, machine_.path_in(gap.where));
        std::vector<ColumnObject> inherited;
        for (const Value& given : type.parents) {
            const auto* generic = object<GenericObject>(given);
            const Value& parent = generic ? generic->origin : given;
            if (!object<ClassObject>(parent)) continue;
            const Lineage& above = machine_.lineages[as<Object>(parent)];
            if (machine_.mapped_class(as<Object>(parent)) || above.parent) continue;
            for (ColumnObject& column : walk(parent, depth + 1)) inherited.push_back(std::move(column));
        }
        std::stable_partition(inherited.begin(), inherited.end(),
                              [](const ColumnObject& column) { return column.primary_key; });
        const auto rest = std::ranges::find_if(inherited, [](const ColumnObject& one) { return !one.primary_key; });
        std::vector<ColumnObject> all(inherited.begin(), rest);
        all.insert(all.end(), own.begin(), own.end());
        all.insert(all.end(), rest, inherited.end());
        return all;
    }

    void read(const ClassObject& type, const std::string& name, std::vector<ColumnObject>& columns) {
        if (name == "__table_args__") return take_table_args(*find(type.attributes, name));
        if (name.starts_with("__") || !attributes_.insert(name).second) return;
        const Value* value = find(type.attributes, name);
        std::optional<Value> made;
        const python::Expression* written = nullptr;
        Scope* scope = nullptr;
        for (const Annotation& one : type.annotations) {
            if (one.name == name) written = one.written, scope = one.scope;
        }
        machine_.line = 0;
        if (value && is_declared_attr(*value)) {
            const auto& function = *as<Function>(*value);
            written = function.returns;
            scope = function.closure;
            made = call_attribute(*value, name);
            if (!made) return;
            value = &*made;
        }
        std::optional<Annotated> annotated;
        if (written && scope) annotated = read_annotation(machine_, *written, *scope);
        auto reading = read_attribute(machine_, type, lineage_, name, value, annotated ? &*annotated : nullptr);
        if (reading.column) {
            if (reading.column->where.empty() || reading.column->where.ends_with(":0"))
                reading.column->where = place_of(type, name);
            if (reading.column->primary_key) key_.push_back(reading.column->column.name);
            columns.push_back(std::move(*reading.column));
        }
        if (!reading.doubt.empty()) doubt_column(name, std::move(reading.doubt), place_of(type, name));
    }

    std::string place_of(const ClassObject& type, const std::string& name) const {
        for (const auto& [own, where] : type.places) {
            if (own == name) return machine_.path_in(where);
        }
        return mapped_.where;
    }

    /// What a declared_attr function gives for this class; kept in the class, as other functions may ask for it.
    std::optional<Value> call_attribute(const Value& function, const std::string& name) {
        std::string reason;
        try {
            Value made = call(machine_, function, {{self_}, {}, nullptr, {}, false});
            if (auto* column = object<ColumnObject>(made); column && column->column.name.empty())
                column->column.name = name;
            put(machine_.heap, object<ClassObject>(self_)->attributes, name, made);
            return made;
        } catch (const Raised& raised) {
            reason = display(machine_, raised.exception);
        } catch (const NotKnown&) {
            reason = "it depends on what only the real run knows";
        }
        doubt_column(name, "what the function returns cannot be read: " + reason, mapped_.where);
        return std::nullopt;
    }

    void take_table_args(const Value& given) {
        if (std::exchange(has_table_args_, true)) return;
        Value value = given;
        if (as<Function>(value)) {
            auto made = call_attribute(value, "__table_args__");
            if (!made) return;
            value = *made;
        }
        if (as<Dict>(value)) return take_options(*as<Dict>(value));
        const auto items = iterate_safely(value);
        if (!items) {
            const auto* source = as<Unknown>(value);
            return doubt("its __table_args__ cannot be read: " + (source ? source->reason : "no tuple"));
        }
        Items parts;
        for (const Value& item : *items) {
            const auto* options = as<Dict>(item);
            if (options) take_options(*options);
            if (!options) parts.push_back(item);
        }
        TableObject made = collect_parts(machine_, mapped_.name, parts);
        if (!made.unknown.empty()) made.unknown = "a part of its __table_args__ is not followed: " + made.unknown;
        add_parts(mapped_, made);
    }

    std::optional<Items> iterate_safely(const Value& value) {
        if (is_unknown(value) || is_none(value)) return std::nullopt;
        try {
            return iterate(machine_, value);
        } catch (const Raised&) {
            return std::nullopt;
        }
    }

    void take_options(const Dict& options) {
        for (const auto& [key, value] : options.items) {
            const auto* name = text_of(key);
            if (!name) continue;
            const auto text = name_in(value);
            if (*name == "comment" && text) mapped_.parts.comment = *text;
            if (*name != "schema" || is_none(value)) continue;
            if (text) mapped_.name.schema = *text == "public" ? "" : *text;
            if (!text) mapped_.name.schema.clear(), doubt("its schema is not known");
        }
    }

    /// A key of several columns has the class's own first, then those of its mixins, wherever they stand in the table.
    void order_key() {
        std::vector<std::string> there;
        for (const ColumnObject& column : mapped_.columns) {
            if (column.primary_key) there.push_back(column.column.name);
        }
        const bool written = std::ranges::any_of(mapped_.parts.constraints, [](const ConstraintObject& one) {
            return one.kind == ConstraintKind::primary_key;
        });
        if (written || key_ == there || !std::ranges::is_permutation(key_, there)) return;
        ConstraintObject key;
        key.kind = ConstraintKind::primary_key;
        key.columns = key_;
        mapped_.parts.constraints.push_back(std::move(key));
    }

    void doubt(std::string reason) { doubt_at(std::move(reason), mapped_.where); }
    void doubt_at(std::string reason, std::string where) {
        mapped_.doubts.push_back({"table " + to_string(mapped_.name), std::move(reason), std::move(where)});
    }
    void doubt_column(const std::string& name, std::string reason, std::string where) {
        mapped_.doubts.push_back(
            {"column " + to_string(mapped_.name) + "." + name, std::move(reason), std::move(where)});
    }

    Machine& machine_;
    Mapped& mapped_;
    Value self_ = none();
    Lineage lineage_;
    std::set<std::string> attributes_;
    std::vector<std::string> key_;  ///< names of the primary key's columns, in its order
    std::set<const ClassObject*> seen_;
    bool has_table_args_ = false;
};

/// A key that names no schema means that of the MetaData, and one by its column the table that the column has got.
void complete_key(Machine& machine, ForeignKeyRef& key, const std::string& schema, const Mapped& mapped) {
    if (const auto* column = key.target_column ? object<ColumnObject>(Value{key.target_column}) : nullptr) {
        const bool own = column->table.empty();
        key.target = own ? mapped.name : read_table_name(column->table);
        key.column = column->column.name;
    }
    if (key.target.schema.empty()) key.target.schema = schema;
    if (key.target.schema == "public") key.target.schema.clear();
    // Of a class in a schema, ForeignKey(User.id) knows the class's name alone.
    std::set<TableName> same;
    for (const Mapped& other : machine.mapped) {
        if (other.name == key.target) return;
        if (other.name.name == key.target.name) same.insert(other.name);
    }
    if (same.size() == 1 && key.target.schema.empty()) key.target = *same.begin();
}

/// Columns that a class with a `__table__` is given afterwards.
void add_later_columns(Mapped& mapped) {
    const auto* type = mapped.type ? std::any_cast<ClassObject>(&mapped.type->data) : nullptr;
    for (const std::string& name : type ? type->own : std::vector<std::string>{}) {
        const Value* value = find(type->attributes, name);
        if (const auto* column = value ? object<ColumnObject>(*value) : nullptr) add_column(mapped, *column);
    }
}

}  // namespace

const MetadataObject* metadata_of_class(Machine& machine, const Mapped& mapped) {
    if (!mapped.type) return nullptr;
    const Value held = metadata_of(*std::any_cast<ClassObject>(&mapped.type->data));
    if (is_none(held) && machine.lineages[mapped.type].sqlmodel) return object<MetadataObject>(machine.sqlmodel);
    return object<MetadataObject>(held);
}

void assemble(Machine& machine, Mapped& mapped) {
    const auto loose = mapped.loose;  // not those that a function of the class makes now
    const auto subclasses = mapped.subclasses;
    if (mapped.table) {
        mapped.parts = *mapped.table;
        mapped.columns = mapped.table->columns;
        add_later_columns(mapped);
        if (!mapped.table->unknown.empty())
            mapped.doubts.push_back({"table " + to_string(mapped.name), mapped.table->unknown, mapped.where});
    } else {
        run_listeners(machine, mapped);
        Gatherer(machine, mapped).gather(mapped.type);
        for (const Object* sub : subclasses) Gatherer(machine, mapped).gather(sub);
        if (mapped.added) {
            auto& added = *std::any_cast<TableObject>(&mapped.added->data);
            added.name = mapped.name;
            add_parts(mapped, added);
        }
    }
    if (!mapped.name_doubt.empty())
        mapped.doubts.insert(mapped.doubts.begin(),
                             {"table " + to_string(mapped.name), mapped.name_doubt, mapped.where});
    for (const IndexObject* index : loose) mapped.parts.indexes.push_back(*index);
    const MetadataObject* metadata = metadata_of_class(machine, mapped);
    if (metadata) mapped.parts.naming = metadata->naming;
    if (metadata && !metadata->schema_unknown.empty() && mapped.name.schema.empty())
        mapped.doubts.push_back({"table " + to_string(mapped.name), metadata->schema_unknown, mapped.where});
    if (metadata && !metadata->unknown.empty())
        mapped.doubts.push_back({"table " + to_string(mapped.name), metadata->unknown, mapped.where});
    const std::string schema = metadata ? metadata->schema : mapped.parts.schema;
    for (ColumnObject& column : mapped.columns) {
        for (ForeignKeyRef& key : column.foreign_keys) {
            complete_key(machine, key, schema, mapped);
            key.use_alter = false;
        }
    }
    for (ConstraintObject& constraint : mapped.parts.constraints) {
        constraint.use_alter = false;
        if (constraint.kind != ConstraintKind::foreign_key) continue;
        ForeignKeyRef key{.target = constraint.target};
        complete_key(machine, key, schema, mapped);
        constraint.target = key.target;
    }
}

void build(Machine& machine, Mapped& mapped) {
    const NamingConvention* around = std::exchange(machine.own_naming, &mapped.parts.naming);
    mapped.built = build_table(machine, mapped.name, mapped.columns, mapped.parts.constraints, mapped.parts.indexes);
    machine.own_naming = around;
    mapped.built.table.comment = mapped.parts.comment;
}

}  // namespace migrate::models
