// A schedule some minutes later or earlier, over midnight and the ends of months.
#pragma once

#include <optional>
#include <vector>

#include "cronmend/cron/schedule.hpp"
#include "day_set.hpp"

namespace cronmend::cron {

// The schedule `by` minutes later, as schedules that have no start in common; `wildcard` becomes
// theirs. Nothing if the days cannot be said so (see moved()).
[[nodiscard]] std::optional<std::vector<Schedule>> shifted_schedules(const Schedule& schedule,
                                                                     int by, bool wildcard,
                                                                     Fit fit);

}  // namespace cronmend::cron
