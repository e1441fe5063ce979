// How large a crontab may be.
#pragma once

#include <cstddef>

namespace cronmend::cron {

// Of a crontab that is worked on, in bytes. No cron has such a limit: but what is kept of a table,
// and how long a pass takes, is not to be for whoever owns the table to decide.
inline constexpr std::size_t kMostTableBytes = 8U << 20U;

}  // namespace cronmend::cron
