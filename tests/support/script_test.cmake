# cronmend_script_tests(PREFIX SECONDS name…): each NAME.sh of this folder as a ctest entry. A
# script that exits with 77 was skipped, and says why. It is told to end before ctest kills it, so
# that it can still tidy up.
find_package(Python3 COMPONENTS Interpreter QUIET)

function(cronmend_script_tests prefix seconds)
  math(EXPR limit "${seconds} + 30")
  foreach(name ${ARGN})
    add_test(NAME "${prefix}: ${name}"
      COMMAND timeout --kill-after=20 ${seconds} bash ${CMAKE_CURRENT_SOURCE_DIR}/${name}.sh)
    set_tests_properties("${prefix}: ${name}" PROPERTIES
      SKIP_RETURN_CODE 77
      TIMEOUT ${limit}
      ENVIRONMENT "CRONMEND=$<TARGET_FILE:cronmend>;PYTHON=${Python3_EXECUTABLE}")
  endforeach()
endfunction()
