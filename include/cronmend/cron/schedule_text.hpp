// A schedule written down again.
#pragma once

#include <optional>
#include <string>

#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

// Whether the text must keep Schedule::wildcard, which counts only where a clock is set forward and
// back, and then only for Debian's cron and cronie.
enum class Wildcard { keep, drop };

// Five fields that the flavour reads as a schedule with the same meaning; numbers only, no names.
// Nothing if there are none: for `@reboot`, a schedule that never fires, two restricted day fields
// that must both match (Debian's cron reads that only behind a `*`), or a wildcard that no field
// can show (`30 1-3` cannot begin with a `*`).
[[nodiscard]] std::optional<std::string> write_schedule(const Schedule& schedule, Flavour flavour,
                                                        Wildcard wildcard);

}  // namespace cronmend::cron
