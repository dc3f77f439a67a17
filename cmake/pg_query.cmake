# The target pg_query: PostgreSQL's own grammar as a library (libpg_query), compiled from the pinned sources that
# scripts/fetch-sources puts into .tools/pg-query. Debian's is older than what Windows needs, and shared.
set(PG_QUERY_FOLDER ${CMAKE_SOURCE_DIR}/.tools/pg-query)
if(NOT EXISTS ${PG_QUERY_FOLDER}/pins)
  message(FATAL_ERROR "The sources of libpg_query are not in ${PG_QUERY_FOLDER}. Run scripts/setup (or only scripts/fetch-sources) once, then configure again.")
endif()

file(GLOB pg_query_sources ${PG_QUERY_FOLDER}/src/*.c ${PG_QUERY_FOLDER}/src/postgres/*.c)
add_library(pg_query STATIC ${pg_query_sources}
  ${PG_QUERY_FOLDER}/vendor/protobuf-c/protobuf-c.c
  ${PG_QUERY_FOLDER}/vendor/xxhash/xxhash.c
  ${PG_QUERY_FOLDER}/protobuf/pg_query.pb-c.c)
target_include_directories(pg_query SYSTEM PUBLIC ${PG_QUERY_FOLDER})
target_include_directories(pg_query PRIVATE ${PG_QUERY_FOLDER}/vendor ${PG_QUERY_FOLDER}/src/include ${PG_QUERY_FOLDER}/src/postgres/include)
if(WIN32)
  target_include_directories(pg_query PRIVATE ${PG_QUERY_FOLDER}/src/postgres/include/port/win32)
endif()
set_target_properties(pg_query PROPERTIES C_STANDARD 11 C_EXTENSIONS ON POSITION_INDEPENDENT_CODE ON)
target_link_libraries(pg_query PRIVATE migrate_hardened migrate_base)  # its memory counts
target_compile_options(pg_query PRIVATE -w -fno-strict-aliasing -fwrapv -include ${CMAKE_SOURCE_DIR}/src/base/c_allocator.h)
# Half the time of -O3 to build; unoptimised its tables crawl.
target_compile_options(pg_query PRIVATE $<$<CONFIG:Debug,Release>:-O1>)
