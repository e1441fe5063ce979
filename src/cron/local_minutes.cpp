#include "cronmend/cron/local_minutes.hpp"

#include <algorithm>
#include <bit>

namespace cronmend::cron {

namespace {

constexpr std::array<int, 13> kLengths{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::uint32_t bits_up_to(int n) {
    return (std::uint32_t{2} << n) - 1;
}

}  // namespace

struct LocalMinutes::Month {
    int year;
    int month;              // 1 to 12
    LocalMinute first_day;  // days since 1970-01-01

    [[nodiscard]] int length() const {
        return kLengths[static_cast<std::size_t>(month)] + (month == 2 && is_leap(year) ? 1 : 0);
    }
    void go_on() {
        first_day += length();
        if (++month == 13) {
            month = 1;
            ++year;
        }
    }
    void go_back() {
        if (--month == 0) {
            month = 12;
            --year;
        }
        first_day -= length();
    }
    [[nodiscard]] static Month of(LocalMinute day) {
        const std::chrono::year_month_day date{
            std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
        return {int{date.year()}, static_cast<int>(unsigned{date.month()}),
                day - static_cast<int>(unsigned{date.day()}) + 1};
    }
};

LocalMinutes::LocalMinutes(const Schedule& schedule)
    : minutes_(schedule.minutes.to_ullong()),
      hours_(static_cast<std::uint32_t>(schedule.hours.to_ulong())),
      months_(static_cast<std::uint32_t>(schedule.months.to_ulong()) & ~std::uint32_t{1}),
      days_(static_cast<std::uint32_t>(schedule.days_of_month.to_ulong()) & ~std::uint32_t{1}),
      day_rule_(schedule.day_rule) {
    std::uint32_t any_weekday = 0;
    for (std::size_t first = 0; first < 7; ++first) {
        for (std::size_t day = 1; day <= 31; ++day) {
            const bool fits = schedule.days_of_week[(first + day - 1) % 7];
            weekdays_[first] |= fits ? std::uint32_t{1} << day : 0;
        }
        any_weekday |= weekdays_[first];
    }
    const std::uint32_t possible =
        day_rule_ == DayRule::both ? days_ & any_weekday : days_ | any_weekday;
    for (int month = 1; month <= 12; ++month) {
        const int longest = month == 2 ? 29 : kLengths[static_cast<std::size_t>(month)];
        if ((possible & bits_up_to(longest)) == 0 || hours_ == 0 || minutes_ == 0) {
            months_ &= ~(std::uint32_t{1} << month);
        }
    }
}

std::uint32_t LocalMinutes::days_of(const Month& month) const {
    if ((months_ >> month.month & 1) == 0) {
        return 0;
    }
    // 1970-01-01 was a Thursday; days before it are not looked at.
    const std::uint32_t by_weekday = weekdays_[static_cast<std::size_t>((month.first_day + 4) % 7)];
    const std::uint32_t fit = day_rule_ == DayRule::both ? days_ & by_weekday : days_ | by_weekday;
    return fit & bits_up_to(month.length());
}

std::optional<int> LocalMinutes::minute_from(int minute_of_day) const {
    const int hour = minute_of_day / 60;
    if ((hours_ >> hour & 1) != 0) {
        const std::uint64_t left = minutes_ >> (minute_of_day % 60);
        if (left != 0) {
            return minute_of_day + std::countr_zero(left);
        }
    }
    const std::uint32_t later = hours_ & ~bits_up_to(hour);
    if (later == 0) {
        return std::nullopt;
    }
    return std::countr_zero(later) * 60 + std::countr_zero(minutes_);
}

std::optional<int> LocalMinutes::minute_up_to(int minute_of_day) const {
    const int hour = minute_of_day / 60;
    if ((hours_ >> hour & 1) != 0) {
        const std::uint64_t left = minutes_ << (63 - minute_of_day % 60);
        if (left != 0) {
            return minute_of_day - std::countl_zero(left);
        }
    }
    const std::uint32_t earlier = hours_ & (bits_up_to(hour) >> 1);
    if (earlier == 0) {
        return std::nullopt;
    }
    return (31 - std::countl_zero(earlier)) * 60 + 63 - std::countl_zero(minutes_);
}

bool LocalMinutes::names(LocalMinute minute) const {
    return first_in(minute, minute + 1).has_value();
}

std::optional<LocalMinute> LocalMinutes::first_in(LocalMinute begin, LocalMinute end) const {
    begin = std::max<LocalMinute>(begin, 0);
    end = std::min(end, kEndOfLocalMinutes);
    if (begin >= end || never()) {
        return std::nullopt;
    }
    const auto within = [&](LocalMinute found) {
        return found < end ? std::optional(found) : std::nullopt;
    };
    const LocalMinute day = begin / kMinutesOfDay;
    Month month = Month::of(day);
    std::uint32_t days = days_of(month);
    const int today = static_cast<int>(day - month.first_day) + 1;
    if ((days >> today & 1) != 0) {
        if (const auto minute = minute_from(static_cast<int>(begin % kMinutesOfDay))) {
            return within(day * kMinutesOfDay + *minute);
        }
    }
    days &= ~bits_up_to(today);
    while (days == 0) {
        month.go_on();
        if (month.first_day * kMinutesOfDay >= end) {
            return std::nullopt;
        }
        days = days_of(month);
    }
    const LocalMinute found = month.first_day + std::countr_zero(days) - 1;
    return within(found * kMinutesOfDay + *minute_from(0));
}

std::optional<LocalMinute> LocalMinutes::last_in(LocalMinute begin, LocalMinute end) const {
    begin = std::max<LocalMinute>(begin, 0);
    end = std::min(end, kEndOfLocalMinutes);
    if (begin >= end || never()) {
        return std::nullopt;
    }
    const auto within = [&](LocalMinute found) {
        return found >= begin ? std::optional(found) : std::nullopt;
    };
    const LocalMinute day = (end - 1) / kMinutesOfDay;
    Month month = Month::of(day);
    std::uint32_t days = days_of(month);
    const int today = static_cast<int>(day - month.first_day) + 1;
    if ((days >> today & 1) != 0) {
        if (const auto minute = minute_up_to(static_cast<int>((end - 1) % kMinutesOfDay))) {
            return within(day * kMinutesOfDay + *minute);
        }
    }
    days &= bits_up_to(today) >> 1;
    while (days == 0) {
        if (month.first_day * kMinutesOfDay <= begin) {
            return std::nullopt;
        }
        month.go_back();
        days = days_of(month);
    }
    const LocalMinute found = month.first_day + 31 - std::countl_zero(days) - 1;
    return within(found * kMinutesOfDay + *minute_up_to(kMinutesOfDay - 1));
}

unsigned LocalMinutes::count_in(LocalMinute begin, LocalMinute end) const {
    unsigned count = 0;
    for (auto minute = first_in(begin, end); minute; minute = first_in(*minute + 1, end)) {
        ++count;
    }
    return count;
}

}  // namespace cronmend::cron
