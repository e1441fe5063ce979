#include "cronmend/cron/schedule_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "day_set.hpp"

namespace cronmend::cron {
namespace {

struct Field {
    unsigned low;
    unsigned high;
    std::uint64_t values;

    [[nodiscard]] bool has(unsigned value) const { return ((values >> value) & 1U) != 0; }
    [[nodiscard]] unsigned size() const { return high - low + 1; }
    [[nodiscard]] bool full() const {
        return values == (((std::uint64_t{1} << size()) - 1U) << low);
    }
};

// "1-5,7"
std::string list_of(const Field& field, std::uint64_t without = 0) {
    const Field left{field.low, field.high, field.values & ~without};
    std::string text;
    for (unsigned first = left.low; first <= left.high; ++first) {
        if (!left.has(first)) {
            continue;
        }
        unsigned last = first;
        while (last < left.high && left.has(last + 1)) {
            ++last;
        }
        text += fmt::format("{}{}", text.empty() ? "" : ",", first);
        if (last > first) {
            text += fmt::format("-{}", last);
        }
        first = last;
    }
    return text;
}

// The step of "*/n" if the field is that; 1 for all values, 0 for none.
unsigned star_step(const Field& field) {
    for (unsigned step = 1; step <= field.size() / 2; ++step) {
        std::uint64_t values = 0;
        for (unsigned value = field.low; value <= field.high; value += step) {
            values |= std::uint64_t{1} << value;
        }
        if (values == field.values) {
            return step;
        }
    }
    return 0;
}

std::string star_text(unsigned step) {
    return step == 1 ? "*" : fmt::format("*/{}", step);
}

// The same values in a text that begins with '*': a step longer than the field takes its first
// value alone. Nothing if the first value is not among them.
std::optional<std::string> behind_star(const Field& field) {
    if (const unsigned step = star_step(field); step != 0) {
        return star_text(step);
    }
    if (!field.has(field.low)) {
        return std::nullopt;
    }
    const std::string rest = list_of(field, std::uint64_t{1} << field.low);
    return fmt::format("*/{}{}{}", field.size(), rest.empty() ? "" : ",", rest);
}

std::string any_text(const Field& field) {
    return field.full() ? "*" : list_of(field);
}

std::optional<std::string> write_time(const Field& minutes, const Field& hours, bool wildcard) {
    if (!wildcard) {
        return list_of(minutes) + ' ' + list_of(hours);
    }
    const unsigned minute_step = star_step(minutes);
    const unsigned hour_step = star_step(hours);
    if (minute_step != 0 || hour_step != 0) {
        return (minute_step != 0 ? star_text(minute_step) : list_of(minutes)) + ' ' +
               (hour_step != 0 ? star_text(hour_step) : list_of(hours));
    }
    if (const auto starred = behind_star(minutes)) {
        return *starred + ' ' + list_of(hours);
    }
    if (const auto starred = behind_star(hours)) {
        return list_of(minutes) + ' ' + *starred;
    }
    return std::nullopt;
}

bool joins_days_always(Flavour flavour) {
    return flavour == Flavour::bcron || flavour == Flavour::systemd_cron;
}

// "day-of-month month day-of-week"
std::optional<std::string> write_days(const DaySet& set, Flavour flavour) {
    const Field days{1, 31, set.days & kEveryDay};
    const Field weekdays{0, 6, set.weekdays & kEveryWeekday};
    const Field months{1, 12, set.months & kEveryMonth};
    std::string by_day = any_text(days);
    std::string by_weekday = any_text(weekdays);
    const bool restricted = !days.full() && !weekdays.full();
    if (restricted && set.rule == DayRule::either && joins_days_always(flavour)) {
        return std::nullopt;
    }
    if (restricted && set.rule == DayRule::both && !joins_days_always(flavour)) {
        const auto starred_day = behind_star(days);
        const auto starred_weekday = behind_star(weekdays);
        if (flavour == Flavour::busybox || (!starred_day && !starred_weekday)) {
            return std::nullopt;
        }
        by_day = starred_day.value_or(by_day);
        by_weekday = starred_day ? by_weekday : *starred_weekday;
    }
    return by_day + ' ' + any_text(months) + ' ' + by_weekday;
}

}  // namespace

std::optional<std::string> write_schedule(const Schedule& schedule, Flavour flavour,
                                          Wildcard wildcard) {
    const DaySet days = day_set_of(schedule);
    if (schedule.reboot || schedule.minutes.none() || schedule.hours.none() || days.empty()) {
        return std::nullopt;
    }
    const Field minutes{0, 59, schedule.minutes.to_ullong()};
    const Field hours{0, 23, schedule.hours.to_ullong()};
    const bool starred = wildcard == Wildcard::keep && schedule.wildcard;
    auto time = write_time(minutes, hours, starred);
    if (wildcard == Wildcard::drop) {
        // A star is easier to read, where it does not count.
        time = any_text(minutes) + ' ' + any_text(hours);
    }
    const auto dates = write_days(days, flavour);
    if (!time || !dates) {
        return std::nullopt;
    }
    return *time + ' ' + *dates;
}

}  // namespace cronmend::cron
