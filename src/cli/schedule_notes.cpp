#include "schedule_notes.hpp"

#include <fmt/format.h>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/fire_times.hpp"
#include "cronmend/cron/surprise.hpp"

namespace cronmend::cli {
namespace {

using std::chrono::days;
using std::chrono::minutes;

// A change of a zone's offset. Local times are minutes since 1970 on that clock.
struct OffsetChange {
    Instant at{};
    cron::LocalMinute before = 0, after = 0;  // what the clocks show before and after it

    [[nodiscard]] bool forward() const { return after > before; }
};

cron::LocalMinute local_minute(Instant at, Seconds offset) {
    return std::chrono::floor<minutes>(at + offset).time_since_epoch().count();
}

std::vector<OffsetChange> changes_of(const cron::Zone& zone, Instant from, Instant until) {
    std::vector<OffsetChange> changes;
    const auto& periods = zone.periods();
    for (std::size_t i = 1; i < periods.size(); ++i) {
        const Instant at = periods[i].begin;
        if (at >= from && at < until && periods[i].utc_offset != periods[i - 1].utc_offset) {
            changes.push_back({at, local_minute(at, periods[i - 1].utc_offset),
                               local_minute(at, periods[i].utc_offset)});
        }
    }
    return changes;
}

std::string clock(cron::LocalMinute minute) {
    return fmt::format("{:02}:{:02}", minute / 60 % 24, minute % 60);
}

std::string date(cron::LocalMinute minute) {
    const std::chrono::year_month_day day{std::chrono::floor<days>(Instant{minutes{minute}})};
    return fmt::format("{:04}-{:02}-{:02}", int{day.year()}, unsigned{day.month()},
                       unsigned{day.day()});
}

// How many of the times between are made up for right behind the change.
unsigned made_up(const OffsetChange& change, const cron::LocalMinutes& local,
                 const cron::FireTimes& times) {
    const auto start = times.next(change.at);
    if (!start || start->at != change.at) {
        return 0;
    }
    return start->runs - (local.names(change.after) ? 1U : 0U);
}

// At all hours, a change of the clocks is nothing that anybody would notice who counts by the time
// that passes: unless the daemon goes by the clock.
bool at_all_hours(const cron::Schedule& schedule) {
    return schedule.hours.all();
}

std::string starts(unsigned count) {
    return fmt::format("{} {}", count_of(count, "start", "starts"), count == 1 ? "is" : "are");
}

std::string about_gap(const OffsetChange& change, const cron::Schedule& schedule,
                      const cron::FireTimes& times, cron::Flavour flavour) {
    const cron::LocalMinutes local(schedule);
    const unsigned skipped = local.count_in(change.before, change.after);
    const bool caught_up = made_up(change, local, times) > 0;
    if (skipped == 0 || (at_all_hours(schedule) && !caught_up)) {
        return {};
    }
    const std::string what =
        fmt::format("when the clocks go from {} to {} on {}, {}", clock(change.before),
                    clock(change.after), date(change.before), starts(skipped));
    if (flavour == cron::Flavour::bcron) {
        return what + " skipped: cron makes up for the first of them an hour later";
    }
    return caught_up ? fmt::format("{} skipped and made up for at {}", what, clock(change.after))
                     : what + " lost";
}

std::string about_overlap(const OffsetChange& change, const cron::Schedule& schedule,
                          const cron::FireTimes& times) {
    const unsigned repeated = cron::LocalMinutes(schedule).count_in(change.after, change.before);
    const Instant end = change.at + minutes{change.before - change.after};
    const bool again = !times.between(change.at, end, 1).empty();
    if (repeated == 0 || (at_all_hours(schedule) && again)) {
        return {};
    }
    return fmt::format(
        "when the clocks go back from {} to {} on {}, {} shown twice: cron starts {} {}",
        clock(change.before), clock(change.after), date(change.after),
        count_of(repeated, "start is", "starts are"), repeated == 1 ? "it" : "them",
        again ? "both times" : "the first time only");
}

}  // namespace

std::vector<std::string> notes_on(const desired::DeclaredSchedule& schedule, const Daemon& daemon,
                                  Instant now) {
    const cron::FireTimes times(schedule.schedule, daemon.zone, daemon.flavour);
    std::vector<std::string> notes;
    for (const cron::Finding& finding : cron::schedule_surprises(schedule.text, daemon.flavour)) {
        notes.push_back(finding.words + (finding.mend.empty() ? "" : "; " + finding.mend));
    }
    for (const OffsetChange& change : changes_of(daemon.zone, now, now + days{365})) {
        std::string note = change.forward()
                               ? about_gap(change, schedule.schedule, times, daemon.flavour)
                               : about_overlap(change, schedule.schedule, times);
        if (!note.empty()) {
            notes.push_back(std::move(note));
        }
    }
    return notes;
}

}  // namespace cronmend::cli
