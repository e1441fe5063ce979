#include "cronmend/cron/guard.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <string>
#include <vector>

using namespace cronmend::cron;

namespace {

constexpr const char* kWritten =
    "/usr/bin/cronmend at --zone Europe/Berlin --ahead +02:00 '0 3 * * *' -- '/opt/b \"$HOME\"'";

struct Row {
    const char* name;
    std::string text;
    std::string before, after;
};

}  // namespace

TEST_CASE("a guard is found whatever stands around it") {
    const std::string written = kWritten;
    const std::string spaced =
        "/usr/bin/cronmend  at --zone\tEurope/Berlin --ahead  +02:00 '0 3 * * *' --  '/opt/b "
        "\"$HOME\"'";
    const std::string quoted =
        "/usr/bin/cronmend at --zone \"Europe/Berlin\" --ahead +02:00 \"0 3 * * *\" -- "
        "/opt/b\\ \\\"\\$HOME\\\"";
    const std::vector<Row> rows{
        {"as written", written, "", ""},
        {"blanks in front and behind", "  " + written + " \t", "  ", " \t"},
        {"more blanks between its words", spaced, "", ""},
        {"quoted otherwise", quoted, "", ""},
        {"a redirection behind", written + " >>/var/log/b 2>&1", "", " >>/var/log/b 2>&1"},
        {"a redirection without a blank", written + ">/dev/null", "", ">/dev/null"},
        {"another command behind", written + "; date", "", "; date"},
        {"a wrapper in front", "nice -n 10 " + written, "nice -n 10 ", ""},
        {"a folder in front", "cd /x && " + written + " || true", "cd /x && ", " || true"},
        {"variables in front", "export A='b'; LANG=C " + written, "export A='b'; LANG=C ", ""},
        {"in parentheses", "(" + written + ")", "(", ")"},
        {"standard input behind", written + std::string("\0in", 3), "", std::string("\0in", 3)},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto found = find_guard(row.text);
        REQUIRE(found);
        CHECK(found->before == row.before);
        CHECK(found->after == row.after);
        CHECK(found->guarded.program == "/usr/bin/cronmend");
        CHECK(found->guarded.command == "/opt/b \"$HOME\"");
        CHECK(found->guarded.guard == parse_guarded(written)->guard);
    }
}

TEST_CASE("many programs called at cost no more than their number") {
    for (const std::string word : {"/a at ", "/a at --zone "}) {
        const auto cost = [&](int words) {
            std::string line;
            for (int i = 0; i < words; ++i) {
                line += word;
            }
            const std::clock_t start = std::clock();
            CHECK(!find_guard(line));
            return static_cast<double>(std::clock() - start);
        };
        // Eight times the words: 8 if it goes by their number, 64 if by its square.
        const double few = cost(1'000);
        CHECK(cost(8'000) < 30 * few);
    }
}

TEST_CASE("what is no guard is not taken for one") {
    for (const char* text :
         {"", "/opt/b", "cronmend at --zone Europe/Berlin '0 3 * * *' -- /opt/b",
          "/usr/bin/at 03:00", "/usr/bin/cronmend at --zone Europe/Berlin '0 3 * * *' /opt/b",
          "/usr/bin/cronmend at '0 3 * * *' -- /opt/b",
          "/usr/bin/cronmend at --zone Europe/Berlin '0 3 * * *' --",
          "/usr/bin/cronmend at --zone Europe/Berlin '0 3 * * *' -- '/opt/b",
          "/usr/bin/cronmend at --zone \"$ZONE\" '0 3 * * *' -- /opt/b",
          "/usr/bin/cronmend at --zone Europe/Berlin '0 3 * * *' ; -- /opt/b"}) {
        CAPTURE(text);
        CHECK_FALSE(find_guard(text));
    }
}
