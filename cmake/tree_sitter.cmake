# The target tree_sitter: the parser library and its Python grammar, compiled from the pinned sources that
# scripts/fetch-sources (called by scripts/setup) puts into .tools/tree-sitter.
set(TREE_SITTER_FOLDER ${CMAKE_SOURCE_DIR}/.tools/tree-sitter)
if(NOT EXISTS ${TREE_SITTER_FOLDER}/pins)
  message(FATAL_ERROR "The sources of tree-sitter are not in ${TREE_SITTER_FOLDER}. Run scripts/setup (or only scripts/fetch-sources) once, then configure again.")
endif()
file(STRINGS ${TREE_SITTER_FOLDER}/pins mended REGEX "scanner\\.c")
if(NOT mended)
  message(FATAL_ERROR "The sources in ${TREE_SITTER_FOLDER} are as they were published, with a fault that a file can use. Run scripts/fetch-sources, then configure again.")
endif()

add_library(tree_sitter STATIC
  ${TREE_SITTER_FOLDER}/core/src/lib.c
  ${TREE_SITTER_FOLDER}/python/src/parser.c
  ${TREE_SITTER_FOLDER}/python/src/scanner.c)
target_include_directories(tree_sitter SYSTEM PUBLIC ${TREE_SITTER_FOLDER}/core/include)
target_include_directories(tree_sitter PRIVATE ${TREE_SITTER_FOLDER}/core/src)
set_target_properties(tree_sitter PROPERTIES C_STANDARD 11 C_EXTENSIONS ON POSITION_INDEPENDENT_CODE ON)
target_link_libraries(tree_sitter PRIVATE migrate_hardened)
# An exception ends the parsing of what takes too much (src/python/parser_memory.h).
target_compile_options(tree_sitter PRIVATE -w -fexceptions $<$<CONFIG:Release>:-O2>)
set_source_files_properties(${TREE_SITTER_FOLDER}/python/src/scanner.c PROPERTIES COMPILE_OPTIONS
  "-include;${CMAKE_SOURCE_DIR}/src/python/scanner_allocator.h" OBJECT_DEPENDS ${CMAKE_SOURCE_DIR}/src/python/scanner_allocator.h)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # The grammar is one huge table-driven function: unoptimised it makes every debug run of the tests slow.
  target_compile_options(tree_sitter PRIVATE -O1)
endif()
