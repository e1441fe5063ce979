// An instant as people write it, read in a zone. Pure: what time it is comes from the caller.
#pragma once

#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cron {

using LocalSeconds = std::chrono::local_seconds;  // a wall clock's time, of no zone

// The instants at which a clock in the zone shows that time, ascending: one; none if the clocks
// were put forward over it; two if they were put back behind it.
[[nodiscard]] std::vector<Instant> instants_of(LocalSeconds local, const Zone& zone);

// Takes RFC 3339 ("2026-03-29T03:00:00+02:00", seconds may be left out), a time of the zone's clock
// ("2026-03-29", "2026-03-29 03:00", "2026-03-29 03:00:00", also with T), or "now". Of a time that
// the clock shows twice, the first. Error invalid_input for one that it never shows, for a date
// that does not exist, for anything else, and for times outside of 1970 to 2200 in the zone.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text, const Zone& zone, Instant now);

}  // namespace cronmend::cron
