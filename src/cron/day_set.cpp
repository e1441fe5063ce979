#include "day_set.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace cronmend::cron {
namespace {

// By month, the days of that month.
using Dates = std::array<std::uint64_t, 13>;

std::uint64_t bit(unsigned value) {
    return std::uint64_t{1} << value;
}

// The days of the month alone, moved within a year of that kind. What leaves the year at one end
// comes in at the other: 31 December and 1 January are there in every year.
Dates moved_dates(const DaySet& set, int by, std::chrono::year year) {
    Dates dates{};
    const auto first = std::chrono::sys_days{year / 1 / 1};
    const auto length = (std::chrono::sys_days{(year + std::chrono::years{1}) / 1 / 1} - first);
    for (std::chrono::days n{0}; n < length; ++n) {
        const std::chrono::year_month_day from{first + n};
        const auto month = static_cast<unsigned>(from.month());
        if ((set.months & bit(month)) == 0 ||
            (set.days & bit(static_cast<unsigned>(from.day()))) == 0) {
            continue;
        }
        const auto turned = (n + std::chrono::days{by} + length) % length;
        const std::chrono::year_month_day to{first + turned};
        dates[static_cast<unsigned>(to.month())] |= bit(static_cast<unsigned>(to.day()));
    }
    return dates;
}

std::uint64_t turned_weekdays(std::uint64_t weekdays, int by) {
    const unsigned turn = static_cast<unsigned>(by + 14) % 7U;
    return ((weekdays << turn) | (weekdays >> (7U - turn))) & kEveryWeekday;
}

// One set of dates for leap years and others, if 29 February leaves no difference.
std::optional<Dates> moved_in_every_year(const DaySet& set, int by, Fit fit) {
    Dates leap = moved_dates(set, by, std::chrono::year{2024});
    const Dates common = moved_dates(set, by, std::chrono::year{2023});
    for (unsigned month = 1; month <= 12; ++month) {
        const std::uint64_t in_every_year = month == 2 ? ~bit(29) : ~std::uint64_t{0};
        if ((leap[month] & in_every_year) != common[month] && fit == Fit::exact) {
            return std::nullopt;
        }
        leap[month] |= common[month];
    }
    return leap;
}

// A month with all its days needs no list of them.
std::uint64_t whole_month(std::uint64_t days, unsigned month) {
    const unsigned length = month == 2                                              ? 29
                            : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                                    : 31;
    const std::uint64_t all = bit(length + 1) - 2;
    return (days & all) == all ? kEveryDay : days;
}

}  // namespace

bool DaySet::empty() const {
    if (months == 0) {
        return true;
    }
    return rule == DayRule::both ? days == 0 || weekdays == 0 : days == 0 && weekdays == 0;
}

DaySet day_set_of(const Schedule& schedule) {
    DaySet set{schedule.months.to_ullong() & kEveryMonth,
               schedule.days_of_month.to_ullong() & kEveryDay,
               schedule.days_of_week.to_ullong() & kEveryWeekday, schedule.day_rule};
    if (set.rule == DayRule::both) {
        return set;
    }
    if (set.days == kEveryDay || set.weekdays == kEveryWeekday) {
        return {set.months, kEveryDay, kEveryWeekday, DayRule::both};
    }
    if (set.days == 0 && set.weekdays != 0) {
        return {set.months, kEveryDay, set.weekdays, DayRule::both};
    }
    if (set.weekdays == 0 && set.days != 0) {
        return {set.months, set.days, kEveryWeekday, DayRule::both};
    }
    return set;
}

std::optional<std::vector<DaySet>> moved(const DaySet& set, int by, Fit fit) {
    if (by == 0) {
        return std::vector{set};
    }
    const std::uint64_t weekdays = turned_weekdays(set.weekdays, by);
    const bool every_month = set.months == kEveryMonth;
    if (set.rule == DayRule::either && !every_month) {
        // Weekdays of some months, moved over the months' ends, are no weekdays of months.
        if (fit == Fit::exact) {
            return std::nullopt;
        }
        return std::vector{DaySet{kEveryMonth, kEveryDay, kEveryWeekday, DayRule::both}};
    }
    if (every_month && set.days == kEveryDay) {
        return std::vector{DaySet{set.months, set.days, weekdays, set.rule}};
    }
    const auto dates = moved_in_every_year(set, by, fit);
    if (!dates) {
        return std::nullopt;
    }
    std::vector<DaySet> sets;
    for (unsigned month = 1; month <= 12; ++month) {
        DaySet one{bit(month), whole_month((*dates)[month], month), weekdays, set.rule};
        if (one.rule == DayRule::either && one.days == 0) {
            one = {one.months, kEveryDay, weekdays, DayRule::both};
        }
        const auto like = std::find_if(sets.begin(), sets.end(), [&](const DaySet& known) {
            return known.days == one.days && known.rule == one.rule;
        });
        if (like != sets.end()) {
            like->months |= one.months;
        } else if (!one.empty()) {
            sets.push_back(one);
        }
    }
    return sets;
}

}  // namespace cronmend::cron
