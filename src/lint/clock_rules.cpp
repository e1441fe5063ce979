// What the changes of the clocks make of a schedule.
#include <fmt/format.h>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/cron/local_minutes.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

using cron::LocalMinute;
using std::chrono::minutes;

// A change of a zone's offset; local times before and after it.
struct Change {
    Instant at{};
    LocalMinute before = 0, after = 0;

    [[nodiscard]] bool forward() const { return after > before; }
    [[nodiscard]] LocalMinute first() const { return std::min(before, after); }
    [[nodiscard]] LocalMinute end() const { return std::max(before, after); }
};

LocalMinute local_minute(Instant at, Seconds offset) {
    return std::chrono::floor<minutes>(at + offset).time_since_epoch().count();
}

// Calls `tell` with each change of the year behind `now`.
template <class Tell>
void each_change(const cron::Zone& zone, Instant now, Tell tell) {
    const auto& periods = zone.periods();
    const auto from = std::lower_bound(
        periods.begin(), periods.end(), now,
        [](const cron::ZonePeriod& period, Instant instant) { return period.begin < instant; });
    for (auto at = from; at != periods.end() && at->begin < now + std::chrono::days{366}; ++at) {
        if (at != periods.begin() && at->utc_offset != std::prev(at)->utc_offset) {
            tell(Change{at->begin, local_minute(at->begin, std::prev(at)->utc_offset),
                        local_minute(at->begin, at->utc_offset)});
        }
    }
}

std::string clock(LocalMinute minute) {
    return fmt::format("{:02}:{:02}", minute / 60 % 24, minute % 60);
}

std::string date(LocalMinute minute) {
    const std::chrono::year_month_day day{
        std::chrono::floor<std::chrono::days>(Instant{minutes{minute}})};
    return fmt::format("{:04}-{:02}-{:02}", int{day.year()}, unsigned{day.month()},
                       unsigned{day.day()});
}

bool touches(const cron::Schedule& schedule, const Change& change) {
    for (LocalMinute hour = change.first() / 60; hour * 60 < change.end(); ++hour) {
        if (schedule.hours.test(static_cast<std::size_t>(hour % 24))) {
            return true;
        }
    }
    return false;
}

struct Job {
    const cron::Schedule& schedule;
    const cron::LocalMinutes& local;
    const cron::FireTimes& times;
    cron::Flavour flavour;
};

std::string gap_words(const Job& job, const Change& change, unsigned skipped) {
    const std::string starts = skipped == 1 ? "the start between" : "the starts between";
    const auto next = job.times.next(change.at);
    const unsigned at_once = next && next->at == change.at ? next->runs : 0;
    const unsigned made_up = at_once > 0 && job.local.names(change.after) ? at_once - 1 : at_once;
    if (made_up > 0) {
        return fmt::format("{} made up for at {}{}",
                           skipped == 1 ? "the start is" : "the starts are", clock(change.after),
                           at_once > 1 ? fmt::format(", {} times in one minute", at_once) : "");
    }
    const Instant hour_later = change.at + minutes{60};
    if (job.flavour == cron::Flavour::bcron && next && next->at < hour_later) {
        return fmt::format("{} is made up for once, an hour later on the clock", starts);
    }
    return skipped == 1 ? "the start is lost" : "the starts are lost";
}

std::string overlap_words(const Job& job, const Change& change, unsigned repeated) {
    const Instant end = change.at + minutes{change.before - change.after};
    const bool again = !job.times.between(change.at, end, 1).empty();
    const std::string_view what = repeated == 1 ? "the job" : "each";
    return fmt::format("{} is started {}", what, again ? "both times" : "the first time only");
}

// Who counts by the time that passes does not notice a change of the clocks.
bool unmoved(const Surroundings& around, const cron::Schedule& schedule) {
    const bool by_clock =
        around.flavour() == cron::Flavour::debian || around.flavour() == cron::Flavour::cronie;
    return schedule.hours.all() && (schedule.wildcard || !by_clock);
}

std::string fixed_mend(const Change& change) {
    return fmt::format("take a time outside of {} to {}, or declare it in UTC",
                       clock(change.first()), clock(change.end()));
}

}  // namespace

void check_clock(const Surroundings& around, const ScheduleSubject& subject, SourceReport& report) {
    const cron::Schedule& schedule = *subject.schedule;
    if (schedule.reboot || unmoved(around, schedule)) {
        return;
    }
    const cron::Zone* zone = around.facts->zone(subject.zone);
    if (zone == nullptr) {
        return;
    }
    bool gap = false;
    bool overlap = false;
    each_change(*zone, around.options.now, [&](const Change& change) {
        bool& told = change.forward() ? gap : overlap;
        if (told || !touches(schedule, change)) {
            return;
        }
        const cron::LocalMinutes local(schedule);
        const unsigned count = local.count_in(change.first(), change.end());
        if (count == 0) {
            return;
        }
        told = true;
        const cron::FireTimes times(
            schedule, *zone, around.flavour(),
            subject.zone.empty() ? cron::ZoneOf::daemon : cron::ZoneOf::entry);
        const Job job{schedule, local, times, around.flavour()};
        if (change.forward()) {
            report.add("dst-gap", subject.at,
                       fmt::format("in {} the clocks skip {} to {} on {}: {}", zone->name(),
                                   clock(change.before), clock(change.after), date(change.before),
                                   gap_words(job, change, count)),
                       fixed_mend(change));
        } else {
            report.add("dst-overlap", subject.at,
                       fmt::format("in {} the clocks show {} to {} twice on {}: {}", zone->name(),
                                   clock(change.after), clock(change.before), date(change.after),
                                   overlap_words(job, change, count)),
                       fixed_mend(change));
        }
    });
}

}  // namespace cronmend::lint::detail
