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
                   "if both shall fit, leave one field * and test the other in the command: "
                   "[ \"$(date +\\%u)\" = 1 ] && ...");
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
