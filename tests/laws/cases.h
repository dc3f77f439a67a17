/// Random cases for the laws: a schema on both databases as a chain would leave it, a request on it, and the plan that
/// the program makes of the request.
///
/// Everything is drawn through rapidcheck, so that a case can be shrunk in a property test and made again from its
/// seed. Call make_case only inside rc::check or rc::gen::exec.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace migrate::laws {

struct Case {
    project::HouseRules rules;
    plan::Heads before;
    plan::Request request;  ///< only what was accepted
    plan::Plan plan;
    plan::Heads after;
    std::map<std::string, int> accepted;  ///< operations by kind
    std::map<std::string, int> refused;   ///< by kind and error code: "drop_column depends_on"
    std::vector<std::string> refusals;    ///< the whole messages
};

/// The rules of some house: key type, naming, line length, with and without if_exists.
project::HouseRules some_rules();

/// A schema that a real chain could have left: made by plans, then by things that only hand-written migrations make
/// (unnamed constraints, native enums, computed columns, comments, deferrable keys).
plan::Heads some_heads(const project::HouseRules& rules);

/// One request that mostly makes sense on the schema. `kind` gets what it is: "drop_column", "change_type" ...
struct Asked {
    RequestedOperation operation;
    std::string kind;
};
Asked some_request(const plan::Heads& heads);
/// The same for one kind of change to a column, constraint or index of the table.
Asked some_change(const plan::Heads& heads, const Table& table);

/// One request on the schema, or up to four that go together.
Case make_case();
/// The same on a schema that is there already, for several requests on one schema.
Case make_case_on(const plan::Heads& heads, const project::HouseRules& rules);

/// The schemas after the steps; what fails stands in the error.
Result<plan::Heads> advanced(const std::vector<Step>& steps, plan::Heads heads);

}  // namespace migrate::laws
