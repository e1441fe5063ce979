// The schedules of a job: one text, or a list of them.
#pragma once

#include <vector>

#include "cronmend/desired/desired_state.hpp"
#include "cronmend/desired/parse.hpp"
#include "map_reader.hpp"

namespace cronmend::desired {

struct ScheduleRules {
    cron::Flavour flavour = cron::Flavour::debian;
    Surprises surprises = Surprises::tell;
};

// Those that cron takes; the others are reported, as are two with the same meaning and a schedule
// that can never fire.
[[nodiscard]] std::vector<DeclaredSchedule> read_schedules(const YamlDocument& document,
                                                           const Field& field,
                                                           const ScheduleRules& rules,
                                                           FileReport& report);

}  // namespace cronmend::desired
