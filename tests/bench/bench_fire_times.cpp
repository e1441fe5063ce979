// How long it takes to tell a job's next start.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/host/zone.hpp"

namespace {

using namespace cronmend;

// Instants all over 2026 to 2029, each asked by itself: no answer helps the next one.
void next(benchmark::State& state, const Result<cron::Schedule>& schedule, const char* zone_name) {
    const auto zone = host::load_zone(zone_name);
    if (!schedule || !zone) {
        state.SkipWithError("no such schedule or zone here");
        return;
    }
    const cron::FireTimes times{*schedule, *zone, cron::Flavour::debian};
    const Instant begin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    constexpr long kSpan = 4L * 365 * 86400;
    constexpr long kStep = 7'654'321;  // has no factor in common with the span
    long offset = 0;
    for (auto unused : state) {
        benchmark::DoNotOptimize(times.next(begin + Seconds{offset}));
        offset = (offset + kStep) % kSpan;
    }
}

void construct(benchmark::State& state) {
    const auto schedule = cron::parse_schedule("30 3 * * 1-5");
    const cron::Zone utc;
    for (auto unused : state) {
        benchmark::DoNotOptimize(cron::FireTimes{*schedule, utc, cron::Flavour::debian});
    }
}
BENCHMARK(construct);

void load_zone(benchmark::State& state) {
    for (auto unused : state) {
        benchmark::DoNotOptimize(host::load_zone("Europe/Berlin"));
    }
}
BENCHMARK(load_zone)->Unit(benchmark::kMicrosecond);

// The 29 February that is a Monday, both at once: no five fields say that to Debian's cron, but
// some flavours read them so.
Result<cron::Schedule> schedule_of(const std::string& name, const std::string& expression) {
    auto schedule = cron::parse_schedule(expression);
    if (schedule && name == "29_february_monday") {
        schedule->day_rule = cron::DayRule::both;
    }
    return schedule;
}

// tests/bench/peers has the same rows.
const int registered = [] {
    const std::pair<const char*, const char*> rows[] = {
        {"every_minute", "* * * * *"}, {"every_5_minutes", "*/5 * * * *"},
        {"hourly", "0 * * * *"},       {"daily", "0 3 * * *"},
        {"weekdays", "30 3 * * 1-5"},  {"monthly", "0 0 1 * *"},
        {"yearly", "0 0 1 1 *"},       {"either_day", "0 0 1,15 * 5"},
        {"29_february", "0 0 29 2 *"}, {"29_february_monday", "0 0 29 2 1"},
        {"31_february", "0 0 31 2 *"},
    };
    for (const auto& [name, expression] : rows) {
        for (const char* zone : {"UTC", "Europe/Berlin"}) {
            benchmark::RegisterBenchmark(
                (std::string("next/") + name + '/' + zone).c_str(),
                [schedule = schedule_of(name, expression), zone](benchmark::State& state) {
                    next(state, schedule, zone);
                });
        }
    }
    return 0;
}();

}  // namespace
