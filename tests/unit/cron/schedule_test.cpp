#include "cronmend/cron/schedule.hpp"

#include <doctest/doctest.h>

#include <bitset>
#include <initializer_list>
#include <ostream>
#include <string>
#include <vector>

namespace cronmend::cron {
namespace {

template <std::size_t N>
std::bitset<N> bits(std::initializer_list<std::size_t> values) {
    std::bitset<N> mask;
    for (const std::size_t value : values) {
        mask.set(value);
    }
    return mask;
}

template <std::size_t N>
std::bitset<N> bits(std::size_t first, std::size_t last) {
    std::bitset<N> mask;
    for (std::size_t value = first; value <= last; ++value) {
        mask.set(value);
    }
    return mask;
}

Schedule parsed(const std::string& text) {
    const Result<Schedule> schedule = parse_schedule(text);
    REQUIRE_MESSAGE(schedule, text);
    return *schedule;
}

TEST_CASE("A field holds the values that cron gives it") {
    struct Row {
        std::string name;
        std::string field;
        std::bitset<60> minutes;
    };
    const std::vector<Row> rows = {
        {"star", "*", bits<60>(0, 59)},
        {"number", "7", bits<60>({7})},
        {"leading zeros", "007", bits<60>({7})},
        {"999 digits", std::string(998, '0') + "7", bits<60>({7})},
        {"range", "5-8", bits<60>({5, 6, 7, 8})},
        {"range of one", "5-5", bits<60>({5})},
        {"reversed range", "5-1", {}},
        {"list", "1,3-4,59", bits<60>({1, 3, 4, 59})},
        {"list with a star", "5,*", bits<60>(0, 59)},
        {"step", "*/20", bits<60>({0, 20, 40})},
        {"stepped range", "5-59/25", bits<60>({5, 30, 55})},
        {"step beyond the range", "10-20/100", bits<60>({10})},
        {"largest step", "*/2147483647", bits<60>({0})},
        {"number of 33 bits", "4294967297", bits<60>({1})},
        {"step of 33 bits", "*/4294967326", bits<60>({0, 30})},
        {"junk behind a star", "*foo", bits<60>(0, 59)},
        {"a digit behind a star", "*5", bits<60>(0, 59)},
        {"a range behind a star", "*-5", bits<60>(0, 59)},
        {"junk behind a number", "5;x", bits<60>({5})},
        {"a fraction", "5.5", bits<60>({5})},
        {"a tilde", "5~10", bits<60>({5})},
        {"a second dash", "1-5-9", bits<60>(1, 5)},
        {"a second step", "*/30/3", bits<60>({0, 30})},
        {"a list behind junk", "1;2,3", bits<60>({1})},
        {"junk of high bytes", "5\xc3\xa9", bits<60>({5})},
        {"0xFF behind junk", "5;\xff", bits<60>({5})},
        {"a carriage return", "5\r", bits<60>({5})},
        {"a NUL", std::string("5\0", 2), bits<60>({5})},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(parsed(row.field + " * * * *").minutes == row.minutes);
    }
}

TEST_CASE("The other fields count and name as cron does") {
    const Schedule schedule = parsed("0 20-23 30-31,1 feb-Mar,DEC fri-7");
    CHECK(schedule.hours == bits<24>({20, 21, 22, 23}));
    CHECK(schedule.days_of_month == bits<32>({1, 30, 31}));
    CHECK(schedule.months == bits<13>({2, 3, 12}));
    CHECK(schedule.days_of_week == bits<7>({0, 5, 6}));
    CHECK(parsed("0 0 * 1-12 *").months == bits<13>(1, 12));
    CHECK(parsed("0 0 * * *").days_of_month == bits<32>(1, 31));

    struct Row {
        std::string field;
        std::bitset<7> days;
    };
    const std::vector<Row> rows = {{"0", bits<7>({0})},
                                   {"7", bits<7>({0})},
                                   {"sun", bits<7>({0})},
                                   {"sun-sat", bits<7>(0, 6)},
                                   {"sat-sun", {}},
                                   {"5-0", {}},
                                   {"*/7", bits<7>({0})},
                                   {"*/2", bits<7>({0, 2, 4, 6})},
                                   {"1-7/3", bits<7>({0, 1, 4})},
                                   {"mon-5/2", bits<7>({1, 3, 5})},
                                   {"MON#2", bits<7>({1})},
                                   {"mOn,tue", bits<7>({1, 2})},
                                   {"0-7", bits<7>(0, 6)},
                                   {"*", bits<7>(0, 6)}};
    for (const Row& row : rows) {
        CAPTURE(row.field);
        CHECK(parsed("0 0 * * " + row.field).days_of_week == row.days);
    }
}

TEST_CASE("The words stand for fields") {
    struct Row {
        std::string word;
        std::string fields;
    };
    const std::vector<Row> rows = {{"@yearly", "0 0 1 1 *"},   {"@annually", "0 0 1 1 *"},
                                   {"@monthly", "0 0 1 * *"},  {"@weekly", "0 0 * * 0"},
                                   {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"},
                                   {"  @daily\t", "0 0 * * *"}};
    for (const Row& row : rows) {
        CAPTURE(row.word);
        CHECK(parsed(row.word) == parsed(row.fields));
    }
    CHECK(same_meaning(parsed("@hourly"), parsed("0 * * * *")));
    CHECK(parsed("@hourly").wildcard);
    CHECK(parsed("@reboot").reboot);
    CHECK(parsed("@reboot").minutes.none());
}

TEST_CASE("A star at the front of a field decides the day rule, or makes it a wildcard") {
    struct Row {
        std::string text;
        DayRule day_rule;
        bool wildcard;
    };
    const std::vector<Row> rows = {
        {"0 3 1 * 1", DayRule::either, false},      {"0 3 * * 1", DayRule::both, false},
        {"0 3 1 * *", DayRule::both, false},        {"0 3 */2 * *,1", DayRule::both, false},
        {"0 3 1-31 * 0-6", DayRule::either, false}, {"0 3 5,* * *foo", DayRule::both, false},
        {"* 3 1 * 1", DayRule::either, true},       {"0 */2 1 * 1", DayRule::either, true},
        {"*/60 3 1 * 1", DayRule::either, true},    {"0-59 0-23 1 * 1", DayRule::either, false},
        {"5,* 3 1 * 1", DayRule::either, false},    {"0 3 1 */2 1", DayRule::either, false}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Schedule schedule = parsed(row.text);
        CHECK(schedule.day_rule == row.day_rule);
        CHECK(schedule.wildcard == row.wildcard);
    }
}

TEST_CASE("Days match by cron's day rule") {
    struct Row {
        std::string text;
        unsigned day_of_month, month, day_of_week;
        bool matches;
    };
    const std::vector<Row> rows = {
        {"0 0 13 * 5", 13, 1, 1, true},     {"0 0 13 * 5", 12, 1, 5, true},
        {"0 0 13 * 5", 12, 1, 4, false},    {"0 0 */2 * 1", 3, 1, 1, true},
        {"0 0 */2 * 1", 3, 1, 2, false},    {"0 0 */2 * 1", 2, 1, 1, false},
        {"0 0 1-31/2 * 1", 2, 1, 1, true},  {"0 0 1,15 * 5-1", 15, 1, 3, true},
        {"0 0 1,15 * 5-1", 2, 1, 5, false}, {"0 0 * 2 *", 1, 3, 0, false},
        {"0 0 * * 7", 1, 3, 0, true},       {"0 0 * * 7", 1, 3, 7, true},
        {"0 0 * * *", 32, 3, 7, false},     {"0 0 * * *", 3, 13, 7, false}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.day_of_month);
        CHECK(parsed(row.text).matches_day(row.day_of_month, row.month, row.day_of_week) ==
              row.matches);
    }
}

TEST_CASE("What cron refuses is refused in its words, with the reason and the mend") {
    struct Row {
        std::string text;
        std::string message;
        std::string mend;
    };
    const std::string range = "write numbers from 0 to 59";
    const std::vector<Row> rows = {
        {"60 * * * *", "bad minute: 60 is not between 0 and 59", ""},
        {"* 24 * * *", "bad hour: 24 is not between 0 and 23", ""},
        {"* * 0 * *", "bad day-of-month: 0 is not between 1 and 31", ""},
        {"* * * 13 *", "bad month: 13 is not between 1 and 12", ""},
        {"* * * * 8", "bad day-of-week: 8 is not between 0 and 7", ""},
        {"5-64/30 * * * *", "bad minute: 64 is not between 0 and 59", ""},
        {"0-60/70 * * * *", "bad minute: 60 is not between 0 and 59", ""},
        {"* * * * 1,sun-9", "bad day-of-week: 9 is not between 0 and 7", ""},
        {"99-5 * * * *", "bad minute: 99 is not between 0 and 59", ""},
        {"18446744073709551616 * * * *", "bad minute: 18446744073709551616 is not between 0 and 59",
         ""},
        {"5/2 * * * *", "bad minute: a step needs a range before it", "write 5-59/2 or */2"},
        {"* * * jan/2 *", "bad month: a step needs a range before it", "write jan-12/2 or */2"},
        {"* * * * 1/2", "bad day-of-week: a step needs a range before it", "write 1-6/2 or */2"},
        {"5/ * * * *", "bad minute: a step needs a range before it", "write */2 or the like"},
        {"*/0 * * * *", "bad minute: a step must be at least 1", ""},
        {"*/2147483648 * * * *", "bad minute: a step must be at least 1", ""},
        {"5-1/2147483648 * * * *", "bad minute: a step must be at least 1", ""},
        {"1-59/2147483647 * * * *", "bad minute: the step is too large", ""},
        {"*/ * * * *", "bad minute: \"*/\" has no number as its step",
         "write a step as */2 or 1-5/2"},
        {"1-5/-2 * * * *", "bad minute: \"1-5/-2\" has no number as its step",
         "write a step as */2 or 1-5/2"},
        {"*/2x * * * *", "bad minute: \"*/2x\" has no number as its step",
         "write a step as */2 or 1-5/2"},
        {"1- * * * *", "bad minute: \"1-\" has no end", "write a range as 1-5"},
        {"* * * * Monday",
         "bad day-of-week: \"Monday\" is no name that cron knows; names have "
         "three letters",
         "write Mon"},
        {"* * * * mon-tues",
         "bad day-of-week: \"tues\" is no name that cron knows; names have "
         "three letters",
         "write Tue"},
        {"* * * * mo",
         "bad day-of-week: \"mo\" is no name that cron knows; names have three "
         "letters",
         "write Mon"},
        {"* * * foo *", "bad month: \"foo\" is no name that cron knows; names have three letters",
         "write one from Jan to Dec, or a number"},
        {"* * mon * *", "bad day-of-month: \"mon\" is no number", "write numbers from 1 to 31"},
        {"* * L * *", "bad day-of-month: \"L\" is no number", "write numbers from 1 to 31"},
        {"5x * * * *", "bad minute: \"5x\" is no number", range},
        {"1e1 * * * *", "bad minute: \"1e1\" is no number", range},
        {"* * * * 0x10", "bad day-of-week: \"0x10\" is no number", "write numbers from 0 to 7"},
        {",1 * * * *", "bad minute: a list has an empty member",
         "write no blank around a comma, nor two commas"},
        {"1,, * * * *", "bad minute: a list has an empty member",
         "write no blank around a comma, nor two commas"},
        {"1, 2 * * * *", "bad minute: a list has an empty member",
         "write no blank around a comma, nor two commas"},
        {"~ * * * *", "bad minute: cron here does not know \"~\"", range + ", or *"},
        {"? * * * *", "bad minute: cron here does not know \"?\"", range + ", or *"},
        {"-1 * * * *", "bad minute: \"-1\" has a sign", range + ", or *"},
        {"+5 * * * *", "bad minute: \"+5\" has a sign", range + ", or *"},
        {"\r * * * *", "bad minute: \"\\r\" is neither a number nor *", range + ", or *"},
        {std::string(1000, '0') + " * * * *", "bad minute: a number of 1000 digits or more",
         "leave out the leading zeros"},
        {"* *", "bad day-of-month: the line ends before it",
         "a schedule has five fields: minute, hour, day of month, month, day of week"},
        {"", "bad minute: the line ends before it",
         "a schedule has five fields: minute, hour, day of month, month, day of week"},
        {"5\xff * * * *", "bad minute: cron takes the byte 0xFF for the end of the file", ""},
        {"5 \xff * * *", "bad minute: cron takes the byte 0xFF for the end of the file", ""},
        {"@DAILY", "bad time specifier: cron does not know \"@DAILY\"", "write @daily"},
        {"@dayly", "bad time specifier: cron does not know \"@dayly\"", "write @daily"},
        {"@every_quarter_of_an_hour",
         "bad time specifier: cron does not know \"@every_quarter_of_an_hour\"",
         "it knows @reboot, @yearly, @annually, @monthly, @weekly, @daily, @midnight and @hourly"},
        {"0 3 * * * /bin/true", "bad time specifier: \"/bin/true\" stands behind the schedule",
         "a schedule has five fields, or is a word such as @daily"},
        {"0 3 *\n* *", "bad month: the line ends before it",
         "a schedule has five fields: minute, hour, day of month, month, day of week"},
        {"@daily\n", "bad time specifier: \"\\n\" stands behind the schedule",
         "a schedule has five fields, or is a word such as @daily"},
        {"*=5 * * * *", "bad minute: cron takes the line for the assignment of a variable",
         "leave out the ="},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Result<Schedule> schedule = parse_schedule(row.text);
        REQUIRE_FALSE(schedule);
        CHECK(schedule.error().code == ErrorCode::invalid_input);
        CHECK(schedule.error().message == row.message);
        CHECK(schedule.error().mend == row.mend);
    }
}

TEST_CASE("A schedule at the front of a line leaves the command alone") {
    struct Row {
        std::string line;
        std::string text;
        std::string rest;
    };
    const std::vector<Row> rows = {{"0 3 * * * cmd", "0 3 * * *", "cmd"},
                                   {" \t0\t3  * * *;x\t cmd arg ", "0\t3  * * *;x", "cmd arg "},
                                   {"@daily  cmd", "@daily", "cmd"},
                                   {"@reboot", "@reboot", ""},
                                   {"* * * * *", "* * * * *", ""},
                                   {"* * * * * \r", "* * * * *", "\r"},
                                   {"* * * * *\r", "* * * * *\r", ""}};
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const Result<SchedulePrefix> prefix = parse_schedule_prefix(row.line);
        REQUIRE(prefix);
        CHECK(prefix->text == row.text);
        CHECK(row.line.substr(prefix->length) == row.rest);
    }
}

}  // namespace
}  // namespace cronmend::cron
