#include "herd.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <set>

namespace cronmend::lint::detail {
namespace {

constexpr std::size_t kMostTold = 5;
constexpr std::size_t kMostQuiet = 4;
constexpr std::size_t kOften = 24;  // starts a day

// A number that stands for an entry: sums of such numbers are as good as different for different
// sets.
std::uint64_t scrambled(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

}  // namespace

HerdCounter::HerdCounter(Instant now) : daily_(kMinutes), some_days_(kDays * kMinutes) {
    const auto first = std::chrono::floor<std::chrono::days>(now);
    for (std::size_t i = 0; i < kDays; ++i) {
        const auto day = first + std::chrono::days{i};
        const std::chrono::year_month_day date{day};
        days_.push_back(
            {unsigned{date.day()}, unsigned{date.month()}, std::chrono::weekday{day}.c_encoding()});
    }
}

void HerdCounter::add_to(std::vector<Cell>& cells, std::size_t day) {
    const std::uint64_t who = scrambled(added_);
    for (const std::size_t minute : starts_) {
        Cell& cell = cells[day * kMinutes + minute];
        cell.first = cell.count == 0 ? added_ : cell.first;
        ++cell.count;
        cell.who += who;
    }
}

void HerdCounter::look_at_days(const cron::Schedule& schedule) {
    const bool as_before = schedule.days_of_month == looked_at_.days_of_month &&
                           schedule.months == looked_at_.months &&
                           schedule.days_of_week == looked_at_.days_of_week &&
                           schedule.day_rule == looked_at_.day_rule;
    if (as_before) {
        return;  // entries of one table mostly have the same few sets of days
    }
    looked_at_ = schedule;
    for (std::size_t i = 0; i < kDays; ++i) {
        fitting_[i] = schedule.matches_day(days_[i].day, days_[i].month, days_[i].weekday);
    }
}

void HerdCounter::look_at_starts(const cron::Schedule& schedule) {
    starts_.clear();
    for (auto hours = schedule.hours.to_ulong(); hours != 0; hours &= hours - 1) {
        const std::size_t hour = 60 * static_cast<std::size_t>(std::countr_zero(hours));
        for (auto minutes = schedule.minutes.to_ullong(); minutes != 0; minutes &= minutes - 1) {
            starts_.push_back(hour + static_cast<std::size_t>(std::countr_zero(minutes)));
        }
    }
}

void HerdCounter::add(const cron::Schedule& schedule) {
    const std::size_t starts = schedule.minutes.count() * schedule.hours.count();
    if (!schedule.reboot && schedule.random == 0 && starts > 0 && starts < kMinutes) {
        look_at_days(schedule);
        look_at_starts(schedule);
        if (fitting_.all()) {
            add_to(daily_, 0);
        }
        for (std::size_t i = 0; i < kDays && !fitting_.all() && starts <= kOften; ++i) {
            if (fitting_[i]) {
                add_to(some_days_, i);
            }
        }
    }
    ++added_;
}

HerdCounter::Cell HerdCounter::at(std::size_t day, std::size_t minute) const {
    const Cell& a = daily_[minute];
    const Cell& b = some_days_[day * kMinutes + minute];
    const std::uint32_t first = a.count == 0   ? b.first
                                : b.count == 0 ? a.first
                                               : std::min(a.first, b.first);
    return {a.count + b.count, first, a.who + b.who};
}

// For each minute of a day, the day on which the most start then.
std::vector<HerdCounter::Found> HerdCounter::worst(std::size_t least) const {
    std::vector<Found> found;
    for (std::size_t minute = 0; minute < kMinutes; ++minute) {
        Found most{{}, 0, minute};
        for (std::size_t day = 0; day < kDays; ++day) {
            const Cell cell = at(day, minute);
            most = cell.count > most.cell.count ? Found{cell, day, minute} : most;
        }
        if (most.cell.count >= least) {
            found.push_back(most);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.cell.count > b.cell.count; });
    return found;
}

// Some minutes of that hour in which the fewest start, such as lie apart.
std::vector<unsigned> HerdCounter::quiet_minutes(const Found& found) const {
    const std::size_t hour = found.minute - found.minute % 60;
    std::uint32_t fewest = at(found.day, hour).count;
    std::vector<unsigned> calm;
    for (unsigned minute = 0; minute < 60; ++minute) {
        const std::uint32_t count = at(found.day, hour + minute).count;
        if (count < fewest) {
            calm.clear();
            fewest = count;
        }
        if (count == fewest) {
            calm.push_back(minute);
        }
    }
    std::vector<unsigned> quiet;
    const std::size_t wanted = std::min(kMostQuiet, calm.size());
    for (std::size_t i = 0; i < wanted; ++i) {
        quiet.push_back(calm[(2 * i + 1) * calm.size() / (2 * wanted)]);
    }
    return quiet;
}

std::vector<HerdCounter::Herd> HerdCounter::herds(std::size_t least) const {
    const std::vector<Found> found = worst(std::max<std::size_t>(least, 1));
    std::vector<Herd> herds;
    std::set<std::uint64_t> told;
    std::set<std::uint32_t> firsts;
    for (const Found& each : found) {
        const bool known = !told.insert(each.cell.who).second;
        if (herds.size() == kMostTold || known || !firsts.insert(each.cell.first).second) {
            continue;
        }
        const auto same = std::count_if(found.begin(), found.end(), [&](const Found& other) {
            return other.cell.who == each.cell.who;
        });
        herds.push_back({each.cell.count, static_cast<unsigned>(each.minute / 60),
                         static_cast<unsigned>(each.minute % 60), same > 1, each.cell.first,
                         quiet_minutes(each)});
    }
    return herds;
}

}  // namespace cronmend::lint::detail
