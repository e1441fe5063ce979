// A schedule that is meant in one time zone, for a cron that runs in another.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/cron/schedule.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cron {

// A zone that times are declared in, and the one that cron runs in, from an instant on.
class ZonePair {
public:
    // Both zones must outlive this.
    ZonePair(const Zone& declared, const Zone& host, Instant from);

    // The offsets of the two zones (declared, host) that hold at once at some time from then on,
    // each pair once, in the order in which they first come.
    [[nodiscard]] const std::vector<std::pair<Seconds, Seconds>>& offsets() const {
        return offsets_;
    }
    [[nodiscard]] const Zone& declared() const { return *declared_; }
    [[nodiscard]] const Zone& host() const { return *host_; }
    [[nodiscard]] Instant from() const { return from_; }

    // The two clocks show the same from then on.
    [[nodiscard]] bool same() const;
    // The two clocks stay equally far apart.
    [[nodiscard]] bool constant() const;
    // That the host's, or any, clock is set forward or back from then on.
    [[nodiscard]] bool host_moves() const;
    [[nodiscard]] bool any_moves() const;

private:
    const Zone* declared_;
    const Zone* host_;
    Instant from_;
    std::vector<std::pair<Seconds, Seconds>> offsets_;
};

// An entry in the host's time.
struct HostEntry {
    std::string text;  // five fields
    Schedule schedule;
    // Of a guarded entry: how far the declared zone's clock is ahead of the host's (of UTC, if the
    // host's clock is not set forward and back) when the entry is the one that is meant.
    Seconds ahead{0};
    // Of a guarded entry: how many minutes at the most may lie between a declared start and the
    // guard's decision. The entry's other starts are at least that far away. From 1 to 60.
    unsigned grace = 0;

    friend bool operator==(const HostEntry&, const HostEntry&) = default;
};

struct Translation {
    enum class Kind {
        same,     // the schedule as declared
        shifted,  // entries that start at exactly the declared instants
        guarded,  // entries that start at those and at others, to be let through by a guard
    };
    Kind kind = Kind::same;
    std::vector<HostEntry>
        entries;  // at least one; no two of them start at once for one declared start

    friend bool operator==(const Translation&, const Translation&) = default;
};

// Shifted entries start as the flavour's daemon, in the declared zone, starts the schedule. Guarded
// ones at the instants of FireTimes(schedule, zones.declared(), Flavour::debian), whatever the
// flavour. Error unsupported if the daemon cannot be brought to start an entry at each of them,
// with the reason.
[[nodiscard]] Result<Translation> translate(const std::string& text, const Schedule& schedule,
                                            const ZonePair& zones, Flavour flavour);

}  // namespace cronmend::cron
