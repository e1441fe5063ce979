// The minutes on a wall clock that a schedule names: no zone, no daemon, nothing but the calendar.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

// Minutes of local time since 1970-01-01 00:00 on that clock.
using LocalMinute = std::int64_t;
inline constexpr int kMinutesOfDay = 24 * 60;

// What is looked at: the local minutes of 1970 to 2200. 0 is the first; this is one past the last.
inline constexpr LocalMinute kEndOfLocalMinutes =
    kMinutesOfDay *
    std::chrono::sys_days{std::chrono::year{2201} / 1 / 1}.time_since_epoch().count();

// Goes from month to month, and within a month by a mask of its days: the next 29 February that is
// a Monday costs some hundred steps, however many minutes lie between.
class LocalMinutes {
public:
    explicit LocalMinutes(const Schedule& schedule);

    // True if no date there is fits (30 February, a reversed range, @reboot).
    [[nodiscard]] bool never() const { return months_ == 0; }
    [[nodiscard]] bool names(LocalMinute minute) const;
    // The first, or last, minute named in [begin, end); what lies outside of 1970 to 2200 is not
    // looked at.
    [[nodiscard]] std::optional<LocalMinute> first_in(LocalMinute begin, LocalMinute end) const;
    [[nodiscard]] std::optional<LocalMinute> last_in(LocalMinute begin, LocalMinute end) const;
    // How many minutes in [begin, end) are named. Takes time in proportion.
    [[nodiscard]] unsigned count_in(LocalMinute begin, LocalMinute end) const;
    // True if at most one hour of a day is named.
    [[nodiscard]] bool in_one_hour() const { return (hours_ & (hours_ - 1)) == 0; }

private:
    struct Month;

    // The days of that month that fit, as a mask whose bit n is day n.
    [[nodiscard]] std::uint32_t days_of(const Month& month) const;
    // The first minute of the day at or after that one; the last one at or before it.
    [[nodiscard]] std::optional<int> minute_from(int minute_of_day) const;
    [[nodiscard]] std::optional<int> minute_up_to(int minute_of_day) const;

    std::uint64_t minutes_;
    std::uint32_t hours_;
    std::uint32_t months_;  // those in which some day can fit
    std::uint32_t days_;
    DayRule day_rule_;
    std::array<std::uint32_t, 7> weekdays_{};  // the days that fit by their weekday, in a month
                                               // that begins on a Sunday, a Monday, …
};

}  // namespace cronmend::cron
