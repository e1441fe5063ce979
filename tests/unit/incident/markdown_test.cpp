#include "markdown.hpp"

#include <doctest/doctest.h>

using namespace cronmend::incident;

TEST_CASE("values in the middle of a line") {
    struct Row {
        const char *name, *value, *wanted;
    };
    for (const Row& row : std::initializer_list<Row>{
             {"plain words stay", "Overnight backup of web_1.tar", "Overnight backup of web_1.tar"},
             {"emphasis", "*a* _b_", "\\*a\\* \\_b\\_"},
             {"html", "<b>&amp;", "\\<b\\>\\&amp;"},
             {"a link", "[a](b)", "\\[a\\](b)"},
             {"a table cell", "a|b", "a\\|b"},
             {"a newline", "a\n# b", "a\\\\n# b"},
             {"an address", "see https://x.example/a_b_ now", "see `https://x.example/a_b_` now"},
             {"a mail address", "a@b.example", "`a@b.example`"},
             {"an address with a bar", "a@b|c", "`a@b`\\|`c`"},
             {"blanks are kept", " a  b ", " a  b "},
             {"nothing", "", ""}}) {
        CAPTURE(row.name);
        CHECK(markdown::text(row.value) == row.wanted);
    }
}

TEST_CASE("values at the front of a line") {
    struct Row {
        const char *value, *wanted;
    };
    for (const Row& row : std::initializer_list<Row>{{"# a", "\\# a"},
                                                     {"- a", "\\- a"},
                                                     {"+ a", "\\+ a"},
                                                     {"===", "\\==="},
                                                     {"12. a", "12\\. a"},
                                                     {"1) a", "1\\) a"},
                                                     {"   a", "a"},
                                                     {"3 jobs.", "3 jobs."},
                                                     {"> a", "\\> a"}}) {
        CAPTURE(row.value);
        CHECK(markdown::opening_text(row.value) == row.wanted);
    }
}

TEST_CASE("code spans are longer than what they hold") {
    CHECK(markdown::code("a b") == "`a b`");
    CHECK(markdown::code("a`b") == "``a`b``");
    CHECK(markdown::code("`a`") == "`` `a` ``");
    CHECK(markdown::code("a``b`c") == "```a``b`c```");
    CHECK(markdown::code(" a ") == "`  a  `");
    CHECK(markdown::code("") == "(empty)");
    CHECK(markdown::code("a\nb") == "`a\\nb`");
}

TEST_CASE("fences are longer than what they hold") {
    CHECK(markdown::fenced("a\nb", "bash") == "```bash\na\nb\n```\n");
    CHECK(markdown::fenced("```\na\n") == "````\n```\na\n````\n");
    CHECK(markdown::fenced("") == "```\n```\n");
    CHECK(markdown::fenced("a\x1b[0m\r\n") == "```\na\\x1b[0m\\r\n```\n");
}

TEST_CASE("shell arguments are quoted") {
    CHECK(markdown::shell_quote("") == "''");
    CHECK(markdown::shell_quote("a b") == "'a b'");
    CHECK(markdown::shell_quote("it's $(x) `y` \\") == "'it'\\''s $(x) `y` \\'");
}
