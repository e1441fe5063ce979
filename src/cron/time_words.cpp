#include "time_words.hpp"

#include <fmt/format.h>

#include <vector>

#include "word_lists.hpp"

namespace cronmend::cron::detail {
namespace {

constexpr std::size_t kMostTimes = 6;  // as many are told one by one
constexpr std::size_t kMostSpans = 3;  // "from 09:00 to 11:59 and from 14:00 to 17:59"
constexpr std::size_t kManyHours = 4;  // as many evenly spaced ones are told by first and last
constexpr std::size_t kManyMinutes = 4;

std::string clock(unsigned hour, unsigned minute) {
    return fmt::format("{:02}:{:02}", hour, minute);
}

bool is_every_hour(const Values& hours) {
    return hours.size() == 24;
}

std::string in_the_hours(const Values& hours) {
    return fmt::format("in the hours {}", series_of(hours, number, "and"));
}

// "every 15 minutes", the first and last of them in the hour being as given, in those hours.
std::string interval(const std::string& every, const Values& hours, unsigned first, unsigned last) {
    const Runs runs = runs_of(hours);
    if (!is_every_hour(hours) && runs.size() <= kMostSpans) {
        std::vector<std::string> spans;
        for (const auto& [from, to] : runs) {
            spans.push_back(fmt::format("from {} to {}", clock(from, first), clock(to, last)));
        }
        return fmt::format("{} {}", every, join(spans, "and"));
    }
    std::string text = every;
    if (first > 0) {
        text += fmt::format(" from minute {} of the hour", first);
    }
    return is_every_hour(hours) ? text : fmt::format("{} {}", text, in_the_hours(hours));
}

std::string one_by_one(const Values& minutes, const Values& hours) {
    std::vector<std::string> times;
    for (const unsigned hour : hours) {
        for (const unsigned minute : minutes) {
            times.push_back(clock(hour, minute));
        }
    }
    return "at " + join(times, "and");
}

// "every 2 hours from 08:30 to 18:30, at minute 30".
std::string spaced_hours(const Progression& hours, unsigned minute) {
    const std::string every =
        hours.step == 1 ? "every hour" : fmt::format("every {} hours", hours.step);
    std::string text = fmt::format("{} from {} to {}, at minute {}", every,
                                   clock(hours.first, minute), clock(hours.last, minute), minute);
    if (seems_to_go_round(hours, 24)) {
        text += fmt::format(" ({} does not divide 24: from {} to the next {} it is {} hours)",
                            hours.step, clock(hours.last, minute), clock(hours.first, minute),
                            24 - hours.last);
    }
    return text;
}

std::string which_hours(const Values& hours) {
    const Runs runs = runs_of(hours);
    if (is_every_hour(hours)) {
        return "of every hour";
    }
    if (runs.size() > 1) {
        return in_the_hours(hours);
    }
    return fmt::format("in {} from {} to {}", hours.size() == 1 ? "the hour" : "every hour",
                       clock(hours.front(), 0), clock(hours.back(), 59));
}

std::string minutes_of_hours(const Values& minutes, const Values& hours) {
    std::string text = fmt::format("at {} {} {}", minutes.size() == 1 ? "minute" : "minutes",
                                   series_of(minutes, number, "and"), which_hours(hours));
    const auto spaced = progression_of(minutes);
    if (spaced && seems_to_go_round(*spaced, 60)) {
        text += fmt::format(" ({} does not divide 60: from minute {} to the next 0 it is {})",
                            spaced->step, spaced->last, 60 - spaced->last);
    }
    return text;
}

std::string one_minute(unsigned minute, const Values& hours) {
    if (is_every_hour(hours)) {
        return fmt::format("every hour at minute {}", minute);
    }
    const auto spaced = progression_of(hours);
    if (spaced && hours.size() >= kManyHours) {
        return spaced_hours(*spaced, minute);
    }
    return hours.size() <= kMostTimes ? one_by_one({minute}, hours)
                                      : minutes_of_hours({minute}, hours);
}

std::string several_minutes(const Values& minutes, const Values& hours) {
    if (minutes.size() == 60) {
        return interval("every minute", hours, 0, 59);
    }
    const bool few = minutes.size() * hours.size() <= kMostTimes;
    const auto spaced = progression_of(minutes);
    if (spaced && goes_round(*spaced, 60) && (!few || minutes.size() >= kManyMinutes)) {
        return interval(fmt::format("every {} minutes", spaced->step), hours, spaced->first,
                        spaced->last);
    }
    return few ? one_by_one(minutes, hours) : minutes_of_hours(minutes, hours);
}

}  // namespace

TimeWords time_words(const Schedule& schedule) {
    const Values minutes = values_of(schedule.minutes);
    const Values hours = values_of(schedule.hours);
    return {
        minutes.size() == 1 ? one_minute(minutes.front(), hours) : several_minutes(minutes, hours),
        is_every_hour(hours) ? Span::all_hours : Span::some_hours};
}

}  // namespace cronmend::cron::detail
