#include "cronmend/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "cronmend/base/text.hpp"

namespace cronmend {
namespace {

struct WallClock {
    int year;
    unsigned month, day;
    long hour, minute, second;
};

WallClock wall_clock(const ZonedTime& time) {
    const std::chrono::sys_seconds local = time.instant + time.utc_offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{local - day};
    return {int{date.year()},      unsigned{date.month()},  unsigned{date.day()},
            clock.hours().count(), clock.minutes().count(), clock.seconds().count()};
}

// The number in text[at, at + length); nothing if there is anything but digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
    if (text.size() < at + length) {
        return std::nullopt;
    }
    int value = 0;
    const char* end = text.data() + at + length;
    const auto [stop, problem] = std::from_chars(text.data() + at, end, value);
    if (problem != std::errc{} || stop != end || text[at] == '-') {
        return std::nullopt;
    }
    return value;
}

// "Z", "+01:00" or "-05:30".
std::optional<Seconds> parse_offset(std::string_view text) {
    if (text == "Z") {
        return Seconds{0};
    }
    const auto hours = digits(text, 1, 2);
    const auto minutes = digits(text, 4, 2);
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !hours ||
        !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const Seconds offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return text[0] == '-' ? -offset : offset;
}

std::string format_offset(Seconds offset) {
    const char sign = offset < Seconds{0} ? '-' : '+';
    const long minutes =
        std::chrono::floor<std::chrono::minutes>(offset < Seconds{0} ? -offset : offset).count();
    return fmt::format("{}{:02}:{:02}", sign, minutes / 60, minutes % 60);
}

}  // namespace

std::string to_string(const ZonedTime& time) {
    const WallClock clock = wall_clock(time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} {}", clock.year, clock.month, clock.day,
                       clock.hour, clock.minute, clock.second, time.zone);
}

std::string format_minute(const ZonedTime& time) {
    const WallClock clock = wall_clock(time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", clock.year, clock.month, clock.day,
                       clock.hour, clock.minute);
}

std::string format_second(const ZonedTime& time) {
    return fmt::format("{}:{:02}", format_minute(time), wall_clock(time).second);
}

std::string format_digits(const ZonedTime& time) {
    const WallClock clock = wall_clock(time);
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", clock.year, clock.month, clock.day,
                       clock.hour, clock.minute, clock.second);
}

std::string format_rfc3339(const ZonedTime& time) {
    const WallClock clock = wall_clock(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", clock.year, clock.month, clock.day,
                       clock.hour, clock.minute, clock.second, format_offset(time.utc_offset));
}

std::optional<ZonedTime> parse_rfc3339(std::string_view text) {
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' ||
        text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const auto offset = parse_offset(text.substr(19));
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!offset || !date.ok() || *hour > 23 || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    const Instant local = std::chrono::sys_days{date} + std::chrono::hours{*hour} +
                          std::chrono::minutes{*minute} + Seconds{*second};
    return ZonedTime{local - *offset, *offset,
                     *offset == Seconds{0} ? "UTC" : format_offset(*offset)};
}

std::string format_duration(Seconds duration) {
    struct Unit {
        long long seconds;
        const char *one, *many;
    };
    static constexpr std::array<Unit, 4> kUnits{{{86400, "day", "days"},
                                                 {3600, "hour", "hours"},
                                                 {60, "minute", "minutes"},
                                                 {1, "second", "seconds"}}};
    long long left = duration.count() < 0 ? -duration.count() : duration.count();
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        const Unit& unit = kUnits.at(i);
        const auto count = static_cast<std::size_t>(left / unit.seconds);
        if (count == 0) {
            continue;
        }
        std::string text = count_of(count, unit.one, unit.many);
        if (i + 1 < kUnits.size()) {
            const Unit& next = kUnits.at(i + 1);
            const auto rest = static_cast<std::size_t>(left % unit.seconds / next.seconds);
            if (rest != 0) {
                text += fmt::format(" {}", count_of(rest, next.one, next.many));
            }
        }
        return text;
    }
    return "0 seconds";
}

}  // namespace cronmend
