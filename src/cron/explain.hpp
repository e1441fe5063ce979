// Words for what cron refuses: crontab(1)'s own first, then the reason and the mend.
#pragma once

#include "cronmend/base/error.hpp"

#include "line_scanner.hpp"

namespace cronmend::cron::detail {

// `end` is the end of the line that was scanned. Precondition: the scan has a fault.
[[nodiscard]] Error explain(const Profile& profile, const ScheduleScan& scan, const char* end);
[[nodiscard]] Error explain(const Profile& profile, const Segment& segment, const char* end);

}  // namespace cronmend::cron::detail
