// What may surprise about a schedule, beside its words.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/time.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "daemon.hpp"

namespace cronmend::cli {

// Each a sentence without a full stop: what the daemon makes of the changes of the clocks within
// the year behind `now`, where they touch the schedule.
[[nodiscard]] std::vector<std::string> notes_on(const desired::DeclaredSchedule& schedule,
                                                const Daemon& daemon, Instant now);

}  // namespace cronmend::cli
