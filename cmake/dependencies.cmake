# The libraries, by their own CMake packages. With CRONMEND_STATIC the archives are preferred: a
# dynamic start costs several times what the pass itself does.

find_package(Boost 1.81 REQUIRED COMPONENTS filesystem)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Threads REQUIRED)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)

add_library(cronmend_yaml INTERFACE)
add_library(cronmend_sqlite INTERFACE)
add_library(cronmend_log INTERFACE)
add_library(cronmend_fmt INTERFACE)
add_library(cronmend_boost INTERFACE)
add_library(cronmend_xxhash INTERFACE)

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

if(CRONMEND_STATIC)
  # Header-only fmt and spdlog: no archive of their own is needed, nor does Debian ship spdlog's.
  target_link_libraries(cronmend_fmt INTERFACE fmt::fmt-header-only)
  target_link_libraries(cronmend_log INTERFACE spdlog::spdlog_header_only cronmend_fmt)
  target_link_libraries(cronmend_sqlite INTERFACE Threads::Threads m)
else()
  target_link_libraries(cronmend_fmt INTERFACE fmt::fmt)
  target_link_libraries(cronmend_log INTERFACE spdlog::spdlog cronmend_fmt)
endif()
target_link_libraries(cronmend_boost INTERFACE Boost::headers)
target_include_directories(cronmend_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
target_compile_definitions(cronmend_xxhash INTERFACE XXH_INLINE_ALL)
