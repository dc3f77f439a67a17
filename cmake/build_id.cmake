# What identifies this build of the program: the hash of every file that it is made of. generated/cache/build_id.h is
# made anew at each build in which one of them has changed, so that what another build has kept is not taken for its own.
file(GLOB_RECURSE build_id_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.cpp ${CMAKE_SOURCE_DIR}/src/*.h
     ${CMAKE_SOURCE_DIR}/src/*.toml ${CMAKE_SOURCE_DIR}/cmake/*.cmake)
list(APPEND build_id_sources ${CMAKE_SOURCE_DIR}/CMakeLists.txt ${CMAKE_SOURCE_DIR}/scripts/fetch-sources)
set(build_id_list ${CMAKE_BINARY_DIR}/generated/build_id_sources.txt)
list(JOIN build_id_sources "\n" build_id_lines)
file(CONFIGURE OUTPUT ${build_id_list} CONTENT "@build_id_lines@\n" @ONLY)
set(build_id_header ${CMAKE_BINARY_DIR}/generated/cache/build_id.h)
add_custom_command(
  OUTPUT ${build_id_header}
  COMMAND ${CMAKE_COMMAND} -DLIST=${build_id_list} -DROOT=${CMAKE_SOURCE_DIR} -DHEADER=${build_id_header}
          -DVERSION=${PROJECT_VERSION} -P ${CMAKE_SOURCE_DIR}/cmake/write_build_id.cmake
  DEPENDS ${build_id_sources} ${build_id_list}
  COMMENT "The id of this build")
target_sources(migrate_cache PRIVATE ${build_id_header})
target_include_directories(migrate_cache PRIVATE ${CMAKE_BINARY_DIR}/generated)
