// Any bytes as a schedule, by the rules of each cron: what is read can be said and written down
// again, and the search for its starts ends, goes forward, and finds the same ones both ways.
#include "cronmend/cron/fire_times.hpp"
#include "cronmend/cron/schedule_text.hpp"
#include "cronmend/cron/surprise.hpp"
#include "cronmend/cron/words.hpp"
#include "law.hpp"

namespace {

using namespace cronmend;
using cronmend::test::require;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;

Instant on(int year, unsigned month, unsigned day) {
    return sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

// Jumps of all sizes: half an hour and an hour forward and back, a day left out, a day come twice.
cron::Zone odd_zone() {
    return {"Odd",
            {{on(1960, 1, 1), hours{10}, false, "A"},
             {on(2024, 3, 30) + hours{16}, hours{11}, true, "B"},
             {on(2024, 10, 5) + hours{15}, hours{10}, false, "A"},
             {on(2025, 3, 29) + hours{16}, minutes{630}, true, "C"},
             {on(2025, 10, 4) + hours{15}, hours{10}, false, "A"},
             {on(2026, 2, 1) + hours{14}, hours{-14}, false, "D"},
             {on(2026, 6, 1) + hours{14}, hours{10}, false, "A"}}};
}

void check_starts(const cron::FireTimes& times, Instant from) {
    constexpr std::size_t kMost = 8;
    const Instant until = cron::kZoneHorizon;
    const std::vector<cron::Start> starts = times.between(from, until, kMost);
    Instant at = from;
    for (const cron::Start& start : starts) {
        const auto next = times.next(at);
        require(next && *next == start, "next() goes from start to start as between() does");
        require(start.at >= at, "a start is never before what was asked for");
        require(start.runs >= 1, "a start starts something");
        const auto previous = times.previous(start.at + Seconds{1});
        require(previous && *previous == start, "previous() finds what next() found");
        at = start.at + Seconds{1};
    }
    require(starts.size() == kMost || !times.next(at), "between() leaves none out");
    const auto before = times.previous(from);
    require(!before || before->at < from, "previous() goes back");
}

void check_schedule(const std::string& text, const cron::Schedule& schedule,
                    cron::Flavour flavour) {
    static const cron::Zone kZones[] = {cron::Zone(), odd_zone()};
    require(cron::same_meaning(schedule, schedule), "a schedule means what it means");
    require(!cron::in_words(schedule).empty(), "a schedule can be said");
    (void)cron::schedule_surprises(text, flavour);
    const auto written = cron::write_schedule(schedule, flavour, cron::Wildcard::keep);
    if (written && schedule.random == 0) {
        const auto again = cron::parse_schedule(*written, flavour);
        require(again && cron::same_meaning(*again, schedule),
                "a schedule that is written down means the same");
    }
    for (const cron::Zone& zone : kZones) {
        for (const auto of : {cron::ZoneOf::daemon, cron::ZoneOf::entry}) {
            const cron::FireTimes times(schedule, zone, flavour, of);
            require(!schedule.reboot || !times.next(on(2024, 1, 1)), "@reboot has no time");
            for (const Instant from : {on(1970, 1, 2), on(2024, 3, 30), on(2025, 10, 4),
                                       on(2026, 2, 1), on(2026, 6, 1), on(2200, 12, 1)}) {
                check_starts(times, from);
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = cronmend::test::text_of(data, size);
    for (const cron::Flavour flavour : cron::kFlavours) {
        if (const auto schedule = cron::parse_schedule(text, flavour)) {
            check_schedule(text, *schedule, flavour);
        }
    }
    return 0;
}
