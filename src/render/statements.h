/// Steps as Alembic calls, and the bodies of upgrade() and downgrade(). Internal to the render room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/sqlalchemy.h"

namespace migrate::render {

/// How text is laid out in this project.
struct Style {
    int line_length = 88;
    python::Quote quotes = python::Quote::Double;
};

/// What a batch block calls constraints that have no name, behind "uq" or "fk": naming_convention's pattern.
constexpr std::string_view kBatchConvention = "_%(column_0_N_name)s";

/// One operation as one statement, on `op` or, in a batch block, on `batch_op` (then without the table's name).
/// `before` is the schema it is run on. `within` is what a new table or column has in its columns.
Result<Code> write_statement(const Step& step, const plan::Heads& before, bool in_batch, Needs& needs,
                             const InColumns& within = {});

/// What the steps behind a create_table or add_column add to its columns, where the house writes that there.
struct Folded {
    InColumns within;
    std::size_t taken = 0;  ///< steps behind the first that need no statement of their own
};
/// The enums made by a run of steps from `first` on that the table behind them makes by itself, as sa.Enum does; none
/// where the house does not write so, or any other step uses them first.
std::set<std::string> enums_of_table(const std::vector<Step>& steps, std::size_t first, const Needs& needs);
Folded fold_into_columns(const std::vector<Step>& steps, std::size_t first, const Needs& needs);

/// The lines of a function's body, indented by four blanks; {"    pass"} for no steps. `before` is the schema before
/// the first step and is moved to the one after the last.
Result<std::vector<std::string>> write_body(const std::vector<Step>& steps, plan::Heads& before, const Style& style,
                                            Needs& needs);

}  // namespace migrate::render
