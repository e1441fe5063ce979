// The days on which a schedule fires, put so that days can be moved.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

inline constexpr std::uint64_t kEveryDay = 0xfffffffe;
inline constexpr std::uint64_t kEveryMonth = 0x1ffe;
inline constexpr std::uint64_t kEveryWeekday = 0x7f;

// Masks as those of Schedule. `either` stands only where both the days and the weekdays are
// restricted; all else is put as `both`.
struct DaySet {
    std::uint64_t months = 0;
    std::uint64_t days = 0;
    std::uint64_t weekdays = 0;
    DayRule rule = DayRule::both;

    [[nodiscard]] bool empty() const;
    friend bool operator==(const DaySet&, const DaySet&) = default;
};

[[nodiscard]] DaySet day_set_of(const Schedule& schedule);

// Whether a set may hold more days than it should, where no set holds exactly the right ones.
enum class Fit { exact, wider };

// The days `by` days after (before, if negative; at most two) those of the set, as sets without a
// month in common. Nothing where that is no such sets in every year (the day after 28 February),
// unless they may be wider.
[[nodiscard]] std::optional<std::vector<DaySet>> moved(const DaySet& set, int by, Fit fit);

}  // namespace cronmend::cron
