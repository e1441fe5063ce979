#include "cronmend/cron/instant.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "cronmend/base/text.hpp"

namespace cronmend::cron {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2200;

Error refused(std::string_view text, std::string_view why) {
    return {ErrorCode::invalid_input,
            fmt::format("\"{}\" is no time that can be asked for: {}", printable(text), why),
            "write 2026-03-29, \"2026-03-29 03:00\", 2026-03-29T03:00:00+02:00 or now"};
}

// The number of that many digits; nothing if there is anything else.
std::optional<unsigned> number_at(std::string_view text, std::size_t at, std::size_t length) {
    if (text.size() < at + length) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char c : text.substr(at, length)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

bool has(std::string_view text, std::size_t at, char c) {
    return at < text.size() && text[at] == c;
}

// A wall clock's time, and how much of the text was read for it.
struct Reading {
    std::chrono::year_month_day date;
    unsigned hour = 0, minute = 0, second = 0;
    std::size_t length = 0;

    [[nodiscard]] LocalSeconds local() const {
        return std::chrono::local_days{date} + hours{hour} + minutes{minute} + Seconds{second};
    }
};

std::optional<std::chrono::year_month_day> read_date(std::string_view text) {
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    if (!year || !month || !day || !has(text, 4, '-') || !has(text, 7, '-')) {
        return std::nullopt;
    }
    return std::chrono::year_month_day{std::chrono::year{static_cast<int>(*year)},
                                       std::chrono::month{*month}, std::chrono::day{*day}};
}

// "2026-03-29", and what follows of " 03:00:00".
std::optional<Reading> read(std::string_view text) {
    const auto date = read_date(text);
    if (!date) {
        return std::nullopt;
    }
    Reading reading{*date, 0, 0, 0, 10};
    if (text.size() == reading.length) {
        return reading;
    }
    const auto hour = number_at(text, 11, 2);
    const auto minute = number_at(text, 14, 2);
    if (!hour || !minute || !has(text, 13, ':') || (text[10] != ' ' && text[10] != 'T')) {
        return std::nullopt;
    }
    reading.hour = *hour;
    reading.minute = *minute;
    reading.length = 16;
    if (has(text, 16, ':')) {
        const auto second = number_at(text, 17, 2);
        if (!second) {
            return std::nullopt;
        }
        reading.second = *second;
        reading.length = 19;
    }
    return reading;
}

// "Z", "+02:00".
std::optional<Seconds> read_offset(std::string_view text) {
    if (text == "Z" || text == "z") {
        return Seconds{0};
    }
    const auto hour = number_at(text, 1, 2);
    const auto minute = number_at(text, 4, 2);
    if (text.size() != 6 || !has(text, 3, ':') || !hour || !minute || *hour > 23 || *minute > 59 ||
        (text[0] != '+' && text[0] != '-')) {
        return std::nullopt;
    }
    const Seconds offset = hours{*hour} + minutes{*minute};
    return text[0] == '-' ? -offset : offset;
}

Instant as_instant(LocalSeconds local, Seconds offset) {
    return Instant{local.time_since_epoch() - offset};
}

std::string offset_words(const ZonePeriod& before, const ZonePeriod& after) {
    const auto clock = [&after](const ZonePeriod& period) {
        const Instant shown = after.begin + period.utc_offset;
        const std::chrono::hh_mm_ss time{shown - std::chrono::floor<std::chrono::days>(shown)};
        return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
    };
    return fmt::format("{} to {}", clock(before), clock(after));
}

// Where the clocks were put forward over that time.
std::string gap_words(LocalSeconds local, const Zone& zone) {
    const std::vector<ZonePeriod>& periods = zone.periods();
    for (std::size_t i = 1; i < periods.size(); ++i) {
        if (as_instant(local, periods[i - 1].utc_offset) >= periods[i].begin &&
            as_instant(local, periods[i].utc_offset) < periods[i].begin) {
            return fmt::format("there the clocks go from {} in {}",
                               offset_words(periods[i - 1], periods[i]), zone.name());
        }
    }
    return "no clock shows it in " + zone.name();
}

Result<Instant> resolve(std::string_view text, const Reading& reading, const Zone& zone) {
    if (reading.length < text.size()) {
        const auto offset = read_offset(text.substr(reading.length));
        if (!offset || reading.length == 10) {
            return unexpected(refused(text, "what stands behind the time is no offset from UTC"));
        }
        return as_instant(reading.local(), *offset);
    }
    const std::vector<Instant> instants = instants_of(reading.local(), zone);
    if (instants.empty()) {
        return unexpected(refused(text, gap_words(reading.local(), zone)));
    }
    return instants.front();
}

bool in_range(Instant instant, const Zone& zone) {
    const Instant shown = instant + zone.at(instant).utc_offset;
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(shown)};
    return int{date.year()} >= kFirstYear && int{date.year()} <= kLastYear;
}

}  // namespace

std::vector<Instant> instants_of(LocalSeconds local, const Zone& zone) {
    const std::vector<ZonePeriod>& periods = zone.periods();
    std::vector<Instant> found;
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const Instant instant = as_instant(local, periods[i].utc_offset);
        const bool begun = i == 0 || instant >= periods[i].begin;
        const bool over = i + 1 < periods.size() && instant >= periods[i + 1].begin;
        if (begun && !over) {
            found.push_back(instant);
        }
    }
    return found;
}

Result<Instant> parse_instant(std::string_view text, const Zone& zone, Instant now) {
    if (text == "now") {
        return now;
    }
    const auto reading = read(text);
    if (!reading) {
        return unexpected(refused(text, "it is neither a date, nor a date and a time"));
    }
    if (!reading->date.ok()) {
        return unexpected(refused(text, "there is no such date"));
    }
    if (reading->hour > 23 || reading->minute > 59 || reading->second > 59) {
        return unexpected(refused(text, "there is no such time of day"));
    }
    auto instant = resolve(text, *reading, zone);
    if (instant && !in_range(*instant, zone)) {
        return unexpected(
            refused(text, fmt::format("years from {} to {} are known", kFirstYear, kLastYear)));
    }
    return instant;
}

}  // namespace cronmend::cron
