// When cron starts what was asked about: the starts of all its schedules together, with what is odd
// about one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cronmend/base/time.hpp"
#include "daemon.hpp"
#include "schedule_argument.hpp"

namespace cronmend::cli {

// One instant. However often the daemon starts the job then, it is there once.
struct Fire {
    Instant at{};
    unsigned runs = 1;  // how often
    std::string why;    // a start that no clock's time explains, or several; else empty

    friend bool operator==(const Fire&, const Fire&) = default;
};

// From `from` on and before `until`, ascending; at most so many.
[[nodiscard]] std::vector<Fire> fires_between(const Subject& subject, const Daemon& daemon,
                                              Instant from, Instant until, std::size_t most);
// Strictly before, the newest first.
[[nodiscard]] std::vector<Fire> fires_before(const Subject& subject, const Daemon& daemon,
                                             Instant before, std::size_t most);

// "Mon 2026-11-30 03:00 CET", with seconds if there are any.
[[nodiscard]] std::string show_time(Instant at, const cron::Zone& zone);

}  // namespace cronmend::cli
