#include "shell_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cronmend::lint::detail {
namespace {

TEST_CASE("Shell text: the first program, where it is certain") {
    struct Row {
        std::string command, program;  // empty: cannot be told
        std::size_t offset = 0;
    };
    const std::vector<Row> rows = {
        {"/bin/x", "/bin/x", 0},
        {"  /bin/x -a", "/bin/x", 2},
        {"x;y", "x", 0},
        {"x>log", "x", 0},
        {"A=b C='d e' x", "x", 12},
        {"A= x", "x", 3},
        {"'/opt/my tool/x' -a", "/opt/my tool/x", 0},
        {"\"/opt/my tool/x\"", "/opt/my tool/x", 0},
        {"sudo -u ops x", "sudo", 0},
        {"\"$HOME/x\"", "", 0},
        {"$HOME/x", "", 0},
        {"~/x", "", 0},
        {"`which x`", "", 0},
        {"'a'b", "", 0},
        {"'a", "", 0},
        {"PATH=/opt x", "", 0},
        {"A=$(b) x", "", 0},
        {"A=b", "", 0},
        {"(cd /; x)", "", 0},
        {"{ x; }", "", 0},
        {"[ -x /y ] && /y", "", 0},
        {"test -x /y && /y", "", 0},
        {"if x; then y; fi", "", 0},
        {"! x", "", 0},
        {">log x", "", 0},
        {"f() { x; }; f", "", 0},
        {"/usr/lib/*/x", "", 0},
        {"x\\ y", "", 0},
        {"", "", 0},
        {"# x", "", 0},
    };
    for (const Row& row : rows) {
        const auto word = first_program(row.command);
        CHECK_MESSAGE((word ? word->name : std::string{}) == row.program, row.command);
        if (word) {
            CHECK_MESSAGE(word->offset == row.offset, row.command);
        }
    }
}

TEST_CASE("Shell text: output thrown away") {
    for (const std::string silent :
         {"x >/dev/null 2>&1", "x>/dev/null 2>&1", "x > /dev/null 2>&1 &",
          "x 1>/dev/null 2>/dev/null", "x 2> /dev/null 1> /dev/null", "x &> /dev/null",
          "x >& /dev/null", "(x) >/dev/null 2>&1; "}) {
        CHECK_MESSAGE(output_thrown_away(silent) != std::string_view::npos, silent);
    }
    for (const char* told :
         {"x", "x >/dev/null", "x 2>/dev/null", "x >log 2>&1", "x 2>&1 >/dev/null",
          "x >/dev/null 2>&1 && y", "x >>/dev/null.log 2>&1", "x >/dev/null 2>&1 | y",
          "x >/dev/null2 2>&1"}) {
        CHECK_MESSAGE(output_thrown_away(told) == std::string_view::npos, told);
    }
}

TEST_CASE("Shell text: a comment") {
    CHECK(shell_comment("x # y") == 2);
    CHECK(shell_comment("x;# y") == 2);
    for (const char* none : {"x", "x#y", "x '# y'", "x \"# y\"", "x \\# y", "x ${a# b}", "# y"}) {
        CHECK_MESSAGE(shell_comment(none) == std::string_view::npos, none);
    }
}

}  // namespace
}  // namespace cronmend::lint::detail
