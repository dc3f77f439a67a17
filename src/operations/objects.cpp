#include "operations/objects.h"

#include <algorithm>

namespace migrate {

namespace {

/// Collects while it visits; one function for each operation.
class ObjectCollector {
  public:
    std::vector<Touched> found;

    void operator()(const CreateTable& o) {
        const TableName& table = o.table.name;
        add(Use::makes, ObjectKind::table, table);
        for (const Column& each : o.table.columns) add(Use::makes, ObjectKind::column, table, each.name);
        if (o.table.primary_key) add(Use::makes, ObjectKind::primary_key, table, o.table.primary_key->name);
        make_constraints(table, o.table.uniques);
        make_constraints(table, o.table.checks);
        make_constraints(table, o.table.foreign_keys);
        make_constraints(table, o.table.excludes);
        for (const ForeignKey& key : o.table.foreign_keys) needs_target(table, key);
    }
    void operator()(const DropTable& o) { add(Use::takes, ObjectKind::table, o.table); }
    void operator()(const RenameTable& o) { rename(ObjectKind::table, o.from, o.to); }
    void operator()(const CommentTable& o) { add(Use::changes, ObjectKind::table, o.table, {}, "comment"); }
    void operator()(const AddColumn& o) { add_part(Use::makes, ObjectKind::column, o.table, o.column.name); }
    void operator()(const DropColumn& o) { add_part(Use::takes, ObjectKind::column, o.table, o.column); }
    void operator()(const RenameColumn& o) { rename_part(ObjectKind::column, o.table, o.from, o.to); }
    void operator()(const AlterColumn& o) {
        const auto changes = [&](std::string_view aspect) {
            add(Use::changes, ObjectKind::column, o.table, o.column, aspect);
        };
        if (o.type) changes("type");
        if (o.nullable) changes("nullability");
        if (o.set_default || o.set_identity) changes("default");
        if (o.comment) changes("comment");
        needs_columns(o.table, {o.column});
    }
    void operator()(const CreateIndex& o) {
        add_part(Use::makes, ObjectKind::index, o.table, o.index.name);
        for (const IndexElement& each : o.index.elements) {
            if (!each.column.empty()) add(Use::needs, ObjectKind::column, o.table, each.column);
        }
        for (const std::string& each : o.index.include) add(Use::needs, ObjectKind::column, o.table, each);
    }
    void operator()(const DropIndex& o) {
        add(Use::takes, ObjectKind::index, o.table.value_or(TableName{o.schema, {}}), o.index);
    }
    void operator()(const RenameIndex& o) {
        add(Use::takes, ObjectKind::index, {o.schema, {}}, o.from);
        add(Use::makes, ObjectKind::index, {o.schema, {}}, o.to);
    }
    void operator()(const CreatePrimaryKey& o) {
        add(Use::makes, ObjectKind::primary_key, o.table, o.primary_key.name);
        needs_columns(o.table, o.primary_key.columns);
    }
    void operator()(const CreateUnique& o) {
        add(Use::makes, ObjectKind::constraint, o.table, o.unique.name);
        needs_columns(o.table, o.unique.columns);
    }
    void operator()(const CreateCheck& o) { add_part(Use::makes, ObjectKind::constraint, o.table, o.check.name); }
    void operator()(const CreateForeignKey& o) {
        add(Use::makes, ObjectKind::constraint, o.table, o.foreign_key.name);
        needs_columns(o.table, o.foreign_key.columns);
        needs_target(o.table, o.foreign_key);
    }
    void operator()(const CreateExclude& o) { add_part(Use::makes, ObjectKind::constraint, o.table, o.exclude.name); }
    void operator()(const DropConstraint& o) { add_part(Use::takes, ObjectKind::constraint, o.table, o.name); }
    void operator()(const RenameConstraint& o) { rename_part(ObjectKind::constraint, o.table, o.from, o.to); }
    void operator()(const ValidateConstraint& o) { add_part(Use::needs, ObjectKind::constraint, o.table, o.name); }
    void operator()(const CreateEnum& o) { add(Use::makes, ObjectKind::type, o.type.name); }
    void operator()(const DropEnum& o) { add(Use::takes, ObjectKind::type, o.name); }
    void operator()(const RenameEnum& o) { rename(ObjectKind::type, o.from, o.to); }
    void operator()(const AddEnumLabel& o) {
        add(Use::makes, ObjectKind::label, o.name, o.label);
        add(Use::needs, ObjectKind::type, o.name);
    }
    void operator()(const RenameEnumLabel& o) {
        add(Use::takes, ObjectKind::label, o.name, o.from);
        add(Use::makes, ObjectKind::label, o.name, o.to);
        add(Use::needs, ObjectKind::type, o.name);
    }
    void operator()(const CreateSequence& o) { add(Use::makes, ObjectKind::sequence, o.name); }
    void operator()(const DropSequence& o) { add(Use::takes, ObjectKind::sequence, o.name); }
    void operator()(const CreateView& o) { add(Use::makes, ObjectKind::view, o.name); }
    void operator()(const DropView& o) { add(Use::takes, ObjectKind::view, o.name); }
    void operator()(const Execute&) {}
    void operator()(const Opaque&) {}

  private:
    void add(Use use, ObjectKind kind, const TableName& owner, std::string name = {}, std::string_view aspect = {}) {
        found.push_back({use, kind, owner, std::move(name), aspect});
    }
    void rename(ObjectKind kind, const TableName& from, const TableName& to) {
        add(Use::takes, kind, from);
        add(Use::makes, kind, to);
    }
    void add_part(Use use, ObjectKind kind, const TableName& table, const std::string& name) {
        add(use, kind, table, name);
        needs_columns(table, {});
    }
    void rename_part(ObjectKind kind, const TableName& table, const std::string& from, const std::string& to) {
        add(Use::takes, kind, table, from);
        add_part(Use::makes, kind, table, to);
    }
    template <class Constraints>
    void make_constraints(const TableName& table, const Constraints& constraints) {
        for (const auto& each : constraints) add(Use::makes, ObjectKind::constraint, table, each.name);
    }
    void needs_columns(const TableName& table, const std::vector<std::string>& columns) {
        add(Use::needs, ObjectKind::table, table);
        for (const std::string& each : columns) add(Use::needs, ObjectKind::column, table, each);
    }
    void needs_target(const TableName& owner, const ForeignKey& key) {
        if (key.target != owner) needs_columns(key.target, key.target_columns);
    }
};

bool is_of_table(const Touched& object) {
    return object.kind <= ObjectKind::index && !object.owner.name.empty();
}

void add_once(std::vector<TableName>& tables, const TableName& table) {
    if (std::ranges::find(tables, table) == tables.end()) tables.push_back(table);
}

}  // namespace

std::vector<Touched> objects_of(const Operation& operation) {
    ObjectCollector collector;
    std::visit(collector, operation);
    return std::move(collector.found);
}

std::string doubt_object(const Touched& object) {
    switch (object.kind) {
        case ObjectKind::table:
            return "table " + to_string(object.owner);
        case ObjectKind::column:
            return "column " + to_string(object.owner) + "." + object.name;
        case ObjectKind::primary_key:
        case ObjectKind::constraint:
            return "constraint " + to_string(object.owner) + "." + object.name;
        case ObjectKind::index:
            return "index " + object.name;
        case ObjectKind::type:
        case ObjectKind::label:
            return "type " + to_string(object.owner);
        case ObjectKind::sequence:
            return "sequence " + to_string(object.owner);
        case ObjectKind::view:
            return "view " + to_string(object.owner);
    }
    return "*";
}

std::vector<TableName> tables_of(const Operation& operation) {
    std::vector<TableName> tables;
    for (const Touched& each : objects_of(operation)) {
        const bool is_about = tables.empty() || each.use != Use::needs;
        if (is_about && is_of_table(each)) add_once(tables, each.owner);
    }
    return tables;
}

std::optional<TableName> table_of(const Operation& operation) {
    const std::vector<TableName> tables = tables_of(operation);
    return tables.empty() ? std::nullopt : std::optional(tables.front());
}

std::vector<TableName> targets_of(const Operation& operation) {
    const std::vector<TableName> own = tables_of(operation);
    std::vector<TableName> targets;
    for (const Touched& each : objects_of(operation)) {
        const bool is_own = std::ranges::find(own, each.owner) != own.end();
        if (each.use == Use::needs && each.kind == ObjectKind::table && !is_own) add_once(targets, each.owner);
    }
    return targets;
}

std::vector<const Column*> columns_made(const Operation& operation) {
    std::vector<const Column*> columns;
    std::visit(
        [&](const auto& each) {
            if constexpr (requires { each.table.columns; }) {
                for (const Column& column : each.table.columns) columns.push_back(&column);
            } else if constexpr (requires { each.column.type; }) {
                columns.push_back(&each.column);
            }
        },
        operation);
    return columns;
}

bool makes_unnamed(const Operation& operation) {
    const std::vector<Touched> objects = objects_of(operation);
    if (objects.empty() || objects.front().use != Use::makes || !objects.front().name.empty()) return false;
    return objects.front().kind == ObjectKind::constraint || objects.front().kind == ObjectKind::primary_key;
}

bool runs_concurrently(const Operation& operation) {
    return std::visit(
        [](const auto& each) {
            if constexpr (requires { each.concurrently; }) return each.concurrently;
            return false;
        },
        operation);
}

bool only_takes(const Operation& operation) {
    const std::vector<Touched> objects = objects_of(operation);
    const auto has = [&](Use use) {
        return std::ranges::any_of(objects, [&](const Touched& each) { return each.use == use; });
    };
    return has(Use::takes) && !has(Use::makes);
}

}  // namespace migrate
