// Many entries that start in one minute.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/local_minutes.hpp"
#include "cronmend/cron/schedule.hpp"

namespace cronmend::lint::detail {

// Looks at the month that begins with `now`, in local time. An entry that is started in every
// minute counts nowhere, nor does one of some days alone that starts more than 24 times on them.
class HerdCounter {
public:
    explicit HerdCounter(Instant now);

    void add(const cron::Schedule& schedule);

    struct Herd {
        std::size_t count = 0;
        unsigned hour = 0, minute = 0;
        bool often = false;           // the same entries start together at other times too
        std::size_t first = 0;        // of them, counted in the order of add()
        std::vector<unsigned> quiet;  // minutes of that hour in which the fewest start
    };
    // The largest groups of at least `least`, each set of entries once; the largest first.
    [[nodiscard]] std::vector<Herd> herds(std::size_t least) const;

private:
    static constexpr std::size_t kDays = 31;
    static constexpr std::size_t kMinutes = cron::kMinutesOfDay;
    struct Day {
        unsigned day = 0, month = 0, weekday = 0;
    };
    struct Cell {
        std::uint32_t count = 0;
        std::uint32_t first = 0;
        std::uint64_t who = 0;  // a sum over the entries, so that equal sets are seen
    };

    struct Found {
        Cell cell;
        std::size_t day = 0, minute = 0;
    };

    void look_at_days(const cron::Schedule& schedule);
    void look_at_starts(const cron::Schedule& schedule);
    void add_to(std::vector<Cell>& cells, std::size_t day);
    [[nodiscard]] Cell at(std::size_t day, std::size_t minute) const;

    [[nodiscard]] std::vector<Found> worst(std::size_t least) const;
    [[nodiscard]] std::vector<unsigned> quiet_minutes(const Found& found) const;

    std::vector<Day> days_;
    std::vector<Cell> daily_;      // kMinutes
    std::vector<Cell> some_days_;  // kDays * kMinutes
    std::uint32_t added_ = 0;
    // Of the schedule that is being added: the days it fits, and the minutes of such a day.
    cron::Schedule looked_at_;  // whose days those are; at first it has none, and fits none
    std::bitset<kDays> fitting_;
    std::vector<std::size_t> starts_;
};

}  // namespace cronmend::lint::detail
