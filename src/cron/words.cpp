#include "cronmend/cron/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "time_words.hpp"
#include "word_lists.hpp"

namespace cronmend::cron {
namespace {

using detail::list_of;
using detail::month_name;
using detail::number;
using detail::ordinal;
using detail::series_of;
using detail::Values;
using detail::values_of;
using detail::weekday_name;

// The two day fields, once what is moot between them is gone.
struct Days {
    Values of_month;  // all: no matter
    Values of_week;   // 1 = Monday … 7 = Sunday; all: no matter
    Values months;
    DayRule rule = DayRule::both;

    [[nodiscard]] bool any_day() const { return of_month.size() == 31; }
    [[nodiscard]] bool any_weekday() const { return of_week.size() == 7; }
    [[nodiscard]] bool any_month() const { return months.size() == 12; }
};

Values whole(unsigned size) {
    Values values;
    for (unsigned value = 1; value <= size; ++value) {
        values.push_back(value);
    }
    return values;
}

Values weekdays_from_monday(const Schedule& schedule) {
    Values values = values_of(schedule.days_of_week);
    if (!values.empty() && values.front() == 0) {
        values.erase(values.begin());
        values.push_back(7);
    }
    return values;
}

enum class Years { common, any };

bool exists(unsigned day, unsigned month, Years years) {
    static constexpr std::array<unsigned, 13> kDays = {0,  31, 28, 31, 30, 31, 30,
                                                       31, 31, 30, 31, 30, 31};
    return day <= kDays.at(month) + (month == 2 && years == Years::any ? 1 : 0);
}

// Whether any of the days is in any of the months, be it in leap years.
bool any_exists(const Days& days) {
    return std::any_of(days.months.begin(), days.months.end(), [&days](unsigned month) {
        return exists(days.of_month.front(), month, Years::any);
    });
}

// Whether all of the days are in all of the months, in every year.
bool all_exist(const Days& days) {
    return std::all_of(days.months.begin(), days.months.end(), [&days](unsigned month) {
        return exists(days.of_month.back(), month, Years::common);
    });
}

// Where one field is enough: one that is everything decides alone, one that is nothing not at all.
Days days_of(const Schedule& schedule) {
    Values of_month = values_of(schedule.days_of_month);
    if (!of_month.empty() && of_month.front() == 0) {
        of_month.erase(of_month.begin());
    }
    Days days{std::move(of_month), weekdays_from_monday(schedule), values_of(schedule.months),
              schedule.day_rule};
    if (days.rule == DayRule::both) {
        return days;
    }
    if (days.any_day() || days.any_weekday()) {
        days.of_month = whole(31);
        days.of_week = whole(7);
    } else if (days.of_month.empty() && !days.of_week.empty()) {
        days.of_month = whole(31);
    } else if (days.of_week.empty() && !days.of_month.empty()) {
        days.of_week = whole(7);
    } else {
        return days;
    }
    days.rule = DayRule::both;
    return days;
}

std::string missing_dates(const Days& days) {
    return fmt::format("no {} {} exists", series_of(days.of_month, number, "or"),
                       list_of(days.months, month_name, "or"));
}

// Whether it has a day that every month has, and so does not need to be looked at any closer.
bool surely_fires(const Schedule& schedule) {
    constexpr std::bitset<32> kOfEveryMonth{0x1ffffffe};  // 1 to 28
    const bool day = (schedule.days_of_month & kOfEveryMonth).any();
    const bool weekday = schedule.days_of_week.any();
    return schedule.minutes.any() && schedule.hours.any() && schedule.months.any() &&
           (schedule.day_rule == DayRule::both ? day && weekday : day || weekday);
}

std::optional<std::string> why_never(const Schedule& schedule, const Days& days) {
    if (schedule.minutes.none()) {
        return "the minute field names no minute";
    }
    if (schedule.hours.none()) {
        return "the hour field names no hour";
    }
    if (schedule.months.none()) {
        return "the month field names no month";
    }
    if (days.of_month.empty()) {
        return days.rule == DayRule::both ? "the day-of-month field names no day"
                                          : "the day fields name no day";
    }
    if (days.of_week.empty()) {
        return "the day-of-week field names no day";
    }
    if (days.rule == DayRule::both && !any_exists(days)) {
        return missing_dates(days);
    }
    return std::nullopt;
}

// "Monday", "Monday, Wednesday or Friday"; five of them in a row are told by their ends.
std::string weekdays(const Days& days, std::string_view ends, std::string_view one,
                     std::string_view last) {
    const detail::Runs runs = detail::runs_of(days.of_week);
    const auto [from, to] = runs.front();
    if (runs.size() == 1 && to - from >= 2) {
        return fmt::format("{} from {} to {}", ends, weekday_name(from), weekday_name(to));
    }
    std::vector<std::string> names;
    for (const unsigned day : days.of_week) {
        names.push_back(weekday_name(day));
    }
    return fmt::format("{} {}", one, detail::join(names, last));
}

std::string on_weekdays(const Days& days) {
    return weekdays(days, "on every day", "on every", "and");
}

bool is_one_long_run(const Values& values) {
    return values.back() - values.front() + 1 == values.size() && values.size() >= 3;
}

// " in January", " from March to May"; nothing for all.
std::string in_months(const Days& days) {
    if (days.any_month()) {
        return {};
    }
    return fmt::format(" {} {}", is_one_long_run(days.months) ? "from" : "in",
                       list_of(days.months, month_name, "and"));
}

std::string of_months(const Days& days) {
    if (days.any_month()) {
        return "of the month";
    }
    return fmt::format("of {}{}", is_one_long_run(days.months) ? "every month from " : "",
                       list_of(days.months, month_name, "and"));
}

// Of days that not every one of the months has, when that is all there is.
std::string remark_on_length(const Days& days) {
    if (days.of_month.front() < 29 || all_exist(days)) {
        return {};
    }
    if (days.of_month == Values{29} && days.months == Values{2}) {
        return " (leap years only)";
    }
    return days.of_month.size() == 1 ? " (where the month has one)" : " (where the month has them)";
}

std::string on_days_of_month(const Days& days) {
    return fmt::format("on the {} {}{}", series_of(days.of_month, ordinal, "and"), of_months(days),
                       remark_on_length(days));
}

std::string either_day(const Days& days) {
    if (!any_exists(days)) {
        return fmt::format("{}{} ({})", on_weekdays(days), in_months(days), missing_dates(days));
    }
    const bool several = !days.any_month() && days.months.size() > 1;
    return fmt::format("{} and also {}{}", on_days_of_month(days), on_weekdays(days),
                       several ? " in these months" : in_months(days));
}

// Behind the time of day, with what joins the two.
std::string day_words(const Days& days, detail::Span span) {
    if (days.rule == DayRule::either) {
        return ", " + either_day(days);
    }
    if (days.any_day() && days.any_weekday()) {
        const bool said = span == detail::Span::all_hours && days.any_month();
        return said ? "" : ", every day" + in_months(days);
    }
    if (days.any_day()) {
        return fmt::format(", {}{}", on_weekdays(days), in_months(days));
    }
    if (days.any_weekday()) {
        return ", " + on_days_of_month(days);
    }
    return fmt::format(", {}, but only if that is {}", on_days_of_month(days),
                       weekdays(days, "a day", "a", "or"));
}

std::string capitalised(std::string text) {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

std::string in_words(const Schedule& schedule) {
    if (schedule.reboot) {
        return "When the cron daemon starts, once after boot";
    }
    if (schedule.calendar != 0) {
        return "When systemd takes that word to say, which is not known here";
    }
    const Days days = days_of(schedule);
    if (const auto why = why_never(schedule, days)) {
        return "Never: " + *why;
    }
    const detail::TimeWords time = detail::time_words(schedule);
    const std::string words = time.text + day_words(days, time.span);
    return schedule.random == 0
               ? capitalised(words)
               : "At random times, drawn when the table is loaded, out of these: " + words;
}

bool never_fires(const Schedule& schedule) {
    return schedule.reboot || (!surely_fires(schedule) && schedule.calendar == 0 &&
                               why_never(schedule, days_of(schedule)).has_value());
}

}  // namespace cronmend::cron
