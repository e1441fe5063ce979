// When cron starts a job: the instants at which a flavour's daemon, running in a zone, starts an
// entry with this schedule, the daemon's own behaviour at changes of the zone's offset included.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/schedule.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cron {

// A minute at which the daemon starts a job. After a gap in local time it may start it several
// times: once for each skipped minute that the schedule names.
struct Start {
    Instant at{};       // a whole minute
    unsigned runs = 1;  // >= 1

    friend bool operator==(const Start&, const Start&) = default;
};

// Asked for instants outside of 1970 to 2200 (in the zone), every function answers as if the
// schedule did not fire there. A schedule with `reboot` never fires by time. Searches by the
// schedule's masks: an answer costs the same however far away it is.
class FireTimes {
public:
    // The zone must outlive this.
    FireTimes(const Schedule& schedule, const Zone& zone, Flavour flavour);

    // The first start at or after `from`.
    [[nodiscard]] std::optional<Start> next(Instant from) const;
    // The last start strictly before `before`.
    [[nodiscard]] std::optional<Start> previous(Instant before) const;
    // All starts at or after `from` and before `until`, ascending; the first `most` of them.
    [[nodiscard]] std::vector<Start> between(Instant from, Instant until, std::size_t most) const;

private:
    Schedule schedule_;
    const Zone* zone_;
    Flavour flavour_;
};

}  // namespace cronmend::cron
