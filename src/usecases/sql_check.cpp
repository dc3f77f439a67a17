#include "usecases/sql_check.h"

#include "sql/expression_check.h"

namespace migrate::usecases {

namespace {

/// The expressions that a request can bring; what the plan makes itself is sound.
std::vector<std::string> expressions_of(const Operation& operation) {
    std::vector<std::string> found;
    if (const auto* table = std::get_if<CreateTable>(&operation)) {
        for (const Check& check : table->table.checks) found.push_back(check.sql);
    }
    if (const auto* check = std::get_if<CreateCheck>(&operation)) found.push_back(check->check.sql);
    if (const auto* create = std::get_if<CreateIndex>(&operation)) {
        found.push_back(create->index.where);
        for (const IndexElement& element : create->index.elements) found.push_back(element.expression);
    }
    std::erase(found, std::string());
    return found;
}

}  // namespace

Result<void> check_sql(const plan::Plan& plan) {
    for (const Step& step : plan.up) {
        if (step.only == Dialect::sqlite) continue;
        for (const std::string& expression : expressions_of(step.operation)) {
            if (Result<void> fine = sql::check_expression(expression); !fine) return fine;
        }
    }
    return {};
}

}  // namespace migrate::usecases
