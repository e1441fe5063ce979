// A cron schedule: the five time fields or an @word, as the cron of a flavour reads them.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

// How the two day fields go together. In Debian's cron and cronie both must match if the first
// character of either is '*', else one is enough; others have other rules (see Flavour).
enum class DayRule { both, either };
[[nodiscard]] std::string_view to_string(DayRule rule);

inline constexpr unsigned long kEveryDayOfMonth = 0xfffffffe;  // bits 1 to 31

// The minutes, hours and days on which a schedule fires, as cron holds them in memory. Bit n of a
// mask is the value n; months count from 1, days of the week from 0 = Sunday (7 is folded into 0).
struct Schedule {
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days_of_month;
    std::bitset<13> months;
    std::bitset<7> days_of_week;
    DayRule day_rule = DayRule::either;
    // The minute or hour field starts with '*', or @hourly: Debian's cron and cronie treat such
    // jobs differently when the clock jumps. Always false for the others.
    bool wildcard = false;
    bool reboot = false;  // @reboot: not a matter of time; all masks are empty
    // Not 0: some of the values are drawn at random when the table is loaded (cronie's '~'). The
    // masks then hold all that may be drawn; the number stands for the text of the schedule.
    std::uint64_t random = 0;
    // Not 0: an @word that systemd-cron does not know and hands to systemd as it stands, which may
    // know it ("12:00") or not ("noon"). All masks are empty: when it starts is not told here. The
    // number stands for the word.
    std::uint64_t calendar = 0;

    friend bool operator==(const Schedule&, const Schedule&) = default;

    // True if the schedule can fire on that day, whatever the hour.
    [[nodiscard]] bool matches_day(unsigned day_of_month, unsigned month,
                                   unsigned day_of_week) const;
};

// Takes five fields separated by blanks, or an @word that the flavour knows (most know @reboot,
// @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, case-sensitive); blanks before
// and after are allowed, anything else after is not. The error names the field in crontab(1)'s own
// words ("bad minute") and, where it can, why. Some crons take a field with an error and log it:
// then the schedule is what they go by, and surprises() tells of it.
[[nodiscard]] Result<Schedule> parse_schedule(std::string_view text,
                                              Flavour flavour = Flavour::debian);

// True if both start at the same instants, clock jumps included: `0 3 * * *`, `00 03 * * *` and
// `0 3 * * 0-7` are the same; `*/60 3 * * *` is not, as cron treats it differently at a change to
// daylight saving time. Random schedules are the same only if their text is.
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
[[nodiscard]] Result<SchedulePrefix> parse_schedule_prefix(std::string_view line,
                                                           Flavour flavour = Flavour::debian);

}  // namespace cronmend::cron
