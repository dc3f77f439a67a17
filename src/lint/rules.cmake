# Builds every file of src/lint/rules/ into the program: rules/some_name.cpp defines `Rule some_name()`, and
# lint/rule_list.h in the build folder calls them all.
file(GLOB rule_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/rules/*.cpp)
migrate_united(united_rules lint_rules ${CMAKE_SOURCE_DIR}/src ${rule_files})
target_sources(migrate_lint PRIVATE ${united_rules})
set(rule_declarations "")
set(rule_calls "")
foreach(file IN LISTS rule_files)
  get_filename_component(name ${file} NAME_WE)
  string(APPEND rule_declarations "Rule ${name}();\n")
  string(APPEND rule_calls "rules::${name}(), ")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/lint/rule_list.h CONTENT [[
/// Generated from src/lint/rules/ by rules.cmake. Do not edit.
#pragma once

#include "lint/lint.h"

namespace migrate::lint {

namespace rules {
@rule_declarations@}  // namespace rules

inline std::vector<Rule> list_rules() {
    return {@rule_calls@};
}

}  // namespace migrate::lint
]] @ONLY)
target_include_directories(migrate_lint PRIVATE ${CMAKE_BINARY_DIR}/generated)
