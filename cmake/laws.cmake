# The laws over random cases (tests/laws): as property tests, and as files that real Alembic runs.
file(GLOB law_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/laws/*.cpp)
list(FILTER law_sources EXCLUDE REGEX "_test\\.cpp$|/generate_cases\\.cpp$")
if(TARGET migrate_render AND TARGET migrate_replay AND law_sources)
  add_library(law_cases STATIC ${law_sources})
  target_include_directories(law_cases PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(law_cases PUBLIC migrate_render migrate_replay migrate_sql rapidcheck PRIVATE migrate_options)
  target_compile_options(law_cases PRIVATE -O0)

  file(GLOB law_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/laws/*_test.cpp)
  add_executable(test_laws ${law_tests} ${CMAKE_SOURCE_DIR}/tests/support/main.cpp)
  target_link_libraries(test_laws PRIVATE law_cases migrate_lint migrate_options)
  target_compile_options(test_laws PRIVATE -O0)
  add_test(NAME laws COMMAND test_laws)

  add_executable(generate_cases ${CMAKE_SOURCE_DIR}/tests/laws/generate_cases.cpp)
  target_link_libraries(generate_cases PRIVATE law_cases migrate_options)
  target_compile_options(generate_cases PRIVATE -O0)
endif()
