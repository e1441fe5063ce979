#include "cronmend/base/text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/random.hpp"

using namespace cronmend;

TEST_CASE("printable shows what would deceive") {
    struct Row {
        std::string name, text, expected;
    };
    const std::vector<Row> rows{
        {"plain", "0 3 * * * x", "0 3 * * * x"},
        {"umlaut stays",
         "Gr\xc3\xbc\xc3\x9f"
         "e",
         "Gr\xc3\xbc\xc3\x9f"
         "e"},
        {"newline", "a\nb", "a\\nb"},
        {"carriage return and tab", "a\r\t", "a\\r\\t"},
        {"escape sequence", "\x1b[31m", "\\x1b[31m"},
        {"NUL", std::string("a\0b", 3), "a\\x00b"},
        {"not UTF-8",
         "\xff"
         "a",
         "\\xffa"},
        {"overlong", "\xc0\xaf", "\\xc0\\xaf"},
        {"cut in the middle", "a\xe2\x82", "a\\xe2\\x82"},
        {"right to left override",
         "a\xe2\x80\xae"
         "b",
         "a\\u{202e}b"},
        {"zero width",
         "a\xe2\x80\x8b"
         "b",
         "a\\u{200b}b"},
        {"C1 control",
         "\xc2\x9b"
         "31m",
         "\\u{009b}31m"},
        {"emoji stays", "\xf0\x9f\x94\xb4", "\xf0\x9f\x94\xb4"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(printable(row.text) == row.expected);
    }
    CHECK(printable("a\n\tb\r", Newlines::keep) == "a\n\tb\\r");
}

TEST_CASE("printable text is UTF-8 without control characters, whatever came in") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    std::string all(256, '\0');
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<char>(i);
    }
    for (int round = 0; round < 2000; ++round) {
        const std::string out = printable(random.bytes(12, all));
        CHECK(is_utf8(out));
        CHECK_FALSE(has_control_characters(out));
    }
}

TEST_CASE("lines put together are the text") {
    struct Row {
        std::string text;
        std::size_t lines;
    };
    for (const Row& row :
         std::vector<Row>{{"", 0}, {"\n", 1}, {"a", 1}, {"a\nb", 2}, {"a\n\n", 2}}) {
        CAPTURE(row.text);
        const auto lines = split_lines(row.text);
        CHECK(lines.size() == row.lines);
        std::string joined;
        for (const auto line : lines) {
            joined += line;
        }
        CHECK(joined == row.text);
    }
    CHECK(without_newline("a\n") == "a");
    CHECK(without_newline("a") == "a");
}

TEST_CASE("blanks are spaces and tabs, nothing else") {
    CHECK(trim_blanks(" \ta b\t ") == "a b");
    CHECK(trim_blanks("\r x") == "\r x");
    CHECK(trim_blanks(" \t").empty());
}

TEST_CASE("the nearest word is one that could be meant") {
    const std::vector<std::string_view> keys{"schedule", "command", "severity", "mode"};
    CHECK(nearest_word("shedule", keys) == "schedule");
    CHECK(nearest_word("comand", keys) == "command");
    CHECK(nearest_word("Mode", keys) == "mode");
    CHECK(nearest_word("moed", keys) == "mode");
    CHECK(nearest_word("zzzzzz", keys).empty());
    CHECK(nearest_word("at", keys).empty());
    CHECK(nearest_word("lst", {"at", "lint", "list"}) == "list");
    CHECK(nearest_word("lst", {"at", "lint"}).empty());
    CHECK(nearest_word("sta", {"at"}).empty());
    CHECK(nearest_word("", keys).empty());
}

TEST_CASE("counts have their plural") {
    CHECK(count_of(1, "entry", "entries") == "1 entry");
    CHECK(count_of(0, "entry", "entries") == "0 entries");
}
