#include "models/annotation.h"

#include <utility>

#include "models/constants.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxLayers = 12;

class Unwrapper {
  public:
    Annotated unwrap(const Scope& scope, Expression annotation) {
        result_.scope = scope;
        result_.type = std::move(annotation);
        for (int i = 0; i < kMaxLayers && step(); ++i) continue;
        return std::move(result_);
    }

  private:
    /// Takes one layer off; false when none is left.
    bool step() {
        if (const auto text = string_value(result_.type)) {
            auto inside = parse_expression(*text);
            if (!inside) return false;
            result_.type = std::move(*inside);
            return true;
        }
        if (const auto* either = result_.type.as<Binary>(); either != nullptr && either->op == BinaryOperator::BitOr) {
            return take_without_none({*either->left, *either->right});
        }
        const auto* subscript = result_.type.as<Subscript>();
        if (subscript == nullptr) return follow_alias();
        const std::string outer = last_name(*subscript->object);
        const auto* tuple = subscript->index->as<Tuple>();
        if (outer == "Mapped") {
            result_.mapped = true;
            return take(*subscript->index);
        }
        if (outer == "ClassVar") {
            result_.class_var = true;
            return false;
        }
        if (outer == "Optional") {
            result_.optional = true;
            return take(*subscript->index);
        }
        if (outer == "Union" && tuple != nullptr) return take_without_none(tuple->items);
        if (outer != "Annotated" || tuple == nullptr || tuple->items.empty()) return false;
        for (std::size_t i = 1; i < tuple->items.size(); ++i) {
            const auto* call = tuple->items[i].as<Call>();
            const std::string name = call == nullptr ? "" : sqlalchemy_name(find_target(result_.scope, *call->callee));
            if (name != "mapped_column" && name != "Field") continue;
            result_.columns.push_back(call);
            result_.column_scopes.push_back(result_.scope);
            result_.kept.push_back(result_.type);
        }
        return take(tuple->items.front());
    }

    bool take(Expression inside) {
        result_.type = std::move(inside);
        return true;
    }

    bool take_without_none(const std::vector<Expression>& items) {
        std::vector<Expression> rest;
        for (const Expression& item : items) {
            if (!is_none(item)) rest.push_back(item);
        }
        if (rest.size() < items.size()) result_.optional = true;
        if (rest.size() != 1) return false;
        return take(rest.front());
    }

    /// `intpk = Annotated[int, mapped_column(primary_key=True)]` and plain aliases of types.
    bool follow_alias() {
        const Target target = find_target(result_.scope, result_.type);
        if (target.kind != Target::Kind::value || !target.rest.empty()) return false;
        const bool leads_on = target.value->as<Subscript>() != nullptr || target.value->as<Binary>() != nullptr;
        if (!leads_on) return false;
        result_.aliases.push_back(result_.type);
        result_.alias_scopes.push_back(result_.scope);
        result_.scope.file = target.file;
        result_.scope.class_body = nullptr;
        return take(*target.value);
    }

    Annotated result_;
};

}  // namespace

std::string last_name(const Expression& expression) {
    const auto name = dotted_name(expression);
    return name ? name->substr(name->rfind('.') + 1) : "";
}

Annotated unwrap_annotation(const Scope& scope, const Expression& annotation) {
    return Unwrapper().unwrap(scope, annotation);
}

}  // namespace migrate::models
