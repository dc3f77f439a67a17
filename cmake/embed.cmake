# migrate_embed(HEADER TYPE LIST FILES…) builds text files into the program: HEADER, "room/name.h" in the build folder,
# defines in migrate::room the struct TYPE {name, text} and LIST, one for each file that fits the patterns FILES; BY_PATH
# names each by its path in the checkout.
function(migrate_embed header type list)
  cmake_parse_arguments(EMBED "BY_PATH" "" "" ${ARGN})
  get_filename_component(room ${header} DIRECTORY)
  file(GLOB files CONFIGURE_DEPENDS ${EMBED_UNPARSED_ARGUMENTS})
  set(texts "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME_WE)
    if(EMBED_BY_PATH)
      file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${file})
    endif()
    file(READ ${file} text)
    string(APPEND texts "    ${type}{\"${name}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  string(REPLACE "${CMAKE_SOURCE_DIR}/" "" patterns "${EMBED_UNPARSED_ARGUMENTS}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${header} CONTENT [[
/// Generated from @patterns@ by cmake/embed.cmake. Do not edit.
#pragma once

#include <array>
#include <string_view>

namespace migrate::@room@ {

struct @type@ {
    std::string_view name;  ///< of the file, without its ending, or its path
    std::string_view text;
};

inline constexpr auto @list@ = std::to_array<@type@>({
@texts@});

}  // namespace migrate::@room@
]] @ONLY)
  target_include_directories(migrate_${room} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
