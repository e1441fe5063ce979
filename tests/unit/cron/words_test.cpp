#include "cronmend/cron/words.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "support/random.hpp"
#include "unit/cron/generated_lines.hpp"

namespace cronmend::cron {
namespace {

struct Row {
    std::string schedule;
    std::string words;
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        const Result<Schedule> schedule = parse_schedule(row.schedule);
        REQUIRE_MESSAGE(schedule, row.schedule);
        CHECK_MESSAGE(in_words(*schedule) == row.words, row.schedule);
    }
}

TEST_CASE("Words: the times of day") {
    check({
        {"* * * * *", "Every minute"},
        {"*/1 * * * *", "Every minute"},
        {"0-59 * * * *", "Every minute"},
        {"*/2 * * * *", "Every 2 minutes"},
        {"*/5 * * * *", "Every 5 minutes"},
        {"*/15 * * * *", "Every 15 minutes"},
        {"0,15,30,45 * * * *", "Every 15 minutes"},
        {"*/30 * * * *", "Every 30 minutes"},
        {"0,30 * * * *", "Every 30 minutes"},
        {"5-59/15 * * * *", "Every 15 minutes from minute 5 of the hour"},
        {"15,45 * * * *", "Every 30 minutes from minute 15 of the hour"},
        {"1-59/2 * * * *", "Every 2 minutes from minute 1 of the hour"},
        {"0 * * * *", "Every hour at minute 0"},
        {"17 * * * *", "Every hour at minute 17"},
        {"*/60 * * * *", "Every hour at minute 0"},
        {"*/59 * * * *", "At minutes 0 and 59 of every hour"},
        {"*/40 * * * *", "At minutes 0 and 40 of every hour"},
        {"*/7 * * * *",
         "At minutes 0, 7, 14, …, 56 of every hour (7 does not divide 60: from minute 56 to the "
         "next 0 it is 4)"},
        {"*/25 * * * *",
         "At minutes 0, 25 and 50 of every hour (25 does not divide 60: from minute 50 to the "
         "next 0 it is 10)"},
        {"*/8 * * * *",
         "At minutes 0, 8, 16, …, 56 of every hour (8 does not divide 60: from minute 56 to the "
         "next 0 it is 4)"},
        {"10-30/5 * * * *", "At minutes 10, 15, 20, 25 and 30 of every hour"},
        {"10-40/5 * * * *", "At minutes 10, 15, 20, …, 40 of every hour"},
        {"10-20 * * * *", "At minutes 10 to 20 of every hour"},
        {"0-29 * * * *", "At minutes 0 to 29 of every hour"},
        {"1,2 * * * *", "At minutes 1 and 2 of every hour"},
        {"0,5-9,30 * * * *", "At minutes 0, 5 to 9 and 30 of every hour"},
        {"1-3,10-12 * * * *", "At minutes 1 to 3 and 10 to 12 of every hour"},
        {"0 3 * * *", "At 03:00, every day"},
        {"05 08 * * *", "At 08:05, every day"},
        {"0 0 * * *", "At 00:00, every day"},
        {"59 23 * * *", "At 23:59, every day"},
        {"0 3,11,19 * * *", "At 03:00, 11:00 and 19:00, every day"},
        {"0,30 3 * * *", "At 03:00 and 03:30, every day"},
        {"30 2,14 * * *", "At 02:30 and 14:30, every day"},
        {"0,20,40 6,18 * * *", "At 06:00, 06:20, 06:40, 18:00, 18:20 and 18:40, every day"},
        {"1,2,3 4 * * *", "At 04:01, 04:02 and 04:03, every day"},
        {"0 9-11 * * *", "At 09:00, 10:00 and 11:00, every day"},
        {"* 3 * * *", "Every minute from 03:00 to 03:59, every day"},
        {"* 0 * * *", "Every minute from 00:00 to 00:59, every day"},
        {"* 9-17 * * *", "Every minute from 09:00 to 17:59, every day"},
        {"* 9-11,14-17 * * *",
         "Every minute from 09:00 to 11:59 and from 14:00 to 17:59, every day"},
        {"* */2 * * *", "Every minute in the hours 0, 2, 4, …, 22, every day"},
        {"* 1,4,9,16 * * *", "Every minute in the hours 1, 4, 9 and 16, every day"},
        {"*/15 9-17 * * *", "Every 15 minutes from 09:00 to 17:45, every day"},
        {"*/15 3 * * *", "Every 15 minutes from 03:00 to 03:45, every day"},
        {"*/20 3 * * *", "At 03:00, 03:20 and 03:40, every day"},
        {"*/20 3-5 * * *", "Every 20 minutes from 03:00 to 05:40, every day"},
        {"5-59/10 22,23 * * *", "Every 10 minutes from 22:05 to 23:55, every day"},
        {"*/10 8-11,13,15-17 * * *",
         "Every 10 minutes from 08:00 to 11:50, from 13:00 to 13:50 and from 15:00 to 17:50, "
         "every day"},
        {"5-59/10 */3 * * *",
         "Every 10 minutes from minute 5 of the hour in the hours 0, 3, 6, …, 21, every day"},
        {"*/5 0,2,4,6 * * *", "Every 5 minutes in the hours 0, 2, 4 and 6, every day"},
        {"0 */2 * * *", "Every 2 hours from 00:00 to 22:00, at minute 0, every day"},
        {"0 8-18/2 * * *", "Every 2 hours from 08:00 to 18:00, at minute 0, every day"},
        {"30 8-18/2 * * *", "Every 2 hours from 08:30 to 18:30, at minute 30, every day"},
        {"0 */6 * * *", "Every 6 hours from 00:00 to 18:00, at minute 0, every day"},
        {"15 9-17 * * *", "Every hour from 09:15 to 17:15, at minute 15, every day"},
        {"0 9-12 * * *", "Every hour from 09:00 to 12:00, at minute 0, every day"},
        {"0 */8 * * *", "At 00:00, 08:00 and 16:00, every day"},
        {"0 */12 * * *", "At 00:00 and 12:00, every day"},
        {"0 */5 * * *",
         "Every 5 hours from 00:00 to 20:00, at minute 0 (5 does not divide 24: from 20:00 to the "
         "next 00:00 it is 4 hours), every day"},
        {"0 */7 * * *",
         "Every 7 hours from 00:00 to 21:00, at minute 0 (7 does not divide 24: from 21:00 to the "
         "next 00:00 it is 3 hours), every day"},
        {"0 1,2,3,5,7,11,13 * * *", "At minute 0 in the hours 1 to 3, 5, 7, 11 and 13, every day"},
        {"0 9-11,13-17 * * *", "At minute 0 in the hours 9 to 11 and 13 to 17, every day"},
        {"*/7 9-17 * * *",
         "At minutes 0, 7, 14, …, 56 in every hour from 09:00 to 17:59 (7 does not divide 60: from "
         "minute 56 to the next 0 it is 4), every day"},
        {"1-10 4 * * *", "At minutes 1 to 10 in the hour from 04:00 to 04:59, every day"},
        {"1-3 1,3,5 * * *", "At minutes 1 to 3 in the hours 1, 3 and 5, every day"},
    });
}

TEST_CASE("Words: the days") {
    check({
        {"0 3 1 * 1", "At 03:00, on the 1st of the month and also on every Monday"},
        {"0 3 1 * *", "At 03:00, on the 1st of the month"},
        {"0 3 2 * *", "At 03:00, on the 2nd of the month"},
        {"0 3 1,15 * *", "At 03:00, on the 1st and 15th of the month"},
        {"0 3 1-7 * *", "At 03:00, on the 1st to 7th of the month"},
        {"0 3 11,12,13,21,22,23 * *",
         "At 03:00, on the 11th to 13th and 21st to 23rd of the month"},
        {"0 3 */2 * *", "At 03:00, on the 1st, 3rd, 5th, …, 31st of the month"},
        {"0 3 1-31 * *", "At 03:00, every day"},
        {"0 3 29 * *", "At 03:00, on the 29th of the month (where the month has one)"},
        {"0 3 31 * *", "At 03:00, on the 31st of the month (where the month has one)"},
        {"0 3 30,31 * *", "At 03:00, on the 30th and 31st of the month (where the month has them)"},
        {"0 3 28-31 * *", "At 03:00, on the 28th to 31st of the month"},
        {"0 3 31 1,3 *", "At 03:00, on the 31st of January and March"},
        {"0 3 31 1-4 *",
         "At 03:00, on the 31st of every month from January to April (where the month has one)"},
        {"0 0 29 2 *", "At 00:00, on the 29th of February (leap years only)"},
        {"0 0 29 2 1",
         "At 00:00, on the 29th of February (leap years only) and also on every Monday in "
         "February"},
        {"0 0 29 2 */7",
         "At 00:00, on the 29th of February (leap years only), but only if that is a Sunday"},
        {"0 3 * * 1", "At 03:00, on every Monday"},
        {"0 3 * * mon", "At 03:00, on every Monday"},
        {"0 3 * * 0", "At 03:00, on every Sunday"},
        {"0 3 * * 7", "At 03:00, on every Sunday"},
        {"0 3 * * 1-5", "At 03:00, on every day from Monday to Friday"},
        {"0 3 * * mon-sat", "At 03:00, on every day from Monday to Saturday"},
        {"0 3 * * 6,0", "At 03:00, on every Saturday and Sunday"},
        {"0 3 * * 6,7", "At 03:00, on every Saturday and Sunday"},
        {"0 3 * * 5-7", "At 03:00, on every day from Friday to Sunday"},
        {"0 3 * * 1,3,5", "At 03:00, on every Monday, Wednesday and Friday"},
        {"0 3 * * 0,1", "At 03:00, on every Monday and Sunday"},
        {"0 3 * * 1-3,6", "At 03:00, on every Monday, Tuesday, Wednesday and Saturday"},
        {"0 3 * * */2", "At 03:00, on every Tuesday, Thursday, Saturday and Sunday"},
        {"0 3 * * 0-6", "At 03:00, every day"},
        {"0 3 * * 1-7", "At 03:00, every day"},
        {"0 3 1-31 * 1", "At 03:00, every day"},
        {"0 3 1 * 0-6", "At 03:00, every day"},
        {"0 3 1,15 * 1-5",
         "At 03:00, on the 1st and 15th of the month and also on every day from Monday to Friday"},
        {"0 0 */2 * 1",
         "At 00:00, on the 1st, 3rd, 5th, …, 31st of the month, but only if that is a Monday"},
        {"0 0 1-31/2 * 1",
         "At 00:00, on the 1st, 3rd, 5th, …, 31st of the month and also on every Monday"},
        {"0 0 *,1 * 1", "At 00:00, on every Monday"},
        {"0 9 1-7 * */7", "At 09:00, on the 1st to 7th of the month, but only if that is a Sunday"},
        {"0 9 */10 * 1-5",
         "At 09:00, on the 1st, 11th, 21st and 31st of the month, but only if that is a day from "
         "Monday to Friday"},
        {"0 9 */15 * 1,3",
         "At 09:00, on the 1st, 16th and 31st of the month, but only if that is a Monday or "
         "Wednesday"},
        {"0 9 */16 * 1,3,6",
         "At 09:00, on the 1st and 17th of the month, but only if that is a Monday, Wednesday or "
         "Saturday"},
        {"0 3 * 1 *", "At 03:00, every day in January"},
        {"0 3 * jan,jul *", "At 03:00, every day in January and July"},
        {"0 3 * 6-8 *", "At 03:00, every day from June to August"},
        {"0 3 * 1,6-8 *", "At 03:00, every day in January and June to August"},
        {"0 3 * 1-12 *", "At 03:00, every day"},
        {"0 3 1 1 *", "At 03:00, on the 1st of January"},
        {"0 3 1 */3 *", "At 03:00, on the 1st of January, April, July and October"},
        {"0 3 1 */2 *",
         "At 03:00, on the 1st of January, March, May, July, September and November"},
        {"0 3 24 12 1", "At 03:00, on the 24th of December and also on every Monday in December"},
        {"0 3 1 1,7 1",
         "At 03:00, on the 1st of January and July and also on every Monday in these months"},
        {"0 3 1 4-6 1",
         "At 03:00, on the 1st of every month from April to June and also on every Monday in "
         "these months"},
        {"0 3 * 5 1", "At 03:00, on every Monday in May"},
        {"0 3 * 5-9 1-5", "At 03:00, on every day from Monday to Friday from May to September"},
        {"*/15 * * * 1-5", "Every 15 minutes, on every day from Monday to Friday"},
        {"*/15 * * 1 *", "Every 15 minutes, every day in January"},
        {"* * 1 * *", "Every minute, on the 1st of the month"},
        {"* * 13 * 5", "Every minute, on the 13th of the month and also on every Friday"},
        {"0 * * * 1", "Every hour at minute 0, on every Monday"},
        {"0 8-18/2 * * 1-5",
         "Every 2 hours from 08:00 to 18:00, at minute 0, on every day from Monday to Friday"},
        {"30 4 1,15 * 5", "At 04:30, on the 1st and 15th of the month and also on every Friday"},
    });
}

TEST_CASE("Words: the names of times") {
    check({
        {"@reboot", "When the cron daemon starts, once after boot"},
        {"@yearly", "At 00:00, on the 1st of January"},
        {"@annually", "At 00:00, on the 1st of January"},
        {"@monthly", "At 00:00, on the 1st of the month"},
        {"@weekly", "At 00:00, on every Sunday"},
        {"@daily", "At 00:00, every day"},
        {"@midnight", "At 00:00, every day"},
        {"@hourly", "Every hour at minute 0"},
    });
}

TEST_CASE("Words: what cron makes of odd spellings, not what they look like") {
    check({
        {"*5 * * * *", "Every minute"},
        {"*foo * * * *", "Every minute"},
        {"5;x 3 * * *", "At 03:05, every day"},
        {"5:30 3 * * *", "At 03:05, every day"},
        {"0~59 3 * * *", "At 03:00, every day"},
        {"0 3 * * MON#2", "At 03:00, on every Monday"},
        {"1-5-9 3 * * *", "At 03:01, 03:02, 03:03, 03:04 and 03:05, every day"},
        {"*/2/3 * * * *", "Every 2 minutes"},
        {"4294967296 3 * * *", "At 03:00, every day"},
        {"1-5/100 3 * * *", "At 03:01, every day"},
        {"*,5 * * * *", "Every minute"},
        {"0 3 *-5 * *", "At 03:00, every day"},
    });
}

TEST_CASE("Words: what never fires, and why") {
    check({
        {"0 0 30 2 *", "Never: no 30 February exists"},
        {"0 0 31 2 *", "Never: no 31 February exists"},
        {"0 0 30,31 2 *", "Never: no 30 or 31 February exists"},
        {"0 0 31 4,6 *", "Never: no 31 April or June exists"},
        {"0 0 31 2,4,6,9,11 *", "Never: no 31 February, April, June, September or November exists"},
        {"0 0 30 2 */7", "Never: no 30 February exists"},
        {"0 0 30 2 1", "At 00:00, on every Monday in February (no 30 February exists)"},
        {"0 0 30 2 0-6", "At 00:00, every day in February"},
        {"5-1 * * * *", "Never: the minute field names no minute"},
        {"0 22-6 * * *", "Never: the hour field names no hour"},
        {"0 0 20-10 * *", "Never: the day-of-month field names no day"},
        {"0 0 * dec-jan *", "Never: the month field names no month"},
        {"0 0 * * sat-sun", "Never: the day-of-week field names no day"},
        {"0 0 1,15 * 5-1", "At 00:00, on the 1st and 15th of the month"},
        {"0 0 20-10 * 1", "At 00:00, on every Monday"},
        {"0 0 20-10 * 5-1", "Never: the day fields name no day"},
    });
}

TEST_CASE("Words: what another cron makes of the same text") {
    struct Case {
        std::string schedule;
        Flavour flavour;
        std::string words;
    };
    const std::vector<Case> cases = {
        {"0 22-6 * * *", Flavour::debian, "Never: the hour field names no hour"},
        {"0 22-1 * * *", Flavour::busybox, "At 00:00, 01:00, 22:00 and 23:00, every day"},
        {"0 3 1 * 1", Flavour::bcron,
         "At 03:00, on the 1st of the month, but only if that is a Monday"},
        {"0 3 */2 * 1", Flavour::busybox,
         "At 03:00, on the 2nd, 4th, 6th, …, 30th of the month and also on every Monday"},
        {"~ 3 * * *", Flavour::cronie,
         "At random times, drawn when the table is loaded, out of these: every minute from 03:00 "
         "to 03:59, every day"},
    };
    for (const Case& each : cases) {
        const Result<Schedule> schedule = parse_schedule(each.schedule, each.flavour);
        REQUIRE_MESSAGE(schedule, each.schedule);
        CHECK_MESSAGE(in_words(*schedule) == each.words, each.schedule);
    }
}

bool exists(unsigned day, unsigned month) {
    static constexpr unsigned kLast[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return day <= kLast[month];
}

// Every date there can be, on every day of the week that it falls on: all seven, over the years.
bool fires_by_brute_force(const Schedule& schedule) {
    for (unsigned month = 1; month <= 12; ++month) {
        for (unsigned day = 1; day <= 31; ++day) {
            for (unsigned weekday = 0; exists(day, month) && weekday < 7; ++weekday) {
                if (schedule.matches_day(day, month, weekday)) {
                    return schedule.minutes.any() && schedule.hours.any();
                }
            }
        }
    }
    return false;
}

template <std::size_t size>
std::bitset<size> random_mask(test::Random& random, unsigned low, unsigned high) {
    std::bitset<size> mask;
    switch (random.below(6)) {
        case 0:  // one
            mask.set(low + random.below(high - low + 1));
            break;
        case 1:  // all
            for (unsigned value = low; value <= high; ++value) {
                mask.set(value);
            }
            break;
        case 2: {  // a range, perhaps stepped, perhaps empty
            const auto step = 1 + random.below(8);
            const auto last = low + random.below(high - low + 1);
            for (auto value = low + random.below(high - low + 1); value <= last; value += step) {
                mask.set(value);
            }
            break;
        }
        case 3: {  // */step
            const auto step = 1 + random.below(high - low + 2);
            for (std::size_t value = low; value <= high; value += step) {
                mask.set(value);
            }
            break;
        }
        default:  // some
            for (auto left = random.below(random.one_in(2) ? 3 : 12); left > 0; --left) {
                mask.set(low + random.below(high - low + 1));
            }
    }
    return mask;
}

Schedule random_schedule(test::Random& random) {
    Schedule schedule;
    schedule.minutes = random_mask<60>(random, 0, 59);
    schedule.hours = random_mask<24>(random, 0, 23);
    schedule.days_of_month = random_mask<32>(random, 1, 31);
    schedule.months = random_mask<13>(random, 1, 12);
    schedule.days_of_week = random_mask<7>(random, 0, 6);
    schedule.day_rule = random.one_in(2) ? DayRule::both : DayRule::either;
    return schedule;
}

// One bit more or less: the neighbours whose words are most likely to be the same.
Schedule neighbour_of(Schedule schedule, test::Random& random) {
    switch (random.below(6)) {
        case 0:
            schedule.minutes.flip(random.below(60));
            break;
        case 1:
            schedule.hours.flip(random.below(24));
            break;
        case 2:
            schedule.days_of_month.flip(1 + random.below(31));
            break;
        case 3:
            schedule.months.flip(1 + random.below(12));
            break;
        case 4:
            schedule.days_of_week.flip(random.below(7));
            break;
        default:
            schedule.day_rule =
                schedule.day_rule == DayRule::both ? DayRule::either : DayRule::both;
    }
    return schedule;
}

// The same words for two schedules that fire at other times would be a lie about one of them.
class Dictionary {
public:
    void add(const Schedule& schedule) {
        const std::string words = in_words(schedule);
        CHECK_MESSAGE(never_fires(schedule) == !fires_by_brute_force(schedule), words);
        CHECK_MESSAGE(words.starts_with("Never") == never_fires(schedule), words);
        const auto [known, added] = meanings_.emplace(words, schedule);
        if (!added && !never_fires(schedule)) {
            ++repeated;
            CHECK_MESSAGE(same_meaning(known->second, schedule), words);
        }
    }
    std::size_t repeated = 0;

private:
    std::map<std::string, Schedule> meanings_;
};

TEST_CASE("Words: the same words mean the same times, over generated masks") {
    const std::uint64_t seed = test::chosen_seed();
    INFO("CRONMEND_SEED=" << seed);
    test::Random random(seed);
    Dictionary dictionary;
    for (int i = 0; i < 20000; ++i) {
        const Schedule schedule = random_schedule(random);
        dictionary.add(schedule);
        dictionary.add(neighbour_of(schedule, random));
    }
}

TEST_CASE("Words: the same words mean the same times, over expressions as cron reads them") {
    const std::uint64_t seed = test::chosen_seed();
    INFO("CRONMEND_SEED=" << seed);
    test::Random random(seed);
    test::FieldGenerator field(random);
    Dictionary dictionary;
    for (int taken = 0; taken < 20000;) {
        const std::string text = field.good(0, 59) + " " + field.good(0, 23) + " " +
                                 field.good(1, 31) + " " + field.good(1, 12) + " " +
                                 field.good(0, 7);
        Result<Schedule> schedule = parse_schedule(text);
        if (schedule) {
            schedule->wildcard = false;  // left out of the words
            dictionary.add(*schedule);
            ++taken;
        }
    }
    CHECK(dictionary.repeated > 0);
}

}  // namespace
}  // namespace cronmend::cron
