/// The rules that no pattern can say: names of one or several words, types, values, SQL to the end.
#pragma once

#include <string_view>
#include <vector>

#include "intent/matcher.h"

namespace migrate::intent {

bool is_builtin_rule(std::string_view rule);
/// Every end of the rule at the token, the longest first. Small words before it are not skipped here.
std::vector<NodePtr> read_builtin(std::string_view rule, const Tokens& tokens, std::size_t at, const Names& names);

}  // namespace migrate::intent
