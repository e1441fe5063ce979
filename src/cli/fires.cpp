#include "fires.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/fire_times.hpp"

namespace cronmend::cli {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMostTimes = 4;  // that are named one by one

struct Clock {
    unsigned minute, hour, day, month, weekday;
};

// What a clock shows that is so far ahead of UTC.
Clock clock_at(Instant at, Seconds offset) {
    const Instant shown = at + offset;
    const auto day = std::chrono::floor<std::chrono::days>(shown);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{shown - day};
    return {static_cast<unsigned>(time.minutes().count()),
            static_cast<unsigned>(time.hours().count()), unsigned{date.day()},
            unsigned{date.month()}, std::chrono::weekday{day}.c_encoding()};
}

bool names(const cron::Schedule& schedule, const Clock& clock) {
    return schedule.minutes[clock.minute] && schedule.hours[clock.hour] &&
           schedule.matches_day(clock.day, clock.month, clock.weekday);
}

// The period that begins right then by putting the clocks forward, and the one before it.
struct Jump {
    Seconds before{0}, after{0};
};
std::optional<Jump> jump_at(Instant at, const cron::Zone& zone) {
    const cron::ZonePeriod& period = zone.at(at);
    const cron::ZonePeriod& before = zone.at(period.begin - Seconds{1});
    if (at - period.begin >= minutes{1} || before.utc_offset >= period.utc_offset) {
        return std::nullopt;
    }
    return Jump{before.utc_offset, period.utc_offset};
}

// The times that the jump skips and the schedule names, as a clock would have shown them.
std::vector<std::string> skipped_times(const cron::Schedule& schedule, Instant at,
                                       const Jump& jump) {
    std::vector<std::string> times;
    for (Seconds past{0}; past < jump.after - jump.before; past += minutes{1}) {
        const Clock clock = clock_at(at + past, jump.before);
        if (names(schedule, clock)) {
            times.push_back(fmt::format("{:02}:{:02}", clock.hour, clock.minute));
        }
    }
    return times;
}

std::string skipped_words(const std::vector<std::string>& times) {
    if (times.size() > kMostTimes) {
        return fmt::format("{} from {} to {}", count_of(times.size(), "time", "times"),
                           times.front(), times.back());
    }
    std::string text;
    for (std::size_t i = 0; i < times.size(); ++i) {
        text += i == 0 ? "" : i + 1 == times.size() ? " and " : ", ";
        text += times[i];
    }
    return text;
}

std::string reason(const Subject& subject, const cron::Zone& zone, Instant at, unsigned runs) {
    const auto jump = jump_at(at, zone);
    std::vector<std::string> skipped;
    bool named = false;
    for (const desired::DeclaredSchedule& each : subject.schedules) {
        named = named || names(each.schedule, clock_at(at, zone.at(at).utc_offset));
        if (jump) {
            const auto times = skipped_times(each.schedule, at, *jump);
            skipped.insert(skipped.end(), times.begin(), times.end());
        }
    }
    std::string text = runs == 1 ? "" : fmt::format("started {} times", runs);
    if (!skipped.empty() && (runs > 1 || !named)) {
        text += fmt::format("{}for {}, which the clocks skip", text.empty() ? "" : ": ",
                            skipped_words(skipped));
    } else if (runs > 1 && subject.schedules.size() > 1) {
        text += ": several of its schedules name this minute";
    }
    return text;
}

std::vector<Fire> as_fires(const Subject& subject, const cron::Zone& zone,
                           const std::map<Instant, unsigned>& starts) {
    std::vector<Fire> fires;
    fires.reserve(starts.size());
    for (const auto& [at, runs] : starts) {
        fires.push_back({at, runs, reason(subject, zone, at, runs)});
    }
    return fires;
}

}  // namespace

std::vector<Fire> fires_between(const Subject& subject, const Daemon& daemon, Instant from,
                                Instant until, std::size_t most) {
    std::map<Instant, unsigned> starts;
    for (const desired::DeclaredSchedule& each : subject.schedules) {
        const cron::FireTimes times(each.schedule, daemon.zone, daemon.flavour);
        for (const cron::Start& start : times.between(from, until, most)) {
            starts[start.at] += start.runs;
        }
    }
    while (starts.size() > most) {
        starts.erase(std::prev(starts.end()));
    }
    return as_fires(subject, daemon.zone, starts);
}

std::vector<Fire> fires_before(const Subject& subject, const Daemon& daemon, Instant before,
                               std::size_t most) {
    std::map<Instant, unsigned> starts;
    for (const desired::DeclaredSchedule& each : subject.schedules) {
        const cron::FireTimes times(each.schedule, daemon.zone, daemon.flavour);
        auto start = times.previous(before);
        for (std::size_t left = most; start && left > 0; --left) {
            starts[start->at] += start->runs;
            start = times.previous(start->at);
        }
    }
    while (starts.size() > most) {
        starts.erase(starts.begin());
    }
    std::vector<Fire> fires = as_fires(subject, daemon.zone, starts);
    std::reverse(fires.begin(), fires.end());
    return fires;
}

std::string show_time(Instant at, const cron::Zone& zone) {
    static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const ZonedTime time = zone.read(at);
    const Clock clock = clock_at(at, time.utc_offset);
    const bool whole = (at + time.utc_offset).time_since_epoch() % minutes{1} == Seconds{0};
    return whole ? fmt::format("{} {} {}", kDays.at(clock.weekday), format_minute(time), time.zone)
                 : fmt::format("{} {}", kDays.at(clock.weekday), to_string(time));
}

}  // namespace cronmend::cli
