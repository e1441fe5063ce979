# Settings that every target of ours shares, and one static library per room.

add_library(cronmend_settings INTERFACE)
target_compile_features(cronmend_settings INTERFACE cxx_std_20)
target_include_directories(cronmend_settings INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_compile_options(cronmend_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-align -Wformat=2
  $<$<BOOL:${CRONMEND_WARNINGS_AS_ERRORS}>:-Werror>)
if(NOT CRONMEND_ROOM_AT_ONCE) # there, what one file of the room names would be shadowed in another
  target_compile_options(cronmend_settings INTERFACE -Wshadow)
endif()
if(CRONMEND_STATIC)
  # So that the linker can leave out what nothing calls.
  target_compile_options(cronmend_settings INTERFACE -ffunction-sections -fdata-sections)
endif()
if(CRONMEND_SANITIZE)
  target_compile_options(cronmend_settings INTERFACE
    -fsanitize=${CRONMEND_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cronmend_settings INTERFACE -fsanitize=${CRONMEND_SANITIZE})
endif()

# cronmend_room(NAME SOURCES a.cpp … [USES room…] [LIBRARIES target…])
# What a room's files name for themselves is named once in the room, so that it also compiles as one
# file. The libraries stay private: a room's headers name no type of theirs.
function(cronmend_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  add_library(cronmend_${name} STATIC ${ROOM_SOURCES})
  set_target_properties(cronmend_${name} PROPERTIES
    UNITY_BUILD ${CRONMEND_ROOM_AT_ONCE} UNITY_BUILD_BATCH_SIZE 0)
  list(TRANSFORM ROOM_USES PREPEND cronmend_)
  target_link_libraries(cronmend_${name} PUBLIC cronmend_settings ${ROOM_USES}
                                         PRIVATE ${ROOM_LIBRARIES})
endfunction()
