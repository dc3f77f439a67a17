# The program's own pages: nothing that is both written and run, tables of addresses that no write reaches.
# On Windows the same by its own names, no symbols, and no time of the link, which `strip` and GNU's linker put in; ziglang's
# puts a hash there.
if(WIN32)
  set(MIGRATE_PAGES -Wl,--dynamicbase,--high-entropy-va,--nxcompat -s)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(APPEND MIGRATE_PAGES -Wl,--no-insert-timestamp)
  endif()
elseif(APPLE)
  set(MIGRATE_PAGES -Wl,-dead_strip -s)  # the rest is how macOS wants every program
else()
  set(MIGRATE_PAGES -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(TARGET alembic-migrate)
  target_link_options(alembic-migrate PRIVATE ${MIGRATE_PAGES})
endif()

# The target alembic-migrate-static, built only when asked for (scripts/package): the same program with every library in it
# and no symbols, so that it runs on any Linux of this processor, whatever C library is there.
if(TARGET alembic-migrate)
  add_executable(alembic-migrate-static EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/src/main.cpp)
  target_link_libraries(alembic-migrate-static PRIVATE migrate_cli migrate_options migrate_hardened)
  target_link_options(alembic-migrate-static PRIVATE ${MIGRATE_PAGES} -static-pie -s)
endif()
