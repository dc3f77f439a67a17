# The target migrate_fmt: what fmt compiles into a library of its own, compiled here from its header, since Debian packages
# only the shared one and a release is one static program (cmake/release.cmake).
find_package(fmt REQUIRED)
add_library(migrate_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
get_target_property(fmt_definitions fmt::fmt INTERFACE_COMPILE_DEFINITIONS)
if(fmt_definitions)
  target_compile_definitions(migrate_fmt PUBLIC ${fmt_definitions})
endif()
