#include "shifted_schedule.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <map>

#include "cronmend/cron/local_minutes.hpp"

namespace cronmend::cron {
namespace {

// Times of the day as cron can say them: all these hours with all these minutes.
struct TimeSet {
    std::bitset<60> minutes;
    std::bitset<24> hours;
};

// By how many days a time was carried over midnight, and the times.
using MovedTimes = std::map<int, std::vector<TimeSet>>;

void add_time(std::vector<TimeSet>& sets, const std::bitset<60>& minute,
              const std::bitset<24>& hours) {
    const auto like = std::find_if(sets.begin(), sets.end(),
                                   [&](const TimeSet& known) { return known.hours == hours; });
    if (like != sets.end()) {
        like->minutes |= minute;
    } else {
        sets.push_back({minute, hours});
    }
}

// Every time of the day, `by` minutes later.
MovedTimes moved_times(const Schedule& schedule, int by) {
    std::map<int, std::array<std::bitset<24>, 60>> hours;  // by carry and minute
    for (int time = 0; time < kMinutesOfDay; ++time) {
        const auto hour = static_cast<std::size_t>(time / 60);
        const auto minute = static_cast<std::size_t>(time % 60);
        if (!schedule.minutes[minute] || !schedule.hours[hour]) {
            continue;
        }
        const int sum = time + by + 2 * kMinutesOfDay;
        const auto of_day = static_cast<std::size_t>(sum % kMinutesOfDay);
        hours[sum / kMinutesOfDay - 2][of_day % 60].set(of_day / 60);
    }
    MovedTimes times;
    for (const auto& [carry, by_minute] : hours) {
        for (std::size_t minute = 0; minute < 60; ++minute) {
            if (by_minute[minute].any()) {
                add_time(times[carry], std::bitset<60>{}.set(minute), by_minute[minute]);
            }
        }
    }
    return times;
}

// Some times of some days.
struct Part {
    TimeSet times;
    DaySet days;
};

// Takes the part into one that has the same days, if their times together are times that cron can
// say.
bool join(std::vector<Part>& parts, const Part& part) {
    for (Part& known : parts) {
        if (known.days != part.days) {
            continue;
        }
        if (known.times.minutes == part.times.minutes) {
            known.times.hours |= part.times.hours;
            return true;
        }
        if (known.times.hours == part.times.hours) {
            known.times.minutes |= part.times.minutes;
            return true;
        }
    }
    return false;
}

void add_parts(std::vector<Part>& parts, const std::vector<TimeSet>& times,
               const std::vector<DaySet>& days) {
    for (const TimeSet& time : times) {
        for (const DaySet& day : days) {
            if (!join(parts, {time, day})) {
                parts.push_back({time, day});
            }
        }
    }
}

std::optional<std::vector<Part>> shifted_parts(const Schedule& schedule, int by, Fit fit) {
    std::vector<Part> parts;
    for (const auto& [carry, times] : moved_times(schedule, by)) {
        const auto days = moved(day_set_of(schedule), carry, fit);
        if (!days) {
            return std::nullopt;
        }
        add_parts(parts, times, *days);
    }
    return parts;
}

Schedule schedule_of(const Part& part, bool wildcard) {
    return {part.times.minutes, part.times.hours, part.days.days, part.days.months,
            part.days.weekdays, part.days.rule,   wildcard,       false};
}

}  // namespace

std::optional<std::vector<Schedule>> shifted_schedules(const Schedule& schedule, int by,
                                                       bool wildcard, Fit fit) {
    const auto parts = shifted_parts(schedule, by, fit);
    if (!parts) {
        return std::nullopt;
    }
    std::vector<Schedule> schedules;
    schedules.reserve(parts->size());
    for (const Part& part : *parts) {
        schedules.push_back(schedule_of(part, wildcard));
    }
    return schedules;
}

}  // namespace cronmend::cron
