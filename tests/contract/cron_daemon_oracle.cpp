// What the real cron daemon starts around changes of the clock, against what FireTimes says. The
// daemon is the unmodified /usr/sbin/cron, on a clock that only its own sleeps move (see
// cron_clock.cpp), in namespaces of its own. Root only: exit status 77 otherwise. CRONMEND_SEED
// gives the same tables again.
//
//   cron_daemon_oracle CLOCK-LIBRARY
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cronmend/cron/fire_times.hpp"
#include "cronmend/host/process.hpp"
#include "cronmend/host/zone.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace cronmend;
using std::chrono::minutes;

constexpr int kSkipped = 77;
constexpr std::size_t kRandomJobs = 30;

struct Night {
    const char* zone;
    const char* change;  // in the middle of what is played
};

constexpr Night kNights[] = {
    {"Europe/Berlin", "2026-03-29T01:00:00Z"},
    {"Europe/Berlin", "2026-10-25T01:00:00Z"},
    {"America/New_York", "2026-03-08T07:00:00Z"},
    {"America/New_York", "2026-11-01T06:00:00Z"},
    {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
    {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"},
    {"Pacific/Apia", "2011-12-30T10:00:00Z"},
    {"America/Caracas", "2016-05-01T07:00:00Z"},
};

// Of each sort: fixed and wildcard, in the gap, at its edges, across it, of one day alone.
const std::vector<std::string> kJobs{
    "30 2 * * *",    "0 2 * * *",       "0 3 * * *",     "59 1 * * *",   "0,30 2-3 * * *",
    "*/15 2 * * *",  "30 * * * *",      "0 */2 * * *",   "*/20 * * * *", "@hourly",
    "@daily",        "5,25,45 1 * * *", "15 0-23 * * *", "45 1 29 3 *",  "30 2 * * 0",
    "0 2 1 11 *",    "*/10 1 25 10 *",  "15 2 */2 * 0",  "0 0 31 12 *",  "30 12 30 12 *",
    "45 1,2,3 * * *"};

// Fixed jobs at quarters of an hour only. The daemon catches up minute by minute, with a pause of
// 10 seconds behind each that any job of the table names: with more than six of them, the later
// ones would be started in the minutes behind.
std::string random_job(test::Random& random) {
    static const std::vector<std::string> kMinutes{"*/15", "*/30",  "0",    "15",      "30",
                                                   "45",   "15,45", "0,30", "0-45/15", "*/20"};
    static const std::vector<std::string> kHours{"*", "*/2", "0-3", "1", "2", "3", "1-3", "0"};
    static const std::vector<std::string> kDays{"*", "*", "*/2", "1-31", "29"};
    static const std::vector<std::string> kWeekdays{"*", "*", "0", "6,0", "1-5"};
    return random.pick(kMinutes) + ' ' + random.pick(kHours) + ' ' + random.pick(kDays) + " * " +
           random.pick(kWeekdays);
}

// Of each job, by its text, the minutes in which it was started and how often.
using Runs = std::map<std::string, std::map<Instant, unsigned>>;

Result<Runs> expected_of(const std::vector<std::string>& jobs, const cron::Zone& zone, Instant from,
                         Instant until) {
    Runs runs;
    for (const std::string& job : jobs) {
        runs[job];
        const auto schedule = cron::parse_schedule(job);
        if (!schedule) {
            return unexpected(schedule.error());
        }
        const cron::FireTimes times{*schedule, zone, cron::Flavour::debian};
        for (const cron::Start& start : times.between(from, until, 10'000)) {
            runs[job][start.at] = start.runs;
        }
    }
    return runs;
}

// Lines such as "1774742401 (root) CMD (: 30 2 * * *)".
Runs started_by_log(const std::string& path, const Runs& expected) {
    Runs runs;
    for (const auto& [job, starts] : expected) {
        runs[job];
    }
    std::ifstream log(path);
    constexpr std::string_view kHead = " (root) CMD (: ";
    for (std::string line; std::getline(log, line);) {
        const std::size_t head = line.find(kHead);
        if (head != std::string::npos && line.ends_with(')')) {
            const std::size_t begin = head + kHead.size();
            const Instant at{Seconds{std::stoll(line)}};
            ++runs[line.substr(begin, line.size() - 1 - begin)][std::chrono::floor<minutes>(at)];
        }
    }
    return runs;
}

std::string text_of(const std::map<Instant, unsigned>& starts, const cron::Zone& zone) {
    std::string text;
    for (const auto& [at, count] : starts) {
        text += ' ' + format_rfc3339(zone.read(at)) + 'x' + std::to_string(count);
    }
    return text;
}

class Stage {
public:
    Stage(std::string clock, host::ProcessRunner& runner)
        : clock_(std::move(clock)), runner_(runner) {}

    // Plays the stretch; the log's path. Error not_permitted where that cannot be done here.
    [[nodiscard]] Result<std::string> play(const Runs& jobs, const Night& night, Instant from,
                                           Instant until) {
        std::string table;
        for (const auto& [job, starts] : jobs) {
            table += job + " : " + job + '\n';
        }
        folder_.file("table", table);
        const std::string log = folder_ / "log";
        std::remove(log.c_str());
        host::Program program;
        program.path = CRONMEND_SOURCE_DIR "/tests/contract/cron_daemon.sh";
        // The minute in which the daemon is started is not run.
        program.arguments = {folder_.path(), clock_, night.zone, seconds(from - minutes{1}),
                             seconds(until)};
        program.environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"};
        program.time_limit = std::chrono::minutes{4};
        const auto result = runner_.run(program);
        if (!result) {
            return unexpected(result.error());
        }
        if (result->exit_status == kSkipped) {
            return unexpected(ErrorCode::not_permitted, "no namespaces can be made here", "");
        }
        if (result->exit_status != 0) {
            return unexpected(ErrorCode::internal,
                              "the daemon ended with " + std::to_string(result->exit_status) +
                                  ": " + result->standard_error,
                              "");
        }
        return log;
    }

private:
    static std::string seconds(Instant instant) {
        return std::to_string(instant.time_since_epoch().count());
    }

    std::string clock_;
    host::ProcessRunner& runner_;
    test::TemporaryFolder folder_;
};

// How many jobs were started otherwise than foretold; what was started is added to `total`.
Result<int> compare(Stage& stage, const Night& night, const std::vector<std::string>& jobs,
                    std::size_t& total) {
    const auto zone = host::load_zone(night.zone);
    if (!zone) {
        return unexpected(zone.error());
    }
    const Instant change = parse_rfc3339(night.change)->instant;
    const Instant from = change - minutes{190};
    const Instant until = change + minutes{250};
    const auto expected = expected_of(jobs, *zone, from, until);
    if (!expected) {
        return unexpected(expected.error());
    }
    const auto log = stage.play(*expected, night, from, until);
    if (!log) {
        return unexpected(log.error());
    }
    int differences = 0;
    for (const auto& [job, starts] : started_by_log(*log, *expected)) {
        total += starts.size();
        const auto foretold = expected->find(job);
        if (foretold == expected->end() || foretold->second != starts) {
            ++differences;
            std::printf("%s, %s: cron started%s; foretold%s\n", night.zone, job.c_str(),
                        text_of(starts, *zone).c_str(),
                        foretold == expected->end() ? " nothing"
                                                    : text_of(foretold->second, *zone).c_str());
        }
    }
    return differences;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::puts("usage: cron_daemon_oracle CLOCK-LIBRARY");
        return 1;
    }
    if (geteuid() != 0 || access("/usr/sbin/cron", X_OK) != 0) {
        std::puts("skipped: needs root and Debian's cron");
        return kSkipped;
    }
    test::Random random(test::chosen_seed());
    std::printf("seed %llu\n", static_cast<unsigned long long>(random.seed()));
    host::SystemProcessRunner runner;
    Stage stage(arguments[1], runner);
    int differences = 0;
    std::size_t total = 0;
    for (const Night& night : kNights) {
        std::vector<std::string> jobs = kJobs;
        for (std::size_t i = 0; i < kRandomJobs; ++i) {
            jobs.push_back(random_job(random));
        }
        const auto found = compare(stage, night, jobs, total);
        if (!found && found.error().code == ErrorCode::not_permitted) {
            std::puts("skipped: no namespaces can be made here");
            return kSkipped;
        }
        if (!found) {
            std::printf("%s: %s\n", night.zone, to_string(found.error()).c_str());
            return 1;
        }
        differences += *found;
    }
    std::printf("%zu starts in %zu nights, %d jobs differ\n", total, std::size(kNights),
                differences);
    return differences == 0 && total > 0 ? 0 : 1;
}
