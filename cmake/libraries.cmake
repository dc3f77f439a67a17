# The libraries from outside: Debian's packages, or their headers alone (.tools/headers) where the program is built for
# another system.
if(CMAKE_CROSSCOMPILING)
  include_directories(SYSTEM ${CMAKE_SOURCE_DIR}/.tools/headers)
  add_compile_definitions($<$<PLATFORM_ID:Linux>:_LARGEFILE64_SOURCE>)  # spdlog asks musl for fstat64
  add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
  add_library(migrate_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
else()
  find_package(nlohmann_json REQUIRED)
  # What fmt compiles into a library of its own is compiled here from its header, since Debian packages only the shared
  # one and a release is one static program (cmake/release.cmake).
  find_package(fmt REQUIRED)
  add_library(migrate_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
  get_target_property(fmt_definitions fmt::fmt INTERFACE_COMPILE_DEFINITIONS)
  if(fmt_definitions)
    target_compile_definitions(migrate_fmt PUBLIC ${fmt_definitions})
  endif()
endif()
target_link_libraries(migrate_fmt PRIVATE migrate_hardened)
find_package(Threads REQUIRED)
