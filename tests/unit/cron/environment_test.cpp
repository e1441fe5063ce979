#include "cronmend/cron/environment.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::cron {
namespace {

const std::string kZero(1, '\0');

TEST_CASE("Environment lines are read as cron reads them") {
    struct Row {
        std::string line;
        std::string name;
        std::string value;
    };
    const std::vector<Row> rows = {
        {"A=b", "A", "b"},
        {" \tA = b", "A", "b"},
        {"A\t=\tb c  d", "A", "b c  d"},
        {"A=b # c", "A", "b # c"},
        {"A=50%", "A", "50%"},
        {"A=$B", "A", "$B"},
        {"A=b=c", "A", "b=c"},
        {"A==", "A", "="},
        {"A=b  \t", "A", "b"},
        {"A=b\r", "A", "b"},
        {"A=b\v\f \r", "A", "b"},
        {"A=\"\"", "A", ""},
        {"A=''", "A", ""},
        {"A=\"a b\"  ", "A", "a b"},
        {"A=\"a b\"\r", "A", "a b"},
        {"A=\" b\"", "A", " b"},
        {"A=\"trail  \"", "A", "trail"},
        {"A=\"'x'\"", "A", "x"},
        {"A=\"'x  '\"", "A", "x  "},
        {"A=\"'x' \"", "A", "x"},
        {"A='it \"is\"'", "A", "it \"is\""},
        {"A=b\"c", "A", "b\"c"},
        {"\"A\"=b", "A", "b"},
        {"'A B' = b", "A B", "b"},
        {"''=b", "", "b"},
        {"=foo", "", "foo"},
        {"5=3", "5", "3"},
        {"@daily = foo", "@daily", "foo"},
        {"*=5 * * * * x", "*", "5 * * * * x"},
        {"\xc3\xa9=b", "\xc3\xa9", "b"},
        {"A\r=b", "A", "b"},
        {"\xef\xbb\xbf"
         "A=b",
         "\xef\xbb\xbf"
         "A",
         "b"},
        {"A\"B=c", "A\"B", "c"},
        {"A=b" + kZero + "# c", "A", "b"},
        {"A=b" + kZero, "A", "b"},
        {"A=" + std::string(996, 'x'), "A", std::string(996, 'x')},
        {"A=" + std::string(2000, 'x'), "A", std::string(996, 'x')},
        {"A=x" + std::string(2000, ' ') + "y", "A", "x"},
        {"A=\"" + std::string(994, 'x') + "\"", "A", std::string(994, 'x')},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const std::optional<Assignment> assignment = parse_assignment(row.line);
        REQUIRE(assignment);
        CHECK(assignment->name == row.name);
        CHECK(assignment->value == row.value);
    }
}

TEST_CASE("What cron takes for no assignment is none") {
    const std::vector<std::string> lines = {"",
                                            "  ",
                                            "#A=b",
                                            "# A=b",
                                            "A",
                                            "A=",
                                            "A= ",
                                            "A=\r",
                                            "A= \f",
                                            "=",
                                            "export A=b",
                                            "A B=c",
                                            "\"a\" b",
                                            "A=\"a\" b",
                                            "A=\"a\"#c",
                                            "A=\"a\\\"b\"",
                                            "A=\"a",
                                            "A=\"",
                                            "A='",
                                            "\"A=b",
                                            "'=b",
                                            "\"A=\"=b",
                                            "\"A\"x=b",
                                            "A\fb=c",
                                            "* * * * * A=b",
                                            "@daily A=b",
                                            "A" + kZero + "=b",
                                            "A=\"x" + kZero + "\"",
                                            "A=b" + kZero + "c",
                                            "A=b\nc",
                                            "\"A\nB\"=c",
                                            "A=\"" + std::string(995, 'x') + "\"",
                                            std::string(998, 'A') + "=b",
                                            "A" + std::string(997, ' ') + "=b",
                                            "A=" + std::string(996, ' ') + "b"};
    for (const std::string& line : lines) {
        CAPTURE(line);
        CHECK_FALSE(parse_assignment(line));
    }
}

TEST_CASE("A value is written as plainly as cron can read it back") {
    struct Row {
        std::string value;
        std::string line;
    };
    const std::vector<Row> rows = {
        {"b", "A=b"},           {"", "A=\"\""},       {"b c # d", "A=b c # d"},
        {" b", "A=\" b\""},     {"b ", "A=\"'b '\""}, {"it's", "A=it's"},
        {"'b'", "A=\"''b''\""}, {"\"", "A='\"'"},     {" \"", "A=' \"'"},
        {" '", "A=\" '\""},     {"a\tb", "A=a\tb"},   {"b\" ", "A='\"b\" \"'"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.value);
        const Result<std::string> line = render_assignment({"A", row.value});
        REQUIRE(line);
        CHECK(*line == row.line);
    }
    CHECK(render_assignment({"#A", "b"}).value() == "\"#A\"=b");
    CHECK(render_assignment({"A B", "b"}).value() == "\"A B\"=b");
}

TEST_CASE("What no line can say is refused with the reason") {
    struct Row {
        Assignment assignment;
        std::string reason;
    };
    const std::vector<Row> rows = {
        {{"A", "b\nc"}, "it holds a newline or a NUL"},
        {{"A", "b" + kZero}, "it holds a newline or a NUL"},
        {{"A\n", "b"}, "it holds a newline or a NUL"},
        {{"A=B", "c"}, "a name cannot hold ="},
        {{"A", std::string(997, 'x')}, "cron reads only the first 998 bytes of such a line"},
        {{"A", " \"'"}, "its quotes and blanks cannot be written so that cron reads them back"},
        {{"A", "\"b'c"}, "its quotes and blanks cannot be written so that cron reads them back"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.assignment.value);
        const Result<std::string> line = render_assignment(row.assignment);
        REQUIRE_FALSE(line);
        CHECK(line.error().code == ErrorCode::invalid_input);
        CHECK(line.error().message.ends_with(row.reason));
    }
    CHECK(render_assignment({"A", std::string(996, 'x')}));
}

TEST_CASE("Writing and reading an assignment are inverse, over generated values") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    const std::string alphabet = std::string("ab \t\r'\"'\"=#%\\$\n\x80\xff") + kZero;
    int written = 0;
    for (int i = 0; i < 20000; ++i) {
        const Assignment assignment{random.bytes(3, alphabet), random.bytes(7, alphabet)};
        CAPTURE(assignment.name);
        CAPTURE(assignment.value);
        const Result<std::string> line = render_assignment(assignment);
        if (line) {
            ++written;
            const std::optional<Assignment> back = parse_assignment(*line);
            REQUIRE(back);
            CHECK(*back == assignment);
        }
    }
    CHECK(written > 3000);
}

TEST_CASE("Whatever cron reads as an assignment can be written, over generated lines") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    test::LineGenerator generator(random);
    int read = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = generator.environment();
        CAPTURE(text);
        if (const std::optional<Assignment> assignment = parse_assignment(text)) {
            ++read;
            const Result<std::string> line = render_assignment(*assignment);
            REQUIRE(line);
            CHECK(parse_assignment(*line).value() == *assignment);
        }
    }
    CHECK(read > 3000);
}

TEST_CASE("The variables that cron acts on are known") {
    struct Row {
        std::string name;
        bool restorable, reserved;
        std::optional<std::string> standard;
    };
    const std::vector<Row> rows = {
        {"SHELL", true, false, "/bin/sh"},
        {"PATH", true, false, "/usr/bin:/bin"},
        {"MAILTO", true, false, "alice"},
        {"HOME", true, false, std::nullopt},
        {"CRON_TZ", false, true, std::nullopt},
        {"MAILFROM", false, true, std::nullopt},
        {"LOGNAME", false, true, std::nullopt},
        {"USER", false, true, std::nullopt},
        {"RANDOM_DELAY", false, true, std::nullopt},
        {"CONTENT_TYPE", false, true, std::nullopt},
        {"CONTENT_TRANSFER_ENCODING", false, true, std::nullopt},
        {"path", false, false, std::nullopt},
        {"", false, false, std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(is_restorable(row.name) == row.restorable);
        CHECK(is_reserved(row.name) == row.reserved);
        CHECK(default_value(row.name, "alice") == row.standard);
    }
}

TEST_CASE("The variables that change what an entry does are those that the flavour honours") {
    struct Row {
        Flavour flavour;
        std::string among, not_among;
    };
    const std::vector<Row> rows = {
        {Flavour::debian, "SHELL PATH MAILTO HOME CRON_TZ TZ LD_PRELOAD LD_LIBRARY_PATH BASH_ENV",
         "RANDOM_DELAY DELAY BATCH PERSISTENT START_HOURS_RANGE ENV LANG"},
        {Flavour::cronie, "SHELL TZ LD_PRELOAD BASH_ENV RANDOM_DELAY",
         "DELAY BATCH PERSISTENT ENV"},
        {Flavour::busybox, "SHELL MAILTO", "TZ LD_PRELOAD BASH_ENV RANDOM_DELAY BATCH"},
        {Flavour::bcron, "SHELL TZ LD_PRELOAD BASH_ENV", "RANDOM_DELAY BATCH"},
        {Flavour::systemd_cron,
         "SHELL TZ LD_PRELOAD BASH_ENV RANDOM_DELAY DELAY START_HOURS_RANGE PERSISTENT BATCH",
         "ENV LANG"},
    };
    for (const Row& row : rows) {
        CAPTURE(static_cast<int>(row.flavour));
        const auto names = significant_variables(row.flavour);
        const auto holds = [&](const std::string& name) {
            return std::find(names.begin(), names.end(), name) != names.end();
        };
        for (std::istringstream words{row.among}; words;) {
            std::string name;
            CAPTURE(name);
            CHECK((!(words >> name) || holds(name)));
        }
        for (std::istringstream words{row.not_among}; words;) {
            std::string name;
            CAPTURE(name);
            CHECK((!(words >> name) || !holds(name)));
        }
    }
    CHECK(is_reserved("BATCH", Flavour::systemd_cron));
    CHECK_FALSE(is_reserved("BATCH", Flavour::cronie));
}

}  // namespace
}  // namespace cronmend::cron
