// A cron schedule: the five time fields or an @word, as Debian's cron (3.0pl1) reads them.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"

namespace cronmend::cron {

// How the two day fields go together. In Debian's cron and cronie both must match if the first
// character of either is '*', else one is enough; others have other rules (see Flavour).
enum class DayRule { both, either };
[[nodiscard]] std::string_view to_string(DayRule rule);

// The minutes, hours and days on which a schedule fires, as cron holds them in memory. Bit n of a
// mask is the value n; months count from 1, days of the week from 0 = Sunday (7 is folded into 0).
struct Schedule {
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days_of_month;
    std::bitset<13> months;
    std::bitset<7> days_of_week;
    DayRule day_rule = DayRule::either;
    // The minute or hour field starts with '*', or @hourly: cron treats such jobs differently when
    // the clock jumps.
    bool wildcard = false;
    bool reboot = false;  // @reboot: not a matter of time; all masks are empty

    friend bool operator==(const Schedule&, const Schedule&) = default;

    // True if the schedule can fire on that day, whatever the hour.
    [[nodiscard]] bool matches_day(unsigned day_of_month, unsigned month,
                                   unsigned day_of_week) const;
};

// Takes five fields separated by blanks, or @reboot, @yearly, @annually, @monthly, @weekly, @daily,
// @midnight, @hourly (case-sensitive); blanks before and after are allowed, anything else after is
// not. The error names the field in crontab(1)'s own words ("bad minute") and, where it can, why.
[[nodiscard]] Result<Schedule> parse_schedule(std::string_view text);

// True if both start at the same instants, clock jumps included: `0 3 * * *`, `00 03 * * *` and
// `0 3 * * 0-7` are the same; `*/60 3 * * *` is not, as cron treats it differently at a change to
// daylight saving time.
[[nodiscard]] bool same_meaning(const Schedule& a, const Schedule& b);

// A value that is equal for, and only for, schedules with the same meaning: a key for look-ups.
[[nodiscard]] std::string meaning_key(const Schedule& schedule);

// A schedule read from the front of a crontab line.
struct SchedulePrefix {
    Schedule schedule;
    std::size_t length = 0;  // bytes taken: leading blanks, the fields, and the blanks behind them
    std::string_view text;   // the fields alone, without blanks around them
};

// Reads the schedule at the front of `line` and leaves the rest (the command) alone, as cron does.
[[nodiscard]] Result<SchedulePrefix> parse_schedule_prefix(std::string_view line);

}  // namespace cronmend::cron
