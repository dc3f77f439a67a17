# MIGRATE_UNITY: sources of one room are compiled together, which halves the time of a whole build. Which go
# together is asked again at each build (cmake/unity_groups.py says by what); a few empty sources stand ready for a group
# more.
option(MIGRATE_UNITY "Compile several sources of a room as one" ON)
find_package(Python3 COMPONENTS Interpreter)

# migrate_united(RESULT NAME ROOT sources…): puts into RESULT what target NAME compiles in place of its sources, which
# stand below the include folder ROOT.
function(migrate_united result name root)
  set(sources ${ARGN})
  if(NOT MIGRATE_UNITY OR NOT Python3_FOUND)
    set(${result} ${sources} PARENT_SCOPE)
    return()
  endif()
  set(script ${CMAKE_SOURCE_DIR}/cmake/unity_groups.py)
  execute_process(COMMAND ${Python3_EXECUTABLE} ${script} count ${sources}
    OUTPUT_VARIABLE count OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  math(EXPR count "${count} + 2")
  set(folder ${CMAKE_BINARY_DIR}/unity/${name})
  set(united)
  foreach(number RANGE 1 ${count})
    list(APPEND united ${folder}/${number}.cpp)
  endforeach()
  add_custom_command(OUTPUT ${united} DEPENDS ${script} ${sources} VERBATIM
    COMMAND ${Python3_EXECUTABLE} ${script} write ${folder} ${count} ${root} ${sources})
  # As a target that needs nothing: by the room alone its sources would be written, and so compiled, only when the
  # libraries that it is linked to are done.
  add_custom_target(united_${name} DEPENDS ${united})
  set(${result} ${united} PARENT_SCOPE)
endfunction()
