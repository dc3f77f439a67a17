# Builds the worker's Python, every file of src/verify/migrate_worker/, into the program: verify/worker_sources.h in the
# build folder.
file(GLOB worker_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/migrate_worker/*.py)
set(worker_sources "")
foreach(file IN LISTS worker_files)
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND worker_sources "    WorkerSource{\"${name}\", R\"worker(${text})worker\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/verify/worker_sources.h CONTENT [[
/// Generated from src/verify/migrate_worker/ by worker.cmake. Do not edit.
#pragma once

#include <array>
#include <string_view>

namespace migrate::verify {

struct WorkerSource {
    std::string_view name;
    std::string_view text;
};

inline constexpr auto kWorkerSources = std::to_array<WorkerSource>({
@worker_sources@});

}  // namespace migrate::verify
]] @ONLY)
target_include_directories(migrate_verify PRIVATE ${CMAKE_BINARY_DIR}/generated)
