# The libraries, by their own CMake packages. With CRONMEND_STATIC the archives are preferred: a
# dynamic start costs several times what the pass itself does.

find_package(Boost 1.81 REQUIRED COMPONENTS filesystem)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(absl REQUIRED)
find_package(Threads REQUIRED)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)

add_library(cronmend_yaml INTERFACE)
add_library(cronmend_sqlite INTERFACE)
add_library(cronmend_log INTERFACE)
add_library(cronmend_fmt INTERFACE)
add_library(cronmend_boost INTERFACE)
add_library(cronmend_xxhash INTERFACE)
add_library(cronmend_time_zone INTERFACE)

# cronmend_archive(INTERFACE_TARGET NAME FALLBACK): the archive libNAME.a if wanted and there.
function(cronmend_archive target name fallback)
  if(CRONMEND_STATIC)
    find_library(CRONMEND_${name}_ARCHIVE lib${name}.a)
    if(CRONMEND_${name}_ARCHIVE)
      target_link_libraries(${target} INTERFACE ${CRONMEND_${name}_ARCHIVE})
      return()
    endif()
    message(STATUS "no lib${name}.a here: ${name} is linked dynamically")
  endif()
  target_link_libraries(${target} INTERFACE ${fallback})
endfunction()

cronmend_archive(cronmend_yaml yaml-cpp yaml-cpp)
cronmend_archive(cronmend_sqlite sqlite3 SQLite::SQLite3)
cronmend_archive(cronmend_boost boost_filesystem Boost::filesystem)

# fmt's code from fmt_once.cpp, where this fmt can be had so; else header-only. spdlog's headers
# alone: one source uses them.
function(cronmend_static_fmt_and_spdlog)
  get_target_property(fmt_headers fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
  try_compile(CRONMEND_FMT_ONCE
    SOURCE_FROM_CONTENT formats.cpp "#include <fmt/chrono.h>
#include <fmt/format.h>
int main(int count, char**) {
  return fmt::format(\"{:L} {} {}\", count, count * 1.5F, count * 1.5).empty();
}
"
    SOURCES ${PROJECT_SOURCE_DIR}/cmake/fmt_once.cpp
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${fmt_headers}"
    CXX_STANDARD 20)
  if(CRONMEND_FMT_ONCE)
    add_library(cronmend_fmt_once STATIC ${PROJECT_SOURCE_DIR}/cmake/fmt_once.cpp)
    target_include_directories(cronmend_fmt_once SYSTEM PUBLIC ${fmt_headers})
    target_compile_features(cronmend_fmt_once PUBLIC cxx_std_20)
    target_link_libraries(cronmend_fmt INTERFACE cronmend_fmt_once)
  else()
    message(STATUS "fmt is not of a kind that is compiled once: it is compiled with every source")
    target_link_libraries(cronmend_fmt INTERFACE fmt::fmt-header-only)
  endif()
  get_target_property(spdlog_headers spdlog::spdlog_header_only INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(cronmend_log SYSTEM INTERFACE ${spdlog_headers})
  target_compile_definitions(cronmend_log INTERFACE SPDLOG_FMT_EXTERNAL)
  target_link_libraries(cronmend_log INTERFACE cronmend_fmt)
endfunction()

if(CRONMEND_STATIC)
  cronmend_static_fmt_and_spdlog()
  target_link_libraries(cronmend_sqlite INTERFACE Threads::Threads m)
else()
  target_link_libraries(cronmend_fmt INTERFACE fmt::fmt)
  target_link_libraries(cronmend_log INTERFACE spdlog::spdlog cronmend_fmt)
endif()
target_link_libraries(cronmend_boost INTERFACE Boost::headers)
target_include_directories(cronmend_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
target_compile_definitions(cronmend_xxhash INTERFACE XXH_INLINE_ALL)

# Abseil's time zones: absl::time and what it rests on. Its CMake package names the shared libraries;
# the archives, where they are wanted and there, stand beside them under the same names.
function(cronmend_libraries_below target result)
  set(found)
  get_target_property(below ${target} INTERFACE_LINK_LIBRARIES)
  foreach(library IN LISTS below)
    if(TARGET ${library} AND library MATCHES "^absl::")
      cronmend_libraries_below(${library} deeper)
      list(APPEND found ${deeper})
    endif()
  endforeach()
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    list(PREPEND found ${target})
  endif()
  list(REMOVE_DUPLICATES found)
  set(${result} ${found} PARENT_SCOPE)
endfunction()

function(cronmend_time_zone_archives result)
  set(archives)
  cronmend_libraries_below(absl::time libraries)
  foreach(library IN LISTS libraries)
    string(REPLACE "absl::" "" name ${library})
    find_library(CRONMEND_absl_${name}_ARCHIVE libabsl_${name}.a)
    mark_as_advanced(CRONMEND_absl_${name}_ARCHIVE)
    if(NOT CRONMEND_absl_${name}_ARCHIVE)
      message(STATUS "no libabsl_${name}.a here: abseil is linked dynamically")
      set(${result} "" PARENT_SCOPE)
      return()
    endif()
    list(APPEND archives ${CRONMEND_absl_${name}_ARCHIVE})
  endforeach()
  set(${result} ${archives} PARENT_SCOPE)
endfunction()

set(CRONMEND_time_zone_archives)
if(CRONMEND_STATIC)
  cronmend_time_zone_archives(CRONMEND_time_zone_archives)
endif()
if(CRONMEND_time_zone_archives)
  get_target_property(absl_headers absl::time INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(cronmend_time_zone SYSTEM INTERFACE ${absl_headers})
  target_link_libraries(cronmend_time_zone INTERFACE
    -Wl,--start-group ${CRONMEND_time_zone_archives} -Wl,--end-group Threads::Threads)
else()
  target_link_libraries(cronmend_time_zone INTERFACE absl::time)
endif()
