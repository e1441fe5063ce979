#include "cronmend/cron/schedule.hpp"

#include "bytes.hpp"
#include "cronmend/base/text.hpp"
#include "explain.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

std::string_view to_string(DayRule rule) {
    return rule == DayRule::both ? "both" : "either";
}

bool Schedule::matches_day(unsigned day_of_month, unsigned month, unsigned day_of_week) const {
    if (day_of_month > 31 || month > 12 || day_of_week > 7 || !months[month]) {
        return false;
    }
    const bool by_day = days_of_month[day_of_month];
    const bool by_weekday = days_of_week[day_of_week % 7];
    return day_rule == DayRule::both ? by_day && by_weekday : by_day || by_weekday;
}

Result<SchedulePrefix> parse_schedule_prefix(std::string_view line, Flavour flavour) {
    const detail::Profile& profile = detail::profile_of(flavour);
    const char* begin = line.data();
    const char* end = begin + line.size();
    const detail::ScheduleScan scan = detail::scan_schedule(profile, begin, end);
    if (scan.fault != detail::Fault::none) {
        return unexpected(detail::explain(profile, scan, end));
    }
    return SchedulePrefix{scan.schedule, static_cast<std::size_t>(scan.rest - begin),
                          detail::view(scan.begin, scan.end)};
}

Result<Schedule> parse_schedule(std::string_view text, Flavour flavour) {
    const detail::Profile& profile = detail::profile_of(flavour);
    Result<SchedulePrefix> prefix = parse_schedule_prefix(text, flavour);
    if (!prefix) {
        return unexpected(prefix.error());
    }
    if (prefix->length != text.size()) {
        return unexpected(ErrorCode::invalid_input,
                          "bad time specifier: \"" + printable(text.substr(prefix->length)) +
                              "\" stands behind the schedule",
                          "a schedule has five fields, or is a word such as @daily");
    }
    // "*=5 * * * *" has five fields; but cron looks for assignments first.
    if (profile.scan_assignment(prefix->text.data(), prefix->text.data() + prefix->text.size())) {
        return unexpected(ErrorCode::invalid_input,
                          "bad minute: cron takes the line for the assignment of a variable",
                          "leave out the =");
    }
    return prefix->schedule;
}

}  // namespace cronmend::cron
