# Conversations written down in tests/transcripts/*.txt, played against a small server on the rooms rpc and mcp.
find_package(Python3 COMPONENTS Interpreter)
if(TARGET migrate_mcp AND EXISTS ${CMAKE_SOURCE_DIR}/tests/mcp/toy_server.cpp)
  add_executable(toy_server ${CMAKE_SOURCE_DIR}/tests/mcp/toy_server.cpp)
  target_link_libraries(toy_server PRIVATE migrate_mcp migrate_options)
  if(Python3_FOUND)
    file(GLOB transcripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/transcripts/*.txt)
    add_test(NAME transcripts COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/transcripts/run.py
      --slack 2 ${transcripts} -- $<TARGET_FILE:toy_server>)
  endif()
endif()

# The fixtures of the official conformance suite, for tests/mcp/test_conformance.py.
if(TARGET migrate_mcp AND EXISTS ${CMAKE_SOURCE_DIR}/tests/mcp/conformance_server.cpp)
  add_executable(conformance_server ${CMAKE_SOURCE_DIR}/tests/mcp/conformance_server.cpp)
  target_link_libraries(conformance_server PRIVATE migrate_mcp migrate_options)
endif()
