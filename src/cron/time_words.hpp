// The time of day of a schedule in words.
#pragma once

#include <string>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron::detail {

// Whether the words speak of all hours ("every 15 minutes"), so that the day goes without saying.
enum class Span { all_hours, some_hours };

struct TimeWords {
    std::string text;  // "at 03:00", "every 15 minutes"
    Span span = Span::some_hours;
};

// Precondition: the masks of minutes and hours are not empty.
[[nodiscard]] TimeWords time_words(const Schedule& schedule);

}  // namespace cronmend::cron::detail
