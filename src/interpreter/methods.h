/// The methods of Python's own values. Each gives nullopt for a name that is not followed.
#pragma once

#include <optional>
#include <string_view>

#include "interpreter/machine.h"

namespace migrate::interpreter {

std::optional<Value> text_method(Machine& machine, const std::string& self, std::string_view name,
                                 const Arguments& arguments);
std::optional<Value> list_method(Machine& machine, List& self, std::string_view name, const Arguments& arguments);
std::optional<Value> tuple_method(Machine& machine, const Items& self, std::string_view name,
                                  const Arguments& arguments);
std::optional<Value> dict_method(Machine& machine, Dict& self, std::string_view name, const Arguments& arguments);
std::optional<Value> set_method(Machine& machine, Set& self, std::string_view name, const Arguments& arguments);

/// sorted(items, key=, reverse=): nullopt when the order is not known.
std::optional<Items> sorted_items(Machine& machine, Items items, const Arguments& arguments);
/// Python's <; nullopt when it is not known, raises TypeError for kinds that have no order.
std::optional<bool> less(Machine& machine, const Value& left, const Value& right, int depth = 0);

}  // namespace migrate::interpreter
