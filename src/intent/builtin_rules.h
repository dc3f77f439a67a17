/// The rules that no pattern can say: names of one or several words, types, values, SQL to the end.
#pragma once

#include <string>
#include <vector>

#include "intent/matcher.h"

namespace migrate::intent {

bool is_builtin_rule(const std::string& rule);
/// Every end of the rule at the token, the longest first. Small words before it are not skipped here.
std::vector<NodePtr> read_builtin(const std::string& rule, const Tokens& tokens, std::size_t at, const Names& names);

}  // namespace migrate::intent
