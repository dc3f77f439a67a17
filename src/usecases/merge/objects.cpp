#include "usecases/merge/objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace migrate::usecases {

namespace {

std::string table(const TableName& name) {
    return "table " + to_string(name);
}

std::string column(const TableName& name, const std::string& column_name) {
    return "column " + to_string(name) + "." + column_name;
}

std::string index(const std::string& schema, const std::string& name) {
    return "index " + (schema.empty() || schema == "public" ? name : schema + "." + name);
}

std::string constraint(const TableName& name, const std::string& constraint_name) {
    return "constraint " + constraint_name + " of " + to_string(name);
}

std::string type(const TableName& name) {
    return "type " + to_string(name);
}

/// Collects while it visits; one function for each operation.
class Collector {
  public:
    std::vector<Touched> found;

    void operator()(const CreateTable& o) {
        makes(table(o.table.name));
        for (const ForeignKey& key : o.table.foreign_keys) needs_key(o.table.name, key, false);
    }
    void operator()(const DropTable& o) { takes(table(o.table)); }
    void operator()(const RenameTable& o) {
        takes(table(o.from));
        makes(table(o.to));
    }
    void operator()(const CommentTable& o) { changes("the comment of table " + to_string(o.table), table(o.table)); }
    void operator()(const AddColumn& o) {
        makes(column(o.table, o.column.name));
        needs(table(o.table));
    }
    void operator()(const DropColumn& o) {
        takes(column(o.table, o.column));
        needs(table(o.table));
    }
    void operator()(const RenameColumn& o) {
        takes(column(o.table, o.from));
        makes(column(o.table, o.to));
        needs(table(o.table));
    }
    void operator()(const AlterColumn& o) {
        const std::string name = column(o.table, o.column);
        if (o.type) changes("the type of " + name, name);
        if (o.nullable) changes("whether " + name + " may be null", name);
        if (o.set_default || o.set_identity) changes("the default of " + name, name);
        if (o.comment) changes("the comment of " + name, name);
        needs(table(o.table));
    }
    void operator()(const CreateIndex& o) {
        makes(index(o.table.schema, o.index.name));
        needs(table(o.table));
        for (const IndexElement& element : o.index.elements) {
            if (!element.column.empty()) needs(column(o.table, element.column));
        }
    }
    void operator()(const DropIndex& o) { takes(index(o.schema, o.index)); }
    void operator()(const RenameIndex& o) {
        takes(index(o.schema, o.from));
        makes(index(o.schema, o.to));
    }
    void operator()(const CreatePrimaryKey& o) {
        makes("the primary key of " + to_string(o.table));
        needs_columns(o.table, o.primary_key.columns);
    }
    void operator()(const CreateUnique& o) {
        makes_constraint(o.table, o.unique.name);
        needs_columns(o.table, o.unique.columns);
    }
    void operator()(const CreateCheck& o) {
        makes_constraint(o.table, o.check.name);
        needs(table(o.table));
    }
    void operator()(const CreateForeignKey& o) {
        makes_constraint(o.table, o.foreign_key.name);
        needs_key(o.table, o.foreign_key, true);
    }
    void operator()(const CreateExclude& o) {
        makes_constraint(o.table, o.exclude.name);
        needs(table(o.table));
    }
    void operator()(const DropConstraint& o) {
        if (!o.name.empty()) takes(constraint(o.table, o.name));
        needs(table(o.table));
    }
    void operator()(const RenameConstraint& o) {
        takes(constraint(o.table, o.from));
        makes(constraint(o.table, o.to));
        needs(table(o.table));
    }
    void operator()(const ValidateConstraint& o) { needs(constraint(o.table, o.name)); }
    void operator()(const CreateEnum& o) { makes(type(o.type.name)); }
    void operator()(const DropEnum& o) { takes(type(o.name)); }
    void operator()(const RenameEnum& o) {
        takes(type(o.from));
        makes(type(o.to));
    }
    void operator()(const AddEnumLabel& o) {
        makes("label " + o.label + " of " + type(o.name));
        needs(type(o.name));
    }
    void operator()(const RenameEnumLabel& o) {
        takes("label " + o.from + " of " + type(o.name));
        makes("label " + o.to + " of " + type(o.name));
        needs(type(o.name));
    }
    void operator()(const CreateSequence& o) { makes("sequence " + to_string(o.name)); }
    void operator()(const DropSequence& o) { takes("sequence " + to_string(o.name)); }
    void operator()(const CreateView& o) { makes("view " + to_string(o.name)); }
    void operator()(const DropView& o) { takes("view " + to_string(o.name)); }
    void operator()(const Execute&) {}
    void operator()(const Opaque&) {}

  private:
    void add(std::string object, Touch how) { found.push_back({std::move(object), how}); }
    void needs(std::string object) { add(std::move(object), Touch::needs); }
    void makes(std::string object) { add(std::move(object), Touch::makes); }
    void takes(std::string object) { add(std::move(object), Touch::takes); }
    void changes(std::string fact, std::string object) {
        add(std::move(fact), Touch::changes);
        needs(std::move(object));
    }
    void makes_constraint(const TableName& owner, const std::string& name) {
        if (!name.empty()) makes(constraint(owner, name));
    }
    void needs_columns(const TableName& owner, const std::vector<std::string>& columns) {
        needs(table(owner));
        for (const std::string& name : columns) needs(column(owner, name));
    }
    void needs_key(const TableName& owner, const ForeignKey& key, bool own_columns) {
        if (own_columns) needs_columns(owner, key.columns);
        if (key.target != owner) needs_columns(key.target, key.target_columns);
    }
};

/// What is left when `after` follows `before` on one object; needs is the least.
std::optional<Touch> combined(Touch before, Touch after) {
    if (before == Touch::makes && after == Touch::takes) return std::nullopt;
    if (before == Touch::takes && after == Touch::makes) return Touch::changes;
    if (before == Touch::makes) return Touch::makes;
    return std::max(before, after);
}

std::string verb(Touch how) {
    switch (how) {
        case Touch::needs:
            return "uses";
        case Touch::changes:
            return "changes";
        case Touch::makes:
            return "adds";
        case Touch::takes:
            return "drops or renames";
    }
    return "";
}

std::string plural_verb(Touch how) {
    switch (how) {
        case Touch::needs:
            return "use";
        case Touch::changes:
            return "change";
        case Touch::makes:
            return "add";
        case Touch::takes:
            return "drop or rename";
    }
    return "";
}

}  // namespace

bool excludes(Touch one, Touch other) {
    return std::min(one, other) != Touch::needs || std::max(one, other) == Touch::takes;
}

std::vector<Touched> touches_of(const Operation& operation) {
    Collector collector;
    std::visit(collector, operation);
    return std::move(collector.found);
}

std::map<std::string, Touch> touches_of(const std::vector<Operation>& operations) {
    std::map<std::string, Touch> all;
    for (const Operation& operation : operations) {
        for (const Touched& touched : touches_of(operation)) {
            const auto [place, is_new] = all.try_emplace(touched.object, touched.how);
            if (is_new) continue;
            const std::optional<Touch> left = combined(place->second, touched.how);
            if (left)
                place->second = *left;
            else
                all.erase(place);
        }
    }
    return all;
}

std::vector<std::string> clashes(const std::map<std::string, Touch>& first, const std::map<std::string, Touch>& second,
                                 const std::string& first_name, const std::string& second_name) {
    std::vector<std::string> found;
    for (const auto& [object, how] : first) {
        const auto other = second.find(object);
        if (other == second.end()) continue;
        const Touch also = other->second;
        if (!excludes(how, also)) continue;
        if (how == also) {
            found.push_back(fmt::format("both {} {}", plural_verb(how), object));
            continue;
        }
        const bool first_is_stronger = how > also;
        const Touch strong = std::max(how, also);
        const Touch weak = std::min(how, also);
        found.push_back(fmt::format("{} {} {}, which {} {}", first_is_stronger ? first_name : second_name, verb(strong),
                                    object, first_is_stronger ? second_name : first_name, verb(weak)));
    }
    return found;
}

}  // namespace migrate::usecases
