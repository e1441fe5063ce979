// What a plan must know of time zones, where jobs name one.
#pragma once

#include <map>
#include <string>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::plan {

struct Zoning {
    cron::Zone host;            // the zone that cron runs in
    bool host_is_named = true;  // its name is one of the tz database
    // By name, the zones of jobs whose rules are not the host's. A job's zone that is not among
    // them is the host's.
    std::map<std::string, cron::Zone> others;
    Instant from{};       // what lies before it does not count: now
    std::string program;  // absolute path of cronmend, to stand as the guard in entries
};

}  // namespace cronmend::plan
