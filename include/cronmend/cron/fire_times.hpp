// When cron starts a job: the instants at which a flavour's daemon, running in a zone, starts an
// entry with this schedule, the daemon's own behaviour at changes of the zone's offset included.
//
// What a daemon does when local time jumps (a change to or from daylight saving time, a change of
// the standard offset, a day that a country leaves out), as seen of the real ones:
//
// - debian, and cronie in its own zone. Forward by up to 180 minutes: a job with fixed times is
//   started right behind the jump, once for each skipped minute that it names; a wildcard job
//   (Schedule::wildcard) of the skipped minutes is not started. Back by up to 180 minutes: in the
//   minutes that come a second time only wildcard jobs are started. Jumps of up to 5 minutes are
//   caught up for all jobs; of more than 180 minutes, for none.
// - cronie for an entry under CRON_TZ, and busybox: what is skipped is lost, what comes twice is
//   started twice.
// - systemd-cron (timers; systemd 252): what is skipped is lost, what comes twice is started the
//   first time. A timer may start up to its AccuracySec late, and by a random delay if it has one.
// - bcron (read in its source): if one full hour is skipped, other than the first or last of a day,
//   the first minute of it that the job names is made up for an hour later on the clock (02:30 is
//   started at 03:30). What comes twice is started twice, but for a job that names a single hour:
//   that the first time. Neither holds for a job that is started in the minute right before the
//   jump: then as with busybox. Other jumps than of one full hour are taken so too, which is a
//   guess.
//
// Not told here: Debian's cron and cronie catch up minute by minute, with a pause of 10 seconds
// behind each skipped minute that any entry of any table names. So with more than six of them the
// later ones are started in the minutes behind; `runs` has them all at the first. Debian's daemon
// starts at second 1, cronie's at second 0. cronie goes on with the old offset, until it is
// restarted, after a change that leaves tm_isdst as it was. A daemon that was stopped or asleep, or
// whose clock was set, has other jumps than its zone.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cronmend/base/time.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/local_minutes.hpp"
#include "cronmend/cron/schedule.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cron {

// A minute at which the daemon starts a job. After a gap in local time it may start it several
// times: once for each skipped minute that the schedule names.
struct Start {
    Instant at{};       // a whole minute of local time
    unsigned runs = 1;  // >= 1

    friend bool operator==(const Start&, const Start&) = default;
};

// Whose zone the times are read in. It matters to cronie alone: no other honours CRON_TZ in a
// table's entry as it goes by its own zone.
enum class ZoneOf {
    daemon,  // the zone that the daemon runs in
    entry,   // the entry's own, by CRON_TZ
};

// Asked for instants outside of 1970 to 2200 (in the zone), every function answers as if the
// schedule did not fire there. A schedule with `reboot` never fires by time. Searches by the
// schedule's masks and the zone's periods: that there is no start at all, or one in 40 years, is
// told in microseconds. A zone's offset is taken not to change twice within three hours.
class FireTimes {
public:
    // The zone must outlive this.
    FireTimes(const Schedule& schedule, const Zone& zone, Flavour flavour,
              ZoneOf zone_of = ZoneOf::daemon);

    // The first start at or after `from`.
    [[nodiscard]] std::optional<Start> next(Instant from) const;
    // The last start strictly before `before`.
    [[nodiscard]] std::optional<Start> previous(Instant before) const;
    // All starts at or after `from` and before `until`, ascending; the first `most` of them.
    [[nodiscard]] std::vector<Start> between(Instant from, Instant until, std::size_t most) const;

private:
    // What a daemon makes of a jump.
    enum class JumpRule { catches_up, plain, first_time, hour_later };
    struct Jump;
    struct Entrance;

    [[nodiscard]] static JumpRule rule_of(Flavour flavour, ZoneOf zone_of);
    // What the daemon does where that period begins.
    [[nodiscard]] Entrance enter(std::size_t period) const;
    [[nodiscard]] Entrance catch_up(const Jump& jump) const;
    [[nodiscard]] Entrance make_up(const Jump& jump) const;
    // One past the period's last local minute, in its own offset.
    [[nodiscard]] LocalMinute end_of(std::size_t period) const;
    [[nodiscard]] std::size_t period_at(Instant instant) const;

    LocalMinutes minutes_;
    const Zone* zone_;
    JumpRule rule_;
    bool wildcard_;
};

}  // namespace cronmend::cron
