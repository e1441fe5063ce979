// The coming day of all declared jobs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/severity.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "daemon.hpp"
#include "fires.hpp"

namespace cronmend::cli {

struct TimelineRow {
    std::string job;
    std::string user;
    std::string target;                  // the system table that it is in; empty: its user's
    std::vector<std::string> schedules;  // as declared
    std::vector<Fire> fires;             // from the timeline's `from` to its end
    std::optional<Instant> next;         // also beyond the end
    std::string problem;  // why it is not started as one might think; empty: all is well
    std::string remark;   // in place of a next start: "at the start of the daemon"
};

struct Timeline {
    cron::Zone zone;                // in which times are shown
    Instant begin{};                // the hour's begin, on that zone's clock
    Instant from{};                 // starts from here on; within the first hour
    Instant end{};                  // 24 hours behind `begin`
    std::vector<TimelineRow> rows;  // problems first, then by next start
};

// Each job's times are in the zone that `zones` has for the job's own; shown in `shown`.
using Zones = std::map<std::string, cron::Zone>;  // by name; of a job that names none: ""
[[nodiscard]] Timeline make_timeline(const desired::DesiredState& state, cron::Flavour flavour,
                                     const Zones& zones, const cron::Zone& shown, Instant from);

// The minute with the most starts, if there are several jobs in one.
struct BusyMinute {
    Instant at{};
    std::size_t jobs = 0;
};
[[nodiscard]] std::optional<BusyMinute> busiest_minute(const Timeline& timeline);

}  // namespace cronmend::cli
