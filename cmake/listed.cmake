# migrate_list_files(ROOM FOLDER NOUN HEADER) builds every file of src/ROOM/FOLDER/ into the room: some_name.cpp defines
# `Noun some_name()` (NOUN with a capital, from HEADER), and ROOM/NOUN_list.h in the build folder calls them all, in
# list_NOUNs().
function(migrate_list_files room folder noun header)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${room}/${folder}/*.cpp)
  migrate_united(united ${room}_${folder} ${CMAKE_SOURCE_DIR}/src ${files})
  target_sources(migrate_${room} PRIVATE ${united})
  string(SUBSTRING ${noun} 0 1 first)
  string(SUBSTRING ${noun} 1 -1 rest)
  string(TOUPPER ${first} first)
  set(type ${first}${rest})
  set(declarations "")
  set(calls "")
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    string(APPEND declarations "${type} ${name}();\n")
    string(APPEND calls "${folder}::${name}(), ")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${room}/${noun}_list.h CONTENT [[
/// Generated from src/@room@/@folder@/ by cmake/listed.cmake. Do not edit.
#pragma once

#include "@header@"

namespace migrate::@room@ {

namespace @folder@ {
@declarations@}  // namespace @folder@

inline std::vector<@type@> list_@noun@s() {
    return {@calls@};
}

}  // namespace migrate::@room@
]] @ONLY)
  target_include_directories(migrate_${room} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
