#include "cronmend/cron/zone.hpp"

#include <algorithm>
#include <utility>

namespace cronmend::cron {

Zone::Zone() : Zone("UTC", {{Instant{}, Seconds{0}, false, "UTC"}}) {}

Zone::Zone(std::string name, std::vector<ZonePeriod> periods)
    : name_(std::move(name)), periods_(std::move(periods)) {}

const ZonePeriod& Zone::at(Instant instant) const {
    const auto after = std::upper_bound(
        periods_.begin(), periods_.end(), instant,
        [](Instant sought, const ZonePeriod& period) { return sought < period.begin; });
    return after == periods_.begin() ? *after : *std::prev(after);
}

ZonedTime Zone::read(Instant instant) const {
    const ZonePeriod& period = at(instant);
    return {instant, period.utc_offset, period.abbreviation};
}

}  // namespace cronmend::cron
