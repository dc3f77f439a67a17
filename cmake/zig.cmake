# The toolchain that builds the program on Linux for the systems that ziglang compiles for (scripts/build arm64,
# windows-arm64, macos-arm64, macos-x86_64): MIGRATE_ZIG is the folder of its commands, .tools/zig/TARGET, which scripts/setup zig makes.
# The libraries that are headers alone come from .tools/headers, as for Windows: nothing else of this system's.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MIGRATE_ZIG)
get_filename_component(target ${MIGRATE_ZIG} NAME)
if(target MATCHES "macos")
  set(CMAKE_SYSTEM_NAME Darwin)
  set(CMAKE_INSTALL_NAME_TOOL true)  # nothing is installed
  # <math.h> there asks for a part of <float.h>, and libc++ then takes the rest for read: it is read before.
  set(first "-include __float_float.h")
elseif(target MATCHES "windows")
  set(CMAKE_SYSTEM_NAME Windows)
  set(CMAKE_RC_COMPILER ${MIGRATE_ZIG}/rc)
  set(CMAKE_EXE_LINKER_FLAGS_INIT -static)  # every library in the program, as for x86-64
else()
  set(CMAKE_SYSTEM_NAME Linux)
  set(position -fPIE)  # on macOS everything is
endif()
set(CMAKE_C_FLAGS_INIT "${position} -g0")  # a release has nothing for debuggers
set(CMAKE_CXX_FLAGS_INIT "${position} -g0 ${first}")
string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR ${target})
set(CMAKE_C_COMPILER ${MIGRATE_ZIG}/clang)
set(CMAKE_CXX_COMPILER ${MIGRATE_ZIG}/clang++)
set(CMAKE_AR ${MIGRATE_ZIG}/ar)
set(CMAKE_RANLIB ${MIGRATE_ZIG}/ranlib)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
