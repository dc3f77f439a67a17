# MIGRATE_UNITY: sources of one target that do not know each other's names are compiled together, which takes a third of
# the time. It is for whole builds (scripts/try, CI); who changes one file at a time compiles more with it than without.
option(MIGRATE_UNITY "Compile several sources of a room as one" OFF)
find_package(Python3 COMPONENTS Interpreter)

# migrate_unite(TARGET): groups the sources that the target has by now.
function(migrate_unite target)
  if(NOT MIGRATE_UNITY OR NOT Python3_FOUND)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  execute_process(COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/unity_groups.py ${sources}
    OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  string(REPLACE ";" "," groups "${groups}")
  string(REPLACE "\n" ";" groups "${groups}")
  set(number 0)
  foreach(group IN LISTS groups)
    string(REPLACE "," ";" files "${group}")
    set_source_files_properties(${files} PROPERTIES UNITY_GROUP group${number})
    math(EXPR number "${number} + 1")
  endforeach()
endfunction()
