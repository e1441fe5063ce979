#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "cronmend/cron/schedule.hpp"
#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::cron {
namespace {

Schedule parsed(const std::string& text) {
    const Result<Schedule> schedule = parse_schedule(text);
    REQUIRE_MESSAGE(schedule, text);
    return *schedule;
}

// Every minute of a day that the one or both match (of neither, there is nothing to ask).
bool same_on_day(const Schedule& a, bool a_matches, const Schedule& b, bool b_matches) {
    for (unsigned hour = 0; hour < 24; ++hour) {
        for (unsigned minute = 0; minute < 60; ++minute) {
            const bool a_fires = a_matches && a.hours[hour] && a.minutes[minute];
            const bool b_fires = b_matches && b.hours[hour] && b.minutes[minute];
            if (a_fires != b_fires) {
                return false;
            }
        }
    }
    return true;
}

// Every day that there could be, asked one by one; its minutes once for each kind of day.
bool same_by_brute_force(const Schedule& a, const Schedule& b) {
    std::array<bool, 4> asked{};
    bool same = a.reboot == b.reboot && a.wildcard == b.wildcard;
    for (unsigned month = 1; month <= 12; ++month) {
        for (unsigned day = 1; day <= 31; ++day) {
            for (unsigned weekday = 0; weekday < 7; ++weekday) {
                const bool a_matches = a.matches_day(day, month, weekday);
                const bool b_matches = b.matches_day(day, month, weekday);
                bool& known = asked[(a_matches ? 2U : 0U) + (b_matches ? 1U : 0U)];
                same = same && (known || same_on_day(a, a_matches, b, b_matches));
                known = true;
            }
        }
    }
    return same;
}

TEST_CASE("Schedules that mean the same are known, and others told apart") {
    struct Row {
        std::string a;
        std::string b;
        bool same;
    };
    const std::vector<Row> rows = {
        {"0 3 * * *", "00 03 * * *", true},
        {"0 3 * * *", "0  3\t* * *", true},
        {"0 3 * * *", "0 3 * * 0-7", true},
        {"0 3 * * *", "0 3 1-31 * *", true},
        {"0 3 * * *", "0 3 1-31 * 1", true},  // any day of the month, or a Monday
        {"0 3 * * *", "0 3 */1 1-12 */1", true},
        {"0 3 1 * 1", "0 3 1 * 0-6", false},
        {"0 3 * * *", "0 3 1 * 0-6", true},
        {"0 3 * * 0", "0 3 * * 7", true},
        {"0 3 * * 0", "0 3 * * sun", true},
        {"0 3 * * 1", "0 3 5-1 * 1", true},  // nothing, or a Monday
        {"0 3 1 * *", "0 3 1 * 5-1", true},
        {"0 3 1 * 1", "0 3 1 * *", false},
        {"0 3 */2 * 1", "0 3 1-31/2 * 1", false},
        {"0 3 1 * 1", "0 3 1,1 jan-dec mon", true},
        {"@daily", "0 0 * * *", true},
        {"@hourly", "0 * * * *", true},
        {"@hourly", "0 0-23 * * *", false},    // differs at a clock jump
        {"*/60 3 * * *", "0 3 * * *", false},  // so does this
        {"@reboot", "@reboot", true},
        {"@reboot", "5-1 * * * *", false},
        {"5-1 0 * * *", "0 5-1 * * *", true},  // both never
        {"0 0 5-1 * *", "0 0 5-1 * 5-1", true},
        {"5-1 * * * *", "5-1 0 * * *", false},
        {"0 0 * dec-jan *", "0 0 */2 * 5-1", true},
        {"0 0 31 2 *", "0 0 30 2 *", false},  // days that never come are days all the same
        {"0 3 * * 1-5", "0 3 * * 1-6", false},
        {"0 3 * 1 *", "0 3 * 2 *", false},
        {"0 3 * * *", "0 4 * * *", false},
        {"0 3 * * *", "1 3 * * *", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.a);
        CAPTURE(row.b);
        const Schedule a = parsed(row.a);
        const Schedule b = parsed(row.b);
        CHECK(same_meaning(a, b) == row.same);
        CHECK((meaning_key(a) == meaning_key(b)) == row.same);
        CHECK(same_by_brute_force(a, b) == row.same);
    }
}

// Fields from a few that often mean the same in different words.
std::string alike(test::Random& random) {
    static const test::Texts kTimes = {"0", "00", "5-1", "*", "*/60", "0-23", "0-0"};
    static const test::Texts kDays = {"*", "1-31", "1", "01,1", "5-1", "*/2", "1-31/2", "*/40"};
    static const test::Texts kMonths = {"*", "1-12", "jan-dec", "1", "dec-jan"};
    static const test::Texts kWeekdays = {"*", "0-6", "0-7", "1-7", "7", "sun", "6-5", "*/7", "1"};
    return random.pick(kTimes) + " " + random.pick(kTimes) + " " + random.pick(kDays) + " " +
           random.pick(kMonths) + " " + random.pick(kWeekdays);
}

TEST_CASE("Meaning agrees with asking every minute, over generated pairs") {
    test::Random random(test::chosen_seed());
    CAPTURE(random.seed());
    test::LineGenerator generator(random);
    int same = 0;
    for (int i = 0; i < 1500; ++i) {
        const std::string first = random.one_in(4) ? generator.schedule() : alike(random);
        const std::string second = random.one_in(4) ? generator.schedule() : alike(random);
        CAPTURE(first);
        CAPTURE(second);
        const Schedule a = parsed(first);
        const Schedule b = parsed(second);
        const bool expected = same_by_brute_force(a, b);
        same += expected ? 1 : 0;
        CHECK(same_meaning(a, b) == expected);
        CHECK((meaning_key(a) == meaning_key(b)) == expected);
    }
    CHECK(same > 20);  // or the pairs prove little
}

}  // namespace
}  // namespace cronmend::cron
