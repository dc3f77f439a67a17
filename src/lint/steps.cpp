#include "lint/steps.h"

#include <algorithm>
#include <variant>

#include "schema/doubts.h"

namespace migrate::lint {

std::vector<Step> upgrade_steps(const replay::Side& side) {
    std::vector<Step> steps;
    Schema schema = side.before;
    for (std::size_t i = 0; i < side.upgrade.operations.size(); ++i) {
        const Operation& operation = side.upgrade.operations[i];
        replay::Place place = i < side.upgrade.places.size() ? side.upgrade.places[i] : replay::Place{};
        if (place.elsewhere) place.line = 0;
        steps.push_back({&operation, place, schema});
        if (Result<Schema> after = migrate::apply(operation, schema)) schema = std::move(*after);
    }
    return steps;
}

std::vector<sql::Effect> effects_of(const Step& step) {
    const auto* execute = std::get_if<Execute>(step.operation);
    return execute == nullptr ? std::vector<sql::Effect>() : sql::effects_of(execute->sql);
}

bool is_certain(const Schema& schema, const TableName& table) {
    return find_named_doubt(schema, table) == nullptr;
}

bool stood_before(const replay::Side& side, const TableName& table) {
    return find_table(side.before, table) != nullptr && is_certain(side.before, table);
}

bool is_emptied(const std::vector<Step>& steps, std::size_t end, const TableName& table) {
    using Kind = sql::Effect::Kind;
    return std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(end), [&](const Step& step) {
        const std::vector<sql::Effect> effects = effects_of(step);
        return std::any_of(effects.begin(), effects.end(), [&](const sql::Effect& effect) {
            const bool removes = effect.kind == Kind::truncate || effect.kind == Kind::remove;
            return removes && effect.rows == sql::Effect::Rows::all && effect.table == table;
        });
    });
}

}  // namespace migrate::lint
