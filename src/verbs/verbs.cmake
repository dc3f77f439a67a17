# Builds every file of src/verbs/each/ into the program: each/some_name.cpp defines `Verb some_name()`, and
# verbs/verb_list.h in the build folder calls them all.
file(GLOB verb_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/each/*.cpp)
migrate_united(united_verbs verbs_each ${CMAKE_SOURCE_DIR}/src ${verb_files})
target_sources(migrate_verbs PRIVATE ${united_verbs})
set(verb_declarations "")
set(verb_calls "")
foreach(file IN LISTS verb_files)
  get_filename_component(name ${file} NAME_WE)
  string(APPEND verb_declarations "Verb ${name}();\n")
  string(APPEND verb_calls "each::${name}(), ")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/verbs/verb_list.h CONTENT [[
/// Generated from src/verbs/each/ by verbs.cmake. Do not edit.
#pragma once

#include "verbs/verb.h"

namespace migrate::verbs {

namespace each {
@verb_declarations@}  // namespace each

inline std::vector<Verb> list_verbs() {
    return {@verb_calls@};
}

}  // namespace migrate::verbs
]] @ONLY)
target_include_directories(migrate_verbs PRIVATE ${CMAKE_BINARY_DIR}/generated)
