# The target migrate_hardened: what is linked to it, C libraries too, is compiled so that a fault of memory that is left in
# it ends the program instead of being used: canaries and probed pages of the stack, checked copies of the C library and
# checked indexes of the C++ one, and marked targets of jumps (CET) where the processor has them. Not in debug builds, which
# are not optimised, nor under the sanitizers, which see more by themselves; tests are not linked to it.
include(CheckCompilerFlag)
add_library(migrate_hardened INTERFACE)
if(NOT WIN32 AND NOT MIGRATE_SANITIZE AND NOT MIGRATE_FUZZ AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
    string(MAKE_C_IDENTIFIER "MIGRATE_HAS${flag}" has)
    check_compiler_flag(CXX ${flag} ${has})
    if(${has})
      target_compile_options(migrate_hardened INTERFACE ${flag})
    endif()
  endforeach()
  target_compile_options(migrate_hardened INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
target_compile_definitions(migrate_hardened INTERFACE $<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
