#include "lint/steps.h"

#include <algorithm>
#include <map>
#include <set>
#include <variant>

#include "base/allowance.h"
#include "schema/doubts.h"

namespace migrate::lint {

/// Goes along the operations of one side with one schema, which no copy keeps from being changed in place.
class Walk {
  public:
    explicit Walk(const replay::FileRuns& side) : side_(side), schema_(side.before) {}

    /// What the SQL of an operation does, read once.
    const std::vector<sql::Effect>& effects(std::size_t number, const std::string& sql) {
        const auto known = effects_.find(number);
        return known != effects_.end() ? known->second : effects_.emplace(number, sql::effects_of(sql)).first->second;
    }

    const Schema& before(std::size_t number) {
        if (number < done_) restart();
        while (done_ < number) advance();
        return schema_;
    }

  private:
    void restart() {
        schema_ = side_.before;
        done_ = 0;
    }
    void advance() {
        base::step();
        const std::size_t number = done_++;
        if (refused_.contains(number)) return;
        if (Result<Schema> after = migrate::apply(side_.upgrade.operations[number], std::move(schema_))) {
            schema_ = std::move(*after);
            return;
        }
        refused_.insert(number);
        restart();
        while (done_ <= number) advance();
    }

    const replay::FileRuns& side_;
    Schema schema_;
    std::map<std::size_t, std::vector<sql::Effect>> effects_;
    std::size_t done_ = 0;           ///< operations that `schema_` has met
    std::set<std::size_t> refused_;  ///< those of them that the database refuses: they change nothing
};

Before::operator const Schema&() const {
    return walk_->before(number_);
}

std::vector<sql::Effect> Before::effects(const std::string& sql) const {
    return walk_ ? walk_->effects(number_, sql) : sql::effects_of(sql);
}

std::vector<Step> upgrade_steps(const replay::FileRuns& side) {
    std::vector<Step> steps;
    const auto walk = std::make_shared<Walk>(side);
    for (std::size_t i = 0; i < side.upgrade.operations.size(); ++i) {
        replay::Place place = i < side.upgrade.places.size() ? side.upgrade.places[i] : replay::Place{};
        if (place.elsewhere) place.line = 0;
        steps.push_back({&side.upgrade.operations[i], place, Before(walk, i)});
    }
    return steps;
}

std::vector<sql::Effect> effects_of(const Step& step) {
    const auto* execute = std::get_if<Execute>(step.operation);
    return execute == nullptr ? std::vector<sql::Effect>() : step.before.effects(execute->sql);
}

bool is_certain(const Schema& schema, const TableName& table) {
    return find_named_doubt(schema, table) == nullptr;
}

bool stood_before(const replay::FileRuns& side, const TableName& table) {
    return find_table(side.before, table) != nullptr && is_certain(side.before, table);
}

bool may_fill(const Step& step, const TableName& table, const std::string& column) {
    const auto* execute = std::get_if<Execute>(step.operation);
    if (execute == nullptr) return false;
    const std::vector<sql::Effect> effects = effects_of(step);
    const auto sets = [&](const sql::Effect& effect) {
        return effect.kind == sql::Effect::Kind::update && effect.table == table &&
               std::find(effect.columns.begin(), effect.columns.end(), column) != effect.columns.end();
    };
    if (!effects.empty()) {
        const bool only_updates = std::all_of(effects.begin(), effects.end(), [](const sql::Effect& effect) {
            return effect.kind == sql::Effect::Kind::update || effect.kind == sql::Effect::Kind::insert;
        });
        if (only_updates) return std::any_of(effects.begin(), effects.end(), sets);
    }
    return execute->sql.find(table.name) != std::string::npos && execute->sql.find(column) != std::string::npos;
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
