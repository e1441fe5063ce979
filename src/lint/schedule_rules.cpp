// What a schedule says, and what people take it to say.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cronmend/cron/words.hpp"
#include "field_text.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

using cron::DayRule;
using cron::Schedule;

// How many values a field has, so that a step divides them or not. A month's days differ.
constexpr std::array<unsigned, 5> kSizes = {60, 24, 31, 12, 7};
constexpr std::array<std::string_view, 5> kRounds = {"hour", "day", "month", "year", "week"};
constexpr std::array<std::string_view, 5> kUnits = {"minutes", "hours", "days", "months", "days"};

std::size_t index_of(const FieldText& field) {
    return static_cast<std::size_t>(field.kind);
}

Place place_of(const ScheduleSubject& subject, const FieldText& field) {
    return behind(subject.at, subject.in_line, subject.text, field.offset);
}

bool restricted_day_of_month(const Schedule& schedule) {
    return (schedule.days_of_month.to_ulong() & 0xfffffffeUL) != 0xfffffffeUL;
}

// A zone that can stand in a line to be pasted, whatever a table says.
bool is_plain_zone(std::string_view zone) {
    return !zone.empty() && std::all_of(zone.begin(), zone.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"/_+-"}.find(c) != std::string_view::npos;
    });
}

// How to have a job on the days that fit both fields. It can be pasted into a crontab and into YAML
// between quotes of either sort.
std::string mend_of_either(const ScheduleSubject& subject, const FieldText& day_of_week) {
    std::string schedule{subject.text};
    schedule.replace(day_of_week.offset, day_of_week.text.size(), "*");
    std::vector<std::size_t> days;  // Monday is 1, Sunday 7, as date says it
    for (std::size_t day = 1; day <= subject.schedule->days_of_week.size(); ++day) {
        if (subject.schedule->days_of_week[day % subject.schedule->days_of_week.size()]) {
            days.push_back(day);
        }
    }
    const std::string date =
        fmt::format("$({}date +{}u)", is_plain_zone(subject.zone) ? "TZ=" + subject.zone + ' ' : "",
                    subject.escapes_percent ? "\\%" : "%");
    return fmt::format(
        "if both shall fit, write {}, and {}", quoted(schedule),
        days.size() == 1
            ? fmt::format("begin the command with: test {} = {} &&", date, days.front())
            : fmt::format("make the command: case {} in {}) COMMAND;; esac", date,
                          fmt::join(days, "|")));
}

void check_days(const ScheduleSubject& subject, const std::vector<FieldText>& fields,
                SourceReport& report) {
    const Schedule& schedule = *subject.schedule;
    if (fields.empty() || !restricted_day_of_month(schedule) || schedule.days_of_week.all() ||
        schedule.days_of_month.none() || schedule.days_of_week.none()) {
        return;
    }
    const FieldText& field = fields[static_cast<std::size_t>(FieldKind::day_of_month)];
    if (schedule.day_rule == DayRule::either) {
        report.add("day-or", place_of(subject, field),
                   fmt::format("{} fires on days that fit either day field: {}",
                               quoted(subject.text), cron::in_words(schedule)),
                   mend_of_either(subject, fields.back()));
    } else {
        report.add("day-and", place_of(subject, field),
                   fmt::format("{} fires only on days that fit both day fields: {}",
                               quoted(subject.text), cron::in_words(schedule)),
                   "if either shall do, write the days out (1-31/2), or make two entries");
    }
}

bool is_long_range(const std::bitset<24>& hours) {
    constexpr std::size_t kLong = 4;
    std::size_t changes = 0;
    for (std::size_t i = 0; i < hours.size(); ++i) {
        changes += hours[i] != hours[(i + 1) % hours.size()] ? 1U : 0U;
    }
    return hours.count() >= kLong && changes <= 2;
}

void check_every_minute(const ScheduleSubject& subject, const std::vector<FieldText>& fields,
                        SourceReport& report) {
    const Schedule& schedule = *subject.schedule;
    if (fields.empty() || !schedule.minutes.all() || schedule.hours.all() ||
        schedule.hours.none() || is_long_range(schedule.hours)) {
        return;
    }
    report.add("every-minute", place_of(subject, fields.front()),
               fmt::format("{} fires 60 times in {}", quoted(subject.text),
                           schedule.hours.count() == 1 ? "its hour" : "each of its hours"),
               "for once an hour, write 0 as the minute");
}

void check_step(const ScheduleSubject& subject, const FieldText& field, const Member& member,
                SourceReport& report) {
    const std::size_t kind = index_of(field);
    const unsigned size = kSizes.at(kind);
    const unsigned step = member.step.value_or(1);
    const Place at = place_of(subject, field);
    if (step <= 1 || !member.star) {
        return;
    }
    if (step >= size || (size % step == 0 && field.kind != FieldKind::day_of_month)) {
        return;
    }
    const unsigned left = size % step == 0 ? step : size % step;
    report.add(
        "uneven-step", at,
        field.kind == FieldKind::day_of_month
            ? fmt::format("{} in the day of month field starts anew on each 1st, so that the days "
                          "are not {} apart there",
                          quoted(member.text), step)
            : fmt::format("{} in the {} field starts anew each {}: the last gap is {} {}, not {}",
                          quoted(member.text), kFieldNames.at(kind), kRounds.at(kind), left,
                          left == 1 ? kUnits.at(kind).substr(0, kUnits.at(kind).size() - 1)
                                    : kUnits.at(kind),
                          step),
        "take a step that divides the range, or write the values out if this is meant");
}

// What is declared was told by the reader of declarations, a range that runs backwards by
// check_surprises().
void check_never(const ScheduleSubject& subject, SourceReport& report) {
    if (subject.in_line && !subject.empty_range) {
        report.add("never-fires", subject.at,
                   fmt::format("the schedule {} never fires: {}", quoted(subject.text),
                               cron::in_words(*subject.schedule)),
                   "cron accepts it, but no day or time matches it");
    }
}

}  // namespace

void check_schedule(const ScheduleSubject& subject, SourceReport& report) {
    const Schedule& schedule = *subject.schedule;
    const std::vector<FieldText> fields = fields_of(subject.text);
    for (const FieldText& field : fields) {
        for (const Member& member : field.members) {
            check_step(subject, field, member, report);
        }
    }
    if (!schedule.reboot && cron::never_fires(schedule)) {
        check_never(subject, report);
        return;
    }
    check_days(subject, fields, report);
    check_every_minute(subject, fields, report);
}

}  // namespace cronmend::lint::detail
