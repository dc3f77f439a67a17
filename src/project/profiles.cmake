# Builds every file of src/project/profiles/ into the program: they become project/profile_texts.h in the build folder.
file(GLOB profile_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/profiles/*.toml)
set(profile_texts "")
foreach(file IN LISTS profile_files)
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND profile_texts "    ProfileText{\"${name}\", R\"profile(${text})profile\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/project/profile_texts.h CONTENT [[
/// Generated from src/project/profiles/ by profiles.cmake. Do not edit.
#pragma once

#include <array>
#include <string_view>

namespace migrate::project {

struct ProfileText {
    std::string_view name;
    std::string_view text;
};

inline constexpr auto kProfileTexts = std::to_array<ProfileText>({
@profile_texts@});

}  // namespace migrate::project
]] @ONLY)
target_include_directories(migrate_project PRIVATE ${CMAKE_BINARY_DIR}/generated)
