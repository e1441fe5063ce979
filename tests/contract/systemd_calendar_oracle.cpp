// What systemd says of its timers around changes of the clock (`systemd-analyze calendar`, which
// starts nothing), against what FireTimes says of systemd-cron. Exit status 77 where there is none.
// CRONMEND_SEED gives the same times again.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/host/process.hpp"
#include "cronmend/host/zone.hpp"
#include "support/random.hpp"

namespace {

using namespace cronmend;
using std::chrono::hours;

constexpr int kSkipped = 77;
constexpr int kTimesPerChange = 8;
constexpr std::size_t kStarts = 12;

struct Change {
    const char* zone;
    const char* at;
};

constexpr Change kChanges[] = {
    {"Europe/Berlin", "2026-03-29T01:00:00Z"},
    {"Europe/Berlin", "2026-10-25T01:00:00Z"},
    {"America/New_York", "2026-03-08T07:00:00Z"},
    {"America/New_York", "2026-11-01T06:00:00Z"},
    {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
    {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"},
};

// The same times for both.
struct Times {
    std::string cron;      // five fields
    std::string calendar;  // OnCalendar=
};

Times random_times(test::Random& random) {
    static const std::vector<std::string> kMinutes{"0", "30", "15,45", "0,20,40", "59"};
    static const std::vector<std::string> kHours{"*", "1", "2", "3", "1,2", "2,3", "0,2,4"};
    const std::string minute = random.pick(kMinutes);
    const std::string hour = random.pick(kHours);
    return {minute + ' ' + hour + " * * *", "*-*-* " + hour + ':' + minute + ":00"};
}

// The instants in lines such as "(in UTC): Sun 2026-03-29 01:00:00 UTC".
std::vector<Instant> instants_in(const std::string& words) {
    std::vector<Instant> instants;
    constexpr std::string_view kHead = "(in UTC): ";
    for (std::size_t at = words.find(kHead); at != std::string::npos;
         at = words.find(kHead, at + 1)) {
        std::string text = words.substr(at + kHead.size() + 4, 19) + 'Z';
        text[10] = 'T';
        if (const auto time = parse_rfc3339(text)) {
            instants.push_back(time->instant);
        }
    }
    return instants;
}

Result<std::vector<Instant>> by_systemd(host::ProcessRunner& runner, const std::string& path,
                                        const Times& times, const char* zone, Instant from) {
    const ZonedTime base{from, Seconds{0}, "UTC"};
    host::Program program;
    program.path = path;
    program.arguments = {"calendar", "--iterations=" + std::to_string(kStarts),
                         "--base-time=" + to_string(base), times.calendar};
    program.environment = {std::string("TZ=") + zone, "LC_ALL=C", "SYSTEMD_COLORS=0"};
    const auto result = runner.run(program);
    if (!result) {
        return unexpected(result.error());
    }
    if (result->exit_status != 0) {
        return unexpected(ErrorCode::rejected, result->standard_error, "");
    }
    return instants_in(result->standard_output);
}

std::string text_of(const std::vector<Instant>& instants, const cron::Zone& zone) {
    std::string text;
    for (const Instant instant : instants) {
        text += ' ' + format_rfc3339(zone.read(instant));
    }
    return text;
}

}  // namespace

int main() {
    host::SystemProcessRunner runner;
    const auto path = host::find_program("systemd-analyze", "/usr/bin:/bin");
    if (!path) {
        std::puts("skipped: no systemd-analyze here");
        return kSkipped;
    }
    test::Random random(test::chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    int differences = 0;
    for (const Change& change : kChanges) {
        const auto zone = host::load_zone(change.zone);
        const Instant from = parse_rfc3339(change.at)->instant - hours{26} - Seconds{1};
        for (int i = 0; zone && i < kTimesPerChange; ++i) {
            const Times times = random_times(random);
            const auto systemd = by_systemd(runner, *path, times, change.zone, from);
            if (!systemd) {
                std::printf("skipped: %s\n", to_string(systemd.error()).c_str());
                return kSkipped;
            }
            std::vector<Instant> ours;
            for (const cron::Start& start : cron::FireTimes{*cron::parse_schedule(times.cron),
                                                            *zone, cron::Flavour::systemd_cron}
                                                .between(from, from + hours{24 * 30}, kStarts)) {
                ours.push_back(start.at);
            }
            if (ours != *systemd) {
                ++differences;
                std::printf("%s, %s: systemd says%s; we say%s\n", change.zone,
                            times.calendar.c_str(), text_of(*systemd, *zone).c_str(),
                            text_of(ours, *zone).c_str());
            }
        }
    }
    std::printf("%d differences\n", differences);
    return differences == 0 ? 0 : 1;
}
