#include "timeline.hpp"

#include <algorithm>
#include <map>

#include "cronmend/cron/words.hpp"

namespace cronmend::cli {
namespace {

using std::chrono::hours;

constexpr std::size_t kMinutesOfADay = 1440;

Subject subject_of(const desired::Job& job) {
    return {job.id, job.schedules, ""};
}

bool is_never(const cron::Schedule& schedule) {
    return !schedule.reboot && cron::never_fires(schedule);
}

// Schedules of the job that no time comes for, in words.
std::string problem_of(const desired::Job& job) {
    for (const desired::DeclaredSchedule& each : job.schedules) {
        if (is_never(each.schedule)) {
            return job.schedules.size() == 1 ? cron::in_words(each.schedule)
                                             : each.text + ": " + cron::in_words(each.schedule);
        }
    }
    return {};
}

std::string remark_of(const desired::Job& job) {
    if (!job.enabled) {
        return "not in the crontab (enabled: false)";
    }
    if (job.mode == desired::Mode::off) {
        return "not looked after (mode: off)";
    }
    const bool reboot = std::any_of(job.schedules.begin(), job.schedules.end(),
                                    [](const auto& each) { return each.schedule.reboot; });
    const bool of_systemd =
        std::any_of(job.schedules.begin(), job.schedules.end(),
                    [](const auto& each) { return each.schedule.calendar != 0; });
    return reboot ? "when the cron daemon starts" : of_systemd ? "as systemd reads it" : "";
}

TimelineRow row_of(const desired::Job& job, const Daemon& daemon, const Timeline& timeline) {
    TimelineRow row;
    row.job = job.id;
    row.user = job.user;
    row.target = job.target;
    for (const desired::DeclaredSchedule& each : job.schedules) {
        row.schedules.push_back(each.text);
    }
    row.remark = remark_of(job);
    if (!job.enabled) {
        return row;
    }
    row.problem = problem_of(job);
    const Subject subject = subject_of(job);
    row.fires = fires_between(subject, daemon, timeline.from, timeline.end, kMinutesOfADay);
    const auto first = row.fires.empty()
                           ? fires_between(subject, daemon, timeline.from, cron::kZoneHorizon, 1)
                           : row.fires;
    if (!first.empty()) {
        row.next = first.front().at;
    }
    return row;
}

bool comes_before(const TimelineRow& a, const TimelineRow& b) {
    if (a.problem.empty() != b.problem.empty()) {
        return !a.problem.empty();
    }
    return a.next.value_or(cron::kZoneHorizon) < b.next.value_or(cron::kZoneHorizon);
}

Instant hour_begin(Instant at, const cron::Zone& zone) {
    const Seconds offset = zone.at(at).utc_offset;
    return std::chrono::floor<hours>(at + offset) - offset;
}

}  // namespace

Timeline make_timeline(const desired::DesiredState& state, cron::Flavour flavour,
                       const Zones& zones, const cron::Zone& shown, Instant from) {
    const Instant begin = hour_begin(from, shown);
    Timeline timeline{shown, begin, from, begin + hours{24}, {}};
    for (const desired::Job& job : state.jobs) {
        timeline.rows.push_back(row_of(job, {flavour, zones.at(job.timezone)}, timeline));
    }
    std::stable_sort(timeline.rows.begin(), timeline.rows.end(), comes_before);
    return timeline;
}

std::optional<BusyMinute> busiest_minute(const Timeline& timeline) {
    std::map<Instant, std::size_t> jobs;
    for (const TimelineRow& row : timeline.rows) {
        for (const Fire& fire : row.fires) {
            ++jobs[fire.at];
        }
    }
    const auto most = std::max_element(
        jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == jobs.end() || most->second < 2) {
        return std::nullopt;
    }
    return BusyMinute{most->first, most->second};
}

}  // namespace cronmend::cli
