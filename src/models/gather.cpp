#include "models/gather.h"

#include <fmt/format.h>

#include "base/allowance.h"
#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 64;

class Gatherer {
  public:
    Gatherer(Classes& classes, const BaseRules& rules, const std::string& class_name, const std::string& table_name)
        : classes_(classes), rules_(rules), class_name_(class_name), table_name_(table_name) {}

    Gathered gather(const Target& target) {
        walk(target, 0);
        return std::move(gathered_);
    }

  private:
    /// A class's own attributes count before its bases'.
    void walk(const Target& target, int depth) {
        if (depth > kMaxDepth || !seen_.insert(target.class_def).second) return;
        std::vector<ColumnReading> outer = std::move(gathered_.columns);
        gathered_.columns.clear();
        read_body(target);
        std::vector<ColumnReading> own = std::move(gathered_.columns);
        gathered_.columns.clear();
        for (const Target& base : class_bases(classes_.library(), target)) {
            const ClassFacts& facts = classes_.facts(base);
            if (!facts.mapping.mapped && facts.parent.kind != Target::Kind::class_def) walk(base, depth + 1);
        }
        gathered_.columns = in_order(std::move(outer), std::move(gathered_.columns), std::move(own));
    }

    /// Inherited keys first, other inherited columns last: where people would write them.
    static std::vector<ColumnReading> in_order(std::vector<ColumnReading> before, std::vector<ColumnReading> inherited,
                                               std::vector<ColumnReading> own) {
        for (ColumnReading& column : inherited) {
            if (column.primary_key) before.push_back(column);
        }
        for (ColumnReading& column : own) before.push_back(std::move(column));
        for (ColumnReading& column : inherited) {
            if (!column.primary_key) before.push_back(std::move(column));
        }
        return before;
    }

    Scope scope_in(const Target& target) const {
        Scope scope;
        scope.library = &classes_.library();
        scope.file = target.file;
        scope.class_name = class_name_;
        scope.table_name = table_name_;
        scope.class_body = &target.class_def->body;
        return scope;
    }

    void read_body(const Target& target) {
        const Scope scope = scope_in(target);
        for (const Statement& statement : target.class_def->body) {
            base::step();
            if (const auto* assign = statement.as<Assign>()) read_assign(scope, *assign, statement.span);
            if (const auto* function = statement.as<FunctionDef>()) read_function(scope, *function, statement.span);
            const auto* condition = statement.as<If>();
            const auto word = condition == nullptr ? std::nullopt : dotted_name(condition->branches.front().condition);
            const bool typing_only = word && word->ends_with("TYPE_CHECKING");
            const bool hides = (condition != nullptr && !typing_only) || statement.as<For>() != nullptr ||
                               statement.as<Opaque>() != nullptr;
            if (hides)
                add_doubt("table " + table_name_, "the class has statements that may make columns",
                          place_in(scope, statement.span));
        }
    }

    void read_assign(const Scope& scope, const Assign& assign, const Span& span) {
        const auto* name = assign.targets.size() == 1 ? assign.targets.front().as<Name>() : nullptr;
        if (name == nullptr) return;
        const Expression* value = assign.value ? &*assign.value : nullptr;
        if (name->id == "__table_args__") return take_table_args(scope, value);
        if (name->id.starts_with("__")) return;
        if (!gathered_.attributes.insert(name->id).second) return;
        const Expression* annotation = assign.annotation ? &*assign.annotation : nullptr;
        Scope there = scope;
        if (value != nullptr && dotted_name(*value)) {  // name = SHARED_COLUMN
            const Target target = find_target(scope, *value);
            if (target.kind == Target::Kind::value && target.rest.empty() && target.value != value) {
                value = target.value;
                there.file = target.file;
            }
        }
        keep(there, name->id, read_attribute(there, rules_, name->id, annotation, value, span), span);
    }

    void read_function(const Scope& scope, const FunctionDef& function, const Span& span) {
        if (!has_decorator(function.decorators, "declared_attr")) return;
        const Expression* value = returned_by(function);
        if (function.name == "__table_args__") return take_table_args(scope, value);
        if (function.name.starts_with("__") || !gathered_.attributes.insert(function.name).second) return;
        if (value == nullptr) {
            return add_doubt(fmt::format("column {}.{}", table_name_, function.name),
                             "what the function returns cannot be read", place_in(scope, span));
        }
        const Expression* annotation = function.returns ? &*function.returns : nullptr;
        keep(scope, function.name, read_attribute(scope, rules_, function.name, annotation, value, span), span);
    }

    void take_table_args(const Scope& scope, const Expression* value) {
        if (gathered_.table_args != nullptr) return;
        gathered_.table_args = value;
        gathered_.table_args_scope = scope;
        if (value == nullptr)
            add_doubt("table " + table_name_, "its __table_args__ cannot be read", scope.current().path);
    }

    void keep(const Scope& scope, const std::string& attribute, AttributeReading reading, const Span& span) {
        if (reading.column) gathered_.columns.push_back(std::move(*reading.column));
        if (reading.doubt.empty()) return;
        add_doubt(fmt::format("column {}.{}", table_name_, attribute), std::move(reading.doubt), place_in(scope, span));
    }

    void add_doubt(std::string object, std::string reason, std::string where) {
        gathered_.doubts.push_back({std::move(object), std::move(reason), std::move(where)});
    }

    Classes& classes_;
    const BaseRules& rules_;
    std::string class_name_;
    std::string table_name_;
    Gathered gathered_;
    std::set<const ClassDef*> seen_;
};

}  // namespace

Gathered gather_class(Classes& classes, const BaseRules& rules, const std::string& class_name,
                      const std::string& table_name, const Target& class_target) {
    return Gatherer(classes, rules, class_name, table_name).gather(class_target);
}

}  // namespace migrate::models
